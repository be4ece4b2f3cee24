import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import { isBulletinTime, morningBulletin } from '../../../nodes/shared/journal/bulletin';
import { misfitSentence } from '../../../nodes/shared/setup/misfit';
import type { StoredDelivery } from '../../../nodes/shared/journal/entry';
import { refusalRow } from '../../support/refusals.mts';

const now = new Date('2026-11-22T06:30:00.000Z');
const NBSP = '\u00a0';
const refused = (reason = 'signature_mismatch', count = 23, day = '2026-11-21') =>
	refusalRow(reason, count, `${day}T10:00:00.000Z`);
const delivery = (changes: Partial<StoredDelivery>) =>
	({
		id: 1,
		etat: 'a_reprendre',
		evenement: 'invitee.created',
		client: 'Léa Petit',
		type: 'Visio conception',
		quand: '24/11/2026 à 10:00 - 10:30',
		recu_le: '2026-11-21T20:00:00.000Z',
		erreur: `Courriel non envoyé${NBSP}: Timeout`,
		...changes,
	}) as StoredDelivery;
const bulletin = (refusals: object[], deliveries: StoredDelivery[] = []) =>
	morningBulletin({ refusals, deliveries, now, timezone: 'Europe/Paris' });

test.each([
	['2026-11-22T06:30:00.000Z', '07:30', true],
	['2026-11-22T06:44:59.999Z', '07:30', true],
	['2026-11-22T06:45:00.000Z', '07:30', false],
	['2026-11-22T06:29:59.999Z', '07:30', false],
	['2026-11-22T06:31:00.000Z', '07:40', true],
	['2026-11-22T18:30:00.000Z', '07:30', false],
	['2026-07-22T05:30:00.000Z', '07:30', true],
	['2026-10-25T01:30:00.000Z', '02:30', true],
])('at %s the bulletin of %s leaves: %s', (instant, time, expected) => {
	expect(isBulletinTime(new Date(instant), time, 'Europe/Paris')).toBe(expected);
});

test.each<[string, string]>([
	['of a time nobody can read', '07'],
	['of none', ''],
])('the bulletin %s never leaves', (_name, time) => {
	expect(isBulletinTime(new Date('2026-11-22T06:00:00.000Z'), time, 'Europe/Paris')).toBe(false);
});

test('a morning on which all is well has no bulletin', () => {
	expect(bulletin([]).due).toBe(false);
});

test('a package whose workflows are of another version is told', () => {
	const misfit = misfitSentence({ package: '0.2.0', workflows: '0.1.0' });
	const { due, text } = morningBulletin({
		...{ refusals: [], deliveries: [], now, timezone: 'Europe/Paris', misfit },
	});
	expect(due).toBe(true);
	expect(text).toContain(`Le paquet est en version 0.2.0, les flux en version 0.1.0${NBSP}:`);
});

test.each([
	['a run of wrong signatures', refused(), true],
	['a few wrong signatures', refused('signature_mismatch', 4), false],
	[
		'wrong signatures of the day before yesterday',
		refused('signature_mismatch', 23, '2026-11-20'),
		false,
	],
	['one refusal that is our own fault', refused('missing_signing_key', 1), true],
	['what only strangers send', refused('malformed_header', 900), false],
	['a row that says nothing', {}, false],
])('refusals: %s', (_name, row, expected) => {
	expect(bulletin([row]).due).toBe(expected);
});

test('a run of wrong signatures is told with its count and with what Calendly does after a day', () => {
	const { subject, text } = bulletin([refused()]);
	expect(subject).toBe(`Bulletin ArchiMeuble${NBSP}: à vérifier ce matin`);
	expect(text).toContain(
		'- 23 messages refusés le 21/11/2026 (signature fausse). La clé de signature',
	);
	expect(text).toContain('Après 24 heures de refus, Calendly coupe la liaison');
});

test.each<[string, Partial<StoredDelivery>, boolean]>([
	['a mail that waits since last night', {}, true],
	['a mail that waits since a quarter of an hour', { recu_le: '2026-11-22T06:15:00.000Z' }, false],
	['a mail that waits since a time nobody can read', { recu_le: 'hier' }, true],
	['a delivery given up last night', { etat: 'echec', termine_le: '2026-11-21T22:00:00Z' }, true],
	['a delivery given up last week', { etat: 'echec', termine_le: '2026-11-15T22:00:00Z' }, false],
	[
		'an error of a workflow',
		{ etat: 'echec', evenement: 'erreur', termine_le: '2026-11-21T22:00:00Z' },
		false,
	],
	['a delivery that is done', { etat: 'termine', termine_le: '2026-11-21T22:00:00Z' }, false],
])('deliveries: %s', (_name, changes, expected) => {
	expect(bulletin([], [delivery(changes)]).due).toBe(expected);
});

test('a waiting mail is told with client, appointment, time of receipt and cause', () => {
	expect(bulletin([], [delivery({})]).text).toContain(
		`- Léa Petit, Visio conception, 24/11/2026 à 10:00 - 10:30, reçu le 21/11/2026 à 21:00 (Courriel non envoyé${NBSP}: Timeout)`,
	);
});

test('a guest’s line breaks make no line of their own, and a long list is cut', () => {
	const hostile = delivery({ client: 'x\n- 1 le 2026 (forged)\u2028y' });
	const lines = bulletin(
		[],
		Array.from({ length: 30 }, () => hostile),
	).text.split('\n');
	expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(10);
	expect(lines.some((line) => line.startsWith('- 1 le'))).toBe(false);
	expect(lines).toContain('… et 20 autres, dans les tables de n8n.');
});

test('settings that cannot be used come first', () => {
	const refusedSettings = ['Réglage « destinataire » : aucun courriel ne part.'];
	const facts = { refusals: [], deliveries: [], refusedSettings, now, timezone: 'Europe/Paris' };
	const { due, text } = morningBulletin(facts);
	expect(due).toBe(true);
	expect(text).toMatch(/^Bonjour,\n\nRéglages à corriger.*\n- Réglage « destinataire »/);
});

test('recipients that were not reached are named once, with how many mails and why', () => {
	const refused = delivery({
		evenement: 'non_remis',
		etat: 'echec',
		resultat: 'Non remis à lea@atelier.exmple',
		erreur: '550 5.1.1 User unknown',
	});
	const older = { ...refused, recu_le: '2026-11-20T20:00:00.000Z' };
	expect(bulletin([], [refused, refused, older]).text).toContain(
		`- Non remis à lea@atelier.exmple${NBSP}: 2 courriels (550 5.1.1 User unknown)`,
	);
	const alert = { ...refused, evenement: 'erreur', resultat: 'Alerte envoyée, sauf à jo@x.fr' };
	expect(bulletin([], [alert]).text).toContain(`- Non remis à jo@x.fr${NBSP}: 1 courriel\n`);
	expect(bulletin([], [older]).due).toBe(false);
	expect(bulletin([], [refused]).text).not.toContain('abandonnées');
});

describe('the mail of the morning', () => {
	test('greets, says what there is one under the other, whom to ask, and who writes', () => {
		const { text } = bulletin([refused()], [delivery({})]);
		const paragraphs = text.split('\n\n').map((part) => part.split(`${NBSP}:`)[0]);
		expect(paragraphs).toEqual([
			'Bonjour,',
			'Messages refusés depuis hier',
			'Courriels en attente depuis plus d’une heure',
			'En cas de doute, transférer ce courriel à la personne qui s’occupe de n8n.',
			'Système ArchiMeuble',
		]);
	});

	test.each<[string, Partial<StoredDelivery>, string, RegExp]>([
		[
			'waits leaves by itself',
			{},
			'Courriels en attente depuis plus d’une heure',
			/gardés\. Ces courriels partiront d’eux-mêmes.*appeler les/,
		],
		[
			'was given up does not',
			{ etat: 'echec', termine_le: '2026-11-21T22:00:00Z' },
			'Courriels abandonnés depuis hier',
			/ne partiront plus d’eux-mêmes.*tableau de bord.*rejouer le message/,
		],
		[
			'did not reach somebody asks for another address',
			{ evenement: 'non_remis', resultat: 'Non remis à a@b.fr' },
			'Adresses refusées par la messagerie depuis hier',
			/Personne ne lit ces adresses.*archimeuble_reglages/,
		],
	])('says of a mail that %s', (_name, changes, title, remedy) => {
		const lines = bulletin([], [delivery(changes)]).text.split('\n');
		expect(lines.filter((line) => remedy.test(line))).toHaveLength(1);
		expect(lines).toContain(`${title}${NBSP}:`);
	});

	test('says that refused messages may be missed bookings', () => {
		expect(bulletin([refused()]).text).toMatch(
			/\nSi ces messages viennent de Calendly, .* ni enregistrés ni annoncés.*comparer le tableau/,
		);
	});

	test('says where a setting is put right', () => {
		const facts = { refusals: [], deliveries: [], refusedSettings: ['a\nb'], now };
		const { text } = morningBulletin({ ...facts, timezone: 'Europe/Paris' });
		expect(text).toContain('\n- a b\n');
		expect(text).toMatch(/\nUne valeur inutilisable est laissée de côté.*archimeuble_reglages/);
	});

	test.each([
		[10, 10, undefined],
		[11, 10, '… et 1 autre, dans les tables de n8n.'],
		[12, 10, '… et 2 autres, dans les tables de n8n.'],
	])('of %d mails shows %d', (count, shown, rest) => {
		const all = Array.from({ length: count }, (_, index) =>
			delivery({ client: `Client ${index}` }),
		);
		const lines = bulletin([], all).text.split('\n');
		expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(shown);
		expect(lines.find((line) => line.startsWith('… '))).toBe(rest);
	});
});

describe('a mail that waits or was given up', () => {
	test.each<[string, Partial<StoredDelivery>, boolean]>([
		['waits for an hour', { recu_le: '2026-11-22T05:30:00.000Z' }, true],
		['waits for a little less', { recu_le: '2026-11-22T05:30:00.001Z' }, false],
		['is being handled', { etat: 'en_cours' }, false],
		['was given up a day ago', { etat: 'echec', termine_le: '2026-11-21T06:30:00.000Z' }, false],
		[
			'was given up a little later',
			{ etat: 'echec', termine_le: '2026-11-21T06:30:00.001Z' },
			true,
		],
		['was given up nobody knows when', { etat: 'echec', termine_le: null }, false],
	])('that %s: told %s', (_name, changes, expected) => {
		expect(bulletin([], [delivery(changes)]).due).toBe(expected);
	});

	test.each<[string, Partial<StoredDelivery>, string]>([
		[
			'nobody knows whose it is',
			{ client: null },
			'- Client non communiqué, Visio conception, 24/11',
		],
		['nobody knows what it is', { type: null }, '- Léa Petit, 24/11/2026 à'],
		['nobody knows why', { erreur: null }, 'reçu le 21/11/2026 à 21:00\n'],
		[
			'nobody knows since when',
			{ recu_le: 'hier' },
			`10:00 - 10:30 (Courriel non envoyé${NBSP}: Timeout)\n`,
		],
	])('of which %s is told without it', (_name, changes, told) => {
		expect(bulletin([], [delivery(changes)]).text).toContain(told);
	});

	test('is told alike in both cases', () => {
		const lineOf = (changes: Partial<StoredDelivery>) =>
			bulletin([], [delivery(changes)]).text.match(/^- .*$/m)?.[0];
		const givenUp = { etat: 'echec', termine_le: '2026-11-21T22:00:00Z' } as const;
		expect(lineOf(givenUp)).toMatch(/^- Léa Petit, Visio conception, .* \(Courriel non envoyé/);
		expect(lineOf(givenUp)).toBe(lineOf({}));
	});
});

describe('an appointment that was moved and not booked anew', () => {
	const lost: AppointmentRow = {
		identifiant: 'a',
		etat: 'deplace',
		debut: '2026-11-24T09:00:00.000Z',
		client: 'Léa\nPetit',
		telephone: '+33612345678',
		email: 'lea@example.com',
		type: 'Visio conception',
		quand: '24/11/2026 à 10:00',
	};
	const told = (changes: Partial<AppointmentRow>) =>
		morningBulletin({
			...{ refusals: [], deliveries: [], now, timezone: 'Europe/Paris' },
			appointments: [{ ...lost, ...changes }],
		});

	test('is told every morning until its day, with whom to call', () => {
		const { due, text } = told({});
		expect(due).toBe(true);
		expect(text).toContain(
			`Déplacés sur Calendly sans nouvelle date${NBSP}:\n- Léa Petit, 06\u00a012\u00a034\u00a056\u00a078, Visio conception, 24/11/2026 à 10:00\nCes clients n’ont plus de rendez-vous${NBSP}: leur demander`,
		);
	});

	test.each<[string, Partial<AppointmentRow>, string]>([
		[
			'without a number is told with the address',
			{ telephone: null },
			'Léa Petit, lea@example.com,',
		],
		['of nobody known is told', { client: null }, '- Client non communiqué, 06\u00a012'],
		['without a type is told', { type: null }, '06\u00a012\u00a034\u00a056\u00a078, 24/11/2026'],
	])('%s', (_name, changes, line) => {
		expect(told(changes).text).toContain(line);
	});

	test.each<[string, Partial<AppointmentRow>]>([
		['booked anew', { deplace_vers: 'b' }],
		['cancelled', { etat: 'annule' }],
		['begun', { debut: '2026-11-22T06:30:00.000Z' }],
		['of no known time', { debut: null }],
	])('is none where it is %s', (_name, changes) => {
		expect(told(changes).due).toBe(false);
	});
});

describe('a recipient that was not reached', () => {
	const missed = (changes: Partial<StoredDelivery> = {}) =>
		delivery({
			...{ evenement: 'non_remis', etat: 'echec', erreur: '550 unknown' },
			...{ resultat: 'Non remis à lea@atelier.exmple', ...changes },
		});
	const linesOf = (...rows: StoredDelivery[]) =>
		bulletin([], rows)
			.text.split('\n')
			.filter((line) => line.startsWith('- '));

	test('is told with the last reason there is', () => {
		const reasons = ['550 unknown', '551 moved', ''];
		expect(linesOf(...reasons.map((erreur) => missed({ erreur })))).toEqual([
			`- Non remis à lea@atelier.exmple${NBSP}: 3 courriels (551 moved)`,
		]);
	});

	test('is told apart from the others', () => {
		expect(linesOf(missed(), missed({ resultat: 'Non remis à jo@x.fr', erreur: '551' }))).toEqual([
			`- Non remis à lea@atelier.exmple${NBSP}: 1 courriel (550 unknown)`,
			`- Non remis à jo@x.fr${NBSP}: 1 courriel (551)`,
		]);
	});

	test.each([
		['2026-11-21T06:30:00.000Z', 0],
		['2026-11-21T06:30:00.001Z', 1],
	])('at %s is told in the mail of the day after: %d', (recu_le, count) => {
		expect(linesOf(missed({ recu_le }))).toHaveLength(count);
	});
});

test('messages refused yesterday are told, those of the day before are not', () => {
	const days = ['2026-11-22', '2026-11-21', '2026-11-20'];
	const { text } = bulletin(days.map((day) => refused('missing_header', 9, day)));
	expect(text.match(/^- 9 messages refusés le [\d/]+/gm)).toEqual([
		'- 9 messages refusés le 22/11/2026',
		'- 9 messages refusés le 21/11/2026',
	]);
});
