import fc from 'fast-check';
import { inspect } from 'node:util';
import type { ApiRequest, ApiResponse } from '../../../../nodes/shared/calendly/api/exchange';
import {
	CalendlyApiError,
	problemOfAnswer,
	problemOfRejection,
	PROBLEM_KINDS,
	tooManyResults,
	unexpectedAnswer,
} from '../../../../nodes/shared/calendly/api/problem';
import { answer, BASE, DENIED, ORGANIZATION, SIGNING_KEY, USER } from './fakeCalendly.mts';

const TOKEN = 'eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2YjNjZWJjY2Y4ZGM1YmFmYThhNjVlNjg0MDIz.abc';

const READ: ApiRequest = { method: 'GET', path: '/scheduled_events', query: { user: USER } };
const READ_ALL: ApiRequest = {
	method: 'GET',
	path: '/scheduled_events',
	query: { organization: ORGANIZATION },
};
const READ_GROUP: ApiRequest = {
	method: 'GET',
	path: '/scheduled_events',
	query: { group: `${BASE}/groups/G` },
};
const READ_OTHER: ApiRequest = {
	method: 'GET',
	path: '/scheduled_events',
	query: { organization: ORGANIZATION, user: USER },
};
const HOOKS: ApiRequest = {
	method: 'GET',
	path: '/webhook_subscriptions',
	query: { organization: ORGANIZATION, scope: 'organization' },
};
const CANCEL: ApiRequest = { method: 'POST', path: '/scheduled_events/A/cancellation', body: {} };
const DELETE: ApiRequest = { method: 'DELETE', path: '/webhook_subscriptions/A' };
const subscribe = (scope: string): ApiRequest => ({
	method: 'POST',
	path: '/webhook_subscriptions',
	body: {
		url: 'https://n8n.archimeuble.fr/webhook/a',
		scope,
		organization: ORGANIZATION,
		user: USER,
		signing_key: SIGNING_KEY,
	},
});

const NEW_TOKEN =
	'In Calendly, open Integrations → API & Webhooks, make a new token and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.';
const CORRECT = 'Correct the values in the node and try again.';
const UPGRADE = 'Choose events that the plan includes, or upgrade the plan in Calendly.';
const ADMIN =
	'Choose the scope "User" in the node, or use the token of an owner or admin of the Calendly organization.';
const OWN_ONLY =
	'The Calendly account of this token may only see its own appointments, not those of the whole organization or group.';
const ALLOWED =
	'Check in Calendly that this account may do it and that the appointment can still be changed.';
const LATER = 'Try again in a few minutes.';
const LOOK = 'Look in Calendly whether it was done all the same before trying again.';
const NETWORK =
	'Check the internet connection, the firewall and the proxy of the machine that runs n8n.';
const PROXY =
	'Check whether a proxy or firewall between n8n and Calendly answers in its place, then try again.';

const denied = (message: string) => answer(403, { title: 'Permission Denied', message });

describe('what an answer of Calendly means, and what to do', () => {
	test.each<[string, ApiRequest, ApiResponse, string, string, string]>([
		[
			'400 with details',
			READ,
			answer(400, {
				title: 'Invalid Argument',
				message: 'The supplied parameters are invalid.',
				details: [
					{ parameter: 'count', message: 'must be less than 101' },
					{ parameter: 'sort', message: 'is unknown.', code: 'x' },
				],
			}),
			'bad_request',
			'Calendly did not accept the request: count: must be less than 101; sort: is unknown.',
			CORRECT,
		],
		[
			'400 with half of the details',
			READ,
			answer(400, { details: [{ parameter: 'count' }, { message: 'is missing' }, {}, 7] }),
			'bad_request',
			'Calendly did not accept the request: count; is missing.',
			CORRECT,
		],
		[
			'400 without details',
			READ,
			answer(400, { title: 'Invalid Argument', message: 'The supplied parameters are invalid.' }),
			'bad_request',
			'Calendly did not accept the request: The supplied parameters are invalid.',
			CORRECT,
		],
		[
			'400 with a title only',
			READ,
			answer(400, { title: 'Invalid Argument' }),
			'bad_request',
			'Calendly did not accept the request: Invalid Argument.',
			CORRECT,
		],
		[
			'400 without a word',
			READ,
			answer(400, ''),
			'bad_request',
			'Calendly did not accept the request.',
			CORRECT,
		],
		[
			'401',
			READ,
			answer(401, { title: 'Unauthenticated', message: 'The access token is invalid' }),
			'unauthorized',
			'Calendly does not accept the access token: it is wrong, expired or revoked.',
			NEW_TOKEN,
		],
		[
			'401 expired',
			READ,
			answer(401, { title: 'Unauthenticated', message: 'The access token expired' }),
			'unauthorized',
			'The Calendly access token has expired.',
			NEW_TOKEN,
		],
		[
			'401 revoked',
			READ,
			answer(401, { title: 'The access token was revoked' }),
			'unauthorized',
			'The Calendly access token was revoked.',
			NEW_TOKEN,
		],
		[
			'401 without a word',
			READ,
			answer(401, null),
			'unauthorized',
			'Calendly does not accept the access token: it is wrong, expired or revoked.',
			NEW_TOKEN,
		],
		[
			'403 for the plan, since 2026',
			subscribe('organization'),
			denied('Please upgrade to a paid Calendly account.'),
			'plan',
			'The plan of this Calendly account does not include this: Please upgrade to a paid Calendly account.',
			UPGRADE,
		],
		[
			'403 for the plan, before',
			subscribe('user'),
			denied('Please upgrade your Calendly account to Standard'),
			'plan',
			'The plan of this Calendly account does not include this: Please upgrade your Calendly account to Standard.',
			UPGRADE,
		],
		[
			'403 for the plan, in 2023',
			READ,
			denied('Please upgrade your Calendly account to Professional'),
			'plan',
			'The plan of this Calendly account does not include this: Please upgrade your Calendly account to Professional.',
			UPGRADE,
		],
		[
			'403 for the scopes of the token',
			READ,
			answer(403, {
				title: 'Permission Denied',
				message: 'Insufficient scope',
				required_scopes: ['scheduled_events:read', 'users:read'],
			}),
			'missing_scope',
			'The Calendly access token was made without a scope this needs: scheduled_events:read, users:read.',
			'In Calendly, open Integrations → API & Webhooks, make a new token with its present scopes and these: scheduled_events:read, users:read, and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.',
		],
		[
			'403 for scopes in OAuth spelling',
			READ,
			answer(403, { title: 'insufficient_scope', required_scopes: 'webhooks:write users:read' }),
			'missing_scope',
			'The Calendly access token was made without a scope this needs: webhooks:write, users:read.',
			'In Calendly, open Integrations → API & Webhooks, make a new token with its present scopes and these: webhooks:write, users:read, and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.',
		],
		[
			'403 that names the scopes and says nothing of them',
			READ,
			answer(403, { title: 'Permission Denied', required_scopes: ['users:read'] }),
			'missing_scope',
			'The Calendly access token was made without a scope this needs: users:read.',
			'In Calendly, open Integrations → API & Webhooks, make a new token with its present scopes and these: users:read, and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.',
		],
		[
			'403 for scopes in one word',
			HOOKS,
			answer(403, { title: 'InsufficientScope' }),
			'missing_scope',
			'The Calendly access token was made without a scope this needs.',
			'In Calendly, open Integrations → API & Webhooks, make a new token with all the scopes named in the credential, and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.',
		],
		[
			'403 for scopes that are not named',
			HOOKS,
			answer(403, { title: 'Insufficient scope' }),
			'missing_scope',
			'The Calendly access token was made without a scope this needs.',
			'In Calendly, open Integrations → API & Webhooks, make a new token with all the scopes named in the credential, and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.',
		],
		[
			'403 when a member lists the hooks of the organization',
			HOOKS,
			DENIED,
			'role',
			OWN_ONLY,
			ADMIN,
		],
		[
			'403 when a member subscribes for the organization',
			subscribe('organization'),
			denied('You do not have permission'),
			'role',
			OWN_ONLY,
			ADMIN,
		],
		[
			'403 when a member subscribes for a group',
			subscribe('group'),
			DENIED,
			'role',
			OWN_ONLY,
			ADMIN,
		],
		['403 when a member reads the organization', READ_ALL, DENIED, 'role', OWN_ONLY, ADMIN],
		['403 when a member reads a group', READ_GROUP, DENIED, 'role', OWN_ONLY, ADMIN],
		[
			'403 for a subscription of one user',
			subscribe('user'),
			DENIED,
			'forbidden',
			'Calendly does not allow this: You do not have permission to access this resource.',
			ALLOWED,
		],
		[
			'403 for the appointments of another user',
			READ_OTHER,
			DENIED,
			'forbidden',
			'Calendly does not allow this: You do not have permission to access this resource.',
			ALLOWED,
		],
		[
			'403 for one thing',
			CANCEL,
			denied('Event is already canceled'),
			'forbidden',
			'Calendly does not allow this: Event is already canceled.',
			ALLOWED,
		],
		[
			'403 for the organization, for another reason',
			READ_ALL,
			answer(403, { title: 'Forbidden' }),
			'forbidden',
			'Calendly does not allow this: Forbidden.',
			ALLOWED,
		],
		[
			'403 without a word',
			READ,
			answer(403, undefined),
			'forbidden',
			'Calendly does not allow this.',
			ALLOWED,
		],
		[
			'404',
			READ,
			answer(404, {
				title: 'Resource Not Found',
				message: 'The server could not find the requested resource.',
			}),
			'not_found',
			'Calendly does not know what was asked for.',
			'Check the address (URI) in the node, that it was not deleted in Calendly, and that the token belongs to the right account.',
		],
		['408', READ, answer(408), 'timeout', 'Calendly did not answer in time.', LATER],
		[
			'409 for a subscription',
			subscribe('user'),
			answer(409, { title: 'Already Exists', message: 'Hook with this url already exists' }),
			'already_exists',
			'Calendly already has a subscription for this webhook address.',
			'Deactivate the other workflow or tool that uses this address, or run the operation Webhook → Repair.',
		],
		[
			'409 for something else',
			CANCEL,
			answer(409, { title: 'Already Exists', message: 'No show already exists' }),
			'already_exists',
			'Calendly already has what was to be made: No show already exists.',
			'Nothing needs to be done; read it again to see how it stands.',
		],
		[
			'422',
			CANCEL,
			answer(422, { message: 'The event has passed!' }),
			'unprocessable',
			'Calendly cannot carry out the request: The event has passed.',
			CORRECT,
		],
		[
			'424',
			CANCEL,
			answer(424, { message: 'External calendar' }),
			'failed_dependency',
			'A service that Calendly depends on did not answer.',
			'Check the calendars and video tools connected in Calendly, and try again in a few minutes.',
		],
		[
			'429',
			READ,
			answer(429, {}),
			'rate_limited',
			'Calendly accepts no more requests for now: the limit per minute is used up.',
			'Try again in a few minutes; if it happens often, let the workflows that use this token run less often.',
		],
		[
			'another refusal',
			READ,
			answer(418, { message: 'short and stout' }),
			'refused',
			'Calendly refused the request (status 418).',
			'Update this package; if it goes on, report it to its authors.',
		],
		[
			'500 while reading',
			READ,
			answer(500, 'Oops'),
			'server_error',
			'Calendly has a fault of its own (status 500).',
			LATER,
		],
		[
			'503 while deleting',
			DELETE,
			answer(503),
			'server_error',
			'Calendly has a fault of its own (status 503).',
			LATER,
		],
		[
			'502 while changing something',
			CANCEL,
			answer(502),
			'server_error',
			'Calendly has a fault of its own (status 502).',
			LOOK,
		],
		[
			'a redirect',
			READ,
			answer(302),
			'unexpected_answer',
			'The answer was not what Calendly sends (status 302).',
			PROXY,
		],
	])('%s', (_name, request, response, kind, message, remedy) => {
		const problem = problemOfAnswer(request, response);
		expect(problem).toBeInstanceOf(CalendlyApiError);
		expect({ ...problem, message: problem.message }).toEqual({
			name: 'CalendlyApiError',
			kind,
			status: response.status,
			message,
			remedy,
			requiredScopes: expect.any(Array),
		});
	});

	test('a success that is no JSON', () => {
		expect(unexpectedAnswer(200)).toMatchObject({
			kind: 'unexpected_answer',
			status: 200,
			message: 'The answer was not what Calendly sends (status 200).',
			remedy: PROXY,
		});
	});

	test('the scopes a token lacks are names of scopes and nothing else, each once', () => {
		const listed = [
			'users:read',
			'users:read',
			'webhooks:write',
			7,
			'Ask <b>us</b>',
			`a${'b'.repeat(60)}:read`,
			'\nx:read',
		];
		const body = { message: 'Insufficient scope', required_scopes: listed };
		expect(problemOfAnswer(READ, answer(403, body)).requiredScopes).toEqual([
			'users:read',
			'webhooks:write',
		]);
	});

	test('other problems name no scopes', () => {
		expect(problemOfAnswer(READ, answer(500)).requiredScopes).toEqual([]);
		expect(tooManyResults(3).requiredScopes).toEqual([]);
	});
});

describe('what a failure without an answer means, and what to do', () => {
	const BROKEN = 'The connection to Calendly broke off.';
	const SLOW = 'Calendly did not answer in time.';
	const CERTIFICATE = 'The connection to Calendly is not secure: its certificate is not trusted.';
	const CLOCK =
		'Check the clock of the machine that runs n8n, and ask whoever runs the network whether a proxy or antivirus replaces certificates.';
	const UNKNOWN = 'The request to Calendly failed before there was an answer.';
	const CREDENTIAL =
		'Check that the node has its Calendly credential, and the internet connection of the machine that runs n8n.';

	test.each<[string, ApiRequest, string, string, string]>([
		['ETIMEDOUT', READ, 'timeout', SLOW, LATER],
		['ESOCKETTIMEDOUT', READ, 'timeout', SLOW, LATER],
		['ECONNABORTED', DELETE, 'timeout', SLOW, LATER],
		['UND_ERR_CONNECT_TIMEOUT', READ, 'timeout', SLOW, LATER],
		['UND_ERR_HEADERS_TIMEOUT', READ, 'timeout', SLOW, LATER],
		['UND_ERR_BODY_TIMEOUT', READ, 'timeout', SLOW, LATER],
		['ETIMEDOUT', CANCEL, 'timeout', SLOW, LOOK],
		[
			'ENOTFOUND',
			READ,
			'unreachable',
			'The address of Calendly could not be looked up (DNS).',
			NETWORK,
		],
		[
			'EAI_AGAIN',
			CANCEL,
			'unreachable',
			'The address of Calendly could not be looked up (DNS).',
			NETWORK,
		],
		['ECONNREFUSED', CANCEL, 'unreachable', 'The connection to Calendly was refused.', NETWORK],
		['ECONNRESET', READ, 'unreachable', BROKEN, NETWORK],
		['EPIPE', READ, 'unreachable', BROKEN, NETWORK],
		['UND_ERR_SOCKET', DELETE, 'unreachable', BROKEN, NETWORK],
		['ECONNRESET', CANCEL, 'unreachable', BROKEN, LOOK],
		[
			'EHOSTUNREACH',
			READ,
			'unreachable',
			'There is no way from this machine to Calendly.',
			NETWORK,
		],
		[
			'ENETUNREACH',
			CANCEL,
			'unreachable',
			'There is no way from this machine to Calendly.',
			NETWORK,
		],
		['EHOSTDOWN', READ, 'unreachable', 'There is no way from this machine to Calendly.', NETWORK],
		['ENETDOWN', READ, 'unreachable', 'There is no way from this machine to Calendly.', NETWORK],
		...[
			'CERT_HAS_EXPIRED',
			'CERT_NOT_YET_VALID',
			'CERT_REVOKED',
			'CERT_REJECTED',
			'CERT_UNTRUSTED',
			'CERT_CHAIN_TOO_LONG',
			'CERT_SIGNATURE_FAILURE',
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'ERR_TLS_CERT_ALTNAME_INVALID',
			'HOSTNAME_MISMATCH',
			'INVALID_CA',
			'SELF_SIGNED_CERT_IN_CHAIN',
			'UNABLE_TO_GET_ISSUER_CERT',
			'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		].map((code): [string, ApiRequest, string, string, string] => [
			code,
			CANCEL,
			'untrusted_certificate',
			CERTIFICATE,
			CLOCK,
		]),
		['ENOENT', READ, 'request_failed', UNKNOWN, CREDENTIAL],
		['constructor', READ, 'request_failed', UNKNOWN, CREDENTIAL],
		['ENOENT', CANCEL, 'request_failed', UNKNOWN, LOOK],
	])('%s of a request %#', (code, request, kind, message, remedy) => {
		const problem = problemOfRejection(request, Object.assign(new Error('x'), { code }));
		expect({ ...problem, message: problem.message }).toEqual({
			name: 'CalendlyApiError',
			kind,
			status: null,
			message,
			remedy,
			requiredScopes: [],
		});
	});

	const coded = (code: string) => Object.assign(new Error('inner'), { code });
	test.each<[string, unknown]>([
		['as the cause, as NodeApiError has it', new Error('outer', { cause: coded('ENOTFOUND') })],
		['two causes deep', new Error('a', { cause: new Error('b', { cause: coded('ENOTFOUND') }) })],
		['as the HTTP code of a NodeApiError', { httpCode: 'ENOTFOUND' }],
		['in the answer NodeApiError keeps', { errorResponse: { code: 'ENOTFOUND' } }],
		['among several attempts', new AggregateError([new Error('v6'), coded('ENOTFOUND')])],
		[
			'beside a code that says nothing',
			Object.assign(new Error('x', { cause: coded('ENOTFOUND') }), { code: 'ERR_BAD_REQUEST' }),
		],
		['without being an error at all', { code: 'ENOTFOUND' }],
	])('the code is found %s', (_name, rejection) => {
		expect(problemOfRejection(READ, rejection).kind).toBe('unreachable');
	});

	test('the code is looked for four errors deep and no deeper', () => {
		const wrapped = (times: number): unknown =>
			times === 0 ? coded('ENOTFOUND') : { cause: wrapped(times - 1) };
		expect(problemOfRejection(READ, wrapped(4)).kind).toBe('unreachable');
		expect(problemOfRejection(READ, wrapped(5)).kind).toBe('request_failed');
	});

	test.each([
		[undefined],
		[null],
		['ENOTFOUND'],
		[7],
		[{ code: 7 }],
		[{ code: ['ENOTFOUND'] }],
		[{ code: {}, httpCode: Symbol('ENOTFOUND') }],
		[{ code: null, errors: 'no' }],
	])('%j is a failure of unknown cause', (rejection) => {
		expect(problemOfRejection(READ, rejection).kind).toBe('request_failed');
	});

	test('causes that go round end', () => {
		const error = new Error('round');
		error.cause = error;
		expect(problemOfRejection(READ, error).kind).toBe('request_failed');
	});
});

describe('what may never be in an error', () => {
	const shown = (problem: Error) =>
		inspect(problem, { depth: 9 }) + JSON.stringify(problem) + String(problem.stack);

	test('an HTTP client’s error carries the token, ours does not', () => {
		const rejection = Object.assign(new Error(`Bearer ${TOKEN}`), {
			code: 'ETIMEDOUT',
			config: { headers: { Authorization: `Bearer ${TOKEN}` } },
			request: { body: SIGNING_KEY },
		});
		const text = shown(problemOfRejection(subscribe('user'), rejection));
		expect(text).not.toContain(TOKEN);
		expect(text).not.toContain(SIGNING_KEY);
	});

	test.each<[string, unknown]>([
		['the message', { message: `Bad token Bearer ${TOKEN} and key ${SIGNING_KEY}` }],
		['the title', { title: `${SIGNING_KEY} ${TOKEN}` }],
		['a detail', { details: [{ parameter: TOKEN, message: `${SIGNING_KEY} is too short` }] }],
		[
			'a detail about the key',
			{
				details: [{ parameter: 'signing_key', message: `"${SIGNING_KEY.slice(0, 12)}" is short` }],
			},
		],
		['a text about the key', { message: `Signing key ${SIGNING_KEY.slice(0, 12)} is short` }],
	])('a server that repeats token and key in %s is not quoted', (_name, body) => {
		for (const status of [400, 401, 403, 409, 422]) {
			const text = shown(problemOfAnswer(subscribe('user'), answer(status, body)));
			expect(text).not.toContain(TOKEN.slice(0, 12));
			expect(text).not.toContain(SIGNING_KEY.slice(0, 12));
		}
	});

	test('what was sent is cut out, what Calendly says about it stays', () => {
		const request: ApiRequest = {
			method: 'POST',
			path: '/x',
			body: {
				scope: 'organization',
				reason: 'Madame Müller: divorce "bientôt"',
				list: ['Jean-Pierre Dupont'],
			},
		};
		const body = {
			message:
				'organization: reason Madame Müller: divorce "bientôt" or Madame Müller: divorce \\"bientôt\\" or Madame%20M%C3%BCller%3A%20divorce%20%22bient%C3%B4t%22 by Jean-Pierre Dupont',
		};
		expect(problemOfAnswer(request, answer(400, body)).message).toBe(
			'Calendly did not accept the request: organization: reason … or … or … by ….',
		);
	});

	test('a key of lower-case letters is cut out like any other', () => {
		const request: ApiRequest = {
			method: 'POST',
			path: '/x',
			body: { signing_key: 'abcdefghijklmnop' },
		};
		expect(problemOfAnswer(request, answer(400, { message: 'got abcdefghijklmnop' })).message).toBe(
			'Calendly did not accept the request: got ….',
		);
	});

	test('of the key nothing is said but that it is not accepted', () => {
		const request: ApiRequest = {
			method: 'POST',
			path: '/x',
			body: { signing_key: 'wood-and-glue-2026' },
		};
		const details = [{ parameter: 'signing_key', message: 'wood-and-glue… is too short' }];
		expect(problemOfAnswer(request, answer(400, { details })).message).toBe(
			'Calendly did not accept the request: signing_key is not accepted.',
		);
	});

	test('eight characters are enough to be cut out, seven are an ordinary word', () => {
		const request: ApiRequest = {
			method: 'POST',
			path: '/x',
			body: { a: 'Müller-8', b: 'Dupond7' },
		};
		const problem = problemOfAnswer(request, answer(400, { message: 'not Müller-8 but Dupond7' }));
		expect(problem.message).toBe('Calendly did not accept the request: not … but Dupond7.');
	});

	test('a value that holds another leaves nothing of itself behind', () => {
		const request: ApiRequest = {
			method: 'POST',
			path: '/x',
			body: { a: 'Dupont-7', b: 'Dupont-7 and Durand-8' },
		};
		expect(
			problemOfAnswer(request, answer(400, { message: 'see Dupont-7 and Durand-8' })).message,
		).toBe('Calendly did not accept the request: see ….');
	});

	test('a long text is cut, a text of many lines is one', () => {
		const { message } = problemOfAnswer(
			READ,
			answer(400, { message: `a\r\nb\u202e ${'word '.repeat(500)}` }),
		);
		expect(message).toMatch(/^Calendly did not accept the request: a b word /);
		expect(message.length).toBeLessThan(260);
	});

	test('at most five details are told', () => {
		const details = Array.from({ length: 9 }, (_value, number) => ({ parameter: `p${number}` }));
		expect(problemOfAnswer(READ, answer(400, { details })).message).toBe(
			'Calendly did not accept the request: p0; p1; p2; p3; p4.',
		);
	});

	test('whatever a server answers, the error is short, of one line each, and of a known kind', () => {
		const texts = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom(
				'Please upgrade',
				'Insufficient scope',
				'permission',
				'hook',
				SIGNING_KEY,
				TOKEN,
			),
		);
		const bodies = fc.oneof(
			fc.anything(),
			fc.record(
				{
					title: texts,
					message: texts,
					required_scopes: fc.anything(),
					details: fc.array(fc.record({ parameter: texts, message: texts })),
				},
				{ requiredKeys: [] },
			),
		);
		const requests = fc.constantFrom(
			READ,
			HOOKS,
			CANCEL,
			subscribe('user'),
			subscribe('organization'),
		);
		fc.assert(
			fc.property(requests, fc.integer({ min: 0, max: 599 }), bodies, (request, status, body) => {
				const problem = problemOfAnswer(request, { status, headers: {}, body });
				expect(PROBLEM_KINDS).toContain(problem.kind);
				for (const text of [problem.message, problem.remedy]) {
					expect(text).toMatch(/^[A-Z][^\p{Cc}\u2028\u2029\u202a-\u202e]{10,1500}\.$/u);
				}
				expect(shown(problem)).not.toContain(SIGNING_KEY);
				expect(shown(problem)).not.toContain(TOKEN);
			}),
		);
	});

	test('whatever a body holds, a server that repeats it whole is not quoted', () => {
		const secrets = fc
			.string({ unit: 'binary', minLength: 12, maxLength: 80 })
			.filter((text) => text.trim().length >= 12 && !/^[a-z_.]+$/.test(text));
		fc.assert(
			fc.property(secrets, fc.boolean(), (secret, asJson) => {
				const request: ApiRequest = { method: 'POST', path: '/x', body: { reason: secret } };
				const message = `before ${asJson ? JSON.stringify(secret) : secret} after`;
				const text = problemOfAnswer(request, answer(400, { message })).message;
				expect(text).not.toContain(secret.trim());
			}),
		);
	});
});
