import { createHmac, timingSafeEqual } from 'node:crypto';
import { MIN_SECRET_LENGTH } from '../../calendly/signingSecret';

/** How long after a login the page it opened may ask for its content again, in seconds. */
const VALID_SECONDS = 12 * 3600;
/** Time of the login in Unix seconds, proof of the login, seal. */
const TOKEN = /^(\d{1,12})\.([\da-f]{64})\.([\w-]{43})$/;
/** RFC 7617 §2; the credentials are base64 of `user:password`. */
const BASIC = /^basic +([a-z\d+/]+={0,2})$/i;

/**
 * Lets the page that was given to somebody who logged in ask for its content again. The page has no
 * login of its own to send: n8n gives it no origin (policy `sandbox`), so the browser sends none.
 *
 * The token ends twelve hours after the login, because no answer to it holds another, and at once when
 * user or password change: it carries the proof n8n asks for in their place (`X-Auth-Token`, see
 * `loginProof`), which n8n compares with what is valid now. The seal keeps the time and the proof
 * together. Nothing is stored.
 *
 * @param key signing key of the credential
 * @param proof what `loginProof` gave
 * @returns null where there is no usable key or no proof: the page then reloads as any other
 */
export function newPageToken(
	key: string | undefined,
	proof: string | null,
	loggedInAt: Date,
): string | null {
	if (!isUsable(key) || proof === null) return null;
	const seconds = String(Math.floor(loggedInAt.getTime() / 1000));
	return `${seconds}.${proof}.${seal(seconds, proof, key)}`;
}

/**
 * Whether a token was made with one of the keys not too long ago; nobody gets in without a key. That
 * user and password are still the same is n8n's to say.
 */
export function isPageToken(given: unknown, keys: readonly string[], now: Date): given is string {
	const [, seconds, proof, signature] =
		(typeof given === 'string' ? TOKEN.exec(given) : null) ?? [];
	if (signature === undefined) return false;
	const isGenuine = keys
		.filter(isUsable)
		.map((key) => timingSafeEqual(Buffer.from(seal(seconds, proof, key)), Buffer.from(signature)));
	const age = Math.floor(now.getTime() / 1000) - Number(seconds);
	return isGenuine.includes(true) && age >= 0 && age < VALID_SECONDS;
}

/**
 * What n8n's Webhook node takes in the header `X-Auth-Token` in the place of a login: an HMAC with
 * `user:password` as the key over the ids of the node (n8n-nodes-base 2.41:
 * `nodes/Webhook/utils.js`, `generateBasicAuthToken`; n8n's own forms use it).
 *
 * @param authorization header of a request n8n let in, without spaces around it, RFC 7617
 * @param webhook `<id of the node>-<its webhookId>`
 * @returns null where there is no login to prove
 */
export function loginProof(authorization: string, webhook: string): string | null {
	const credentials = BASIC.exec(authorization)?.[1];
	if (credentials === undefined || webhook === '') return null;
	const login = Buffer.from(credentials, 'base64').toString('utf8');
	return login.includes(':') ? createHmac('sha256', login).update(webhook).digest('hex') : null;
}

/** The purpose is part of what is signed: a signature of Calendly's can never pass for a token. */
function seal(seconds: string, proof: string, key: string): string {
	return createHmac('sha256', key)
		.update(`calendly-archimeuble/dashboard-page/${seconds}/${proof}`)
		.digest('base64url');
}

function isUsable(key: string | undefined): key is string {
	return typeof key === 'string' && key.length >= MIN_SECRET_LENGTH;
}
