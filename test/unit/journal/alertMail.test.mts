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
