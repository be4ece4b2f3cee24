import fc from 'fast-check';
import { isPageToken, newPageToken } from '../../../nodes/shared/dashboard/pageToken';
import { signHeader } from '../../../nodes/shared/calendly/signature';

const KEY = 'a-signing-secret-of-the-test';
const NOW = new Date('2026-11-26T12:00:00Z');
const inHours = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const token = newPageToken(KEY, NOW)!;

test('lets the page in for twelve hours', () => {
	expect([0, 6, 11.99].map((hours) => isPageToken(token, [KEY], inHours(hours)))).toEqual([
		true,
		true,
		true,
	]);
	expect([12, 13, 24 * 365].map((hours) => isPageToken(token, [KEY], inHours(hours)))).toEqual([
		false,
		false,
		false,
	]);
});

test('is still good while the signing key is being changed', () => {
	expect(isPageToken(token, ['the-new-signing-secret', KEY], NOW)).toBe(true);
});

test('is no good with another key, with none, or with one that could be guessed', () => {
	expect(isPageToken(token, ['another-signing-secret'], NOW)).toBe(false);
	expect(isPageToken(token, [], NOW)).toBe(false);
	expect(newPageToken('short', NOW)).toBeNull();
	expect(newPageToken('', NOW)).toBeNull();
	expect(newPageToken(undefined, NOW)).toBeNull();
});

test('cannot be made to last longer by writing another time into it', () => {
	const [expires, signature] = token.split('.');
	for (const other of [Number(expires) + 1, Number(expires) - 1, `0${expires}`]) {
		expect(isPageToken(`${other}.${signature}`, [KEY], NOW)).toBe(false);
	}
});

test('a token made for the far future by a clock that was wrong is refused', () => {
	expect(isPageToken(newPageToken(KEY, inHours(24)), [KEY], NOW)).toBe(false);
});

test('a signature of Calendly with the same key is none', () => {
	const expires = token.split('.')[0];
	const header = signHeader({ rawBody: '', signingKey: KEY, timestamp: Number(expires) });
	const hex = /v1=(\w+)/.exec(header)![1];
	const sealed = Buffer.from(hex, 'hex').toString('base64url');
	expect(isPageToken(`${expires}.${sealed}`, [KEY], NOW)).toBe(false);
});

test('whatever a stranger sends, it is refused and nothing is thrown', () => {
	fc.assert(
		fc.property(fc.anything(), (given) => {
			expect(isPageToken(given, [KEY], NOW)).toBe(false);
		}),
	);
	fc.assert(
		fc.property(
			fc.nat({ max: token.length - 1 }),
			fc.string({ minLength: 1, maxLength: 1 }),
			(at, one) => {
				fc.pre(token[at] !== one);
				// The last character of base64url holds two unused bits: what decodes alike is compared as text.
				expect(isPageToken(token.slice(0, at) + one + token.slice(at + 1), [KEY], NOW)).toBe(false);
			},
		),
	);
});
