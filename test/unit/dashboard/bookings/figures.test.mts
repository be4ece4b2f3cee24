import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import { figuresOf, medianOf } from '../../../../nodes/shared/dashboard/bookings/figures';
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
