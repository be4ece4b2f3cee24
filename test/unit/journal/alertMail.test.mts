import fc from 'fast-check';
import {
	abandonedAlert,
	ALERTING_STEPS,
	alertMail,
	FORWARD,
	meaningOf,
	refusedAlert,
	reminderAlert,
} from '../../../nodes/shared/journal/alertMail';
import type { Failure } from '../../../nodes/shared/journal/failure';
import { REASON_NAMES, refusalMessage } from '../../../nodes/shared/journal/refusals';
import type { RefusalReason } from '../../../nodes/shared/calendly/signature';

const visible = (text: string | null) =>
	text?.replace(/\u00a0/g, '~').replace(/\u202f/g, '^') ?? '';

const FAILURE: Failure = {
	key: 'erreur-7',
	workflowId: 'r',
	workflowName: 'ArchiMeuble – Relance',
	node: 'Libérer',
	message: 'disque illisible',
	executionId: '7',
	executionUrl: 'https://n8n.example/workflow/r/executions/7',
};
const textOf = (changes: Partial<Failure> = {}) =>
	visible(alertMail({ ...FAILURE, ...changes }).text);
const paragraphs = (text: string) => text.split('\n\n').map((part) => part.split('~:')[0]);

describe('the mail about a failure', () => {
	test('says what, for whom, what to do, where, and whom to ask', () => {
		expect(paragraphs(textOf())).toEqual([
			'Bonjour,',
			'Le flux «~ArchiMeuble – Relance~» s’est arrêté sur une erreur.\nCe que dit n8n',
			'Pour les clients',
			'À faire',
			'Où',
			FORWARD,
			expect.stringMatching(/^Un flux qui échoue plusieurs fois n’alerte qu’une fois par heure/),
			'Système ArchiMeuble',
		]);
	});

	test('names its workflow without the name of the house twice', () => {
		expect(visible(alertMail(FAILURE).subject)).toBe(
			'Alerte ArchiMeuble~: à vérifier («~Relance~»)',
		);
	});

	test('says nothing of an address or a step that is not known', () => {
		const text = textOf({ executionUrl: null, node: null });
		expect(text).toContain('Où~: flux «~ArchiMeuble – Relance~».\n\n');
		expect(text).not.toMatch(/Exécution|sans adresse|Le détail|null/);
		expect(textOf()).toContain('étape «~Libérer~».\nLe détail, pour la personne');
	});

	test('knows the steps that write all of it themselves', () => {
		expect([...ALERTING_STEPS].sort()).toEqual([
			...['Alerter l’atelier', 'Dire qui n’a rien reçu', 'Donner l’alerte', 'Le signaler'],
		]);
	});

	test.each(ALERTING_STEPS)('adds nothing to what the step %s wrote', (node) => {
		const text = textOf({ node, message: 'Trois choses.\n\nÀ faire\u00a0: rien.' });
		expect(text).toContain('Bonjour,\n\nTrois choses.\n\nÀ faire~: rien.\n\nOù~: ');
		expect(text).not.toContain('Pour les clients');
	});

	test('never says that nothing is lost, or that n8n sees to it, for whatever workflow', () => {
		const names = ['Rendez-vous', 'Moteur', 'Relance', 'Rattrapage', 'Rappels', 'RGPD', 'Autre'];
		for (const name of names) {
			const text = textOf({ workflowName: `ArchiMeuble – ${name}` });
			expect(text).not.toMatch(/Rien n’est perdu|de lui-même/i);
			expect(text).toContain('Pour les clients~: ');
		}
	});

	test.each<[string, RegExp[], RegExp]>([
		[
			'Rendez-vous',
			[/pas encore enregistré ou annoncé/, /renvoie pendant 24 heures/, /«~Vos étapes~»/],
			/^dans un quart d’heure, ouvrir le tableau de bord/,
		],
		[
			'Moteur',
			[/pas encore enregistrés ni annoncés/, /chaque minute/],
			/^dans un quart d’heure, ouvrir le tableau de bord/,
		],
		['Relance', [/ce qui attend ne repart pas/, /sans courriel/], /appeler les clients/],
		[
			'Rattrapage',
			[/manque peut-être/, /liaison avec Calendly n’est pas surveillée/],
			/^comparer le tableau de bord avec Calendly/,
		],
		['Rappels', [/l’agenda, le bulletin ou un rappel/], /du jour et du lendemain/],
		['Tableau de bord', [/ne fait que lire/], /^ouvrir la page de nouveau/],
		['RGPD', [/effacement/, /peut-être encore là/], /^refaire la demande/],
		['Installation', [/une table ou un réglage manque/], /lancer ce flux/],
		['Erreurs', [/ne sont peut-être pas comptés/], /messages refusés sur le tableau de bord/],
		['Rejouer', [/n’est peut-être pas rejoué/], /recommencer/],
		['Essai', [/rien ne prouve que les rendez-vous arrivent/], /rendez-vous d’essai sur Calendly/],
		['Autre', [/peut ne pas être enregistré ou annoncé/], /^comparer le tableau de bord/],
	])('says of « %s » what it means for the clients, and what to do', (name, clients, toDo) => {
		const meaning = meaningOf(`ArchiMeuble – ${name}`);
		for (const words of clients) expect(visible(meaning.clients)).toMatch(words);
		expect(visible(meaning.toDo)).toMatch(toDo);
		const text = textOf({ workflowName: `ArchiMeuble – ${name}` });
		expect(text).toContain(`Pour les clients~: ${visible(meaning.clients)}`);
		expect(text).toContain(`À faire~: ${visible(meaning.toDo)}`);
	});

	test('names a workflow whole that does not begin with the name of the house', () => {
		const workflowName = 'Copie de ArchiMeuble – Relance';
		const { subject } = alertMail({ ...FAILURE, workflowName });
		expect(visible(subject)).toContain('(«~Copie de ArchiMeuble – Relance~»)');
		expect(meaningOf(workflowName)).toEqual(meaningOf('Autre'));
	});

	test('tells what n8n says, and sends whoever is in doubt to whom n8n is theirs', () => {
		expect(textOf()).toContain('Ce que dit n8n~: disque illisible\n');
		expect(textOf()).toContain('\n\nEn cas de doute, transférer ce courriel à la personne');
		expect(textOf()).toContain('table archimeuble_journal, état «~echec~»');
		expect(textOf()).toMatch(/\n\nSystème ArchiMeuble$/);
	});

	test('tells of a copy what it tells of the workflow, and fears the worst of a stranger', () => {
		const copy = meaningOf('ArchiMeuble – Rappels (nouvelle version)');
		expect(copy).toEqual(meaningOf('ArchiMeuble – Rappels'));
		expect(meaningOf('constructor').clients).toMatch(/peut ne pas être enregistré ou annoncé/);
	});
});

describe('messages that are given up', () => {
	test.each([
		[1, /^1 message de Calendly a été abandonné après .* Première cause~: 451 plus tard\n/],
		[2, /^2 messages de Calendly ont été abandonnés après .* Première cause~: 451 plus tard\n/],
	])('%d of them', (count, expected) => {
		const rows = Array.from({ length: count }, () => ({ erreur: '451 plus\ntard' }));
		const text = visible(abandonedAlert(rows));
		expect(text).toMatch(expected);
		expect(text).toContain('Pour les clients~: ');
		expect(text).toContain('À faire~: ouvrir le tableau de bord');
	});

	test.each([
		[1, 'le courriel qui annonçait ce rendez-vous n’est pas parti', 'voir le rendez-vous en échec'],
		[2, 'les courriels qui annonçaient ces rendez-vous', 'voir les rendez-vous en échec'],
	])('%d of them leave as many clients without a word, until replayed', (count, clients, toDo) => {
		const text = visible(abandonedAlert(Array.from({ length: count }, () => ({}))));
		expect(text).toContain(`Pour les clients~: ${clients}`);
		expect(text).toContain(toDo);
		expect(text).toContain('rejouer le message (flux «~ArchiMeuble – Rejouer~», «~prevenir~»');
	});

	test('are told with the first cause there is', () => {
		const causes = [null, ' \n', '550 inconnu', '451 plus tard'];
		const text = visible(abandonedAlert(causes.map((erreur) => ({ erreur }))));
		expect(text).toContain('Première cause~: 550 inconnu\n');
	});

	test('have a cause nobody knows, too', () => {
		expect(visible(abandonedAlert([{ erreur: null }]))).toContain('Première cause~: inconnue');
	});
});

describe('refused messages', () => {
	const sum = (reason: string, count: number) => ({
		...{ reason, count, day: '2026-11-26' },
		last: '2026-11-26T09:00:00.000Z',
	});

	test('are told only where their number became unusual', () => {
		expect(refusedAlert([])).toBeNull();
	});

	test('are told in the words of the workshop, one line a reason', () => {
		const text = visible(
			refusedAlert([sum('signature_mismatch', 12), sum('missing_signing_key', 1)]),
		);
		const [first, second] = text.split('\n');
		expect(first).toMatch(/^12 messages refusés le 26\/11\/2026 \(signature fausse\)\. La clé/);
		expect(second).toMatch(
			/^1 message refusé le 26\/11\/2026 \(aucune clé de signature configurée\)/,
		);
		expect(text).toContain('un message refusé n’est pas gardé');
		expect(text).not.toMatch(/signature_mismatch|missing_/);
	});

	test('that were of Calendly are found by the reconciliation', () => {
		const text = visible(refusedAlert([sum('missing_header', 12)]));
		expect(text).toContain('À faire~: comparer le tableau de bord avec Calendly.');
		expect(text).toContain('lancer le flux «~ArchiMeuble – Rattrapage~»');
	});

	test('are told one under the other', () => {
		const text = refusedAlert([sum('malformed_header', 12), sum('invalid_timestamp', 1)]);
		expect(text).toMatch(/\(signature illisible\)\.\n1 message refusé/);
	});

	test('whose key is wrong send to where the key stands, also with Docker', () => {
		expect(visible(refusalMessage('signature_mismatch'))).toContain(
			'l’identifiant «~Signature Calendly ArchiMeuble~» (avec npm start ou Docker~: le réglage CALENDLY_SIGNING_SECRET)',
		);
	});

	test('never show the name of a reason that has a French one', () => {
		const reasons = Object.keys(REASON_NAMES) as RefusalReason[];
		const text = refusedAlert(reasons.map((reason) => sum(reason, 50)));
		for (const reason of reasons) expect(text).not.toContain(reason);
	});
});

describe('reminders that did not leave', () => {
	const failed = (error: unknown) => ({ error });

	test.each<[string, unknown]>([
		['an empty text', ''],
		['an object without a message', {}],
		['an empty message', { message: ' ' }],
		['nothing', null],
	])('are not those whose error is %s', (_name, error) => {
		expect(reminderAlert([failed(error)])).toBeNull();
	});

	test('are tried again until it is too late; then somebody has to call', () => {
		const text = visible(reminderAlert([failed('550')]));
		expect(text).toContain('Pour les clients~: ils ne sont pas rappelés pour l’instant.');
		expect(text).toContain('jusqu’à 2 heures avant le rendez-vous');
		expect(text).toContain('À faire~: si cette alerte revient, appeler les clients');
	});

	test('are told with their number and the first cause', () => {
		const sent = { json: 1 };
		expect(reminderAlert([sent])).toBeNull();
		expect(visible(reminderAlert([sent, failed('550 inconnu')]))).toMatch(
			/^1 rappel à un client n’est pas parti\. Première cause~: 550 inconnu\n\nPour les clients/,
		);
		expect(visible(reminderAlert([failed({ message: 'a' }), failed('b')]))).toMatch(
			/^2 rappels aux clients ne sont pas partis\. Première cause~: a\n/,
		);
	});
});

test('whatever is handed over, an alert is written', () => {
	fc.assert(
		fc.property(fc.array(fc.anything()), (items) => {
			expect(abandonedAlert(items.map(() => ({ erreur: null })))).toContain('Pour les clients');
			expect(reminderAlert(items) ?? 'Pour les clients').toContain('Pour les clients');
		}),
		{ examples: [[[{ toString: false }]]] },
	);
});
