import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long a page that stays open may ask for its content again, in seconds. */
const VALID_SECONDS = 12 * 3600;
/** Keys shorter than this could be guessed; the credential refuses them, too. */
const MIN_KEY_LENGTH = 16;
const TOKEN = /^(\d{1,12})\.([\w-]{43})$/;

/**
 * Lets the page that was given to somebody who logged in ask for its content again. The page has no
 * login of its own to send: n8n gives it no origin (policy `sandbox`), so the browser sends none.
 * Nothing is stored; who has the key can check it.
 *
 * @returns null where there is no usable key: the page then reloads as any other
 */
export function newPageToken(key: string | undefined, now: Date): string | null {
	if (!isUsable(key)) return null;
	const expires = String(Math.floor(now.getTime() / 1000) + VALID_SECONDS);
	return `${expires}.${seal(expires, key)}`;
}

/** Whether a token was made with one of the keys and has not expired; nobody gets in without a key. */
export function isPageToken(given: unknown, keys: readonly string[], now: Date): boolean {
	const [, expires, signature] = (typeof given === 'string' ? TOKEN.exec(given) : null) ?? [];
	if (signature === undefined) return false;
	const isGenuine = keys
		.filter(isUsable)
		.map((key) => timingSafeEqual(Buffer.from(seal(expires, key)), Buffer.from(signature)));
	const left = Number(expires) - now.getTime() / 1000;
	return isGenuine.includes(true) && left > 0 && left <= VALID_SECONDS;
}

/** The purpose is part of what is signed: a signature of Calendly's can never pass for a token. */
function seal(expires: string, key: string): string {
	return createHmac('sha256', key)
		.update(`calendly-archimeuble/dashboard-page/${expires}`)
		.digest('base64url');
}

function isUsable(key: string | undefined): key is string {
	return typeof key === 'string' && key.length >= MIN_KEY_LENGTH;
}
