import { createHmac } from 'node:crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { CalendlyArchiMeubleTrigger } from '../../nodes/CalendlyArchiMeubleTrigger/CalendlyArchiMeubleTrigger.node';
import { processTally } from '../../nodes/shared/calendly/refusalCounts';
import { signHeader } from '../../nodes/shared/calendly/signature';
import { payload } from '../support/payloads.mts';

const KEY = 'a-signing-secret-of-good-length';
const PREVIOUS = 'the-signing-secret-before-that';

interface Request {
	body: string | Buffer;
	headers?: Record<string, unknown>;
	rawBody?: unknown;
	/** Body bytes n8n gives only when asked. */
	unread?: boolean;
	credential?: Record<string, string> | null;
	parameters?: Record<string, unknown>;
}

/** A fake of what n8n hands to `webhook()`; cryptography and our code are the real ones. */
function fakeContext({
	body,
	headers = {},
	unread,
	credential,
	parameters = {},
	...rest
}: Request) {
	const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
	const logged: Array<{ level: string; message: string; meta: unknown }> = [];
	const answered: { status?: number; body?: unknown; headers: Record<string, unknown> } = {
		headers: { 'Access-Control-Allow-Origin': headers.origin },
	};
	const response = {
		status: (code: number) => ({
			json: (json: unknown) => Object.assign(answered, { status: code, body: json }),
		}),
		removeHeader: (name: string) => delete answered.headers[name],
		setHeader: (name: string, value: unknown) => (answered.headers[name] = value),
	};
	const request: Record<string, unknown> = {
		rawBody: 'rawBody' in rest ? rest.rawBody : unread ? undefined : bytes,
		readRawBody: unread ? async () => (request.rawBody = bytes) : undefined,
	};
	const values: Record<string, unknown> = {
		events: ['invitee.created', 'invitee.canceled'],
		timezone: 'Europe/Paris',
		options: {},
		...parameters,
	};
	const staticData: Record<string, unknown> = {};
	const log = (level: string) => (message: string, meta?: unknown) =>
		logged.push({ level, message, meta });
	const context = {
		getRequestObject: () => request,
		getResponseObject: () => response,
		getHeaderData: () => headers,
		getNodeParameter: (name: string) => values[name],
		getMode: () => 'webhook',
		getNode: () => ({ name: 'Calendly' }),
		getCredentials: async () => {
			if (credential === null) throw new Error('Credential does not exist');
			return credential ?? { signingSecret: KEY, previousSigningSecret: '' };
		},
		getWorkflowStaticData: () => staticData,
		logger: { warn: log('warn'), error: log('error') },
	} as unknown as IWebhookFunctions;
	return { context, answered, logged, staticData };
}

const seconds = () => Math.floor(Date.now() / 1000);
const BODY = JSON.stringify(payload('01-created-google-meet'));
const signed = (body: string | Buffer = BODY, key = KEY, timestamp = seconds()) => ({
	'calendly-webhook-signature': signHeader({ rawBody: body, signingKey: key, timestamp }),
});

async function deliver(request: Request) {
	const { context, answered, logged, staticData } = fakeContext(request);
	const result = await new CalendlyArchiMeubleTrigger().webhook.call(context);
	return { result, answered, logged, staticData };
}

describe('an authentic delivery', () => {
	test('runs the workflow with the normalised event', async () => {
		const { result, answered } = await deliver({ body: BODY, headers: signed() });
		expect(answered.status).toBeUndefined();
		expect(result.workflowData).toHaveLength(1);
		expect(result.workflowData?.[0][0].json).toMatchObject({
			schemaVersion: 1,
			action: 'created',
			client: { name: 'Camille Durand' },
		});
		expect(result.workflowData?.[0][0].json).not.toHaveProperty('raw');
	});

	test('runs the workflow when n8n left the body unread', async () => {
		const { result } = await deliver({ body: BODY, headers: signed(), unread: true });
		expect(result.workflowData).toHaveLength(1);
	});

	test('signed with the previous key runs the workflow while keys are being changed', async () => {
		const credential = { signingSecret: KEY, previousSigningSecret: PREVIOUS };
		const headers = signed(BODY, PREVIOUS);
		expect((await deliver({ body: BODY, headers, credential })).result.workflowData).toHaveLength(
			1,
		);
		expect((await deliver({ body: BODY, headers })).answered.status).toBe(401);
	});

	test('of an event that is not selected is answered 200 and goes no further', async () => {
		const body = JSON.stringify({ ...payload('01-created-google-meet'), event: 'contact.created' });
		const { result } = await deliver({ body, headers: signed(body) });
		expect(result).toEqual({
			webhookResponse: { success: true, message: 'Event logged successfully' },
		});
	});

	test.each([['invitee_no_show.created'], ['*']])(
		'of a selected event (%s) runs',
		async (selected) => {
			const body = JSON.stringify(payload('14-no-show-created'));
			const { result } = await deliver({
				body,
				headers: signed(body),
				parameters: { events: [selected] },
			});
			expect(result.workflowData?.[0][0].json).toMatchObject({ action: 'no_show' });
		},
	);

	test.each([
		['text', 'Bonjour'],
		['a list', '[]'],
		['null', 'null'],
		['an object without event', '{}'],
		['nothing', ''],
		['bytes that are not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
		['JSON cut off', BODY.slice(0, 100)],
	])('holding %s is answered 400', async (_name, body) => {
		const { result, answered } = await deliver({ body, headers: signed(body) });
		expect(answered).toMatchObject({ status: 400, body: { error: 'Invalid JSON' } });
		expect(result).toEqual({ noWebhookResponse: true });
	});

	test('shows the times in the chosen zone and carries the raw payload when asked', async () => {
		const { result } = await deliver({
			body: BODY,
			headers: signed(),
			parameters: { timezone: 'Indian/Reunion', options: { includeRaw: true } },
		});
		expect(result.workflowData?.[0][0].json).toMatchObject({
			display: { dateTime: '26/11/2026 à 17:00 - 17:30' },
			raw: { event: 'invitee.created' },
		});
	});

	test('is read with the chosen keywords', async () => {
		const { result } = await deliver({
			body: BODY,
			headers: signed(),
			parameters: { options: { notesKeywords: 'budget', configurationKeywords: 'plan' } },
		});
		expect(result.workflowData?.[0][0].json).toMatchObject({
			notes: '1 500 € - 3 000 €',
			configurationUrl: null,
		});
	});
});

describe('the filters of the trigger', () => {
	const TYPE = 'https://api.calendly.com/event_types/1a4b8c2d-6e93-4f05-a7b2-3d8e9f0a1b22';
	const HOST = 'https://api.calendly.com/users/5b6f0a52-7c1e-4a8d-9e21-0c4d6f8a1b30';
	const filtered = async (filters: unknown, body = BODY, events = ['*']) =>
		await deliver({ body, headers: signed(body), parameters: { filters, events } });

	test.each<[string, unknown]>([
		['none', {}],
		['fields that were emptied again', { eventTypes: [], namePattern: '', hosts: '' }],
		['the event type', { eventTypes: ['https://api.calendly.com/event_types/B', TYPE] }],
		['a part of the name, whatever its case', { namePattern: 'CONCEPTION' }],
		['one of several patterns', { namePattern: 'prise de mesures, visio*' }],
		['the host’s mail address', { hosts: 'paul@example.com, Menuisier@example.com' }],
		['the host’s URI', { hosts: HOST }],
		['the domain of the client', { inviteeDomains: '@example.com' }],
		[
			'all of them',
			{ eventTypes: [TYPE], namePattern: 'visio', hosts: HOST, inviteeDomains: 'example.com' },
		],
	])('let in what fits: %s', async (_name, filters) => {
		const { result } = await filtered(filters);
		expect(result.workflowData?.[0][0].json).toMatchObject({ action: 'created' });
	});

	test.each<[string, unknown]>([
		['another event type', { eventTypes: ['https://api.calendly.com/event_types/B'] }],
		['another name', { namePattern: 'prise de mesures' }],
		['a pattern for the whole name', { namePattern: 'conception*' }],
		['another host', { hosts: 'paul@example.com' }],
		['another domain', { inviteeDomains: 'example.org' }],
		['a domain of which the client’s is no sub-domain', { inviteeDomains: 'mple.com' }],
		['one that does not fit among those that do', { namePattern: 'visio', hosts: 'paul@a.fr' }],
	])('answer 200 to what does not and go no further: %s', async (_name, filters) => {
		const { result, answered, logged } = await filtered(filters);
		expect(result).toEqual({
			webhookResponse: { success: true, message: 'Event logged successfully' },
		});
		expect(answered.status).toBeUndefined();
		expect(logged).toEqual([]);
	});

	test('judge cancellations and no-shows like bookings', async () => {
		for (const name of ['02-canceled-by-host', '14-no-show-created'] as const) {
			const body = JSON.stringify(payload(name));
			expect((await filtered({ hosts: 'paul@a.fr' }, body)).result.workflowData).toBeUndefined();
			expect((await filtered({}, body)).result.workflowData).toHaveLength(1);
		}
	});

	test('let in what does not tell what they ask for', async () => {
		const body = JSON.stringify(payload('guide-created'));
		const { result } = await filtered({ hosts: 'paul@a.fr', eventTypes: [TYPE] }, body);
		expect(result.workflowData).toHaveLength(1);
	});

	test('let nothing in that is not signed', async () => {
		const { answered } = await deliver({
			body: BODY,
			headers: {},
			parameters: { filters: { namePattern: 'visio' } },
		});
		expect(answered.status).toBe(401);
	});

	test('do not stand in for the choice of events', async () => {
		const { result } = await filtered({ namePattern: 'visio' }, BODY, ['invitee.canceled']);
		expect(result.workflowData).toBeUndefined();
	});
});

describe('the choice Any Event', () => {
	const eventOf = async (body: object) => {
		const text = JSON.stringify(body);
		const parameters = { events: ['*'] };
		return await deliver({ body: text, headers: signed(text), parameters });
	};

	test.each([
		['contact.updated', { uri: 'https://api.calendly.com/contacts/A', email: 'a@example.com' }],
		['meeting_recap.deleted', { uri: 'https://api.calendly.com/meeting_recaps/A' }],
		['routing_form_submission.created', { result: { type: 'event_type', value: 7 } }],
		['something.of_the_future', { uri: 'https://api.calendly.com/things/A' }],
		['something.without_payload', undefined],
	])('runs the workflow for %s', async (event, content) => {
		const { result, answered } = await eventOf({ event, payload: content });
		expect(answered.status).toBeUndefined();
		expect(result.workflowData?.[0][0].json).toMatchObject({ event, action: 'other' });
	});

	test('is none where it is not chosen', async () => {
		const body = JSON.stringify({ event: 'something.of_the_future', payload: {} });
		const { result } = await deliver({ body, headers: signed(body), parameters: { events: [] } });
		expect(result.workflowData).toBeUndefined();
	});
});

describe('a delivery that cannot be trusted', () => {
	const digest = (body: string) => createHmac('sha256', KEY).update(body).digest('hex');

	test.each<[string, Partial<Request>, string]>([
		['without signature', { headers: {} }, 'missing_header'],
		[
			'with prose for a signature',
			{ headers: { 'calendly-webhook-signature': 'hello' } },
			'malformed_header',
		],
		[
			'signed with another key',
			{ headers: signed(BODY, 'another-key-altogether') },
			'signature_mismatch',
		],
		['signed too long ago', { headers: signed(BODY, KEY, seconds() - 301) }, 'timestamp_too_old'],
		['signed in the future', { headers: signed(BODY, KEY, seconds() + 302) }, 'timestamp_too_new'],
		['signed over other bytes', { headers: signed(`${BODY} `) }, 'signature_mismatch'],
		[
			'with the signature of the original guide, which is off',
			{ headers: { 'x-calendly-webhook-signature': digest(BODY) } },
			'missing_header',
		],
	])('%s is refused with one constant answer; the log says why', async (_name, request, reason) => {
		const { result, answered, logged } = await deliver({ body: BODY, ...request });
		expect(answered).toMatchObject({ status: 401, body: { error: 'Invalid signature' } });
		expect(result).toEqual({ noWebhookResponse: true });
		expect(logged).toEqual([
			{ level: 'warn', message: expect.stringContaining(reason), meta: { reason } },
		]);
	});

	test('because its body cannot be read is refused like any other, without a throw', async () => {
		const { context, answered } = fakeContext({ body: BODY, headers: signed(), unread: true });
		Object.assign(context.getRequestObject(), {
			readRawBody: async () => {
				throw new Error('incorrect header check');
			},
		});
		const result = await new CalendlyArchiMeubleTrigger().webhook.call(context);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(answered).toMatchObject({ status: 401, body: { error: 'Invalid signature' } });
	});

	test('is counted by reason in memory, and nothing is written', async () => {
		jest.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z'), doNotFake: ['nextTick'] });
		processTally.take(new Date());
		const { result, staticData } = await deliver({ body: BODY, headers: {} });
		jest.useRealTimers();
		expect(processTally.take(new Date())).toEqual([
			{ reason: 'missing_header', count: 1, last: '2030-01-01T00:00:00.000Z' },
		]);
		expect([result, staticData]).toEqual([{ noWebhookResponse: true }, {}]);
	});

	test('is reported in numbers where that is wanted, ten seconds after its answer, once for all', async () => {
		jest.useFakeTimers({ now: new Date('2031-01-01T00:00:00Z'), doNotFake: ['nextTick'] });
		processTally.take(new Date(0));
		const parameters = { options: { reportRefusals: true } };
		const refused = ['{}', BODY, 'x'].map((body) => deliver({ body, headers: {}, parameters }));
		await jest.advanceTimersByTimeAsync(10_000);
		const results = await Promise.all(refused);
		jest.useRealTimers();
		const count = { reason: 'missing_header', count: 3, last: '2031-01-01T00:00:00.000Z' };
		expect(results.map(({ answered }) => answered)).toMatchObject([
			...[{ status: 401 }, { status: 401 }, { status: 401 }],
		]);
		expect(results.map(({ result }) => result)).toEqual([
			{ noWebhookResponse: true, workflowData: [[{ json: { refusals: [count] } }]] },
			{ noWebhookResponse: true },
			{ noWebhookResponse: true },
		]);
	});

	test('never shows key, header or body in the log', async () => {
		const headers = signed(BODY, 'another-key-altogether');
		const { logged } = await deliver({ body: BODY, headers });
		const text = JSON.stringify(logged);
		for (const secret of [KEY, headers['calendly-webhook-signature'].slice(-64), 'Camille']) {
			expect(text).not.toContain(secret);
		}
	});

	test.each<[string, Partial<Request>, string]>([
		['no credential', { credential: null }, 'missing_signing_key'],
		['an empty key', { credential: { signingSecret: '' } }, 'missing_signing_key'],
		['no raw body', { rawBody: undefined }, 'missing_raw_body'],
		['a parsed body', { rawBody: JSON.parse(BODY) }, 'missing_raw_body'],
		[
			'a tolerance of 0',
			{ parameters: { options: { toleranceSeconds: 0 } } },
			'invalid_configuration',
		],
	])(
		'%s fails closed: 500, no execution, and the log says what to do',
		async (_name, request, reason) => {
			const { result, answered, logged } = await deliver({
				body: BODY,
				headers: signed(),
				...request,
			});
			expect(answered.status).toBe(500);
			expect(result).toEqual({ noWebhookResponse: true });
			expect(logged).toMatchObject([{ level: 'error', message: expect.stringContaining(reason) }]);
		},
	);
});

describe('the signature of the original guide', () => {
	const header = (body: string) => ({
		'x-calendly-webhook-signature': createHmac('sha256', KEY).update(body).digest('hex'),
	});
	const parameters = { options: { acceptGuideSignature: true } };

	test('is accepted once switched on', async () => {
		const body = JSON.stringify(payload('guide-created'));
		const { result } = await deliver({ body, headers: header(body), parameters });
		expect(result.workflowData).toHaveLength(1);
	});

	test('is still verified', async () => {
		const { answered } = await deliver({ body: BODY, headers: header('{}'), parameters });
		expect(answered.status).toBe(401);
	});

	test('does not excuse a wrong signature by Calendly’s header', async () => {
		const { answered } = await deliver({
			body: BODY,
			headers: { ...signed(BODY, 'another-key-altogether'), ...header(BODY) },
			parameters,
		});
		expect(answered.status).toBe(401);
	});
});

describe('pages of other origins', () => {
	test.each([
		['may not read the answer', '', undefined],
		[
			'may when they are listed',
			'https://a.fr, https://www.archimeuble.com',
			'https://www.archimeuble.com',
		],
		['may not when others are listed', 'https://a.fr', undefined],
		['may when all are allowed', '*', '*'],
	])('%s', async (_name, allowedOrigins, expected) => {
		const { answered } = await deliver({
			body: BODY,
			headers: { ...signed(), origin: 'https://www.archimeuble.com' },
			parameters: { options: { allowedOrigins } },
		});
		expect(answered.headers['Access-Control-Allow-Origin']).toBe(expected);
	});
});

describe('publishing', () => {
	const publish = async (signingSecret: string, timezone = 'Europe/Paris') =>
		await new CalendlyArchiMeubleTrigger().webhookMethods.default.checkExists.call({
			getCredentials: async () => ({ signingSecret }),
			getNodeParameter: () => timezone,
			getNode: () => ({
				...{ name: 'Calendly', type: 'x', typeVersion: 1, parameters: {} },
				credentials: { calendlySigningSecretApi: { id: '1', name: 'Signature' } },
			}),
		} as unknown as IHookFunctions);

	test('succeeds with a usable key and zone', async () => {
		await expect(publish(KEY)).resolves.toBe(true);
	});

	test.each([
		['without a key', '', 'Europe/Paris', /signing secret/],
		['with white space around the key', ` ${KEY}`, 'Europe/Paris', /signing secret/],
		['with a short key', 'short', 'Europe/Paris', /signing secret/],
		['with an unknown zone', KEY, 'Paris', /time zone/],
	])('is stopped %s', async (_name, secret, timezone, message) => {
		await expect(publish(secret, timezone)).rejects.toThrow(message);
	});

	test('the test of the credential says what is wrong', async () => {
		const { calendlySigningSecretTest: check } = new CalendlyArchiMeubleTrigger().methods
			.credentialTest;
		const credential = (signingSecret: string) => ({
			id: '1',
			name: 'x',
			type: 'y',
			data: { signingSecret },
		});
		expect(await check(credential(KEY))).toMatchObject({
			status: 'OK',
			message: expect.stringContaining('Calendly was not asked'),
		});
		expect(await check(credential('short'))).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('openssl'),
		});
	});
});

test('the trigger’s version is above 1, or n8n builds an isolate for every delivery', () => {
	expect(new CalendlyArchiMeubleTrigger().description.version).toBeGreaterThan(1);
});
