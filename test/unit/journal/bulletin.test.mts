import { isBulletinTime, morningBulletin } from '../../../nodes/shared/journal/bulletin';
import { misfitSentence } from '../../../nodes/shared/setup/fit';
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
	['a delivery that is done', { etat: 'termine' }, false],
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
