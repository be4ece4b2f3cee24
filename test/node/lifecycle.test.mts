// Before the nodes: it replaces n8n's sleep, which they import.
import {
	FakeN8n,
	N8N_URL,
	pauses,
	secretsIn,
	SIGNING_SECRET,
	TOKEN,
	WEBHOOK_PATH,
	type ActivationMode,
	type FakeOptions,
} from '../support/fakeN8n.mts';
import { NodeOperationError } from 'n8n-workflow';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CalendlyArchiMeubleTrigger } from '../../nodes/CalendlyArchiMeubleTrigger/CalendlyArchiMeubleTrigger.node';
import { CALENDLY_API } from '../../nodes/shared/calendly/api/http';
import { verifySignature } from '../../nodes/shared/calendly/signature';
import { signingKeyId } from '../../nodes/shared/calendly/signingSecret';
import { CALENDLY_EVENTS } from '../../nodes/shared/calendly/webhook';
import {
	CalendlyStandIn,
	seedWorkshop,
	TOKEN_SCOPES,
	type Workshop,
} from '../../standin/index.mts';

/** Hundreds of real requests, on a machine that may be busy. */
jest.setTimeout(30_000);

const EVENTS = ['invitee.created', 'invitee.canceled'];
const OTHER_KEY = 'another-signing-secret-of-good-length';
const PRODUCTION = `${N8N_URL}/webhook/${WEBHOOK_PATH}`;
const TEST = `${N8N_URL}/webhook-test/${WEBHOOK_PATH}`;
const HOUR_MS = 3_600_000;

const addressed = (url: string, key = SIGNING_SECRET) => `${url}?key_id=${signingKeyId(key)}`;
const {
	checkExists,
	create,
	delete: remove,
} = new CalendlyArchiMeubleTrigger().webhookMethods.default;

let standIn: CalendlyStandIn;
let workshop: Workshop;

beforeEach(async () => {
	pauses.length = 0;
	standIn = new CalendlyStandIn({ requestsPerMinute: 10_000 });
	workshop = seedWorkshop(standIn, TOKEN);
	await standIn.start();
});

afterEach(async () => await standIn.stop());

function n8n(options: Partial<FakeOptions> = {}): FakeN8n {
	return new FakeN8n({
		baseUrl: standIn.url,
		...options,
		parameters: { events: EVENTS, timezone: 'Europe/Paris', ...options.parameters },
	});
}

/** As n8n publishes and starts: what does not exist is created. */
async function publish(fake: FakeN8n, mode: ActivationMode = 'activate'): Promise<boolean> {
	const context = fake.hooks(mode);
	return (await checkExists.call(context)) || (await create.call(context));
}

/** n8n calls this mode « update », too. */
const unpublish = async (fake: FakeN8n, mode: ActivationMode = 'update') =>
	await remove.call(fake.hooks(mode));
const addresses = () => standIn.subscriptions.map(({ callback_url: url }) => url);

async function errorOf(promise: Promise<unknown>): Promise<NodeOperationError> {
	const error = await promise.then(
		(value) => `resolved: ${String(value)}`,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(NodeOperationError);
	return error as NodeOperationError;
}

describe('without an access token', () => {
	test.each<[string, string | null]>([
		['credential', null],
		['in the credential', ''],
	])(
		'%s nothing is asked of Calendly, and publishing and unpublishing work',
		async (_name, token) => {
			const fake = n8n({ token });
			const context = fake.hooks('activate');
			await expect(checkExists.call(context)).resolves.toBe(true);
			await expect(create.call(context)).resolves.toBe(true);
			await expect(remove.call(context)).resolves.toBe(true);
			expect(fake.requests).toEqual([]);
			expect(fake.logged).toEqual([]);
		},
	);

	test('a signing secret that cannot work stops publishing all the same', async () => {
		const { message, description } = await errorOf(
			publish(n8n({ token: null, signingSecret: 'short' })),
		);
		expect(message).toBe('The signing secret cannot be used');
		expect(description).toContain('at least 16 characters');
	});
});

describe('publishing with an access token', () => {
	test('creates the subscription with our events and scope, and the name of our key', async () => {
		await expect(checkExists.call(n8n().hooks('activate'))).resolves.toBe(false);
		await expect(publish(n8n())).resolves.toBe(true);
		expect(standIn.subscriptions).toMatchObject([
			{
				callback_url: addressed(PRODUCTION),
				events: EVENTS,
				scope: 'organization',
				organization: workshop.organization.uri,
				user: null,
				group: null,
				state: 'active',
			},
		]);
		expect(secretsIn(standIn.subscriptions)).toEqual([]);
	});

	test('once more changes nothing', async () => {
		await publish(n8n());
		const before = standIn.subscriptions;
		await expect(checkExists.call(n8n().hooks('init'))).resolves.toBe(true);
		await publish(n8n());
		expect(standIn.subscriptions).toEqual(before);
	});

	test('every request may take 20 seconds and no more', async () => {
		const fake = n8n();
		await publish(fake);
		expect(new Set(fake.requests.map(({ timeout }) => timeout))).toEqual(new Set([20_000]));
	});

	test('of the user scope names the user, of the group scope the group', async () => {
		await publish(n8n({ parameters: { scope: 'user' } }));
		expect(standIn.subscriptions).toMatchObject([{ scope: 'user', user: workshop.owner.uri }]);
		const { uri: group } = standIn.addGroup({
			organization: workshop.organization,
			name: 'Atelier',
		});
		await publish(n8n({ parameters: { scope: 'group', group } }));
		expect(standIn.subscriptions).toMatchObject([{ scope: 'group', group, user: null }]);
	});

	test('of any event subscribes to all there are, each in a scope that can have it', async () => {
		const token = standIn.addToken({
			user: workshop.owner,
			scopes: [...TOKEN_SCOPES, 'contacts:read', 'routing_forms:read', 'meeting_recaps:read'],
		});
		await publish(n8n({ token, parameters: { events: ['*'] } }));
		expect(standIn.subscriptions.map(({ scope, callback_url: url }) => [scope, url])).toEqual([
			['organization', addressed(PRODUCTION)],
			['user', `${PRODUCTION}?scope=user&key_id=${signingKeyId(SIGNING_SECRET)}`],
		]);
		expect(standIn.subscriptions.flatMap(({ events }) => events).sort()).toEqual(
			[...CALENDLY_EVENTS].sort(),
		);
	});

	test.each<[string, Partial<FakeOptions>, object]>([
		[
			'other events',
			{ parameters: { events: ['invitee.created'] } },
			{ events: ['invitee.created'], callback_url: addressed(PRODUCTION) },
		],
		[
			'another scope',
			{ parameters: { scope: 'user' } },
			{ scope: 'user', callback_url: addressed(PRODUCTION) },
		],
		[
			'another key',
			{ signingSecret: OTHER_KEY },
			{ callback_url: addressed(PRODUCTION, OTHER_KEY) },
		],
	])('with %s replaces the subscription', async (_name, changes, expected) => {
		await publish(n8n());
		const [{ uri }] = standIn.subscriptions;
		await expect(checkExists.call(n8n(changes).hooks('update'))).resolves.toBe(false);
		await publish(n8n(changes), 'update');
		expect(standIn.subscriptions).toMatchObject([expected]);
		expect(standIn.subscriptions[0].uri).not.toBe(uri);
	});

	test('with an event that needs another scope adds a subscription and keeps the first', async () => {
		const token = standIn.addToken({
			user: workshop.owner,
			scopes: [...TOKEN_SCOPES, 'meeting_recaps:read'],
		});
		const more = { token, parameters: { events: [...EVENTS, 'meeting_recap.created'] } };
		await publish(n8n({ token }));
		const [first] = standIn.subscriptions;
		await expect(checkExists.call(n8n(more).hooks('update'))).resolves.toBe(false);
		await publish(n8n(more), 'update');
		expect(standIn.subscriptions).toMatchObject([
			first,
			{ scope: 'user', events: ['meeting_recap.created'] },
		]);
		await unpublish(n8n(more));
		expect(standIn.subscriptions).toEqual([]);
	});

	test('finds its subscription behind a hundred others of the account, and leaves those alone', async () => {
		for (let number = 0; number < 105; number += 1) {
			await publish(n8n({ url: `https://other-${number}.archimeuble.fr` }));
		}
		await publish(n8n());
		const before = addresses();
		expect(before).toHaveLength(106);
		await expect(checkExists.call(n8n().hooks('activate'))).resolves.toBe(true);
		await unpublish(n8n());
		expect(addresses()).toEqual(before.slice(0, -1));
	});

	test('waits as long as Calendly says when the limit of requests is reached', async () => {
		let limited = true;
		standIn.faults = () => {
			const fault = limited ? { status: 429, headers: { 'X-RateLimit-Reset': '7' } } : null;
			limited = false;
			return fault;
		};
		await expect(publish(n8n())).resolves.toBe(true);
		expect(pauses).toEqual([7_000]);
		expect(addresses()).toEqual([addressed(PRODUCTION)]);
	});

	test('outlasts a fault that passes', async () => {
		let faults = 2;
		standIn.faults = () => (faults-- > 0 ? { status: 503 } : null);
		await expect(publish(n8n())).resolves.toBe(true);
		expect(pauses).toEqual([1_000, 3_000]);
	});
});

describe('deliveries to what was published', () => {
	interface Received {
		headers: IncomingHttpHeaders;
		body: Buffer;
	}
	let received: Received[];
	let status: number;
	let server: Server;
	let url: string;

	beforeEach(async () => {
		received = [];
		status = 200;
		server = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			received.push({ headers: request.headers, body: Buffer.concat(chunks) });
			response.writeHead(status).end();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	async function book(): Promise<void> {
		standIn.book({
			eventType: workshop.eventTypes.phone,
			start: '2027-01-15T09:00:00Z',
			invitee: { name: 'Camille Durand', email: 'camille.durand@example.com' },
		});
		await standIn.settled();
	}

	const verdicts = (signingKey: string) =>
		received.map(
			({ headers, body }) =>
				verifySignature({
					rawBody: body,
					header: headers['calendly-webhook-signature'],
					signingKeys: [signingKey],
					now: Date.now() / 1_000,
					toleranceSeconds: 300,
				}).ok,
		);

	test('are signed with the key of the credential, and after a change of it with the new one', async () => {
		await publish(n8n({ url }));
		await book();
		expect(verdicts(SIGNING_SECRET)).toEqual([true]);
		await publish(n8n({ url, signingSecret: OTHER_KEY }), 'update');
		await book();
		expect(verdicts(SIGNING_SECRET)).toEqual([true, false]);
		expect(verdicts(OTHER_KEY)).toEqual([false, true]);
	});

	test('that fail for a day disable the subscription; the next start brings it back', async () => {
		await publish(n8n({ url }));
		status = 500;
		await book();
		await standIn.clock.advance(25 * HOUR_MS);
		const [{ uri, state }] = standIn.subscriptions;
		expect(state).toBe('disabled');
		await expect(checkExists.call(n8n({ url }).hooks('init'))).resolves.toBe(false);
		await publish(n8n({ url }), 'init');
		expect(standIn.subscriptions).toMatchObject([{ state: 'active', events: EVENTS }]);
		expect(standIn.subscriptions[0].uri).not.toBe(uri);
		status = 200;
		received.length = 0;
		await book();
		expect(verdicts(SIGNING_SECRET)).toEqual([true]);
	});
});

describe('the test address and the production address', () => {
	test('have a subscription each, and neither takes away the other’s', async () => {
		await publish(n8n());
		await publish(n8n(), 'manual');
		expect(addresses()).toEqual([addressed(PRODUCTION), addressed(TEST)]);
		await unpublish(n8n(), 'manual');
		expect(addresses()).toEqual([addressed(PRODUCTION)]);
		await publish(n8n(), 'manual');
		await unpublish(n8n());
		expect(addresses()).toEqual([addressed(TEST)]);
	});

	test('a test on a machine Calendly cannot reach works without a subscription', async () => {
		const fake = n8n({ url: 'http://localhost:5678', baseUrl: CALENDLY_API });
		await expect(publish(fake, 'manual')).resolves.toBe(true);
		await expect(unpublish(fake, 'manual')).resolves.toBe(true);
		expect(fake.requests).toEqual([]);
		expect(fake.logged).toEqual([]);
	});
});

const NEW_TOKEN =
	'In Calendly, open Integrations → API & Webhooks, make a new token and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.';
const CHECK_NETWORK =
	'Check the internet connection, the firewall and the proxy of the machine that runs n8n.';
const LOOK_FIRST = 'Look in Calendly whether it was done all the same before trying again.';
const SUBSCRIPTIONS = '/webhook_subscriptions';

/** Lets requests of a method go wrong; those of all methods when none is named. */
function fail(fault: ReturnType<CalendlyStandIn['faults']>, wanted?: string): void {
	standIn.faults = ({ method, path }) =>
		wanted === undefined || (wanted === method && path.startsWith(SUBSCRIPTIONS)) ? fault : null;
}

async function closedPort(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}`;
}

/** A colleague's subscription at our very address, in a scope our token cannot look into. */
async function takeAddress(): Promise<void> {
	const user = standIn.addUser({
		organization: workshop.organization,
		name: 'Paul Collègue',
		email: 'paul@example.com',
	});
	const token = standIn.addToken({ user, scopes: TOKEN_SCOPES });
	await publish(n8n({ token, parameters: { scope: 'user' } }));
}

type Arrange = () => Partial<FakeOptions> | void | Promise<Partial<FakeOptions> | void>;

const PROBLEMS: Array<[name: string, arrange: Arrange, sentences: string]> = [
	[
		'a token that was revoked',
		() => standIn.world.revokeToken(TOKEN),
		`Calendly does not accept the access token: it is wrong, expired or revoked. ${NEW_TOKEN}`,
	],
	[
		'a plan without webhooks',
		() => void Object.assign(workshop.organization, { plan: 'free', webhooksNeedPaidPlan: true }),
		'The plan of this Calendly account does not include this: Please upgrade to a paid Calendly account. Choose events that the plan includes, or upgrade the plan in Calendly.',
	],
	[
		'the token of a plain member',
		() => void Object.assign(workshop.owner, { role: 'user' }),
		'The Calendly account of this token may only see its own appointments, not those of the whole organization or group. Choose the scope "User" in the node, or use the token of an owner or admin of the Calendly organization.',
	],
	[
		'a token without the scopes for webhooks',
		() => ({ token: standIn.addToken({ user: workshop.owner, scopes: ['users:read'] }) }),
		'The Calendly access token was made without a scope this needs: webhooks:read. In Calendly, open Integrations → API & Webhooks, make a new token with its present scopes and these: webhooks:read, and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.',
	],
	[
		'a token without the scopes of the events',
		() => ({ parameters: { events: ['contact.created'] } }),
		'The Calendly access token was made without a scope this needs: contacts:read. In Calendly, open Integrations → API & Webhooks, make a new token with its present scopes and these: contacts:read, and paste it in the "ArchiMeuble Calendly Access Token API" credential in n8n.',
	],
	[
		'an answer 404',
		() => fail({ status: 404 }),
		'Calendly does not know what was asked for. Check the address (URI) in the node, that it was not deleted in Calendly, and that the token belongs to the right account.',
	],
	[
		'an address a colleague has taken',
		takeAddress,
		'Calendly already has a subscription for this webhook address. Deactivate the other workflow or tool that uses this address, or run the operation Webhook → Repair.',
	],
	[
		'a limit of requests that lasts an hour',
		() => fail({ status: 429, headers: { 'X-RateLimit-Reset': '3600' } }),
		'Calendly accepts no more requests for now: the limit per minute is used up. Try again in a few minutes; if it happens often, let the workflows that use this token run less often.',
	],
	[
		'a fault of Calendly while reading',
		() => fail({ status: 500 }),
		'Calendly has a fault of its own (status 500). Try again in a few minutes.',
	],
	[
		'a fault of Calendly while creating',
		() => fail({ status: 503 }, 'POST'),
		`Calendly has a fault of its own (status 503). ${LOOK_FIRST}`,
	],
	[
		'no answer while reading',
		() => (fail('timeout'), { timeoutMs: 30 }),
		'Calendly did not answer in time. Try again in a few minutes.',
	],
	[
		'no answer while creating',
		() => (fail('timeout', 'POST'), { timeoutMs: 300 }),
		`Calendly did not answer in time. ${LOOK_FIRST}`,
	],
	[
		'a connection that is refused',
		async () => ({ baseUrl: await closedPort() }),
		`The connection to Calendly was refused. ${CHECK_NETWORK}`,
	],
	[
		'a connection that breaks off',
		() => fail('drop'),
		`The connection to Calendly broke off. ${CHECK_NETWORK}`,
	],
	[
		'the page of a proxy',
		() => fail({ status: 200, body: '<html>', headers: { 'Content-Type': 'text/html' } }),
		'The answer was not what Calendly sends (status 200). Check whether a proxy or firewall between n8n and Calendly answers in its place, then try again.',
	],
	[
		'a redirect, which is not followed',
		() => fail({ status: 302, headers: { Location: `${standIn.url}/_demo` } }),
		'The answer was not what Calendly sends (status 302). Check whether a proxy or firewall between n8n and Calendly answers in its place, then try again.',
	],
	[
		'an error that repeats the key and the token',
		() =>
			fail({
				status: 400,
				body: { title: 'Invalid Argument', message: `Bearer ${TOKEN}, key ${SIGNING_SECRET}` },
			}),
		'Calendly did not accept the request: … key …. Correct the values in the node and try again.',
	],
	[
		'the scope of a group that is not named',
		() => ({ parameters: { scope: 'group' } }),
		'No Calendly group is chosen. Choose the group in the node.',
	],
	[
		'an address of n8n that is on this machine only',
		() => ({ url: 'http://localhost:5678', baseUrl: CALENDLY_API }),
		'Calendly cannot reach localhost: it is not on the internet. Set N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL) to the public https address of n8n and restart it; without one, use a tunnel such as Cloudflare Tunnel.',
	],
	[
		'an address of n8n without https',
		() => ({ url: 'http://n8n.archimeuble.fr', baseUrl: CALENDLY_API }),
		'The webhook address of n8n does not begin with https: http://n8n.archimeuble.fr. Set N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL) to the public https address of n8n and restart it; without one, use a tunnel such as Cloudflare Tunnel.',
	],
];

describe.each<[ActivationMode]>([['activate'], ['update']])(
	'publishing by a person (%s) is stopped by',
	(mode) => {
		test.each(PROBLEMS)('%s, with a sentence and a remedy', async (_name, arrange, sentences) => {
			const fake = n8n((await arrange()) ?? {});
			const error = await errorOf(publish(fake, mode));
			expect(error.message).toBe(sentences);
			expect(secretsIn(error, fake.logged)).toEqual([]);
		});
	},
);

describe.each<[ActivationMode]>([['init'], ['leadershipChange']])(
	'n8n starting by itself (%s) goes on in spite of',
	(mode) => {
		test.each(PROBLEMS)('%s, and the log says it', async (_name, arrange, sentences) => {
			const fake = n8n((await arrange()) ?? {});
			await expect(publish(fake, mode)).resolves.toBe(true);
			expect(fake.logged).toEqual([
				{
					level: 'error',
					message: `The Calendly subscription could not be checked; deliveries are received all the same. ${sentences}`,
				},
			]);
			expect(secretsIn(fake.logged)).toEqual([]);
		});

		test.each(PROBLEMS)('%s, also where it only creates', async (_name, arrange, sentences) => {
			const fake = n8n((await arrange()) ?? {});
			await expect(create.call(fake.hooks(mode))).resolves.toBe(true);
			expect(fake.logged.map(({ message }) => message)).toEqual([
				expect.stringContaining(sentences),
			]);
		});
	},
);

test.each(['http://localhost:5678', 'http://n8n.archimeuble.fr', 'https://192.168.1.10'])(
	'the address %s is refused before anything is asked of Calendly',
	async (url) => {
		const fake = n8n({ url, baseUrl: CALENDLY_API });
		const { message } = await errorOf(publish(fake));
		expect(message).toContain('N8N_WEBHOOK_URL');
		expect(fake.requests).toEqual([]);
	},
);

test('the token does not follow a redirect to another server', async () => {
	let visits = 0;
	const elsewhere = createServer((_request, response) => {
		visits += 1;
		response.end('{}');
	});
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
	const { port } = elsewhere.address() as AddressInfo;
	fail({ status: 307, headers: { Location: `http://127.0.0.1:${port}/` } });
	await errorOf(publish(n8n()));
	elsewhere.closeAllConnections();
	await new Promise((resolve) => elsewhere.close(resolve));
	expect(visits).toBe(0);
});

test('a failure that is none of Calendly’s is told by its kind only', async () => {
	const fake = n8n();
	const context = {
		...fake.hooks('init'),
		getNodeWebhookUrl: () => {
			throw new TypeError(`Bearer ${TOKEN}`);
		},
	};
	await expect(create.call(context)).resolves.toBe(true);
	expect(fake.logged.map(({ message }) => message)).toEqual([
		'The Calendly subscription could not be checked; deliveries are received all the same. (TypeError)',
	]);
});

describe('unpublishing', () => {
	test('removes the subscription, whatever its key and scope, and nobody else’s', async () => {
		await publish(n8n({ url: 'https://other.archimeuble.fr' }));
		await publish(n8n({ signingSecret: OTHER_KEY, parameters: { scope: 'user' } }));
		expect(addresses()).toHaveLength(2);
		const fake = n8n();
		await expect(unpublish(fake)).resolves.toBe(true);
		expect(addresses()).toEqual([
			addressed(`https://other.archimeuble.fr/webhook/${WEBHOOK_PATH}`),
		]);
		await expect(unpublish(fake)).resolves.toBe(true);
		expect(fake.logged).toEqual([]);
	});

	test.each<[string, Arrange, string]>([
		['a token that was revoked', () => standIn.world.revokeToken(TOKEN), NEW_TOKEN],
		['a refusal', () => fail({ status: 403 }, 'DELETE'), 'Calendly does not allow this.'],
		['a limit of requests', () => fail({ status: 429 }), 'Try again in a few minutes'],
		['a fault of Calendly', () => fail({ status: 500 }, 'DELETE'), '(status 500)'],
		['no answer', () => (fail('timeout'), { timeoutMs: 30 }), 'did not answer in time'],
		['a connection that breaks off', () => fail('drop', 'DELETE'), CHECK_NETWORK],
		['a refused connection', async () => ({ baseUrl: await closedPort() }), CHECK_NETWORK],
	])('ends in spite of %s; the log says what is left over', async (_name, arrange, sentence) => {
		await publish(n8n());
		const fake = n8n((await arrange()) ?? {});
		await expect(unpublish(fake)).resolves.toBe(true);
		expect(fake.logged).toEqual([
			{ level: 'warn', message: expect.stringContaining(sentence), meta: undefined },
		]);
		expect(fake.logged[0].message).toMatch(
			/^The Calendly subscription was not removed\. .* Until it is, Calendly calls an address that answers 404\.$/,
		);
		expect(secretsIn(fake.logged)).toEqual([]);
		expect(addresses()).toHaveLength(1);
	});

	test('ends where what was there is gone meanwhile', async () => {
		await publish(n8n());
		fail({ status: 404 }, 'DELETE');
		const fake = n8n();
		await expect(unpublish(fake)).resolves.toBe(true);
		expect(fake.logged).toEqual([]);
	});
});
