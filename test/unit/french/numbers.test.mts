import { counted, isPlural, written } from '../../../nodes/shared/french/numbers';

test.each([
	[0, '0'],
	[7, '7'],
	[1290.5, '1\u202f290,5'],
	[2.25, '2,3'],
	[-3, '-3'],
])('%d is written %j', (number, expected) => {
	expect(written(number)).toBe(expected);
});

test.each([
	[0, false],
	[1, false],
	[1.9, false],
	[2, true],
	[-1, false],
	[-2, true],
])('what is counted to %d stands in the plural: %s', (count, expected) => {
	expect(isPlural(count)).toBe(expected);
});

test.each([
	[0, '0 message'],
	[1, '1 message'],
	[1200, '1\u202f200 messages'],
])('%d messages are « %s »', (count, expected) => {
	expect(counted(count, 'message', 'messages')).toBe(expected);
});
