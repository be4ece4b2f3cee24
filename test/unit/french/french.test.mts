import fc from 'fast-check';
import {
	frenchDateTimeRange,
	frenchLongDate,
	frenchTime,
	isKnownTimezone,
	logTimestamp,
	sameWallClock,
	timezoneOrDefault,
	instantOf,
} from '../../../nodes/shared/french/dates';
import {
	capitalised,
	foldAccents,
	frenchSpacing,
	label,
	quoted,
	uncapitalised,
} from '../../../nodes/shared/french/typography';

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

	test('log time stamps are those of the original, in local time', () => {
		expect(logTimestamp(new Date('2025-10-31T22:51:00.999Z'), PARIS)).toBe('2025-10-31 23:51:00');
	});

	test.each([
		[PARIS, true],
		['UTC', true],
		['Mars/Olympus', false],
		['', false],
		[null, false],
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

describe('typography', () => {
	test.each([
		['Client : Léa', 'Client\u00a0: Léa'],
		['Vraiment ? Oui ! Bien ; merci', 'Vraiment\u202f? Oui\u202f! Bien\u202f; merci'],
		['« oui »', '«\u00a0oui\u00a0»'],
		['à 15:00 :', 'à 15:00\u00a0:'],
		['https://a.fr/?b', 'https://a.fr/?b'],
	])('%s gets its spaces', (typed, expected) => {
		expect(frenchSpacing(typed)).toBe(expected);
	});

	test('labels and quotes', () => {
		expect([label('Client'), quoted('oui')]).toEqual(['Client\u00a0:', '«\u00a0oui\u00a0»']);
	});

	test('a sentence begins with a capital, and what goes on in one does not', () => {
		expect(['écrire ici', 'Été', ''].map(capitalised)).toEqual(['Écrire ici', 'Été', '']);
		expect(['Écrire Ici', 'été', ''].map(uncapitalised)).toEqual(['écrire Ici', 'été', '']);
	});

	test('accents and case do not matter for comparing', () => {
		expect(foldAccents('TÉLÉPHONE')).toBe(foldAccents('telephone'));
	});
});

describe('a date and time a person enters', () => {
	test.each([
		['with Z', '2026-07-14T10:00:00Z', '2026-07-14T10:00:00.000Z'],
		['with an offset', '2026-07-14T10:00:00+05:00', '2026-07-14T05:00:00.000Z'],
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

	test.each(['', 'demain', '2026-13-45', '14/07/2026'])('%j is none', (text) => {
		expect(instantOf(text, 'Europe/Paris')).toBeNull();
	});
});
