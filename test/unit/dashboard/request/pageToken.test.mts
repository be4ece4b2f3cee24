import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
	isPageToken,
	loginProof,
	newPageToken,
} from '../../../../nodes/shared/dashboard/request/pageToken';
import { signHeader } from '../../../../nodes/shared/calendly/signature';

const KEY = 'a-signing-secret-of-the-test';
const WEBHOOK = 'id-of-the-node-webhook-id';
const NOW = new Date('2026-11-26T12:00:00Z');
const inHours = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;
const PROOF = loginProof(basic('atelier:mot-de-passe'), WEBHOOK)!;
const token = newPageToken(KEY, PROOF, NOW)!;

describe('the token of a page', () => {
	test('lets the page in for twelve hours after the login', () => {
		const letIn = (hours: number) => isPageToken(token, [KEY], inHours(hours));
		expect([0, 6, 11.99].map(letIn)).toEqual([true, true, true]);
		expect([12, 13, 24 * 365].map(letIn)).toEqual([false, false, false]);
	});

	test('is still good while the signing key is being changed', () => {
		expect(isPageToken(token, ['the-new-signing-secret', KEY], NOW)).toBe(true);
	});

	test('is no good with another key, with none, or with one that could be guessed', () => {
		expect(isPageToken(token, ['another-signing-secret'], NOW)).toBe(false);
		expect(isPageToken(token, [], NOW)).toBe(false);
		for (const key of ['short', '', undefined]) expect(newPageToken(key, PROOF, NOW)).toBeNull();
	});

	test('takes a key of 16 characters, and trusts none that is shorter', () => {
		const [seconds] = token.split('.');
		const sealedWith = (key: string) => {
			const text = `calendly-archimeuble/dashboard-page/${seconds}/${PROOF}`;
			return `${seconds}.${PROOF}.${createHmac('sha256', key).update(text).digest('base64url')}`;
		};
		for (const [key, isTrusted] of [
			['0123456789abcdef', true],
			['0123456789abcde', false],
		] as const) {
			expect(newPageToken(key, PROOF, NOW) !== null).toBe(isTrusted);
			expect(isPageToken(sealedWith(key), [key], NOW)).toBe(isTrusted);
		}
	});

	test('is no good with anything before, behind or around it', () => {
		expect(isPageToken([token], [KEY], NOW)).toBe(false);
		for (const other of [`x${token}`, ` ${token}`, `${token}x`, `${token}.x`, `${token}\n`]) {
			expect(isPageToken(other, [KEY], NOW)).toBe(false);
		}
	});

	test('is not there for who did not log in', () => {
		expect(newPageToken(KEY, null, NOW)).toBeNull();
	});

	test('cannot be made to last longer, nor fit another login, by writing into it', () => {
		const [seconds, proof, seal] = token.split('.');
		for (const other of [Number(seconds) + 1, Number(seconds) - 1, `0${seconds}`]) {
			expect(isPageToken(`${other}.${proof}.${seal}`, [KEY], NOW)).toBe(false);
		}
		const stranger = loginProof(basic('atelier:nouveau'), WEBHOOK);
		expect(isPageToken(`${seconds}.${stranger}.${seal}`, [KEY], NOW)).toBe(false);
	});

	test('a token made for the future by a clock that was wrong is refused', () => {
		expect(isPageToken(newPageToken(KEY, PROOF, inHours(24)), [KEY], NOW)).toBe(false);
	});

	test('a signature of Calendly with the same key is none', () => {
		const [seconds, proof] = token.split('.');
		const header = signHeader({ rawBody: '', signingKey: KEY, timestamp: Number(seconds) });
		const sealed = Buffer.from(/v1=(\w+)/.exec(header)![1], 'hex').toString('base64url');
		expect(isPageToken(`${seconds}.${proof}.${sealed}`, [KEY], NOW)).toBe(false);
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
					expect(isPageToken(token.slice(0, at) + one + token.slice(at + 1), [KEY], NOW)).toBe(
						false,
					);
				},
			),
		);
	});
});

describe('the proof of a login', () => {
	const proof = (login: string) => createHmac('sha256', login).update(WEBHOOK).digest('hex');

	test.each([
		['a login', basic('atelier:mot-de-passe'), proof('atelier:mot-de-passe')],
		['accents', basic('zoé:pâte'), proof('zoé:pâte')],
		['a colon in the password', basic('a:b:c'), proof('a:b:c')],
		['another way to write the scheme', basic('a:b').replace('Basic ', 'bASIC  '), proof('a:b')],
		['nothing', '', null],
		['a header n8n has hidden', '**hidden**', null],
		['another scheme', 'Bearer YTpi', null],
		['a scheme that is not the first word', 'Digest Basic YTpi', null],
		['several logins', 'Basic YTpi, Basic YTpi', null],
		['no space', 'BasicYTpi', null],
		['no colon', basic('atelier'), null],
	])('of %s is what n8n asks for, or none', (_name, header, expected) => {
		expect(loginProof(header, WEBHOOK)).toBe(expected);
	});

	test('changes with user, password and page', () => {
		const proofs = [
			['atelier:mot-de-passe', WEBHOOK],
			['atelier:nouveau', WEBHOOK],
			['autre:mot-de-passe', WEBHOOK],
			['atelier:mot-de-passe', 'another'],
		].map(([login, webhook]) => loginProof(basic(login), webhook));
		expect(new Set(proofs).size).toBe(4);
		expect(loginProof(basic('a:b'), '')).toBeNull();
	});
});
