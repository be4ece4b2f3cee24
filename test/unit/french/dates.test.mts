import fc from 'fast-check';
import {
	frenchDate,
	frenchDateTimeRange,
	frenchLongDate,
	frenchTime,
	frenchTimeRange,
	instantOf,
	isKnownTimezone,
	logTimestamp,
	minutesBetween,
	offsetMs,
	sameWallClock,
	timezoneOrDefault,
} from '../../../nodes/shared/french/dates';

const PARIS = 'Europe/Paris';

describe('dates', () => {
	test.each([
		['2025-11-15T14:00:00Z', 'samedi 15 novembre 2025'],
		['2025-11-30T23:30:00Z', 'lundi 1er décembre 2025'],
		['2026-08-01T10:00:00Z', 'samedi 1er août 2026'],
		['2026-02-11T10:00:00Z', 'mercredi 11 février 2026'],
	])('%s is %s in Paris', (iso, expected) => {
		expect(frenchLongDate(new Date(iso), PARIS)).toBe(expected);
	});

	test.each([
		['2026-10-25T00:30:00Z', '02:30 (UTC+2)', PARIS],
		['2026-10-25T01:30:00Z', '02:30 (UTC+1)', PARIS],
		['2026-10-25T02:30:00Z', '03:30', PARIS],
		['2026-03-29T00:59:00Z', '01:59', PARIS],
		['2026-03-29T01:00:00Z', '03:00', PARIS],
		['2026-04-04T14:45:00Z', '01:45 (UTC+11)', 'Australia/Lord_Howe'],
		['2026-04-04T15:15:00Z', '01:45 (UTC+10:30)', 'Australia/Lord_Howe'],
		['2026-11-01T06:30:00Z', '01:30 (UTC-5)', 'America/New_York'],
		['2026-11-01T04:00:00Z', '01:30 (UTC-2:30)', 'America/St_Johns'],
		['2026-11-01T05:00:00Z', '01:30 (UTC-3:30)', 'America/St_Johns'],
		['2026-10-25T01:30:00Z', '01:30 (UTC+0)', 'Europe/London'],
		['2026-10-25T00:30:00.999Z', '02:30 (UTC+2)', PARIS],
		['2026-10-25T00:00:00Z', '02:00 (UTC+2)', PARIS],
		['2026-10-24T23:59:59Z', '01:59', PARIS],
		['2026-10-25T01:59:59Z', '02:59 (UTC+1)', PARIS],
		['2026-10-25T02:00:00Z', '03:00', PARIS],
	])('%s shows as %s on the clock of %s', (iso, expected, timezone) => {
		expect(frenchTime(new Date(iso), timezone)).toBe(expected);
	});

	test('a range names the second day, and only then', () => {
		const range = (start: string, end: string) =>
			frenchDateTimeRange(new Date(start), new Date(end), PARIS);
		expect(range('2026-07-01T07:30:00Z', '2026-07-01T08:00:00Z')).toBe(
			'01/07/2026 à 09:30 - 10:00',
		);
		expect(range('2026-07-01T21:30:00Z', '2026-07-01T22:30:00Z')).toBe(
			'01/07/2026 à 23:30 - 02/07/2026 à 00:30',
		);
	});

	test('a range of which the end is not known is its beginning', () => {
		const start = new Date('2025-11-15T14:00:00Z');
		expect(frenchDateTimeRange(start, null, PARIS)).toBe('15/11/2025 à 15:00');
		expect(frenchTimeRange(start, null, PARIS)).toBe('15:00');
		expect(frenchTimeRange(start, new Date('2025-11-15T14:30:00Z'), PARIS)).toBe('15:00 - 15:30');
	});

	test('a day of one digit has two in a date', () => {
		expect(frenchDate(new Date('2026-02-03T23:30:00Z'), PARIS)).toBe('04/02/2026');
	});

	test('log time stamps are those of the original, in local time', () => {
		expect(logTimestamp(new Date('2025-10-31T22:51:00.999Z'), PARIS)).toBe('2025-10-31 23:51:00');
	});

	test.each([
		[PARIS, true],
		['UTC', true],
		['Mars/Olympus', false],
		['', false],
		[null, false],
		[undefined, false],
		[7, false],
	])('the zone %j is known: %s', (timezone, known) => {
		expect(isKnownTimezone(timezone)).toBe(known);
		expect(timezoneOrDefault(timezone)).toBe(known ? timezone : PARIS);
	});

	test('two zones share a wall clock only while they do', () => {
		const winter = new Date('2026-01-15T12:00:00Z');
		const summer = new Date('2026-07-15T12:00:00Z');
		expect([winter, summer].map((at) => sameWallClock(at, PARIS, 'Africa/Algiers'))).toEqual([
			true,
			false,
		]);
	});

	test.each([
		['Europe/Paris', '2026-01-15T12:00:00.000Z', 60],
		['Europe/Paris', '2026-07-15T12:00:00.999Z', 120],
		['America/St_Johns', '2026-01-15T12:00:00.500Z', -210],
		['Pacific/Kiritimati', '2026-01-15T12:00:00.000Z', 840],
		['UTC', '2026-01-15T12:00:00.001Z', 0],
	])('%s is, at %s, %i minutes ahead of UTC', (timezone, iso, minutes) => {
		expect(offsetMs(new Date(iso), timezone)).toBe(minutes * 60_000);
	});

	test.each<[string, string | null, string | null, number | null]>([
		['half an hour', '2026-07-01T10:00:00Z', '2026-07-01T10:30:00Z', 30],
		['half a minute', '2026-07-01T10:00:00Z', '2026-07-01T10:00:30Z', 0.5],
		[
			'over the change of clocks, those that pass',
			'2026-10-25T00:30:00Z',
			'2026-10-25T01:30:00Z',
			60,
		],
		['none', '2026-07-01T10:00:00Z', '2026-07-01T10:00:00Z', null],
		['an end before the beginning', '2026-07-01T10:30:00Z', '2026-07-01T10:00:00Z', null],
		['an unknown beginning', null, '2026-07-01T10:00:00Z', null],
		['an unknown end', '2026-07-01T10:00:00Z', null, null],
		['an end that is none', '2026-07-01T10:00:00Z', 'bientôt', null],
	])('between two instants there are minutes: %s', (_name, start, end, minutes) => {
		expect(minutesBetween(start, end)).toBe(minutes);
	});

	test('no instant of four centuries makes them throw', () => {
		const instants = fc.date({
			min: new Date('1970-01-01T00:00:00Z'),
			max: new Date('2370-01-01T00:00:00Z'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(instants, fc.constantFrom(...Intl.supportedValuesOf('timeZone')), (at, zone) => {
				expect(frenchDateTimeRange(at, at, zone)).toMatch(/^\d\d\/\d\d\/\d{4} à \d\d:\d\d/);
			}),
		);
	});
});

describe('a date and time a person enters', () => {
	test.each([
		['with Z', '2026-07-14T10:00:00Z', '2026-07-14T10:00:00.000Z'],
		['with a small t and z', '2026-07-14t10:00:00z', '2026-07-14T10:00:00.000Z'],
		['with a space for the T', '2026-07-14 10:00', '2026-07-14T08:00:00.000Z'],
		['with a part of a second', '2026-07-14T10:00:00.125', '2026-07-14T08:00:00.125Z'],
		['with a part of a second and Z', '2026-07-14T10:00:00.12Z', '2026-07-14T10:00:00.120Z'],
		['with an offset', '2026-07-14T10:00:00+05:00', '2026-07-14T05:00:00.000Z'],
		['with an offset west of Greenwich', '2026-07-14T10:00:00-05:00', '2026-07-14T15:00:00.000Z'],
		['with an offset without a colon', '2026-07-14T10:00:00+0500', '2026-07-14T05:00:00.000Z'],
		['in winter', '2026-12-14T10:00:00', '2026-12-14T09:00:00.000Z'],
		['in summer', '2026-07-14T10:00', '2026-07-14T08:00:00.000Z'],
		['a day alone', '2026-07-14', '2026-07-13T22:00:00.000Z'],
		['an hour the clocks leave out', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z'],
		['the hour after it', '2026-03-29T03:30:00', '2026-03-29T01:30:00.000Z'],
		['an hour the clocks show twice', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
		['the hour after it', '2026-10-25T03:30:00', '2026-10-25T02:30:00.000Z'],
	])('%s is %s', (_name, text, expected) => {
		expect(instantOf(text, 'Europe/Paris')?.toISOString()).toBe(expected);
	});

	test.each([
		['nothing', ''],
		['a word', 'demain'],
		['a month that is none', '2026-13-45'],
		['a date as the French write it', '14/07/2026'],
		['one that Americans would read otherwise', '07-11-2026'],
		['the same with slashes and a time', '07/11/2026 10:00'],
		['a year', '2026'],
		['a number', '11'],
		['a month in words', '7 Nov 2026'],
		['a day of one digit', '2026-7-1'],
		['an hour alone', '2026-07-14T10'],
		['an hour of one digit', '2026-07-14T9:00'],
		['a hyphen for the T', '2026-07-14-10:00'],
		['a word before it', 'le 2026-07-14'],
		['a word behind it', '2026-07-14 matin'],
		['an offset behind a day', '2026-07-14+05:00'],
		['an offset that is a year', '2026-07-14T10:00-20260'],
	])('%s (%j) is none', (_name, text) => {
		expect(instantOf(text, 'Europe/Paris')).toBeNull();
	});
});
