import { isFields, type Fields } from '../../text/fields';
import type { ApiRequest, ApiResponse, ApiTransport } from './exchange';
import {
	problemOfAnswer,
	problemOfRejection,
	unexpectedAnswer,
	type CalendlyApiError,
	type ProblemKind,
} from './problem';

/** Calendly's API; tests and demonstrations use a stand-in on this machine. */
export const CALENDLY_API = 'https://api.calendly.com';

/** The API as this machine reaches it; the clock and the pauses are the caller’s. */
export interface ApiContext {
	transport: ApiTransport;
	pause: (milliseconds: number) => Promise<void>;
	now: () => Date;
	/** Where the transport sends to; addresses (URIs) of resources begin with it. */
	baseUrl?: string;
}

/** A success: its body is a JSON object, empty where Calendly sends none (204). */
export interface ApiAnswer {
	status: number;
	body: Fields;
}

/** Pauses before the second, third and fourth attempt after a failure that may pass. */
const FAILURE_PAUSES_MS: readonly number[] = [1_000, 3_000, 9_000];
const PASSING_FAILURES: readonly ProblemKind[] = [
	'server_error',
	'timeout',
	'unreachable',
	'request_failed',
];

/** Calendly counts requests by the minute; a longer wait is somebody else's decision. */
const MAX_LIMIT_WAIT_SECONDS = 60;
const UNKNOWN_LIMIT_WAIT_SECONDS = 20;
const MAX_LIMIT_WAITS = 3;

type Attempt =
	| { ok: true; answer: ApiAnswer }
	| { ok: false; problem: CalendlyApiError; limitSeconds: number | null };

/**
 * Calls the API and waits out what passes by itself. A request over the limit was not carried out
 * and is repeated when the limit allows it. After a failure only GET and DELETE are repeated: a POST
 * without an answer may have worked, and a second one would cancel, mark or subscribe twice.
 *
 * @throws CalendlyApiError
 */
export async function callApi(context: ApiContext, request: ApiRequest): Promise<ApiAnswer> {
	let failures = 0;
	let limits = 0;
	for (;;) {
		const attempt = await tryOnce(context, request);
		if (attempt.ok) return attempt.answer;
		const wait =
			attempt.problem.kind === 'rate_limited'
				? limitPause(attempt.limitSeconds, limits++)
				: failurePause(request, attempt.problem, failures++);
		if (wait === null) throw attempt.problem;
		await context.pause(wait);
	}
}

async function tryOnce(context: ApiContext, request: ApiRequest): Promise<Attempt> {
	const send = async (): Promise<ApiResponse> => await context.transport(request);
	return await send().then(
		(response) => judge(request, response, context.now()),
		(rejection: unknown): Attempt => failed(problemOfRejection(request, rejection)),
	);
}

function judge(request: ApiRequest, response: ApiResponse, now: Date): Attempt {
	const { status, body } = response;
	if (!(status >= 200 && status < 300)) {
		return failed(problemOfAnswer(request, response), limitSecondsOf(response, now));
	}
	if (request.method === 'DELETE') return { ok: true, answer: { status, body: {} } };
	return isFields(body) ? { ok: true, answer: { status, body } } : failed(unexpectedAnswer(status));
}

function failed(problem: CalendlyApiError, limitSeconds: number | null = null): Attempt {
	return { ok: false, problem, limitSeconds };
}

function limitPause(seconds: number | null, waited: number): number | null {
	const wait = seconds ?? UNKNOWN_LIMIT_WAIT_SECONDS;
	if (wait > MAX_LIMIT_WAIT_SECONDS || waited >= MAX_LIMIT_WAITS) return null;
	return Math.max(1, wait) * 1_000;
}

function failurePause(
	request: ApiRequest,
	problem: CalendlyApiError,
	failures: number,
): number | null {
	if (request.method === 'POST' || !PASSING_FAILURES.includes(problem.kind)) return null;
	return FAILURE_PAUSES_MS[failures] ?? null;
}

/**
 * Seconds until the limit allows another request, the longer of `X-RateLimit-Reset` (Calendly:
 * seconds) and `Retry-After` (RFC 9110 §10.2.3: seconds or a date); null when neither says.
 * https://developer.calendly.com/api-docs/overview/rate-limits
 */
function limitSecondsOf({ headers }: ApiResponse, now: Date): number | null {
	const known = [headers['x-ratelimit-reset'], headers['retry-after']]
		.map((value) => secondsFrom(value, now))
		.filter((seconds): seconds is number => seconds !== null);
	return known.length === 0 ? null : Math.max(...known);
}

/** Larger numbers can only be a moment in Unix time: as a wait they would be thirty years. */
const UNIX_TIME = 1_000_000_000;

function secondsFrom(value: unknown, now: Date): number | null {
	const wait = waitIn(String(value ?? ''), now.getTime() / 1_000);
	return Number.isNaN(wait) ? null : Math.max(0, Math.ceil(wait));
}

function waitIn(text: string, nowSeconds: number): number {
	if (/^\d{1,12}(\.\d+)?$/.test(text)) {
		const seconds = Number(text);
		return seconds < UNIX_TIME ? seconds : seconds - nowSeconds;
	}
	return /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) / 1_000 - nowSeconds : NaN;
}
