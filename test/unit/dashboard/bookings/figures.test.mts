import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import {
	figuresOf,
	medianOf,
	periodsOf,
	type Indicators,
} from '../../../../nodes/shared/dashboard/bookings/figures';
import { season } from '../../../../scripts/lib/season.mts';
import { aRow, NOW, PARIS } from '../fixtures.mts';

const clock = { now: NOW.toISOString(), today: '2026-11-22', timezone: PARIS };
const USUAL = { from: null, to: null };

const figures = (
	rows: readonly AppointmentRow[],
	days: { from: string | null; to: string | null },
) => figuresOf(bookingsOf(rows), days, clock);

/** The day in Paris, from Intl and nothing of ours. */
const swedish = new Intl.DateTimeFormat('sv-SE', {
	timeZone: PARIS,
	dateStyle: 'short',
	timeStyle: 'short',
});
const dayIn = (instant: string | null | undefined): string =>
	instant ? swedish.format(new Date(instant)).slice(0, 10) : '';
const hourIn = (instant: string): number => Number(swedish.format(new Date(instant)).slice(11, 13));

/** The indicators once more, written from their definition and nothing else. */
function recounted(rows: readonly AppointmentRow[], from: string, to: string) {
	const within = (instant: string | null | undefined) =>
		dayIn(instant) >= from && dayIn(instant) <= to;
	const received = rows.filter(({ recu_le }) => within(recu_le));
	const created = received.filter(({ deplace_depuis }) => !deplace_depuis);
	const planned = rows.filter(({ debut, etat }) => within(debut) && etat !== 'deplace');
	const leads = created
		.filter(({ debut, recu_le }) => debut! >= recu_le!)
		.map(({ debut, recu_le }) => (Date.parse(debut!) - Date.parse(recu_le!)) / 86_400_000)
		.sort((a, b) => a - b);
	const half = leads.length / 2;
	const canceledOfPlanned = planned.filter(({ etat }) => etat === 'annule').length;
	return {
		created: created.length,
		moved: received.length - created.length,
		canceled: rows.filter(({ etat, annule_le }) => etat === 'annule' && within(annule_le)).length,
		honoured: planned.filter(({ etat, fin }) => etat === 'confirme' && fin! < clock.now).length,
		cancellationRate: planned.length === 0 ? null : canceledOfPlanned / planned.length,
		leadDays:
			leads.length === 0
				? null
				: (leads[Math.ceil(half) - 1] + leads[Math.floor(half + 1) - 1]) / 2,
	};
}

describe('indicators of a season equal those counted independently', () => {
	const rows = season({ bookings: 2_000, now: NOW, seed: 7 });

	test.each([
		['the last twelve weeks', USUAL, ['2026-08-31', '2026-11-22'], ['2026-06-08', '2026-08-30']],
		[
			'a past month',
			{ from: '2026-10-01', to: '2026-10-31' },
			['2026-10-01', '2026-10-31'],
			['2026-08-31', '2026-09-30'],
		],
		[
			'the month under way, as far as it has come',
			{ from: '2026-11-01', to: '2026-11-30' },
			['2026-11-01', '2026-11-22'],
			['2026-10-10', '2026-10-31'],
		],
		[
			'a coming week',
			{ from: '2026-11-23', to: '2026-11-29' },
			['2026-11-23', '2026-11-29'],
			['2026-11-16', '2026-11-22'],
		],
		[
			'days in the wrong order: the last twelve weeks',
			{ from: '2026-11-23', to: '2026-11-01' },
			['2026-08-31', '2026-11-22'],
			['2026-06-08', '2026-08-30'],
		],
	])('%s', (_name, days, [from, to], [before, until]) => {
		const { period, previous, current, before: earlier } = figures(rows, days);
		expect([period.from, period.to, previous.from, previous.to]).toEqual([from, to, before, until]);
		for (const [ours, theirs] of [
			[current, recounted(rows, from, to)],
			[earlier, recounted(rows, before, until)],
		]) {
			const { leadDays, ...counts } = ours;
			const { leadDays: expected, ...rest } = theirs;
			expect(counts).toEqual(rest);
			if (expected === null) expect(leadDays).toBeNull();
			else expect(leadDays).toBeCloseTo(expected, 9);
		}
		expect(current.created + current.honoured + earlier.created).toBeGreaterThan(0);
	});

	test('charts', () => {
		const { weeks, hours, types, modes } = figures(rows, USUAL);
		const within = (day: string) => day >= '2026-08-31' && day <= '2026-11-22';
		const planned = rows.filter(
			({ etat, debut }) => ['confirme', 'absent'].includes(etat!) && within(dayIn(debut)),
		);
		expect(weeks).toHaveLength(12);
		for (const { week, created, canceled } of weeks) {
			const sunday = new Date(Date.parse(week) + 6 * 86_400_000).toISOString().slice(0, 10);
			const counted = recounted(rows, week, sunday);
			expect([week, created, canceled]).toEqual([week, counted.created, counted.canceled]);
		}
		for (const [weekday, day] of hours.entries()) {
			for (const [hour, count] of day.entries()) {
				const same = planned.filter(
					({ debut }) =>
						(new Date(dayIn(debut)).getUTCDay() + 6) % 7 === weekday && hourIn(debut!) === hour,
				);
				expect([weekday, hour, count]).toEqual([weekday, hour, same.length]);
			}
		}
		for (const [shares, column] of [
			[types, 'type'],
			[modes, 'mode'],
		] as const) {
			expect(shares.length).toBe(3);
			for (const { name, count } of shares) {
				expect(count).toBe(planned.filter((row) => row[column] === name).length);
			}
		}
	});
});

test('weeks without anything are counted as such', () => {
	const { weeks } = figures([aRow({ identifiant: 'a' })], USUAL);
	expect(weeks.map(({ created }) => created)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test('a booking stored without a time, or entered afterwards, does not count for the delay', () => {
	const { current } = figures(
		[
			aRow({ identifiant: 'a', debut: null, fin: null }),
			aRow({ identifiant: 'b', debut: '2026-11-19T08:00:00.000Z' }),
		],
		USUAL,
	);
	expect(current).toMatchObject({ created: 2, leadDays: null });
});

test('nothing at all has neither rate nor delay', () => {
	const { current, types } = figures([], USUAL);
	expect(current).toEqual({
		created: 0,
		honoured: 0,
		moved: 0,
		canceled: 0,
		cancellationRate: null,
		leadDays: null,
	});
	expect(types).toEqual([]);
});

test('a period of two centuries charts its last 53 weeks', () => {
	const { weeks, previous } = figures([], { from: '1970-01-01', to: '2199-12-31' });
	expect(weeks).toHaveLength(53);
	expect(weeks.at(-1)?.week).toBe('2199-12-30');
	expect(previous.to).toBe('1969-12-31');
});

test.each([
	['none', [], null],
	['one', [3], 3],
	['an odd number', [10, 1, 2], 2],
	['an even number', [10, 1, 2, 4], 3],
])('median of %s', (_name, values, expected) => {
	expect(medianOf(values)).toBe(expected);
});

test('a booking that was heard of late counts where it was made', () => {
	const row = aRow({
		identifiant: 'late',
		reserve_le: '2026-11-10T09:00:00.000Z',
		recu_le: '2026-11-20T09:00:00.000Z',
		debut: '2026-11-21T09:00:00.000Z',
	});
	const { current } = figures([row], { from: '2026-11-09', to: '2026-11-15' });
	expect(current).toMatchObject({ created: 1, leadDays: 11 });
});

/** The week from Monday, 2 to Sunday, 8 November 2026: an hour ahead of UTC. */
const WEEK = { from: '2026-11-02', to: '2026-11-08' };
const ELSEWHERE = {
	recu_le: '2026-10-01T08:00:00.000Z',
	debut: '2026-12-24T09:00:00.000Z',
	fin: null,
};

describe('a week counts', () => {
	const NOTHING: Indicators = {
		...{ created: 0, honoured: 0, moved: 0, canceled: 0 },
		...{ cancellationRate: null, leadDays: null },
	};
	const inWeek = { debut: '2026-11-04T09:00:00.000Z' };
	const off = { etat: 'annule', annule_le: '2026-11-05T09:00:00.000Z' };

	test.each<[string, Partial<AppointmentRow>, Partial<Indicators>]>([
		['nothing of other days', {}, {}],
		[
			'what was booked at its first instant',
			{ recu_le: '2026-11-01T23:00:00.000Z' },
			{ created: 1, leadDays: 52 + 10 / 24 },
		],
		['nothing booked an instant before', { recu_le: '2026-11-01T22:59:59.999Z' }, {}],
		['nothing booked an instant after', { recu_le: '2026-11-08T23:00:00.000Z' }, {}],
		[
			'what was booked at its last',
			{ recu_le: '2026-11-08T22:59:59.000Z', debut: null },
			{ created: 1 },
		],
		[
			'a move as a move, without a delay',
			{ recu_le: '2026-11-05T08:00:00.000Z', deplace_depuis: 'x' },
			{ moved: 1 },
		],
		['a cancellation made in it', off, { canceled: 1 }],
		['no cancellation of another week', { ...off, annule_le: '2026-11-12T09:00:00.000Z' }, {}],
		['no cancellation of what was moved', { ...off, etat: 'deplace' }, {}],
		['what took place in it', inWeek, { honoured: 1, cancellationRate: 0 }],
		['no absent client as honoured', { ...inWeek, etat: 'absent' }, { cancellationRate: 0 }],
		['what was cancelled of it', { ...inWeek, etat: 'annule' }, { cancellationRate: 1 }],
		['nothing that was moved away', { ...inWeek, etat: 'deplace' }, {}],
		[
			'a booking for the very instant it was made as one without delay',
			{ recu_le: '2026-11-04T09:00:00.000Z', ...inWeek },
			{ created: 1, honoured: 1, cancellationRate: 0, leadDays: 0 },
		],
	])('%s', (_name, row, expected) => {
		const { current } = figures([aRow({ ...ELSEWHERE, ...row, identifiant: 'a' })], WEEK);
		expect(current).toEqual({ ...NOTHING, ...expected });
	});

	test('the part of its appointments that was cancelled', () => {
		const rows = ['confirme', 'annule', 'absent', 'confirme', 'deplace'].map((etat, index) =>
			aRow({ ...ELSEWHERE, ...inWeek, etat, identifiant: String(index) }),
		);
		expect(figures(rows, WEEK).current.cancellationRate).toBe(0.25);
	});

	test('nothing as honoured that is still under way', () => {
		const row = { debut: '2026-11-22T09:45:00.000Z', fin: '2026-11-22T10:15:00.000Z' };
		const { current } = figures([aRow({ ...ELSEWHERE, ...row, identifiant: 'a' })], {
			from: '2026-11-22',
			to: '2026-11-22',
		});
		expect(current).toMatchObject({ honoured: 0, cancellationRate: 0 });
	});
});

describe('the days that are counted and charted', () => {
	const TWELVE_WEEKS = ['2026-08-31', '2026-11-22'];

	test.each<[string, string | null, string | null, string[], string[], string[]]>([
		['none asked for', null, null, TWELVE_WEEKS, TWELVE_WEEKS, ['2026-06-08', '2026-08-30']],
		[
			'only the first',
			'2026-11-10',
			null,
			TWELVE_WEEKS,
			TWELVE_WEEKS,
			['2026-06-08', '2026-08-30'],
		],
		['only the last', null, '2026-11-10', TWELVE_WEEKS, TWELVE_WEEKS, ['2026-06-08', '2026-08-30']],
		[
			'in the wrong order',
			'2026-11-11',
			'2026-11-10',
			TWELVE_WEEKS,
			TWELVE_WEEKS,
			['2026-06-08', '2026-08-30'],
		],
		[
			'a single day',
			...(['2026-11-10', '2026-11-10'] as const),
			...[
				['2026-11-10', '2026-11-10'],
				['2026-11-10', '2026-11-10'],
				['2026-11-09', '2026-11-09'],
			],
		],
		[
			'from today on: what has begun of it is counted',
			...(['2026-11-22', '2026-11-30'] as const),
			...[
				['2026-11-22', '2026-11-30'],
				['2026-11-22', '2026-11-22'],
				['2026-11-21', '2026-11-21'],
			],
		],
		[
			'up to today',
			...(['2026-11-20', '2026-11-22'] as const),
			...[
				['2026-11-20', '2026-11-22'],
				['2026-11-20', '2026-11-22'],
				['2026-11-17', '2026-11-19'],
			],
		],
		[
			'from tomorrow on: all of it, as none has begun',
			...(['2026-11-23', '2026-11-29'] as const),
			...[
				['2026-11-23', '2026-11-29'],
				['2026-11-23', '2026-11-29'],
				['2026-11-16', '2026-11-22'],
			],
		],
	] as Array<[string, string | null, string | null, string[], string[], string[]]>)(
		'%s',
		(_name, from, to, ...expected) => {
			const { charted, period, previous } = periodsOf({ from, to }, clock);
			expect([charted, period, previous].map((days) => [days.from, days.to])).toEqual(expected);
		},
	);
});

describe('the charts of three weeks', () => {
	const THREE_WEEKS = { from: '2026-11-02', to: '2026-11-22' };
	const chart = (rows: Array<Partial<AppointmentRow>>, days = THREE_WEEKS) =>
		figures(
			rows.map((row, index) => aRow({ ...ELSEWHERE, ...row, identifiant: String(index) })),
			days,
		);
	const weeksOf = (rows: Array<Partial<AppointmentRow>>, days = THREE_WEEKS) =>
		chart(rows, days).weeks.map(({ week, created, canceled }) => [
			week.slice(5),
			created,
			canceled,
		]);

	test('count bookings and cancellations in the week they were made, moves not', () => {
		const off = { etat: 'annule', annule_le: '2026-11-17T09:00:00.000Z' };
		expect(
			weeksOf([
				{ recu_le: '2026-11-08T22:59:59.999Z' },
				{ recu_le: '2026-11-08T23:00:00.000Z' },
				{ recu_le: '2026-11-09T09:00:00.000Z' },
				{ recu_le: '2026-11-10T09:00:00.000Z', deplace_depuis: 'x' },
				{ recu_le: '2026-11-22T22:59:59.999Z' },
				{ recu_le: '2026-11-22T23:00:00.000Z' },
				{ recu_le: null },
				off,
				off,
				{ ...off, etat: 'deplace' },
				{ ...off, annule_le: null },
			]),
		).toEqual([
			['11-02', 1, 0],
			['11-09', 2, 0],
			['11-16', 1, 2],
		]);
	});

	test('hold the weeks a period begins and ends in, and of these its own days only', () => {
		const rows = ['03', '04', '10', '11'].map((day) => ({
			recu_le: `2026-11-${day}T09:00:00.000Z`,
		}));
		expect(weeksOf(rows, { from: '2026-11-04', to: '2026-11-10' })).toEqual([
			['11-02', 1, 0],
			['11-09', 1, 0],
		]);
	});

	test('leave out what was booked before the first week there is room for', () => {
		const weeks = weeksOf([{ recu_le: '2024-02-01T09:00:00.000Z' }], {
			from: '2024-01-01',
			to: '2026-11-22',
		});
		expect(weeks).toHaveLength(53);
		expect(weeks.map(([, created]) => created)).toEqual(Array(53).fill(0));
	});

	test('show at what day and hour of the workshop people come, whatever became of it', () => {
		const at = (debut: string | null, etat = 'confirme') => ({ debut, etat });
		const { hours } = chart([
			at('2026-11-03T09:15:00.000Z'),
			at('2026-11-10T09:59:59.000Z', 'absent'),
			at('2026-11-17T09:00:00.000Z', 'annule'),
			at('2026-11-17T09:00:00.000Z', 'deplace'),
			at('2026-11-08T22:30:00.000Z'),
			at('2026-11-08T23:30:00.000Z'),
			at('2026-11-24T09:00:00.000Z'),
			at(null),
		]);
		expect(hours.map((day) => day.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
		const counted = hours.flatMap((day, weekday) =>
			day.flatMap((count, hour) => (count === 0 ? [] : [[weekday, hour, count]])),
		);
		expect(counted).toEqual([
			[0, 0, 1],
			[1, 10, 2],
			[6, 23, 1],
		]);
	});

	test('share out types and modes: most frequent first, then by name, unknown ones too', () => {
		const planned = (type: string | null, mode: string | null, etat = 'confirme') => ({
			...{ type, mode, etat },
			debut: '2026-11-10T09:00:00.000Z',
		});
		const { types, modes } = chart([
			planned('Visite', 'Visio'),
			planned('Appel', null),
			planned('Visite', 'Visio', 'absent'),
			planned('Zut', 'Visio', 'annule'),
			planned('Chantier', 'Sur place'),
			planned(null, 'Sur place'),
			{ type: 'Ailleurs', mode: 'Ailleurs' },
		]);
		expect(types).toEqual([
			{ name: 'Visite', count: 2 },
			{ name: null, count: 1 },
			{ name: 'Appel', count: 1 },
			{ name: 'Chantier', count: 1 },
		]);
		expect(modes).toEqual([
			{ name: 'Sur place', count: 2 },
			{ name: 'Visio', count: 2 },
			{ name: null, count: 1 },
		]);
	});
});
