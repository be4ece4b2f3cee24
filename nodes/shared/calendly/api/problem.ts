import { asFields } from '../../text/fields';
import type { ApiRequest, ApiResponse } from './exchange';
import { requiredScopesOf, serverTextOf, type ServerText } from './serverText';

/** What can go wrong with Calendly's API. The list is closed: nodes and alerts branch on it. */
export const PROBLEM_KINDS = [
	'bad_request',
	'unauthorized',
	'plan',
	'missing_scope',
	'role',
	'forbidden',
	'not_found',
	'already_exists',
	'unprocessable',
	'failed_dependency',
	'rate_limited',
	'refused',
	'server_error',
	'timeout',
	'unreachable',
	'untrusted_certificate',
	'request_failed',
	'unexpected_answer',
	'too_many_results',
	'invalid_input',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** What went wrong, in words for who runs n8n. */
export interface Problem {
	kind: ProblemKind;
	/** HTTP status, or null when there was no answer. */
	status: number | null;
	/** One sentence: what happened. */
	message: string;
	/** One sentence: what somebody who is no developer does about it. */
	remedy: string;
	/** The scopes the token lacks, when Calendly names them. */
	requiredScopes?: string[];
}

/** Holds no part of the request, and no cause: an HTTP client's errors carry the token. */
export class CalendlyApiError extends Error {
	readonly kind: ProblemKind;

	readonly status: number | null;

	readonly remedy: string;

	readonly requiredScopes: string[];

	constructor(problem: Problem) {
		super(problem.message);
		this.name = 'CalendlyApiError';
		this.kind = problem.kind;
		this.status = problem.status;
		this.remedy = problem.remedy;
		this.requiredScopes = problem.requiredScopes ?? [];
	}
}

const TOKEN_PAGE = 'In Calendly, open Integrations → API & Webhooks, make a new token';
const PASTE = 'paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n';
const TRY_LATER = 'Try again in a few minutes.';
const CHECK_BEFORE_REPEATING =
	'Look in Calendly whether it was done all the same before trying again.';
const CHECK_NETWORK =
	'Check the internet connection, the firewall and the proxy of the machine that runs n8n.';
const CORRECT_VALUES = 'Correct the values in the node and try again.';

/** The problem an answer with an error status tells of. */
export function problemOfAnswer(request: ApiRequest, response: ApiResponse): CalendlyApiError {
	const { status, body } = response;
	const text = serverTextOf(body, request.body);
	return new CalendlyApiError({ status, ...describeStatus(request, response, text) });
}

type Description = Omit<Problem, 'status'>;

const NOT_FOUND: Description = {
	kind: 'not_found',
	message: 'Calendly does not know what was asked for.',
	remedy:
		'Check the address (URI) in the node, that it was not deleted in Calendly, and that the token belongs to the right account.',
};
const FAILED_DEPENDENCY: Description = {
	kind: 'failed_dependency',
	message: 'A service that Calendly depends on did not answer.',
	remedy:
		'Check the calendars and video tools connected in Calendly, and try again in a few minutes.',
};
const RATE_LIMITED: Description = {
	kind: 'rate_limited',
	message: 'Calendly accepts no more requests for now: the limit per minute is used up.',
	remedy:
		'Try again in a few minutes; if it happens often, let the workflows that use this token run less often.',
};

function describeStatus(
	request: ApiRequest,
	{ status, body }: ApiResponse,
	text: ServerText,
): Description {
	switch (status) {
		case 400:
			return {
				kind: 'bad_request',
				message: sentence('Calendly did not accept the request', reasonIn(text)),
				remedy: CORRECT_VALUES,
			};
		case 401:
			return describeUnauthorized(text);
		case 403:
			return describeForbidden(request, body, text);
		case 404:
			return NOT_FOUND;
		case 408:
			return describeTimeout(request);
		case 409:
			return describeConflict(text);
		case 422:
			return {
				kind: 'unprocessable',
				message: sentence('Calendly cannot carry out the request', reasonIn(text)),
				remedy: CORRECT_VALUES,
			};
		case 424:
			return FAILED_DEPENDENCY;
		case 429:
			return RATE_LIMITED;
		default:
			return describeOtherStatus(request, status);
	}
}

function describeOtherStatus(request: ApiRequest, status: number): Description {
	if (status >= 500) {
		return {
			kind: 'server_error',
			message: `Calendly has a fault of its own (status ${status}).`,
			remedy: isWrite(request) ? CHECK_BEFORE_REPEATING : TRY_LATER,
		};
	}
	if (status >= 400) {
		return {
			kind: 'refused',
			message: `Calendly refused the request (status ${status}).`,
			remedy: 'Update this package; if it goes on, report it to its authors.',
		};
	}
	return describeUnexpected(status);
}

function describeUnauthorized(text: ServerText): Description {
	const said = `${text.title ?? ''} ${text.message ?? ''}`;
	return {
		kind: 'unauthorized',
		message: /expired/i.test(said)
			? 'The Calendly access token has expired.'
			: /revoked/i.test(said)
				? 'The Calendly access token was revoked.'
				: 'Calendly does not accept the access token: it is wrong, expired or revoked.',
		remedy: `${TOKEN_PAGE} and ${PASTE}.`,
	};
}

/**
 * Calendly's 403 texts: `Please upgrade …` (several wordings over the years), `Insufficient scope`
 * with `required_scopes`, `You do not have permission …`, and others such as a cancelled event.
 */
function describeForbidden(request: ApiRequest, body: unknown, text: ServerText): Description {
	const said = [text.title, text.message, ...text.details].join(' ');
	const requiredScopes = requiredScopesOf(body);
	if (requiredScopes.length > 0 || /insufficient.?scope/i.test(said)) {
		return describeMissingScope(requiredScopes);
	}
	if (/upgrade/i.test(said)) {
		return {
			kind: 'plan',
			message: sentence('The plan of this Calendly account does not include this', text.message),
			remedy: 'Choose events that the plan includes, or upgrade the plan in Calendly.',
		};
	}
	if (isBeyondUser(request) && /permission/i.test(said)) {
		return {
			kind: 'role',
			message:
				'The Calendly account of this token may only see its own appointments, not those of the whole organization or group.',
			remedy:
				'Choose the scope "User" in the node, or use the token of an owner or admin of the Calendly organization.',
		};
	}
	return {
		kind: 'forbidden',
		message: sentence('Calendly does not allow this', text.message ?? text.title),
		remedy:
			'Check in Calendly that this account may do it and that the appointment can still be changed.',
	};
}

function describeMissingScope(requiredScopes: string[]): Description {
	const names = requiredScopes.join(', ');
	return {
		kind: 'missing_scope',
		message: sentence('The Calendly access token was made without a scope this needs', names),
		remedy: `${TOKEN_PAGE} with ${names === '' ? 'all the scopes named in the credential' : `its present scopes and these: ${names}`}, and ${PASTE}.`,
		requiredScopes,
	};
}

function describeConflict(text: ServerText): Description {
	return /hook/i.test(text.message ?? '')
		? {
				kind: 'already_exists',
				message: 'Calendly already has a subscription for this webhook address.',
				remedy:
					'Deactivate the other workflow or tool that uses this address, or run the operation Webhook → Repair.',
			}
		: {
				kind: 'already_exists',
				message: sentence('Calendly already has what was to be made', text.message),
				remedy: 'Nothing needs to be done; read it again to see how it stands.',
			};
}

function describeTimeout(request: ApiRequest): Description {
	return {
		kind: 'timeout',
		message: 'Calendly did not answer in time.',
		remedy: isWrite(request) ? CHECK_BEFORE_REPEATING : TRY_LATER,
	};
}

function describeUnexpected(status: number): Description {
	return {
		kind: 'unexpected_answer',
		message: `The answer was not what Calendly sends (status ${status}).`,
		remedy:
			'Check whether a proxy or firewall between n8n and Calendly answers in its place, then try again.',
	};
}

/** A success that is not the JSON Calendly documents, or a status that is neither. */
export function unexpectedAnswer(status: number): CalendlyApiError {
	return new CalendlyApiError({ status, ...describeUnexpected(status) });
}

/** A list that goes on after the last page somebody was ready to read. */
export function tooManyResults(pages: number): CalendlyApiError {
	return new CalendlyApiError({
		kind: 'too_many_results',
		status: null,
		message: `Calendly's list is longer than ${pages} pages.`,
		remedy: 'Narrow the dates or the other filters in the node.',
	});
}

/** Something typed in the node that is refused before anything is sent. */
export function invalidInput(message: string, remedy: string): CalendlyApiError {
	return new CalendlyApiError({ kind: 'invalid_input', status: null, message, remedy });
}

/** How a transport fails without an answer, by the code of Node.js or of the HTTP client. */
type Breakdown = 'timeout' | 'dns' | 'refused' | 'broken' | 'no_route' | 'certificate';

/** https://nodejs.org/api/errors.html#common-system-errors, https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const BREAKDOWNS: Record<string, Breakdown> = {
	ETIMEDOUT: 'timeout',
	ESOCKETTIMEDOUT: 'timeout',
	ECONNABORTED: 'timeout',
	UND_ERR_CONNECT_TIMEOUT: 'timeout',
	UND_ERR_HEADERS_TIMEOUT: 'timeout',
	UND_ERR_BODY_TIMEOUT: 'timeout',
	ENOTFOUND: 'dns',
	EAI_AGAIN: 'dns',
	ECONNREFUSED: 'refused',
	ECONNRESET: 'broken',
	EPIPE: 'broken',
	UND_ERR_SOCKET: 'broken',
	EHOSTUNREACH: 'no_route',
	ENETUNREACH: 'no_route',
	EHOSTDOWN: 'no_route',
	ENETDOWN: 'no_route',
	CERT_HAS_EXPIRED: 'certificate',
	CERT_NOT_YET_VALID: 'certificate',
	CERT_REVOKED: 'certificate',
	CERT_REJECTED: 'certificate',
	CERT_UNTRUSTED: 'certificate',
	CERT_CHAIN_TOO_LONG: 'certificate',
	CERT_SIGNATURE_FAILURE: 'certificate',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
	ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
	HOSTNAME_MISMATCH: 'certificate',
	INVALID_CA: 'certificate',
	SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
	UNABLE_TO_GET_ISSUER_CERT: 'certificate',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
};

/** The problem a rejected transport tells of; only its code is read, never its texts. */
export function problemOfRejection(request: ApiRequest, rejection: unknown): CalendlyApiError {
	return new CalendlyApiError({
		status: null,
		...describeBreakdown(request, breakdownOf(rejection)),
	});
}

function describeBreakdown(request: ApiRequest, breakdown: Breakdown | null): Description {
	const carriedOut = isWrite(request) ? CHECK_BEFORE_REPEATING : CHECK_NETWORK;
	switch (breakdown) {
		case 'timeout':
			return describeTimeout(request);
		case 'dns':
			return unreachable('The address of Calendly could not be looked up (DNS).', CHECK_NETWORK);
		case 'refused':
			return unreachable('The connection to Calendly was refused.', CHECK_NETWORK);
		case 'no_route':
			return unreachable('There is no way from this machine to Calendly.', CHECK_NETWORK);
		case 'broken':
			return unreachable('The connection to Calendly broke off.', carriedOut);
		case 'certificate':
			return {
				kind: 'untrusted_certificate',
				message: 'The connection to Calendly is not secure: its certificate is not trusted.',
				remedy:
					'Check the clock of the machine that runs n8n, and ask whoever runs the network whether a proxy or antivirus replaces certificates.',
			};
		default:
			return {
				kind: 'request_failed',
				message: 'The request to Calendly failed before there was an answer.',
				remedy: isWrite(request)
					? CHECK_BEFORE_REPEATING
					: 'Check that the node has its Calendly credential, and the internet connection of the machine that runs n8n.',
			};
	}
}

function unreachable(message: string, remedy: string): Description {
	return { kind: 'unreachable', message, remedy };
}

/** Clients wrap errors in errors (n8n: NodeApiError; Node.js: AggregateError), a few deep. */
const MAX_DEPTH = 4;

function breakdownOf(error: unknown, depth = 0): Breakdown | null {
	if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return null;
	const { code, httpCode, cause, errors, errorResponse } = error as Record<string, unknown>;
	for (const name of [code, httpCode]) {
		if (typeof name === 'string' && Object.hasOwn(BREAKDOWNS, name)) return BREAKDOWNS[name];
	}
	const inner = [cause, errorResponse, ...(Array.isArray(errors) ? errors : [])];
	for (const wrapped of inner) {
		const found = breakdownOf(wrapped, depth + 1);
		if (found !== null) return found;
	}
	return null;
}

function sentence(statement: string, addition: string | null): string {
	return addition === null || addition === '' ? `${statement}.` : `${statement}: ${addition}.`;
}

function reasonIn(text: ServerText): string | null {
	return text.details.length > 0 ? text.details.join('; ') : (text.message ?? text.title);
}

function isWrite(request: ApiRequest): boolean {
	return request.method === 'POST';
}

/** Whether the request asks for more than the token's own user: that takes an owner or admin. */
function isBeyondUser({ query, body }: ApiRequest): boolean {
	const asked = { ...query, ...asFields(body) };
	if (asked.scope !== undefined) return asked.scope !== 'user';
	return asked.user === undefined && (asked.organization ?? asked.group) !== undefined;
}
