import { Moments } from '../../../../nodes/shared/dashboard/moments';
import type { Health, HealthSource } from '../../../../nodes/shared/dashboard/page/health';
import { healthStrip } from '../../../../nodes/shared/dashboard/page/healthStrip';
import { refusalRow } from '../../../support/refusals.mts';
import {
	aPage,
	attribute,
	elementsOf,
	NO_HEALTH,
	NOW,
	PARIS,
	partsOf,
	readable,
	textOf,
	withClass,
	within,
	type Element,
} from '../fixtures.mts';

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

const JOURNAL = {
	...{ lastDelivery: '2026-11-22T06:12:00.000Z', waiting: 0, late: 0 },
	...{ failed: 0, failures: 0, undelivered: [] },
};
const HEALTHY: Health = {
	journal: JOURNAL,
	refusals: [],
	subscription: { state: 'active', message: 'Active.', isWell: true, outdatedSince: null },
	refusedSettings: [],
	misfit: null,
};
const OUTDATED = {
	...{ state: 'active', message: 'Active.', isWell: false },
	outdatedSince: '2026-11-20T06:00:00.000Z',
};
const part = (changes: Partial<Health>) =>
	partsOf(healthStrip({ ...HEALTHY, ...changes }, new Moments(NOW.toISOString(), PARIS)));

describe('a line of the detail', () => {
	const lines = (changes: Partial<Health>) =>
		part(changes)
			.filter(({ tagName }) => tagName === 'dd')
			.map((dd) => [
				readable(within(dd.parentNode as Element, 'dt')[0]),
				...[readable(dd), attribute(dd, 'class')],
			]);
	const ofMails = (journal: object) => lines({ journal: { ...JOURNAL, ...journal } });
	const ofSubscription = (subscription: object | null) =>
		lines({ subscription: subscription as Health['subscription'] }).at(-1);

	test('tells each thing that is watched', () => {
		expect(lines({})).toEqual([
			['Dernier message de Calendly', '22/11/2026~à~07:12', 'plain'],
			['Courriels', 'tous partis', 'good'],
			['Messages refusés depuis hier', 'aucun', 'good'],
			['Liaison avec Calendly', 'active', 'good'],
		]);
	});

	test('is not there for what nobody looked at', () => {
		expect(lines({ journal: null, refusals: null, subscription: null })).toEqual([]);
		expect(lines({ journal: null, refusals: null })).toEqual([
			['Liaison avec Calendly', 'active', 'good'],
		]);
	});

	test('tells that nothing ever came', () => {
		expect(ofMails({ lastDelivery: null })[0]).toEqual([
			...['Dernier message de Calendly', 'aucun', 'warning'],
		]);
	});

	test.each<[object, string, string]>([
		[{ waiting: 2 }, '2 en attente', 'plain'],
		[{ failed: 1 }, '1 en échec', 'bad'],
		[{ waiting: 2, failed: 1 }, '2 en attente, 1 en échec', 'bad'],
	])('tells of mails %j: %s', (journal, text, tone) => {
		expect(ofMails(journal)[1]).toEqual(['Courriels', text, tone]);
	});

	test('tells of errors where there are any', () => {
		expect(ofMails({ failures: 3 })[2]).toEqual(['Erreurs depuis 2 jours', '3', 'bad']);
	});

	test('adds up what was refused, and says why', () => {
		const refusals = [
			{ reason: 'signature_mismatch', count: 1_004 },
			{ reason: 'missing_header', count: 3 },
		];
		expect(lines({ refusals })[2]).toEqual([
			'Messages refusés depuis hier',
			'1_007 (signature fausse~: 1_004, sans signature~: 3)',
			'warning',
		]);
	});

	test.each<[string, object | null, string, string]>([
		['nobody watches', null, 'non surveillée', 'plain'],
		[
			'was not looked at for long',
			OUTDATED,
			'non vérifiée depuis le 20/11/2026~à~07:00',
			'warning',
		],
		['is not as wanted', { state: 'active' }, 'incomplète', 'bad'],
		['is to be repaired', { state: 'a_reparer' }, 'à rétablir', 'bad'],
		['is missing', { state: 'missing' }, 'absente', 'bad'],
		['Calendly cut', { state: 'disabled' }, 'coupée par Calendly', 'bad'],
		['Calendly has trouble with', { state: 'retrying' }, 'en difficulté', 'bad'],
		['is in a state nobody knows', { state: 'constructor' }, 'à vérifier', 'bad'],
		['is in no state', { state: null }, 'à vérifier', 'bad'],
	])('tells of a subscription that %s', (_name, subscription, text, tone) => {
		const whole =
			subscription === null ? null : { isWell: false, outdatedSince: null, ...subscription };
		expect(ofSubscription(whole)).toEqual(['Liaison avec Calendly', text, tone]);
	});
});

describe('what is to be looked at', () => {
	const faults = (changes: Partial<Health>) =>
		part(changes)
			.filter(({ tagName, parentNode }) => tagName === 'li' && parentNode !== null)
			.map((item) => [readable(item), attribute(item, 'class')]);
	const ofJournal = (journal: object) => faults({ journal: { ...JOURNAL, ...journal } });

	test('is nothing while all is well', () => {
		expect(faults({})).toEqual([]);
	});

	test.each<[object, string, string]>([
		[
			{ failed: 1 },
			'1 courriel abandonné~: prévenir le client s’il le faut, puis rejouer le message (ArchiMeuble – Rejouer).',
			'bad',
		],
		[
			{ failed: 2 },
			'2 courriels abandonnés~: prévenir le client s’il le faut, puis rejouer le message (ArchiMeuble – Rejouer).',
			'bad',
		],
		[
			{ failures: 1 },
			'1 erreur dans les flux depuis deux jours~: voir les alertes reçues par courriel.',
			'bad',
		],
		[
			{ failures: 2 },
			'2 erreurs dans les flux depuis deux jours~: voir les alertes reçues par courriel.',
			'bad',
		],
		[
			{ undelivered: ['Non remis à a', 'Non remis à b'] },
			'Non remis à a, Non remis à b~: corriger l’adresse dans la table archimeuble_reglages.',
			'bad',
		],
		[
			{ late: 1 },
			'1 courriel attend depuis plus de dix minutes~: la messagerie ne répond peut-être pas. n8n réessaie de lui-même.',
			'warning',
		],
		[
			{ late: 2 },
			'2 courriels attendent depuis plus de dix minutes~: la messagerie ne répond peut-être pas. n8n réessaie de lui-même.',
			'warning',
		],
		[
			{ lastDelivery: null },
			'Rien n’est encore arrivé de Calendly~: prendre un rendez-vous d’essai.',
			'warning',
		],
	])('in the journal: %j', (journal, text, tone) => {
		expect(ofJournal(journal)).toEqual([[text, tone]]);
	});

	test('is a subscription that is not well, in the words of who checked it', () => {
		const subscription = { state: 'missing', isWell: false, outdatedSince: null };
		expect(faults({ subscription: { ...subscription, message: 'Elle manque.' } })).toEqual([
			['Elle manque.', 'bad'],
		]);
		expect(faults({ subscription: { ...subscription, message: null } })).toEqual([
			['L’état de la liaison avec Calendly n’est pas connu.', 'bad'],
		]);
		expect(faults({ subscription: OUTDATED })).toEqual([
			[
				'La liaison avec Calendly n’est plus vérifiée depuis le 20/11/2026~à~07:00~: lancer ArchiMeuble – Rattrapage.',
				'warning',
			],
		]);
		expect(faults({ subscription: null })).toEqual([]);
	});

	test('is what cannot be used and what does not fit', () => {
		expect(faults({ misfit: 'Paquet.', refusedSettings: ['Réglage.', 'Autre.'] })).toEqual([
			...[
				['Paquet.', 'bad'],
				['Réglage.', 'bad'],
				['Autre.', 'bad'],
			],
		]);
	});

	test('is what was refused more often than strangers knock, and nothing below', () => {
		const told = (reason: string, count: number) => faults({ refusals: [{ reason, count }] });
		expect(told('signature_mismatch', 4)).toEqual([]);
		const [[text, tone]] = told('signature_mismatch', 5);
		expect(text).toMatch(/^5 messages refusés \(signature fausse\)\. La clé de signature/);
		expect(tone).toBe('bad');
		expect(faults({ refusals: null })).toEqual([]);
	});

	test('stands with the gravest first, in the order of the way a message goes', () => {
		const all = faults({
			misfit: 'Paquet.',
			subscription: OUTDATED,
			journal: { ...JOURNAL, failed: 1, late: 1, failures: 1 },
			refusals: [{ reason: 'signature_mismatch', count: 5 }],
		});
		expect(all.map(([text]) => text?.split(' ').slice(0, 2).join(' '))).toEqual([
			...['Paquet.', '1 courriel', '1 erreur', '5 messages', 'La liaison', '1 courriel'],
		]);
		expect(all.map(([, tone]) => tone)).toEqual(['bad', 'bad', 'bad', 'bad', 'warning', 'warning']);
	});

	test('is counted in a heading of the gravest tone, with the last message', () => {
		const heading = (changes: Partial<Health>) => {
			const [paragraph] = part(changes).filter(({ tagName }) => tagName === 'p');
			return [readable(paragraph), attribute(within(paragraph, 'strong')[0], 'class')];
		};
		expect(heading({ subscription: OUTDATED })).toEqual([
			...['À vérifier~: 1 point~· dernier message à~07:12', 'warning'],
		]);
		expect(heading({ subscription: OUTDATED, misfit: 'Paquet.' })).toEqual([
			...['À vérifier~: 2 points~· dernier message à~07:12', 'bad'],
		]);
		expect(heading({ journal: null, misfit: 'Paquet.' })[0]).toBe('À vérifier~: 1 point');
	});
});

test('is one line without a message where the journal is not watched', () => {
	const [summary] = part({ journal: null }).filter(({ tagName }) => tagName === 'summary');
	expect(readable(summary)).toBe('Tout va bien');
	expect(attribute(within(summary, 'strong')[0], 'class')).toBe('good');
	const [unwatched] = part({ subscription: null }).filter(({ tagName }) => tagName === 'summary');
	expect(within(unwatched, 'strong')).toEqual([]);
});

test('stands where there is a fault, even if nothing else is watched', () => {
	const nothing = { journal: null, refusals: null, subscription: null };
	expect(part(nothing)).toEqual([]);
	expect(withClass(part({ ...nothing, misfit: 'Paquet.' }), 'health')).toHaveLength(1);
});
