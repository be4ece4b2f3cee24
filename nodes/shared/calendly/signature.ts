import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Calendly signs every delivery of a subscription that was created with a signing key:
 * `Calendly-Webhook-Signature: t=<unix seconds>,v1=<hex(HMAC-SHA256(key, t + "." + raw body))>`.
 * https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures
 */
export const SIGNATURE_HEADER = 'calendly-webhook-signature';

/**
 * Header described by the original ArchiMeuble guide: `hex(HMAC-SHA256(key, raw body))`.
 * Calendly never sent it. It carries no timestamp, so a captured request can be replayed for ever.
 */
export const GUIDE_SIGNATURE_HEADER = 'x-calendly-webhook-signature';

/** Seconds a signature stays valid in either direction. Calendly's own sample uses 180, n8n 300. */
export const DEFAULT_TOLERANCE_SECONDS = 300;

const MAX_HEADER_LENGTH = 4096;
const MAX_CANDIDATES = 8;
const TIMESTAMP = /^\d{1,12}$/;
const SHA256_HEX = /^[0-9a-f]{64}$/i;

/** Why a request was refused. The list is closed: counters and alerts are built on it. */
export const REFUSAL_REASONS = [
	'missing_signing_key',
	'invalid_configuration',
	'missing_raw_body',
	'missing_header',
	'malformed_header',
	'no_supported_signature',
	'invalid_timestamp',
	'signature_mismatch',
	'timestamp_too_old',
	'timestamp_too_new',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** Outcome of a verification; `timestamp` is Calendly's `t`, in Unix seconds. */
export type Verification = { ok: true; timestamp: number } | { ok: false; reason: RefusalReason };

/** What a request is judged by. */
export interface VerifySignatureOptions {
	/** The request body exactly as received. A parsed object is refused: its bytes are lost. */
	rawBody: unknown;
	/** The value(s) of the signature header as the HTTP server gives them. */
	header: unknown;
	/** Keys that may have signed the request: the current one and, while rotating, the previous one. */
	signingKeys: readonly string[];
	/** Current time in Unix seconds; a fraction is allowed. */
	now: number;
	/** Accepted distance between `t` and `now`, in seconds, both ends inclusive. Must be above 0. */
	toleranceSeconds?: number;
}

interface ParsedHeader {
	timestamp: string;
	candidates: string[];
}

type Parsed<T> = { ok: true; value: T } | { ok: false; reason: RefusalReason };

/**
 * Says whether Calendly signed this request with one of our keys, recently.
 *
 * Never throws, whatever a stranger sends. The order is structure, then HMAC, then window, so that
 * "too old" is only ever said of an authentic request: it then means clock skew or a late retry.
 */
export function verifySignature(options: VerifySignatureOptions): Verification {
	const {
		rawBody,
		header,
		signingKeys,
		now,
		toleranceSeconds = DEFAULT_TOLERANCE_SECONDS,
	} = options;
	const keys = usableKeys(signingKeys);
	if (keys.length === 0) return refuse('missing_signing_key');
	if (!Number.isFinite(now) || !Number.isFinite(toleranceSeconds) || toleranceSeconds <= 0) {
		return refuse('invalid_configuration');
	}
	const body = toBytes(rawBody);
	if (body === null) return refuse('missing_raw_body');

	const parsed = parseSignatureHeader(header);
	if (!parsed.ok) return parsed;
	const { timestamp, candidates } = parsed.value;

	if (!matchesAnyKey(candidates, keys, [`${timestamp}.`, body]))
		return refuse('signature_mismatch');
	return withinWindow(Number(timestamp), now, toleranceSeconds);
}

/**
 * Verifies the header of the original guide (`GUIDE_SIGNATURE_HEADER`). Opt-in only: it has no
 * timestamp, hence no protection against replay beyond the idempotency key.
 */
export function verifyGuideSignature(
	options: Pick<VerifySignatureOptions, 'rawBody' | 'header' | 'signingKeys'>,
): { ok: true } | { ok: false; reason: RefusalReason } {
	const keys = usableKeys(options.signingKeys);
	if (keys.length === 0) return refuse('missing_signing_key');
	const body = toBytes(options.rawBody);
	if (body === null) return refuse('missing_raw_body');
	const joined = joinHeader(options.header);
	if (!joined.ok) return joined;
	return matchesAnyKey([joined.value.trim()], keys, [body])
		? { ok: true }
		: refuse('signature_mismatch');
}

/**
 * Makes the header Calendly would send: for tests, the simulator and the examples of the guides.
 *
 * @param timestamp Unix seconds, or the literal text to sign
 */
export function signHeader(options: {
	rawBody: string | Uint8Array;
	signingKey: string;
	timestamp: number | string;
}): string {
	const { rawBody, signingKey, timestamp } = options;
	return `t=${timestamp},v1=${hmac(signingKey, [`${timestamp}.`, rawBody]).toString('hex')}`;
}

function refuse(reason: RefusalReason): { ok: false; reason: RefusalReason } {
	return { ok: false, reason };
}

function usableKeys(signingKeys: readonly string[]): string[] {
	if (!Array.isArray(signingKeys)) return [];
	return signingKeys.filter((key) => typeof key === 'string' && key.length > 0);
}

function toBytes(rawBody: unknown): Uint8Array | null {
	if (typeof rawBody === 'string') return Buffer.from(rawBody, 'utf8');
	return rawBody instanceof Uint8Array ? rawBody : null;
}

/** Repeated headers are joined as Node's HTTP server does; two signatures then show as two `t`. */
function joinHeader(header: unknown): Parsed<string> {
	const values: unknown[] = Array.isArray(header) ? header : [header];
	if (values.every((value) => value === undefined || value === null))
		return refuse('missing_header');
	if (!values.every((value): value is string => typeof value === 'string')) {
		return refuse('malformed_header');
	}
	const joined = values.join(', ');
	if (joined.trim() === '') return refuse('missing_header');
	if (joined.length > MAX_HEADER_LENGTH) return refuse('malformed_header');
	return { ok: true, value: joined };
}

function parseSignatureHeader(header: unknown): Parsed<ParsedHeader> {
	const joined = joinHeader(header);
	if (!joined.ok) return joined;

	const items = joined.value.split(',').map((item) => item.trim());
	const timestamps = valuesOf(items, 't=');
	const candidates = valuesOf(items, 'v1=');
	if (timestamps.length !== 1) return refuse('malformed_header');
	if (candidates.length === 0) return refuse('no_supported_signature');
	if (candidates.length > MAX_CANDIDATES) return refuse('malformed_header');
	if (!TIMESTAMP.test(timestamps[0])) return refuse('invalid_timestamp');
	return { ok: true, value: { timestamp: timestamps[0], candidates } };
}

function valuesOf(items: string[], prefix: string): string[] {
	return items.filter((item) => item.startsWith(prefix)).map((item) => item.slice(prefix.length));
}

/** Every candidate is compared with every key: the time taken must not tell which one came close. */
function matchesAnyKey(
	candidates: string[],
	keys: string[],
	message: Array<string | Uint8Array>,
): boolean {
	const expected = keys.map((key) => hmac(key, message));
	let matched = false;
	for (const candidate of candidates) {
		if (!SHA256_HEX.test(candidate)) continue;
		const actual = Buffer.from(candidate, 'hex');
		for (const digest of expected) {
			matched = timingSafeEqual(digest, actual) || matched;
		}
	}
	return matched;
}

function hmac(key: string, message: Array<string | Uint8Array>): Buffer {
	const digest = createHmac('sha256', key);
	for (const part of message) digest.update(part);
	return digest.digest();
}

function withinWindow(timestamp: number, now: number, toleranceSeconds: number): Verification {
	const age = Math.floor(now) - timestamp;
	if (age > toleranceSeconds) return refuse('timestamp_too_old');
	if (-age > toleranceSeconds) return refuse('timestamp_too_new');
	return { ok: true, timestamp };
}
