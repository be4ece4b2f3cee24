import type { HealthSource } from '../../../../nodes/shared/dashboard/page/health';
import { refusalRow } from '../../../support/refusals.mts';
import { aPage, elementsOf, NO_HEALTH, textOf, withClass } from '../fixtures.mts';

const delivery = (etat: string, recu_le: string, evenement = 'invitee.created') =>
	({ etat, recu_le, evenement }) as NonNullable<HealthSource['deliveries']>[number];

/** It is Sunday, 11:00 in Paris. */
const WELL: HealthSource = {
	deliveries: [delivery('termine', '2026-11-22T06:12:00.000Z')],
	subscription: { state: 'active', needsRepair: false, message: 'La liaison est active.' },
};

function strip(changes: Partial<HealthSource>) {
	const page = elementsOf(aPage([], {}, { health: { ...WELL, ...changes } }));
	const [section] = withClass(page, 'health');
	const [summary] = page.filter(({ tagName }) => tagName === 'summary').map(textOf);
	return {
		summary: summary.replace(/\u00a0/g, ' '),
		text: textOf(section)
			.replace(/\u00a0/g, ' ')
			.replace(/\u202f/g, ' '),
		faults: withClass(page, 'faults').length,
	};
}

test('is one line while all is well', () => {
	const { summary, faults } = strip({});
	expect(summary).toBe('Tout va bien · dernier message à 07:12');
	expect(faults).toBe(0);
});

test.each([
	['2026-11-21T17:40:00.000Z', 'hier à 18:40'],
	['2026-11-15T14:00:00.000Z', 'le 15/11/2026 à 15:00'],
])('dates a message of %s', (at, expected) => {
	expect(strip({ deliveries: [delivery('termine', at)] }).summary).toBe(
		`Tout va bien · dernier message ${expected}`,
	);
});

test('never says that all is well where nobody watches the subscription', () => {
	expect(strip({ subscription: null }).summary).toBe(
		'Liaison avec Calendly non surveillée · dernier message à 07:12',
	);
});

test('leaves a message of this minute in peace', () => {
	const deliveries = [delivery('recu', '2026-11-22T09:59:30.000Z')];
	expect(strip({ deliveries }).summary).toMatch(/^Tout va bien/);
});

test.each<[string, Partial<HealthSource>, RegExp]>([
	[
		'a setting that cannot be used',
		{ refusedSettings: ['Réglage « fuseau » : valeur inutilisable.'] },
		/Réglage « fuseau »/,
	],
	[
		'a subscription Calendly cut',
		{ subscription: { state: 'disabled', needsRepair: true, message: 'Calendly a coupé.' } },
		/Calendly a coupé\./,
	],
	[
		'a subscription nobody has looked at for long',
		{ subscription: { state: 'active', checkedAt: '2026-11-20T06:00:00.000Z' } },
		/n’est plus vérifiée depuis le 20\/11\/2026/,
	],
	[
		'a mail that was given up',
		{ deliveries: [delivery('echec', '2026-10-22T06:12:00.000Z')] },
		/1 courriel abandonné : prévenir le client/,
	],
	[
		'mails that wait',
		{
			deliveries: [
				delivery('a_reprendre', '2026-11-22T09:40:00.000Z'),
				delivery('en_cours', '2026-11-22T09:49:59.000Z'),
			],
		},
		/2 courriels attendent depuis plus de dix minutes/,
	],
	[
		'an error of a workflow',
		{ deliveries: [delivery('echec', '2026-11-21T06:12:00.000Z', 'erreur')] },
		/1 erreur dans les flux depuis deux jours/,
	],
	['nothing that ever arrived', { deliveries: [] }, /Rien n’est encore arrivé de Calendly/],
	[
		'a run of wrong signatures',
		{
			deliveries: [
				delivery('termine', '2026-11-22T06:12:00.000Z'),
				refusalRow('signature_mismatch', 5, '2026-11-22T08:00:00.000Z'),
			],
		},
		/5 messages refusés \(signature fausse\)\. La clé de signature/,
	],
])('shows open %s', (_name, changes, expected) => {
	const { text, summary, faults } = strip(changes);
	expect(text).toMatch(expected);
	expect(text).toMatch(/À vérifier : 1 point|À vérifier : 2 points/);
	expect(text).not.toContain('Tout va bien');
	expect(summary).toBe('Le détail');
	expect(faults).toBe(1);
});

test('does not mind a stranger who knocks now and then', () => {
	const refusal = (reason: string, count: number) =>
		refusalRow(reason, count, '2026-11-22T08:00:00.000Z');
	const { summary, text } = strip({
		deliveries: [
			delivery('termine', '2026-11-22T06:12:00.000Z'),
			refusal('signature_mismatch', 4),
			refusal('malformed_header', 900),
		],
	});
	expect(summary).toMatch(/^Tout va bien/);
	expect(text).toContain('904 (signature illisible : 900, signature fausse : 4)');
});

test('has room for any number of faults, the gravest first', () => {
	const refusedSettings = Array.from({ length: 17 }, (_item, index) => `Réglage ${index}.`);
	const { text } = strip({
		refusedSettings,
		deliveries: [],
		subscription: { state: 'active', checkedAt: '2026-11-20T06:00:00.000Z' },
	});
	expect(text).toContain('À vérifier : 19 points');
	expect(text.indexOf('Réglage 16.')).toBeLessThan(text.indexOf('n’est plus vérifiée'));
});

test('is not there where nothing was looked at', () => {
	expect(withClass(elementsOf(aPage([], {}, { health: NO_HEALTH })), 'health')).toEqual([]);
});
