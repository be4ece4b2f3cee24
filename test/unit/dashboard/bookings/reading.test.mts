import fc from 'fast-check';
import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import { figuresOf } from '../../../../nodes/shared/dashboard/bookings/figures';
import { Moments } from '../../../../nodes/shared/dashboard/moments';
import {
	readQuery,
	TABS,
	type DashboardQuery,
} from '../../../../nodes/shared/dashboard/request/query';
import {
	coverageOf,
	EVERYTHING,
	feedPlan,
	isCovered,
	isTabCovered,
	MOST_ROWS,
	planOf,
	readingPlan,
	type ReadingPlan,
} from '../../../../nodes/shared/dashboard/bookings/reading';
import { daysOf, selectBookings } from '../../../../nodes/shared/dashboard/bookings/selection';
import { season } from '../../../../scripts/lib/season.mts';

const NOW = new Date('2026-11-26T13:00:00.000Z');
const clock = new Moments(NOW.toISOString(), 'Europe/Paris');
const query = (raw: Record<string, unknown> = {}): DashboardQuery => readQuery(raw);
const rows = season({ bookings: 700, now: NOW });

test('the feed reads what is to come and a year and a day of what took place', () => {
	expect(feedPlan(clock, 365)).toEqual({
		...{ today: '2026-11-25T23:00:00.000Z', pastFrom: '2025-11-24T23:00:00.000Z' },
		...{ pastOrder: 'DESC', pastLimit: MOST_ROWS, upcomingLimit: MOST_ROWS },
	});
});

/** What the three nodes of the workflow give for a plan, in SQL\u2019s words. */
function read(all: readonly AppointmentRow[], plan: ReadingPlan): AppointmentRow[] {
	const by = (order: 'ASC' | 'DESC') => (a: AppointmentRow, b: AppointmentRow) =>
		(a.debut! < b.debut! ? -1 : 1) * (order === 'ASC' ? 1 : -1);
	const dated = all.filter(({ debut }) => Boolean(debut));
	return [
		...dated
			.filter(({ debut }) => debut! >= plan.today)
			.sort(by('ASC'))
			.slice(0, plan.upcomingLimit),
		...dated
			.filter(({ debut }) => debut! < plan.today && debut! >= plan.pastFrom)
			.sort(by(plan.pastOrder))
			.slice(0, plan.pastLimit),
		...all.filter(({ debut }) => !debut),
	];
}

describe('what is read', () => {
	test.each<[string, Record<string, unknown>]>([
		['the page as it opens', {}],
		['the past ones', { onglet: 'passes' }],
		['the tenth page', { page: '10' }],
	])('is little for %s', (_name, raw) => {
		expect(readingPlan(query(raw), clock)).toEqual({
			today: '2026-11-25T23:00:00.000Z',
			pastFrom: '0000',
			pastOrder: 'DESC',
			pastLimit: 1000,
			upcomingLimit: 500,
		});
	});

	test.each<[string, Record<string, unknown>]>([
		['a search', { q: 'zoé' }],
		['a type', { type: 'Visio' }],
		['the cancelled ones, which may be anywhere', { onglet: 'annules' }],
		['all', { onglet: 'tous' }],
		['another order', { tri: 'client' }],
		['a page further on', { page: '11' }],
		['one appointment', { rdv: 'a' }],
		['figures', { chiffres: 'oui' }],
	])('is as much as there is room for when asked for %s', (_name, raw) => {
		const { pastLimit, upcomingLimit, pastFrom } = readingPlan(query(raw), clock);
		expect([pastLimit, upcomingLimit, pastFrom]).toEqual([MOST_ROWS, MOST_ROWS, '0000']);
	});

	test('is as much for a file, whatever its query', () => {
		expect(readingPlan(query(), clock, true).pastLimit).toBe(MOST_ROWS);
	});

	test('begins with the period asked for, and the one before it that figures compare with', () => {
		const plan = readingPlan(query({ du: '2026-03-01', au: '2026-03-31' }), clock);
		expect(plan).toMatchObject({ pastOrder: 'ASC', pastFrom: '2026-01-28T23:00:00.000Z' });
		expect(readingPlan(query({ du: '2020-01-01' }), clock).pastFrom).toBe(
			'2019-12-31T23:00:00.000Z',
		);
	});

	test('is parted at midnight of the workshop, also on the days the clocks change', () => {
		const at = (now: string) => readingPlan(query(), new Moments(now, 'Europe/Paris')).today;
		expect(at('2026-03-29T12:00:00.000Z')).toBe('2026-03-28T23:00:00.000Z');
		expect(at('2026-10-25T12:00:00.000Z')).toBe('2026-10-24T22:00:00.000Z');
	});
});

describe('what was read', () => {
	const start = (day: string) => `2026-${day}T09:00:00.000Z`;
	const rowsAt = (...days: string[]) =>
		days.map((day): AppointmentRow => ({ identifiant: day, debut: start(day) }));
	const plan = (changes: Partial<ReadingPlan> = {}): ReadingPlan => ({
		...readingPlan(query(), clock),
		...{ pastLimit: 2, upcomingLimit: 2 },
		...changes,
	});

	test('is everything while no side is full, and without a plan', () => {
		expect(coverageOf(rowsAt('11-20', '12-01'), plan())).toEqual(EVERYTHING);
		expect(coverageOf(rowsAt('11-20', '11-21', '12-01', '12-02'), null)).toEqual(EVERYTHING);
		expect(coverageOf([{ identifiant: 'a', debut: null }], plan({ pastLimit: 1 }))).toEqual(
			EVERYTHING,
		);
	});

	test('is parted by the beginning of today, which is to come', () => {
		const atMidnight = [{ identifiant: 'a', debut: '2026-11-25T23:00:00.000Z' }];
		const full = coverageOf(atMidnight, plan({ pastLimit: 1, upcomingLimit: 1 }));
		expect(full).toEqual({ ...EVERYTHING, upcomingUntil: '2026-11-25T23:00:00.000Z' });
	});

	test('ends where the last row of a full side begins', () => {
		const read = rowsAt('11-20', '11-21', '12-01', '12-02');
		expect(coverageOf(read, plan())).toEqual({
			pastSince: start('11-20'),
			pastUntil: null,
			upcomingUntil: start('12-02'),
		});
		expect(coverageOf(read, plan({ pastOrder: 'ASC' }))).toMatchObject({
			pastSince: null,
			pastUntil: start('11-21'),
		});
	});

	test.each<[string, Partial<typeof EVERYTHING>, string | null, string | null, boolean]>([
		['nothing is missing', {}, null, null, true],
		['older ones are missing, all are asked for', { pastSince: '2026-05' }, null, null, false],
		[
			'older ones are missing, later ones are asked for',
			{ pastSince: '2026-05' },
			'2026-06',
			null,
			true,
		],
		[
			'older ones are missing, asked for from there on',
			{ pastSince: '2026-05' },
			'2026-05',
			null,
			false,
		],
		['later ones are missing, all are asked for', { upcomingUntil: '2026-12' }, null, null, false],
		[
			'later ones are missing, earlier ones are asked for',
			{ upcomingUntil: '2026-12' },
			null,
			'2026-11',
			true,
		],
		[
			'some between are missing, earlier ones are asked for',
			{ pastUntil: '2026-05' },
			'2026-03',
			'2026-04',
			true,
		],
		[
			'some between are missing, later ones are asked for',
			{ pastUntil: '2026-05' },
			'2026-03',
			'2026-06',
			false,
		],
	])('covers what is asked for when %s', (_name, coverage, from, to, expected) => {
		expect(isCovered({ ...EVERYTHING, ...coverage }, from, to)).toBe(expected);
	});
});

describe('a tab is whole', () => {
	/** A period of which the first rows fill the room is read up to a day; all else back to one. */
	const since = { ...EVERYTHING, pastSince: '2026-05-10T08:00:00.000Z' };
	const until = { ...EVERYTHING, pastUntil: '2026-05-10T08:00:00.000Z' };
	const ahead = { ...EVERYTHING, upcomingUntil: '2026-12-10T08:00:00.000Z' };

	test.each<[string, typeof EVERYTHING, (typeof TABS)[number], Record<string, unknown>, boolean]>([
		['those to come, where older ones are missing', since, 'a-venir', {}, true],
		['also from a day that is among the missing', since, 'a-venir', { du: '2026-01-01' }, true],
		['not where later ones are missing', ahead, 'a-venir', {}, false],
		['but for days before these', ahead, 'a-venir', { au: '2026-12-09' }, true],
		['not for the day they begin on', ahead, 'a-venir', { au: '2026-12-10' }, false],
		['the past ones, where later ones are missing', ahead, 'passes', {}, true],
		['also up to a day to come', ahead, 'passes', { au: '2027-01-01' }, true],
		['not where older ones are missing', since, 'passes', {}, false],
		['but for days after these', since, 'passes', { du: '2026-05-11' }, true],
		['not from the day they end on', since, 'passes', { du: '2026-05-10' }, false],
		[
			'where the later ones of a period are missing: before these',
			until,
			'passes',
			{ du: '2026-05-01', au: '2026-05-09' },
			true,
		],
		['and not beyond', until, 'passes', { du: '2026-05-01', au: '2026-05-10' }, false],
		['all, only where nothing is missing', EVERYTHING, 'tous', {}, true],
		['all, not where older ones are missing', since, 'tous', {}, false],
		['all, not where later ones are missing', ahead, 'tous', {}, false],
		['the cancelled ones, not where later ones are missing', ahead, 'annules', {}, false],
		['the cancelled ones, not where older ones are missing', since, 'annules', {}, false],
		['a week among those that were read', since, 'semaine', { du: '2026-05-18' }, true],
		['not a week that is cut', since, 'semaine', { du: '2026-05-10' }, false],
	])('%s', (_name, coverage, tab, raw, expected) => {
		expect(isTabCovered(coverage, tab, query({ ...raw, onglet: tab }), clock)).toBe(expected);
	});

	test('by its own days: the week asked for is none of the other tabs', () => {
		expect(isTabCovered(since, 'semaine', query({ onglet: 'tous' }), clock)).toBe(true);
	});

	test('up to the midnight of the workshop that ends its last day', () => {
		const midnight = { ...EVERYTHING, upcomingUntil: '2026-12-09T23:00:00.000Z' };
		expect(isTabCovered(midnight, 'tous', query({ au: '2026-12-09' }), clock)).toBe(true);
	});
});

test('whatever the limits, a tab said to be whole shows what it would show with every row', () => {
	const queries = [
		{},
		{ onglet: 'passes' },
		{ onglet: 'annules', q: 'a' },
		{ onglet: 'tous', mode: 'Visio' },
		{ onglet: 'passes', du: '2026-05-01', au: '2026-06-15' },
		{ periode: 'mois' },
		{ onglet: 'tous', du: '2026-10-01' },
		{ onglet: 'tous', au: '2026-03-01' },
		{ periode: 'semaine-prochaine' },
		{ onglet: 'semaine' },
		{ onglet: 'semaine', du: '2026-05-12', q: 'a' },
		{ onglet: 'semaine', du: '2027-01-04' },
	].map(query);
	const limit = fc.integer({ min: 1, max: 900 });
	fc.assert(
		fc.property(fc.constantFrom(...queries), limit, limit, (asked, pastLimit, upcomingLimit) => {
			const plan = { ...readingPlan(asked, clock), pastLimit, upcomingLimit };
			const some = read(rows, plan);
			const coverage = coverageOf(some, plan);
			const idsOf = (from: readonly AppointmentRow[], tab: (typeof TABS)[number]) =>
				selectBookings(bookingsOf(from), { ...asked, tab }, clock).bookings.map(({ id }) => id);
			for (const tab of TABS) {
				// The week and the other tabs count nothing of each other.
				if ((tab === 'semaine') !== (asked.tab === 'semaine')) continue;
				if (!isTabCovered(coverage, tab, asked, clock)) continue;
				expect(idsOf(some, tab)).toEqual(idsOf(rows, tab));
			}
		}),
	);
});

test('whatever the limits, figures said to be whole are those of every row', () => {
	const limit = fc.integer({ min: 1, max: 900 });
	const queries = [{}, { periode: 'mois' }, { du: '2026-05-01', au: '2026-06-15' }].map(query);
	fc.assert(
		fc.property(fc.constantFrom(...queries), limit, limit, (asked, pastLimit, upcomingLimit) => {
			const plan = { ...readingPlan(asked, clock), pastLimit, upcomingLimit };
			const some = read(rows, plan);
			const figures = (from: readonly AppointmentRow[]) =>
				figuresOf(bookingsOf(from), daysOf(asked, clock.today), clock);
			if (!isCovered(coverageOf(some, plan), figures(some).previous.start, null)) return;
			expect(figures(some)).toEqual(figures(rows));
		}),
	);
});

test.each([null, undefined, '', {}, 'x', { today: 1 }, { today: 'x', pastLimit: '1' }, []])(
	'takes %j for no plan',
	(value) => {
		expect(planOf(value)).toBeNull();
	},
);

test('knows its own plan again, as n8n hands it on', () => {
	const plan = readingPlan(query(), clock);
	expect(planOf(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
});
