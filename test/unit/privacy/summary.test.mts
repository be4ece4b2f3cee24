import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import { findPerson, type StoredTables } from '../../../nodes/shared/privacy/person';
import { personSummary } from '../../../nodes/shared/privacy/summary';
import { ADDRESS, aDelivery, aRow, NOW } from './fixtures.mts';

const summary = (tables: Partial<StoredTables>, typed = ADDRESS) =>
	personSummary(
		findPerson(typed, { appointments: [], deliveries: [], ...tables }),
		NOW,
		'Europe/Paris',
	)
		.replace(/\u00a0/g, '~')
		.replace(/\u202f/g, '^');

const own = (parts: Partial<AppointmentRow> = {}) => aRow({ email: ADDRESS, ...parts });

test.each<[string, Partial<StoredTables>, string]>([
	[
		'one of each',
		{
			appointments: [own({ identifiant: 'own' }), aRow({ notes: ADDRESS })],
			deliveries: [aDelivery({ email: ADDRESS }), aDelivery({ erreur: ADDRESS })],
		},
		'Pour client@example.com~: 1 rendez-vous (25/11/2026) au nom de Zoé Müller, 1 message de Calendly au journal, 1 mention dans le rendez-vous d’une autre personne, 1 mention dans une autre ligne du journal.',
	],
	[
		'several of each',
		{
			appointments: [
				own({ identifiant: 'own' }),
				own({ identifiant: 'own2' }),
				aRow({ notes: ADDRESS }),
				aRow({ invites: ADDRESS }),
			],
			deliveries: [
				aDelivery({ email: ADDRESS }),
				aDelivery({ email: ADDRESS }),
				aDelivery({ identifiant: 'own' }),
			],
		},
		'Pour client@example.com~: 2 rendez-vous (25/11/2026) au nom de Zoé Müller, 3 messages de Calendly au journal, 2 mentions dans les rendez-vous d’autres personnes.',
	],
	[
		'mentions in the journal only',
		{ deliveries: [aDelivery({ erreur: ADDRESS }), aDelivery({ erreur: ADDRESS })] },
		'Pour client@example.com~: 2 mentions dans d’autres lignes du journal.',
	],
	[
		'nothing',
		{ appointments: [aRow()], deliveries: [aDelivery()] },
		'Rien n’est enregistré pour client@example.com.',
	],
])('says of %s how much is stored', (_name, tables, expected) => {
	expect(summary(tables)).toBe(expected);
});

test.each([
	['xyz', '«~xyz~» n’est pas une adresse électronique.'],
	['a\u202e@\u0000b', '«~a@b~» n’est pas une adresse électronique.'],
	['x'.repeat(100), `«~${'x'.repeat(79)}…~» n’est pas une adresse électronique.`],
	['  ', 'Aucune adresse électronique n’a été donnée.'],
])('says of %j that it is no address', (typed, expected) => {
	expect(summary({}, typed)).toBe(expected);
});

test('says of an address of the workshop that it is no client’s', () => {
	const tables = { appointments: [own()], deliveries: [] };
	expect(personSummary(findPerson(ADDRESS, tables, [ADDRESS]), NOW, 'Europe/Paris')).toBe(
		'client@example.com est une adresse de l’atelier, non celle d’un client.',
	);
});

test.each<[string, Partial<AppointmentRow>, boolean]>([
	['a confirmed appointment to come', { debut: '2026-11-26T10:00:00.001Z' }, true],
	['one that begins now', { debut: '2026-11-26T10:00:00.000Z' }, false],
	['a past one', { debut: '2026-11-25T10:00:00.000Z' }, false],
	['a cancelled one', { debut: '2026-12-01T10:00:00.000Z', etat: 'annule' }, false],
	['one without a start', { debut: null }, false],
])('sends to Calendly first for %s, or not', (_name, parts, expected) => {
	expect(summary({ appointments: [own(parts)] }).includes('Attention~: ')).toBe(expected);
});

test('sends to Calendly first, in one or several', () => {
	const toCome = own({ debut: '2026-12-01T10:00:00.000Z' });
	expect(summary({ appointments: [toCome] })).toBe(
		'Pour client@example.com~: 1 rendez-vous (01/12/2026) au nom de Zoé Müller. Attention~: 1 rendez-vous est encore à venir et Calendly le connaît toujours. Il faut d’abord l’annuler et effacer les données dans Calendly^; sinon les prochains messages de Calendly enregistreront de nouveau cette personne ici.',
	);
	expect(summary({ appointments: [toCome, toCome] })).toContain(
		'2 rendez-vous sont encore à venir et Calendly les connaît toujours. Il faut d’abord les annuler et effacer les données dans Calendly^; sinon',
	);
});

describe('what is confirmed is named', () => {
	test('by its days, each once and in order, and by the names that were given', () => {
		const rows = ['2026-12-06T09:00:00Z', '2026-12-04T23:30:00Z', '2026-12-06T15:00:00Z', null];
		const appointments = rows.map((debut, index) =>
			own({
				identifiant: `own${index}`,
				debut,
				client: index === 3 ? 'N. Garnier' : 'Noé Garnier',
			}),
		);
		expect(summary({ appointments })).toContain(
			'4 rendez-vous (05/12/2026, 06/12/2026) au nom de Noé Garnier, N. Garnier.',
		);
	});

	test('all of them, up to eight days and three names', () => {
		const appointments = Array.from({ length: 8 }, (_item, index) =>
			own({
				...{ identifiant: `own${index}`, debut: `2025-12-1${index}T10:00:00Z` },
				client: ['Léa', 'Zoé', 'Noé'][index % 3],
			}),
		);
		expect(summary({ appointments })).toContain(
			'8 rendez-vous (10/12/2025, 11/12/2025, 12/12/2025, 13/12/2025, 14/12/2025, 15/12/2025, 16/12/2025, 17/12/2025) au nom de Léa, Zoé, Noé.',
		);
	});

	test('also where neither is known, and within bounds where they are many', () => {
		expect(summary({ appointments: [own({ debut: null, client: ' ' })] })).toContain(
			'client@example.com~: 1 rendez-vous.',
		);
		const many = Array.from({ length: 12 }, (_item, index) =>
			own({
				...{ identifiant: `own${index}`, debut: `2025-12-${index + 10}T10:00:00Z` },
				client: `${index} ${'x'.repeat(300)}\nEFFACER`,
			}),
		);
		const text = summary({ appointments: many });
		expect(text).toContain('17/12/2025… et 4 de plus) au nom de 0 xxx');
		expect(text).toContain('… et 9 de plus.');
		expect(text).not.toMatch(/\n|EFFACER/);
		expect(text.length).toBeLessThan(600);
	});
});
