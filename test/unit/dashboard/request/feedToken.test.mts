import { randomBytes } from 'node:crypto';
import {
	isFeedToken,
	isStrongFeedToken,
	newFeedToken,
} from '../../../../nodes/shared/dashboard/request/feedToken';

describe('the token of the feed', () => {
	const TOKEN = 'q8Zk2-w9Xt4_RbM7s8Jd6Gf3LpV5nY1c';
	const HEX = '3f9c1b7a5e2d4c6880a1b2c3d4e5f607';

	test.each<[string, unknown, unknown, boolean]>([
		['the right one', TOKEN, TOKEN, true],
		['a hexadecimal one of 128 bits', HEX, HEX, true],
		['another', 'c1Yn5VpL3fG6dJ8s7MbR_4tX9w-2kZ8q', TOKEN, false],
		['the beginning', TOKEN.slice(0, -1), TOKEN, false],
		['with something behind it', `${TOKEN}a`, TOKEN, false],
		['nothing', '', TOKEN, false],
		['undefined', undefined, TOKEN, false],
		['a list', [TOKEN], TOKEN, false],
		['the right one, when a list of it is configured', TOKEN, [TOKEN], false],
		['nothing, when nothing is configured', '', '', false],
		['undefined, when nothing is configured', undefined, undefined, false],
		['a short one, though configured', 'abcdefghij', 'abcdefghij', false],
		['a short hexadecimal one, though configured', HEX.slice(0, 30), HEX.slice(0, 30), false],
		['one without chance, though configured', 'a'.repeat(40), 'a'.repeat(40), false],
		['one with spaces, though configured', `${HEX} ${HEX}`, `${HEX} ${HEX}`, false],
		['one without end', 'x'.repeat(1e6), TOKEN, false],
		['one with something before it, though configured', ` ${TOKEN}`, ` ${TOKEN}`, false],
		['one with something behind it, though configured', `${TOKEN}\n`, `${TOKEN}\n`, false],
	])('%s', (_name, given, expected, isRight) => {
		expect(isFeedToken(given, expected)).toBe(isRight);
	});

	test.each([
		'motdepassearchimeuble2026',
		'MotDePasseArchiMeuble2026',
		'123456789012345678901234567890123',
		'abcdefghijklmnopqrstuvwxyz',
		'azertyuiopqsdfghjklmwxcvbn',
		'archimeuble-rendez-vous-2026-atelier',
		'AtelierLille59000-AgendaDesRendezVous',
		'20260101-20261231-20270101-20280101',
		'0123456789abcdef0123456789abcdef',
		'deadbeefdeadbeefdeadbeefdeadbeef',
		'abcABC123abcABC123abcABC123',
	])('%s lets nobody in: somebody thought of it', (token) => {
		expect(isFeedToken(token, token)).toBe(false);
	});

	test('of 32 random hexadecimal digits always lets in, in capitals too', () => {
		const hex = Array.from({ length: 5_000 }, () => randomBytes(16).toString('hex'));
		for (const token of [...hex, ...hex.map((one) => one.toUpperCase())]) {
			expect([token, isFeedToken(token, token)]).toEqual([token, true]);
		}
	});

	test('is new each time and strong enough', () => {
		const tokens = Array.from({ length: 1_000 }, newFeedToken);
		expect(new Set(tokens).size).toBe(1_000);
		for (const token of tokens) expect(isFeedToken(token, token)).toBe(true);
	});
});

describe('what a token is worth', () => {
	/** Twelve characters worth six bits each: 72 of the 80 that are needed. */
	const TWELVE = 'Q7Zk2w9Xt4Rb';
	/** Separators are worth one bit; of a row of them only the first two. */
	const row = (token: string) => token.padEnd(22, '-');

	test.each<[string, string, boolean]>([
		['13 characters and two bits of separators: 80 bits', row(`${TWELVE}8`), true],
		['12 and two', row(TWELVE), false],
		['12 and separators without end', `${TWELVE}${'-.~_'.repeat(40)}`, false],
		['two steps up count', row(`${TWELVE.slice(3)}2bdf`), true],
		['up and down counts', row(`${TWELVE.slice(3)}2bcb`), true],
		['going on does not: up', row(`${TWELVE.slice(3)}2bcd`), false],
		['nor down', row(`${TWELVE.slice(3)}2dcb`), false],
		['nor on the spot', row(`${TWELVE.slice(3)}2ddd`), false],
		['nor at the beginning', row(`bcd2${TWELVE.slice(3)}`), false],
		['two characters again count', row(`${TWELVE.slice(0, 10)}Q7Y`), true],
		['the third that stood together does not', row(`${TWELVE.slice(0, 10)}Q7Z`), false],
		['three small letters count', row('Q7Zk2w9X48bmh'), true],
		['four are a word', row('Q7Zk2w9X4bmhs'), false],
		['a capital and one small letter count', row('Q7Zk2w9X4t8Mh'), true],
		['a capital and two are a word', row('Q7Zk2w9X4tMhs'), false],
		['of which each letter is worth two', `${TWELVE}5Mhs`.replace('5', '-').padEnd(22, '-'), true],
		['three capitals count', row('Q7Zk2w9t4rXBM'), true],
		['four are a word', row('Q7Zk2w9t4XBMH'), false],
		['three digits count', row('QZk2wXtRbH729'), true],
		['four are a number', row('QZk2wXtRb7294'), false],
	])('%s', (_name, token, expected) => {
		expect(isStrongFeedToken(token)).toBe(expected);
	});

	test.each<[string, string, boolean]>([
		[
			'four bits a digit, the first two of a row too: twenty',
			'3f9c1b7a5e2d4c6880'.padEnd(32, 'a'),
			true,
		],
		['nineteen', '3f9c1b7a5e2d4c688'.padEnd(32, 'a'), false],
		['31 digits, however much they are worth', '3f9c1b7a5e2d4c6880a1b2c3d4e5f60', false],
	])('hexadecimal: %s', (_name, token, expected) => {
		expect(isStrongFeedToken(token)).toBe(expected);
	});

	test.each<[string, unknown, boolean]>([
		['22 characters', 'Q7Zk2w9Xt4RbMhs8Jd6Gf3', true],
		['21 characters', 'Q7Zk2w9Xt4RbMhs8Jd6Gf', false],
		['200 characters', `Q7Zk2w9Xt4Rb8Jd6Gf3${'-'.repeat(181)}`, true],
		['201 characters', `Q7Zk2w9Xt4Rb8Jd6Gf3${'-'.repeat(182)}`, false],
		['a list', ['Q7Zk2w9Xt4RbMhs8Jd6Gf3'], false],
		['nothing', undefined, false],
	])('%s', (_name, token, expected) => {
		expect(isStrongFeedToken(token)).toBe(expected);
	});
});
