import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import { readQuery } from '../../../../nodes/shared/dashboard/request/query';
import { daysOf, selectBookings } from '../../../../nodes/shared/dashboard/bookings/selection';
import { season } from '../../../../scripts/lib/season.mts';
import { aRow, NOW, PARIS } from '../fixtures.mts';

const clock = { now: NOW.toISOString(), today: '2026-11-22', timezone: PARIS };

function selected(rows: readonly AppointmentRow[], query: Record<string, unknown>) {
	return selectBookings(bookingsOf(rows), readQuery(query), clock);
}

const ids = (rows: readonly AppointmentRow[], query: Record<string, unknown>): string[] =>
	selected(rows, query).bookings.map(({ id }) => id);

const hour = (start: string) => ({ debut: `${start}:00.000Z`, fin: null });

const ROWS = [
	aRow({ identifiant: 'coming', ...hour('2026-11-24T09:00') }),
	aRow({ identifiant: 'soon', ...hour('2026-11-22T10:30') }),
	aRow({
		identifiant: 'under-way',
		debut: '2026-11-22T09:45:00.000Z',
		fin: '2026-11-22T10:15:00.000Z',
	}),
	aRow({
		identifiant: 'ends-now',
		debut: '2026-11-22T09:30:00.000Z',
		fin: '2026-11-22T10:00:00.000Z',
	}),
	aRow({ identifiant: 'past', ...hour('2026-11-20T09:00') }),
	aRow({ identifiant: 'absent', etat: 'absent', ...hour('2026-11-19T09:00') }),
	aRow({ identifiant: 'off', etat: 'annule', ...hour('2026-11-25T09:00') }),
	aRow({ identifiant: 'off-unknown', etat: 'annule', debut: null, fin: null }),
	aRow({ identifiant: 'moved', etat: 'deplace', ...hour('2026-11-18T09:00') }),
	aRow({ identifiant: 'unknown', debut: null, fin: null }),
	aRow({ identifiant: 'being-stored', etat: null, ...hour('2026-12-01T09:00') }),
];

describe('tabs', () => {
	test.each([
		['a-venir', ['ends-now', 'under-way', 'soon', 'coming', 'being-stored', 'unknown']],
		['passes', ['past', 'absent']],
		['annules', ['off', 'off-unknown']],
		['semaine', ['absent', 'past', 'ends-now', 'under-way', 'soon']],
	])('%s, in their order', (onglet, expected) => {
		expect(ids(ROWS, { onglet })).toEqual(expected);
	});

	test('each booking is in one of three, moved ones only in the fourth', () => {
		expect(ids(ROWS, { onglet: 'tous' })).toHaveLength(ROWS.length);
		expect(selected(ROWS, {}).counts).toMatchObject({
			...{ 'a-venir': 6, passes: 2, annules: 2, tous: 11 },
		});
	});

	test('counts are those of the filters', () => {
		const { counts } = selected(ROWS, { etat: 'annule' });
		expect(counts).toMatchObject({ 'a-venir': 0, passes: 0, annules: 2, tous: 2 });
		for (const onglet of ['a-venir', 'passes', 'annules', 'tous'] as const) {
			const { bookings, counts: same } = selected(ROWS, { onglet, periode: 'semaine' });
			expect(bookings).toHaveLength(same[onglet]);
		}
	});
});

describe('search', () => {
	const rows = [
		aRow({
			identifiant: 'zoe',
			notes: 'Chêne clair',
			lieu: '12 rue de l’Église',
			reponses: JSON.stringify([{ question: 'Budget ?', answer: 'Très "serré"', position: 0 }]),
		}),
		aRow({ identifiant: 'luc', client: 'Luc Petit', email: 'luc@example.com', telephone: '+3247' }),
		aRow({
			...{ identifiant: 'numbers', client: null, email: null, type: null },
			...({ telephone: 7, notes: {} } as object),
		}),
	];

	test.each([
		['without accents', 'zoe muller', ['zoe']],
		['in capitals', 'MÜLLER', ['zoe']],
		['in another order', 'müller zoé', ['zoe']],
		['by mail address', 'luc@', ['luc']],
		['by national number', '0639984567', ['zoe']],
		['by number with spaces', '06 39 98', ['zoe']],
		['by number with country', '+336399', ['zoe']],
		['in an answer', 'serre', ['zoe']],
		['in an answer with quotes', '"serré"', ['zoe']],
		['in notes', 'chene', ['zoe']],
		['by type', 'visite', ['luc', 'zoe']],
		['but not among the names of the columns or questions', 'question', []],
		['for what nobody said', 'zoe petit', []],
		['but not across two fields', 'mullerzoe', []],
		['nor by what is no text', 'object', []],
		['by as many words as eight', 'luc petit visite luc petit visite luc zoe', []],
		['by no more words than that', 'luc petit visite luc petit visite luc petit zoe', ['luc']],
	])('%s', (_name, q, expected) => {
		expect(ids(rows, { q }).sort()).toEqual(expected);
	});
});

describe('filters', () => {
	test.each([
		['one type', { type: 'Visite' }, ['a', 'c']],
		['two types', { type: ['Visite', 'Appel'] }, ['a', 'b', 'c']],
		['a mode', { mode: 'Visio' }, ['a', 'b']],
		['no mode', { mode: 'autre' }, ['c', 'd']],
		['type and mode', { type: 'Visite', mode: 'Visio' }, ['a']],
		['a state', { etat: 'annule', onglet: 'annules' }, ['e']],
		['states', { etat: ['confirme', 'annule'], onglet: 'tous' }, ['c', 'b', 'a', 'e', 'd']],
		['first day', { du: '2026-11-25' }, ['b', 'c']],
		['last day, inclusive', { au: '2026-11-25' }, ['a', 'b']],
		['both', { du: '2026-11-25', au: '2026-11-25' }, ['b']],
	])('%s', (_name, query, expected) => {
		const rows = [
			aRow({ identifiant: 'a', ...hour('2026-11-24T22:59') }),
			aRow({ identifiant: 'b', type: 'Appel', ...hour('2026-11-24T23:00') }),
			aRow({ identifiant: 'c', mode: null, ...hour('2026-11-25T23:00') }),
			aRow({ identifiant: 'd', type: null, mode: '', debut: null, fin: null }),
			aRow({ identifiant: 'e', etat: 'annule', ...hour('2026-11-24T22:00') }),
			aRow({ identifiant: 'f', etat: 'deplace', ...hour('2026-11-24T22:00') }),
		];
		expect(ids(rows, query)).toEqual(expected);
	});

	test.each([
		['aujourdhui', '2026-11-22', '2026-11-22'],
		['semaine', '2026-11-16', '2026-11-22'],
		['semaine-prochaine', '2026-11-23', '2026-11-29'],
		['mois', '2026-11-01', '2026-11-30'],
		['mois-dernier', '2026-10-01', '2026-10-31'],
		['annee', '2026-01-01', '2026-12-31'],
	])('%s goes from %s to %s', (periode, from, to) => {
		expect(daysOf(readQuery({ periode }), '2026-11-22')).toEqual({ from, to });
	});

	test.each(['2026-11-23', '2026-11-29'])('the week of %s is that from Monday to Sunday', (du) => {
		expect(daysOf(readQuery({ onglet: 'semaine', du }), '2026-11-22')).toEqual({
			from: '2026-11-23',
			to: '2026-11-29',
		});
	});

	test('last month of January is December, this month of February ends in time', () => {
		const days = (periode: string, today: string) => daysOf(readQuery({ periode }), today);
		expect(days('mois-dernier', '2027-01-31')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
		expect(days('mois', '2028-02-01')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
	});
});

describe('order', () => {
	const row = (identifiant: string, client: string | null, type: string | null, more: object) =>
		aRow({ identifiant, client, type, ...more });
	const rows = [
		row('1', 'Émile', 'B', { recu_le: '2026-11-01T00:00:00.000Z' }),
		row('2', 'zoé', 'é', hour('2026-11-23T09:00')),
		row('3', 'Alice', 'A', { recu_le: '2026-11-21T00:00:00.000Z' }),
		row('4', null, null, { email: null, debut: null, recu_le: null }),
		row('5', '', ' ', { email: 'boris@example.com', debut: null, recu_le: '2026-11-02T00:00:00Z' }),
		row('6', null, null, { email: null, ...hour('2026-11-25T09:00'), recu_le: null }),
	];

	test.each([
		['date', ['2', '1', '3', '6', '4', '5']],
		['date-inverse', ['6', '1', '3', '2', '4', '5']],
		['reception', ['3', '2', '5', '1', '6', '4']],
		['client', ['3', '5', '1', '2', '6', '4']],
		['type', ['3', '1', '2', '6', '4', '5']],
	])('by %s: what is not known last, what is equal by date', (tri, expected) => {
		expect(ids(rows, { tri })).toEqual(expected);
		expect(ids([...rows].reverse(), { tri })).toEqual(expected);
	});

	test('a week is in order of time, whatever order another tab was in', () => {
		expect(ids(ROWS, { onglet: 'semaine', tri: 'reception' })).toEqual([
			...['absent', 'past', 'ends-now', 'under-way', 'soon'],
		]);
	});

	test('the cancelled ones without a time stand where they were cancelled', () => {
		const off = (identifiant: string, more: object) =>
			aRow({ identifiant, etat: 'annule', debut: null, fin: null, ...more });
		const cancelled = [
			off('early', { annule_le: '2026-11-01T09:00:00.000Z' }),
			off('timed', { debut: '2026-11-10T09:00:00.000Z' }),
			off('late', { annule_le: '2026-11-20T09:00:00.000Z' }),
		];
		expect(ids(cancelled, { onglet: 'annules' })).toEqual(['late', 'timed', 'early']);
	});
});

test('a season is divided without loss', () => {
	const rows = season({ bookings: 500, now: NOW });
	const { counts } = selected(rows, {});
	const moved = rows.filter(({ etat }) => etat === 'deplace').length;
	expect(moved).toBeGreaterThan(10);
	expect(counts['a-venir'] + counts.passes + counts.annules + moved).toBe(rows.length);
	expect(counts.tous).toBe(rows.length);
});
