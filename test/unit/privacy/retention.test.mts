import fc from 'fast-check';
import { logTimestamp } from '../../../nodes/shared/french/dates';
import {
	isRetentionPolicy,
	retentionDates,
	type RetentionPolicy,
} from '../../../nodes/shared/privacy/retention';

const PARIS = 'Europe/Paris';

const datesAt = (now: string, parts: Partial<RetentionPolicy> = {}) =>
	retentionDates(
		{ appointmentMonths: 24, journalDays: 90, timezone: PARIS, ...parts },
		new Date(now),
	);

describe('what is to be deleted', () => {
	test('lies two years and ninety days back', () => {
		expect(datesAt('2026-11-26T10:00:00.000Z')).toEqual({
			appointmentsBefore: '2024-11-25T23:00:00.000Z',
			journalBefore: '2026-08-27T22:00:00.000Z',
			logBefore: '2026-08-28 00:00:00',
		});
	});

	test('is counted from the day of the workshop', () => {
		const parts = { appointmentMonths: 1, journalDays: 1 };
		const late = datesAt('2026-11-26T22:59:59.999Z', parts);
		const midnight = datesAt('2026-11-26T23:00:00.000Z', parts);
		expect([late.appointmentsBefore, midnight.appointmentsBefore]).toEqual([
			'2026-10-25T23:00:00.000Z',
			'2026-10-26T23:00:00.000Z',
		]);
		expect([late.logBefore, midnight.logBefore]).toEqual([
			'2026-11-25 00:00:00',
			'2026-11-26 00:00:00',
		]);
	});

	test.each([
		['31 March of a common year', '2026-03-31T12:00:00Z', 1, '2026-02-27T23:00:00.000Z'],
		['31 March of a leap year', '2028-03-31T12:00:00Z', 1, '2028-02-28T23:00:00.000Z'],
		['30 March', '2026-03-30T12:00:00Z', 1, '2026-02-27T23:00:00.000Z'],
		['28 March', '2026-03-28T12:00:00Z', 1, '2026-02-27T23:00:00.000Z'],
		['29 February, a year back', '2028-02-29T12:00:00Z', 12, '2027-02-27T23:00:00.000Z'],
		['29 February, four years back', '2028-02-29T12:00:00Z', 48, '2024-02-28T23:00:00.000Z'],
		['31 July', '2026-07-31T12:00:00Z', 1, '2026-06-29T22:00:00.000Z'],
		['31 January', '2026-01-31T12:00:00Z', 1, '2025-12-30T23:00:00.000Z'],
		['1 January', '2026-01-01T12:00:00Z', 1, '2025-11-30T23:00:00.000Z'],
		['13 months', '2026-01-15T12:00:00Z', 13, '2024-12-14T23:00:00.000Z'],
	])('goes back by calendar months from %s', (_name, now, appointmentMonths, expected) => {
		expect(datesAt(now, { appointmentMonths }).appointmentsBefore).toBe(expected);
	});

	test.each([
		['the day after they went forward', '2026-03-30T10:00:00Z', 1, '2026-03-28T23:00:00.000Z'],
		['two days after they went forward', '2026-03-31T10:00:00Z', 1, '2026-03-29T22:00:00.000Z'],
		['the day after they went back', '2026-10-26T10:00:00Z', 1, '2026-10-24T22:00:00.000Z'],
		['two days after they went back', '2026-10-27T10:00:00Z', 1, '2026-10-25T23:00:00.000Z'],
		['the repeated hour', '2026-10-25T01:30:00Z', 1, '2026-10-23T22:00:00.000Z'],
	])('begins at midnight over a change of the clocks: %s', (_name, now, journalDays, expected) => {
		expect(datesAt(now, { journalDays }).journalBefore).toBe(expected);
	});

	test('begins when the day does where the clocks leave out midnight', () => {
		const { journalBefore, logBefore } = datesAt('2026-03-30T12:00:00Z', {
			journalDays: 1,
			timezone: 'Asia/Beirut',
		});
		expect(journalBefore).toBe('2026-03-28T22:00:00.000Z');
		expect(logBefore).toBe('2026-03-29 00:00:00');
	});

	test('never includes a moment of the days that are kept', () => {
		const zones = fc.constantFrom(PARIS, 'UTC', 'America/St_Johns', 'Pacific/Kiritimati');
		const instants = fc.date({
			min: new Date('2020-01-01T00:00:00Z'),
			max: new Date('2035-01-01T00:00:00Z'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(instants, zones, fc.integer({ min: 1, max: 400 }), (now, timezone, days) => {
				const { journalBefore, logBefore } = retentionDates(
					{ appointmentMonths: 1, journalDays: days, timezone },
					now,
				);
				const first = new Date(journalBefore);
				expect(logTimestamp(first, timezone)).toBe(logBefore);
				expect(now.getTime() - first.getTime()).toBeGreaterThanOrEqual((days * 24 - 1) * 3_600_000);
				expect(now.getTime() - first.getTime()).toBeLessThan(((days + 1) * 24 + 1) * 3_600_000);
			}),
		);
	});
});

test.each([
	[24, 90, true],
	[1, 1, true],
	[1_200, 36_500, true],
	[0, 90, false],
	[24, 0, false],
	[1.5, 90, false],
	[24, -1, false],
	[1_201, 90, false],
	[24, 36_501, false],
	[NaN, 90, false],
	[24, Infinity, false],
])('%d months and %d days can be kept: %s', (appointmentMonths, journalDays, can) => {
	expect(isRetentionPolicy({ appointmentMonths, journalDays, timezone: PARIS })).toBe(can);
});
