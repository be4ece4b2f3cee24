import fc from 'fast-check';
import { frenchDate, frenchTime } from '../../../nodes/shared/french/dates';
import {
	addDays,
	asDay,
	daysIn,
	LocalCalendar,
	localDay,
	mondayOf,
	periodOf,
	utcDay,
	WEEKDAYS,
	weekdayOf,
	weekNumber,
	writtenDay,
} from '../../../nodes/shared/french/days';
import { PARIS } from '../dashboard/fixtures.mts';

test.each([
	['a day', '2026-11-22', '2026-11-22'],
	['a leap day', '2028-02-29', '2028-02-29'],
	['a leap day of another year', '2026-02-29', null],
	['the last day that counts', '2199-12-31', '2199-12-31'],
	['a day before computers', '1969-12-31', null],
	['a day with a later year among its digits', '1921-03-01', null],
	['a month of one digit', '2026-1-22', null],
	['a day too far away', '2200-01-01', null],
	['the last day of a century', '1999-12-31', '1999-12-31'],
	['the first day that counts', '1970-01-01', '1970-01-01'],
	['a day before something', '2026-11-222', null],
	['a day behind something', 'le 2026-11-22', null],
	['a year of six digits', '+002026-11-22', null],
	['a time', '2026-11-22T00:00', null],
	['a sentence', 'demain', null],
	['nothing', '', null],
])('asDay reads %s', (_name, text, expected) => {
	expect(asDay(text)).toBe(expected);
});

test.each([
	['2026-01-01', 1],
	['2025-12-29', 1],
	['2027-01-03', 53],
	['2027-01-04', 1],
	['2026-11-22', 47],
	['2024-12-30', 1],
	['2021-01-03', 53],
])('week of %s is %i (ISO 8601)', (day, week) => {
	expect(weekNumber(day)).toBe(week);
});

test('weeks begin on Monday', () => {
	expect(weekdayOf('2026-11-23')).toBe(0);
	expect(weekdayOf('2026-11-22')).toBe(6);
	expect(mondayOf('2026-11-22')).toBe('2026-11-16');
	expect(mondayOf('2026-11-23')).toBe('2026-11-23');
});

test('days are counted over the change of clocks', () => {
	expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
	expect(daysIn({ from: '2026-10-24', to: '2026-10-26' })).toBe(3);
	expect(writtenDay('2026-10-26')).toBe('26/10/2026');
});

test('a period goes from midnight to midnight at the workshop', () => {
	expect(periodOf('2026-10-25', '2026-10-25', PARIS)).toEqual({
		from: '2026-10-25',
		to: '2026-10-25',
		start: '2026-10-24T22:00:00.000Z',
		end: '2026-10-25T23:00:00.000Z',
	});
});

const ZONES = ['Europe/Paris', 'UTC', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe'];

test('the calendar says what Intl says, in every zone and hour', () => {
	const instants = fc.date({
		min: new Date('2000-01-01T00:00:00Z'),
		max: new Date('2035-01-01T00:00:00Z'),
		noInvalidDate: true,
	});
	fc.assert(
		fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
			const shown = new LocalCalendar(zone).at(instant.toISOString());
			expect(writtenDay(shown.day)).toBe(frenchDate(instant, zone));
			expect(shown.time).toBe(frenchTime(instant, zone).slice(0, 5));
			expect(shown.hour).toBe(Number(shown.time.slice(0, 2)));
		}),
		{ numRuns: 300 },
	);
});

test('the calendar knows the two hours of the night the clocks go back, and that day only', () => {
	const calendar = new LocalCalendar(PARIS);
	expect(calendar.at('2026-10-25T00:30:00.000Z').time).toBe('02:30');
	expect(calendar.at('2026-10-25T01:30:00.000Z').time).toBe('02:30');
	expect(calendar.changesAround('2026-10-25T01:30:00.000Z')).toBe(true);
	expect(calendar.changesAround('2026-10-26T01:30:00.000Z')).toBe(false);
});

test('a day is the one the zone’s calendar shows, or that of UTC', () => {
	const instant = new Date('2026-12-31T23:30:00Z');
	expect([localDay(instant, PARIS), localDay(instant, 'UTC'), utcDay(instant)]).toEqual([
		'2027-01-01',
		'2026-12-31',
		'2026-12-31',
	]);
});

test('the days are those of the French week', () => {
	const french = new Intl.DateTimeFormat('fr-FR', { weekday: 'long', timeZone: 'UTC' });
	const week = [16, 17, 18, 19, 20, 21, 22].map((day) => french.format(Date.UTC(2026, 10, day)));
	expect(WEEKDAYS).toEqual(week);
});
