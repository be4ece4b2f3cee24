import {
	asBoolean,
	asDate,
	asFields,
	asInstant,
	asLine,
	asList,
	asNumber,
	asText,
	asWordOf,
	isFields,
} from '../../../nodes/shared/text/fields';

describe('objects and lists', () => {
	test.each<[string, unknown, boolean]>([
		['an object is one', { a: 1 }, true],
		['an empty object is one', {}, true],
		['null is none', null, false],
		['a list is none', [1], false],
		['a text is none', 'a', false],
		['nothing is none', undefined, false],
	])('%s', (_name, value, expected) => {
		expect(isFields(value)).toBe(expected);
		expect(asFields(value)).toEqual(expected ? value : {});
	});

	test('a list keeps its objects, in order, and drops all else', () => {
		expect(asList([{ a: 1 }, 'b', null, [2], { c: 3 }])).toEqual([{ a: 1 }, { c: 3 }]);
	});

	test.each([undefined, 'text', { length: 1, 0: {} }])('%j is an empty list', (value) => {
		expect(asList(value)).toEqual([]);
	});
});

describe('text', () => {
	test('one line has its breaks and runs of spaces made one space', () => {
		expect(asLine(' a\r\nb   c ')).toBe('a b c');
	});

	test('text keeps its breaks', () => {
		expect(asText(' a\r\nb ')).toBe('a\nb');
	});

	test.each(['', ' \n ', 12, null, undefined, ['a']])('%j is no text', (value) => {
		expect([asLine(value), asText(value)]).toEqual([null, null]);
	});
});

describe('numbers and yes or no', () => {
	test.each<[unknown, number | null]>([
		[0, 0],
		[-1.5, -1.5],
		['1', null],
		[Number.NaN, null],
		[Number.POSITIVE_INFINITY, null],
		[null, null],
	])('the number %p reads as %p', (value, expected) => {
		expect(asNumber(value)).toBe(expected);
	});

	test.each<[unknown, boolean | null]>([
		[true, true],
		[false, false],
		['true', null],
		[1, null],
		[null, null],
	])('the flag %p reads as %p', (value, expected) => {
		expect(asBoolean(value)).toBe(expected);
	});
});

describe('our word for one of Calendly’s', () => {
	const WORDS = { host: 'atelier', invitee: 'client' };

	test.each([
		['host', 'atelier'],
		['invitee', 'client'],
	])('%j is %j', (value, expected) => {
		expect(asWordOf(WORDS, value)).toBe(expected);
	});

	test.each<[string, unknown]>([
		['one the list does not hold', 'guest'],
		['one every object holds', 'toString'],
		['the prototype of objects', '__proto__'],
		['one in a list', ['host']],
		['a number', 0],
		['nothing', undefined],
	])('there is none for %s', (_name, value) => {
		expect(asWordOf({ ...WORDS, 0: 'zéro' }, value)).toBeNull();
	});
});

describe('an instant', () => {
	test.each([
		['with microseconds', '2026-11-26T13:00:00.123456Z', '2026-11-26T13:00:00.123Z'],
		['with one digit of a second', '2026-11-26T13:00:00.1Z', '2026-11-26T13:00:00.100Z'],
		['with nine digits of a second', '2026-11-26T13:00:00.123456789Z', '2026-11-26T13:00:00.123Z'],
		['without seconds', '2026-11-26T13:00Z', '2026-11-26T13:00:00.000Z'],
		['east of Greenwich', '2026-11-26T13:00:00+01:30', '2026-11-26T11:30:00.000Z'],
		['west of Greenwich', '2026-11-26T13:00:00-05:00', '2026-11-26T18:00:00.000Z'],
		['the first there is', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
		['the last there is', '9998-12-31T23:59:59.999Z', '9998-12-31T23:59:59.999Z'],
	])('%s', (_name, text, expected) => {
		expect(asInstant(text)).toBe(expected);
	});

	test.each<[string, unknown]>([
		['the moment before the first', '1969-12-31T23:59:59.999Z'],
		['the moment after the last', '9999-01-01T00:00:00Z'],
		['text before it', 'x2026-11-26T13:00:00Z'],
		['text behind it', '2026-11-26T13:00:00Zx'],
		['a year with a sign', '+002026-11-26T13:00:00Z'],
		['a year of five digits', '12026-11-26T13:00:00Z'],
		['a year of three digits', '026-11-26T13:00:00Z'],
		['a month of one digit', '2026-1-26T13:00:00Z'],
		['a day of one digit', '2026-11-6T13:00:00Z'],
		['an hour of one digit', '2026-11-26T3:00:00Z'],
		['a minute of one digit', '2026-11-26T13:0:00Z'],
		['a second of one digit', '2026-11-26T13:00:0Z'],
		['a point without digits', '2026-11-26T13:00:00.Z'],
		['ten digits of a second', '2026-11-26T13:00:00.1234567890Z'],
		['no offset', '2026-11-26T13:00:00'],
		['an offset without minutes', '2026-11-26T13:00:00+01'],
		['an offset of one digit', '2026-11-26T13:00:00+1:00'],
		['an offset with one digit of minutes', '2026-11-26T13:00:00+01:0'],
		['a space for the T', '2026-11-26 13:00:00Z'],
		['an hour that does not exist', '2026-11-26T25:00:00Z'],
		['a date', new Date(0)],
		['a number', 1764162000000],
		['a text in a list', ['2026-11-26T13:00:00Z']],
	])('is not read from %s', (_name, value) => {
		expect(asInstant(value)).toBeNull();
		expect(asDate(value)).toBeNull();
	});

	test('is the same as a date', () => {
		expect(asDate('2026-11-26T13:00:00+01:30')).toEqual(new Date('2026-11-26T11:30:00.000Z'));
	});
});
