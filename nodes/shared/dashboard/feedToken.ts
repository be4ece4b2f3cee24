import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Characters of an address that need no encoding (RFC 3986 §2.3). */
const TOKEN = /^[\w.~-]{22,200}$/;
const HEX = /^[0-9a-f]*$/i;
/** Shortest texts of 128 bits: 22 characters of base64url, 32 hexadecimal digits. */
const MIN_HEX_LENGTH = 32;
/** A random token has more different characters than this; `aaaa…` has not. */
const MIN_DIFFERENT = 8;

/** A new token of 192 bits for the address of a calendar feed. */
export function newFeedToken(): string {
	return randomBytes(24).toString('base64url');
}

/**
 * Whether the token of the address is the one of the settings. A missing, short or guessable setting
 * lets nobody in. The digests are compared, so that the time taken tells neither length nor content.
 */
export function isFeedToken(given: unknown, expected: unknown): boolean {
	if (typeof given !== 'string' || given.length > 200 || !isStrongFeedToken(expected)) return false;
	return timingSafeEqual(digest(given), digest(expected));
}

/** Whether a token is too long and too various to be guessed. */
export function isStrongFeedToken(token: unknown): token is string {
	if (typeof token !== 'string' || !TOKEN.test(token)) return false;
	if (HEX.test(token) && token.length < MIN_HEX_LENGTH) return false;
	return new Set(token).size >= MIN_DIFFERENT;
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text, 'utf8').digest();
}
