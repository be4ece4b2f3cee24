import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Characters of an address that need no encoding (RFC 3986 §2.3). */
const TOKEN = /^[\w.~-]{22,200}$/;
/**
 * Bits an estimate must find. Tried with 300,000 of each: 32 random hexadecimal digits were never below,
 * 16 of our own tokens were (they are drawn again), and so is one in twenty of the shortest, of 22
 * characters of base64url. Words, dates and repetitions stay below unless there are very many.
 */
const MIN_BITS = 80;
const HEX = /^[\da-f]+$/i;
/** Shortest text of 128 bits in hexadecimal digits. */
const MIN_HEX_LENGTH = 32;
const WORDS = /[a-z]{4,}|[A-Z][a-z]{2,}|[A-Z]{4,}|\d{4,}/g;

/** A new token of 192 bits for the address of a calendar feed. */
export function newFeedToken(): string {
	const token = randomBytes(24).toString('base64url');
	return isStrongFeedToken(token) ? token : newFeedToken();
}

/**
 * Whether the token of the address is the one of the settings. A missing, short or guessable setting
 * lets nobody in. The digests are compared, so that the time taken tells neither length nor content.
 */
export function isFeedToken(given: unknown, expected: unknown): boolean {
	if (typeof given !== 'string' || !isStrongFeedToken(expected)) return false;
	return timingSafeEqual(digest(given), digest(expected));
}

/** Whether a token looks as if it was made at random, long enough not to be guessed. */
export function isStrongFeedToken(token: unknown): token is string {
	if (typeof token !== 'string' || !TOKEN.test(token)) return false;
	if (HEX.test(token) && token.length < MIN_HEX_LENGTH) return false;
	return bitsOf(token) >= MIN_BITS;
}

/**
 * What a token is worth against somebody who guesses what people think of, in bits, rather too low:
 * what stood in it before and what goes on counting adds nothing, a letter of a word or a digit of a
 * date two bits (written language has between one and two, Shannon 1951), a separator one.
 */
function bitsOf(token: string): number {
	const isHex = HEX.test(token);
	const plain = isHex ? token : token.replace(WORDS, (word) => ' '.repeat(word.length));
	return [...plain].reduce((sum, character, at) => {
		if (isRepeated(token, at) || isCounted(token, at)) return sum;
		if (character === ' ') return sum + 2;
		return sum + (isHex ? 4 : /[\W_]/.test(character) ? 1 : 6);
	}, 0);
}

/** Whether the three characters that end here stood in the token before. */
function isRepeated(token: string, at: number): boolean {
	return at >= 3 && token.slice(0, at).includes(token.slice(at - 2, at + 1));
}

/** Whether a character goes on as the two before it: `abc`, `321`, `aaa`. The first two do not (`NaN`). */
function isCounted(token: string, at: number): boolean {
	const [first, second, third] = [2, 1, 0].map((back) => token.charCodeAt(at - back));
	return third - second === second - first && Math.abs(third - second) <= 1;
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
