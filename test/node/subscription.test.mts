// Before the nodes: it replaces n8n's sleep, which they import.
import {
	FakeN8n,
	N8N_URL,
	secretsIn,
	SIGNING_SECRET,
	TOKEN,
	WEBHOOK_PATH,
	type FakeOptions,
} from '../support/fakeN8n.mts';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CalendlyArchiMeuble } from '../../nodes/CalendlyArchiMeuble/CalendlyArchiMeuble.node';
import { CalendlyArchiMeubleTrigger } from '../../nodes/CalendlyArchiMeubleTrigger/CalendlyArchiMeubleTrigger.node';
import { CALENDLY_API } from '../../nodes/shared/calendly/api/http';
import { signingKeyId } from '../../nodes/shared/calendly/signingSecret';
import {
	CalendlyStandIn,
	seedWorkshop,
	TOKEN_SCOPES,
	type Workshop,
} from '../../standin/index.mts';

/** Hundreds of real requests, on a machine that may be busy. */
jest.setTimeout(30_000);

const HOUR_MS = 3_600_000;
const EVENTS = ['invitee.created', 'invitee.canceled'];
const OTHER_KEY = 'another-signing-secret-of-good-length';
const WEBHOOK_URL = `${N8N_URL}/webhook/${WEBHOOK_PATH}`;
const addressed = (url: string, key = SIGNING_SECRET) => `${url}?key_id=${signingKeyId(key)}`;

let standIn: CalendlyStandIn;
let workshop: Workshop;

beforeEach(async () => {
	standIn = new CalendlyStandIn({ requestsPerMinute: 10_000 });
	workshop = seedWorkshop(standIn, TOKEN);
	await standIn.start();
});

afterEach(async () => await standIn.stop());

function fakeFor(operation: string, options: Partial<FakeOptions>): FakeN8n {
	return new FakeN8n({
		baseUrl: standIn.url,
		node: new CalendlyArchiMeuble(),
		...options,
		parameters: {
			...{ resource: 'webhook', operation, allowChanges: true, events: EVENTS },
			...options.parameters,
		},
	});
}

async function output(
	operation: string,
	options: Partial<FakeOptions> = {},
	items: object[] = [{}],
): Promise<INodeExecutionData[]> {
	const fake = fakeFor(operation, options);
	const [items_] = await new CalendlyArchiMeuble().execute.call(fake.execution(items));
	expect(secretsIn(items_, fake.logged)).toEqual([]);
	return items_;
}

const run = async (operation: string, options: Partial<FakeOptions> = {}): Promise<IDataObject> =>
	(await output(operation, options))[0].json;

async function failure(
	operation: string,
	options: Partial<FakeOptions> = {},
): Promise<{ error: NodeOperationError; fake: FakeN8n }> {
	const fake = fakeFor(operation, options);
	const error = await new CalendlyArchiMeuble().execute.call(fake.execution()).then(
		(items) => {
			throw new Error(`Nothing was rejected: ${JSON.stringify(items)}`);
		},
		(thrown: unknown) => thrown as NodeOperationError,
	);
	expect(secretsIn(error, fake.logged)).toEqual([]);
	return { error, fake };
}

/** The subscription as publishing the trigger makes it. */
async function publish(options: Partial<FakeOptions> = {}): Promise<void> {
	const fake = new FakeN8n({
		baseUrl: standIn.url,
		...options,
		parameters: { events: EVENTS, timezone: 'Europe/Paris', ...options.parameters },
	});
	const { create } = new CalendlyArchiMeubleTrigger().webhookMethods.default;
	await create.call(fake.hooks('activate'));
}

describe('a subscription whose deliveries fail', () => {
	let server: Server;
	let url: string;

	beforeEach(async () => {
		server = createServer((_request, response) => response.writeHead(500).end());
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	async function failFor(hours: number): Promise<void> {
		standIn.book({
			eventType: workshop.eventTypes.phone,
			start: '2027-01-15T09:00:00Z',
			invitee: { name: 'Camille Durand', email: 'camille.durand@example.com' },
		});
		await standIn.clock.advance(hours * HOUR_MS);
	}

	test('is told as retrying, with the hours that are left', async () => {
		await publish({ url });
		await failFor(0);
		expect(await run('getStatus', { url })).toMatchObject({
			state: 'retrying',
			needsRepair: false,
			retryStartedAt: expect.stringMatching(/Z$/),
			hoursUntilDisabled: 24,
			message: expect.stringMatching(
				/^Les messages de Calendly n’arrivent plus depuis le \d\d\/\d\d\/\d{4} à \d\d:\d\d\u202f; Calendly coupera la liaison dans 24\u00a0h/,
			),
		});
	});

	test('is told as disabled, and repaired with its own events and scope', async () => {
		const events = [...EVENTS, 'invitee_no_show.created'];
		await publish({ url, parameters: { events, scope: 'user' } });
		await failFor(25);
		const [{ uri }] = standIn.subscriptions;
		expect(await run('getStatus', { url })).toMatchObject({
			state: 'disabled',
			needsRepair: true,
			message: expect.stringContaining('a coupé la liaison'),
		});

		const repaired = await run('repair', { url });
		expect(repaired).toMatchObject({ success: true, kept: [], removed: [uri] });
		expect(standIn.subscriptions).toMatchObject([
			{
				uri: (repaired.created as string[])[0],
				callback_url: addressed(`${url}/webhook/${WEBHOOK_PATH}`),
				state: 'active',
				scope: 'user',
				user: workshop.owner.uri,
			},
		]);
		expect(standIn.subscriptions[0].events.sort()).toEqual([...events].sort());
		expect(await run('getStatus', { url })).toMatchObject({ state: 'active', needsRepair: false });
	});

	test('of two scopes is repaired whole, when one of them is disabled', async () => {
		const token = standIn.addToken({
			user: workshop.owner,
			scopes: [...TOKEN_SCOPES, 'meeting_recaps:read'],
		});
		await publish({ url, token, parameters: { events: [...EVENTS, 'meeting_recap.created'] } });
		await failFor(25);
		expect(standIn.subscriptions.map(({ state }) => state)).toEqual(['disabled', 'active']);
		const facts = () =>
			standIn.subscriptions.map(({ callback_url: address, scope, events, state }) => ({
				...{ address, scope, state },
				events: [...events].sort(),
			}));
		const before = facts();
		expect(await run('getStatus', { url, token })).toMatchObject({
			state: 'disabled',
			needsRepair: true,
		});
		await run('repair', { url, token });
		expect(facts()).toEqual(before.map((one) => ({ ...one, state: 'active' })));
	});
});

describe('Webhook → Get Status', () => {
	test('of what was published is active, at the address of the shipped workflow', async () => {
		await publish();
		expect(await run('getStatus')).toEqual({
			state: 'active',
			needsRepair: false,
			message: 'La liaison avec Calendly est active.',
			pastMessage: 'La liaison avec Calendly était active.',
			retryStartedAt: null,
			hoursUntilDisabled: null,
			createdAt: expect.stringMatching(/Z$/),
			webhookUrl: WEBHOOK_URL,
			subscriptions: [
				expect.objectContaining({
					callbackUrl: addressed(WEBHOOK_URL),
					events: EVENTS,
					scope: 'organization',
					state: 'active',
				}),
			],
		});
	});

	test('finds nothing wrong with other events than the fields of the node say', async () => {
		await publish({ parameters: { events: ['invitee.created'], scope: 'user' } });
		expect(await run('getStatus')).toMatchObject({ state: 'active', needsRepair: false });
	});

	test('without one says that nothing arrives, and changes nothing', async () => {
		expect(await run('getStatus')).toMatchObject({
			state: 'missing',
			needsRepair: true,
			message: expect.stringContaining('aucun rendez-vous n’arrive'),
			subscriptions: [null],
		});
		expect(standIn.subscriptions).toEqual([]);
	});

	test('with another key says that it is not in the form that is wanted', async () => {
		await publish({ signingSecret: OTHER_KEY });
		expect(await run('getStatus')).toMatchObject({ needsRepair: true });
	});

	test('looks at the address that is given', async () => {
		await publish({ url: 'https://other.archimeuble.fr' });
		const webhookUrl = `https://other.archimeuble.fr/webhook/${WEBHOOK_PATH}`;
		expect(await run('getStatus', { parameters: { webhookUrl } })).toMatchObject({
			state: 'active',
			webhookUrl,
		});
		expect(await run('getStatus')).toMatchObject({ state: 'missing' });
	});
});

describe('Webhook → Repair', () => {
	test('makes anew even what seems right, because nobody can read its key', async () => {
		await publish();
		const [{ uri }] = standIn.subscriptions;
		const repaired = await run('repair');
		expect(repaired).toMatchObject({ success: true, webhookUrl: WEBHOOK_URL, removed: [uri] });
		expect(repaired.created).toEqual([standIn.subscriptions[0].uri]);
		expect(standIn.subscriptions).toHaveLength(1);
	});

	test('creates what is missing with the events of the node', async () => {
		await run('repair', { parameters: { scope: 'user' } });
		expect(standIn.subscriptions).toMatchObject([
			{ callback_url: addressed(WEBHOOK_URL), events: EVENTS, scope: 'user' },
		]);
	});

	test('replaces the subscription of a former key by one of the present key', async () => {
		await publish({ signingSecret: OTHER_KEY });
		await run('repair');
		expect(standIn.subscriptions.map(({ callback_url: url }) => url)).toEqual([
			addressed(WEBHOOK_URL),
		]);
	});

	test('leaves other addresses alone', async () => {
		await publish({ url: 'https://other.archimeuble.fr' });
		const [other] = standIn.subscriptions;
		await run('repair');
		expect(standIn.subscriptions).toContainEqual(other);
	});

	test('runs once, however many items come in', async () => {
		const items = await output('repair', {}, [{}, {}, {}]);
		expect(items).toHaveLength(1);
		expect(items[0].pairedItem).toEqual({ item: 0 });
		expect(standIn.subscriptions).toHaveLength(1);
	});

	test('with an address Calendly cannot reach changes nothing', async () => {
		const { error, fake } = await failure('repair', {
			url: 'http://localhost:5678',
			baseUrl: CALENDLY_API,
		});
		expect(error.message).toBe('Calendly cannot reach localhost: it is not on the internet.');
		expect(error.description).toContain('N8N_WEBHOOK_URL');
		expect(fake.requests).toEqual([]);
	});

	test('keeps what there is when creating is refused from the start', async () => {
		await publish();
		const before = standIn.subscriptions;
		const token = standIn.addToken({ user: workshop.owner, scopes: ['users:read'] });
		const { error } = await failure('repair', { token });
		expect(error.message).toContain('made without a scope this needs: webhooks:read');
		expect(error.description).toContain(
			'paste it in the "ArchiMeuble Calendly Access Token API" credential',
		);
		expect(standIn.subscriptions).toEqual(before);
	});
});

describe('Webhook → Get Sample', () => {
	test('gives a made-up delivery in the form of the trigger', async () => {
		const sample = await run('getSample', {
			parameters: { event: 'invitee.canceled', timezone: 'Indian/Reunion' },
		});
		expect(sample).toMatchObject({
			schemaVersion: 1,
			event: 'invitee.canceled',
			action: 'canceled',
			idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
			client: { name: 'John Doe', email: 'john.doe@example.com' },
			display: { timezone: 'Indian/Reunion' },
		});
		expect(sample).not.toHaveProperty('source');
		expect(sample).not.toHaveProperty('raw');
	});

	test.each([
		['invitee.created', 'created'],
		['invitee_no_show.created', 'no_show'],
		['event_type.updated', 'other'],
	])('of %s reads as %s', async (event, action) => {
		expect(await run('getSample', { parameters: { event } })).toMatchObject({ event, action });
	});

	test('needs neither a signing secret nor a public address', async () => {
		const sample = await run('getSample', {
			signingSecret: '',
			url: 'http://localhost:5678',
			parameters: { event: 'invitee.created', scope: 'user' },
		});
		expect(sample.action).toBe('created');
	});

	test('of an event the scope cannot have says what Calendly says', async () => {
		const { error } = await failure('getSample', {
			parameters: { event: 'meeting_recap.created', scope: 'organization' },
		});
		expect(error.message).toBe(
			'Calendly did not accept the request: scope: is not possible for meeting_recap.created.',
		);
	});
});

describe.each(['getStatus', 'repair', 'getSample'])('Webhook → %s', (operation) => {
	const parameters = { event: 'invitee.created' };

	test('without a token says what to choose', async () => {
		const { error, fake } = await failure(operation, { token: null, parameters });
		expect(error.message).toBe('This needs a Calendly access token');
		expect(fake.requests).toEqual([]);
	});

	test('of the group scope without a group asks for it', async () => {
		const { error } = await failure(operation, { parameters: { ...parameters, scope: 'group' } });
		expect(error.message).toMatch(
			/^(No Calendly group is chosen|This is not the address of a Calendly group)\.$/,
		);
	});

	test.each<[string, number, string]>([
		['a plain 403', 403, 'Calendly does not allow this.'],
		['a 404', 404, 'Calendly does not know what was asked for.'],
		['a 502', 502, 'Calendly has a fault of its own (status 502).'],
	])('gives the sentence of %s and its remedy', async (_name, status, sentence) => {
		standIn.faults = () => ({ status });
		const { error } = await failure(operation, { parameters });
		expect(error.message).toBe(sentence);
		expect(error.description).toMatch(/^(Check|Try).*\.$/);
	});
});

describe.each(['getStatus', 'repair'])('Webhook → %s with a signing secret', (operation) => {
	test.each([
		['that is missing', '', 'Enter a signing secret'],
		['that is too short', 'short', 'at least 16 characters'],
	])('%s says so before anything is asked', async (_name, signingSecret, remedy) => {
		const { error, fake } = await failure(operation, { signingSecret });
		expect(error.message).toBe('The signing secret cannot be used');
		expect(error.description).toContain(remedy);
		expect(fake.requests).toEqual([]);
	});
});

describe('the list of event types', () => {
	const list = async (options: Partial<FakeOptions> = {}) => {
		const fake = fakeFor('getMany', options);
		const { getEventTypes } = new CalendlyArchiMeuble().methods.loadOptions;
		return await getEventTypes.call(fake.execution() as unknown as ILoadOptionsFunctions);
	};

	test('names them with their duration, those that are off as well', async () => {
		standIn.addEventType({
			host: workshop.owner,
			name: 'Ancienne visite',
			durationMinutes: 90,
			active: false,
		});
		expect(await list()).toEqual([
			{
				name: 'Ancienne visite (90 min) – inactive',
				value: expect.stringContaining('event_types'),
			},
			{ name: 'Conseil à l’heure convenue (15 min)', value: workshop.eventTypes.callUs.uri },
			{ name: 'Consultation téléphonique (30 min)', value: workshop.eventTypes.phone.uri },
			{ name: 'Prise de mesures à domicile (60 min)', value: workshop.eventTypes.measuring.uri },
			{ name: 'Visioconférence de conception (45 min)', value: workshop.eventTypes.video.uri },
		]);
	});

	test('is that of the user where the token may see no more', async () => {
		const user = standIn.addUser({
			organization: workshop.organization,
			name: 'Paul Petit',
			email: 'paul@example.com',
		});
		const { uri } = standIn.addEventType({ host: user, name: 'Pose', durationMinutes: 120 });
		const token = standIn.addToken({ user, scopes: TOKEN_SCOPES });
		expect(await list({ token })).toEqual([{ name: 'Pose (120 min)', value: uri }]);
	});

	test('says what is wrong with the token, and does not show it', async () => {
		standIn.world.revokeToken(TOKEN);
		const error = await list().then(
			() => null,
			(thrown: unknown) => thrown as NodeOperationError,
		);
		expect(error?.message).toContain('does not accept the access token');
		expect(secretsIn(error)).toEqual([]);
	});
});
