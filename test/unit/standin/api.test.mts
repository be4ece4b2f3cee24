import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flawInAnswer, OPERATION_IDS, routeFor } from '../../../standin/description.mts';
import { CalendlyStandIn, description } from '../../../standin/index.mts';
import { Harness, INVITEE_EVENTS, KEY, pathOf, useHarness } from './harness.mts';

const API = 'https://api.calendly.com';
const harness = useHarness();
const call: Harness['call'] = (...args) => harness().call(...args);

/** A token of the owner with only these scopes. */
function tokenWith(...scopes: string[]): string {
	return harness().standIn.addToken({ user: harness().workshop.owner, scopes });
}

function colleague(role: 'admin' | 'user' = 'user') {
	const { standIn, workshop } = harness();
	const user = standIn.addUser({
		organization: workshop.organization,
		role,
		name: 'Paul Apprenti',
		email: 'paul@example.com',
	});
	const scopes = ['users:read', 'webhooks:write', 'scheduled_events:write', 'event_types:read'];
	return { user, token: standIn.addToken({ user, scopes }) };
}

function stranger() {
	const { standIn } = harness();
	const organization = standIn.addOrganization({ name: 'Ailleurs' });
	const user = standIn.addUser({
		organization,
		role: 'owner',
		name: 'Hors Atelier',
		email: 'ailleurs@example.com',
	});
	const scopes = ['users:read', 'webhooks:write', 'scheduled_events:write', 'event_types:read'];
	return { organization, user, token: standIn.addToken({ user, scopes }) };
}

const query = (parameters: Record<string, string>) => `?${new URLSearchParams(parameters)}`;

describe('the description', () => {
	test('knows rules for every event a subscription may name', () => {
		const { enum: events } = description.components.schemas.WebhookEvent as { enum: string[] };
		expect(Object.keys(description['x-webhook-events']).sort()).toEqual([...events].sort());
	});

	test('names scopes for every operation, and no operation twice', () => {
		const operations = Object.values(description.paths).flatMap((path) => Object.values(path));
		for (const operation of operations) expect(operation['x-required-scopes']).toHaveLength(1);
		expect(new Set(OPERATION_IDS).size).toBe(OPERATION_IDS.length);
	});

	test('takes the captured answers of the samples for right', () => {
		const shared = join(__dirname, '../../fixtures/payloads');
		const sample = JSON.parse(
			readFileSync(join(shared, '19-sample-webhook-data-api-scheduled.json'), 'utf8'),
		) as unknown;
		expect(flawInAnswer(routeFor('GET', '/sample_webhook_data'), 200, sample)).toBeNull();
	});

	test.each(
		[
			['a key too many', (body: any) => Object.assign(body.payload, { canceled: false })],
			['a missing scheduled event', (body: any) => delete body.payload.scheduled_event],
			['a time without microseconds', (body: any) => (body.created_at = '2026-11-23T09:00:00Z')],
			['an unknown event', (body: any) => (body.event = 'invitee.rescheduled')],
		].map(([name, change]) => ({ name: name as string, change: change as (body: any) => void })),
	)('sees $name in an answer', ({ change }) => {
		const file = join(__dirname, '../../fixtures/payloads/01-created-google-meet.json');
		const body = JSON.parse(readFileSync(file, 'utf8')) as unknown;
		change(body);
		expect(flawInAnswer(routeFor('GET', '/sample_webhook_data'), 200, body)).not.toBeNull();
	});
});

describe('who may call', () => {
	test.each([
		['no token', null],
		['an unknown token', 'not-a-token'],
	])('%s is answered 401', async (_name, token) => {
		const { status, body } = await call('GET', '/users/me', { token });
		expect([status, body]).toEqual([
			401,
			{ title: 'Unauthenticated', message: 'The access token is invalid' },
		]);
	});

	test('a revoked token is answered 401', async () => {
		const { standIn, workshop } = harness();
		standIn.world.revokeToken(workshop.token);
		expect((await call('GET', '/users/me')).status).toBe(401);
	});

	test.each([
		['GET', '/users/me', 'users:read'],
		['GET', '/webhook_subscriptions', 'webhooks:read'],
		['POST', '/webhook_subscriptions', 'webhooks:write'],
		['DELETE', '/webhook_subscriptions/x', 'webhooks:write'],
		['GET', '/sample_webhook_data', 'webhooks:read'],
		['GET', '/scheduled_events', 'scheduled_events:read'],
		['POST', '/scheduled_events/x/cancellation', 'scheduled_events:write'],
		['POST', '/invitee_no_shows', 'scheduled_events:write'],
		['GET', '/event_types', 'event_types:read'],
		['GET', '/organization_memberships', 'organizations:read'],
	])('%s %s without its scope is answered 403 naming it', async (method, path, scope) => {
		const { status, body } = await call(method, path, { token: tokenWith() });
		expect(status).toBe(403);
		expect(body).toEqual({
			title: 'Insufficient scope',
			message: expect.any(String),
			required_scopes: [scope],
		});
	});

	test('a write scope includes the read scope of its domain, not the other way round', async () => {
		const { uri } = harness().workshop.organization;
		const path = `/webhook_subscriptions${query({ organization: uri, scope: 'organization' })}`;
		expect((await call('GET', path, { token: tokenWith('webhooks:write') })).status).toBe(200);
		const readOnly = tokenWith('webhooks:read', 'scheduled_events:read');
		const body = harness().wanted();
		expect((await call('POST', '/webhook_subscriptions', { token: readOnly, body })).status).toBe(
			403,
		);
	});

	test.each([
		['GET', '/users'],
		['PATCH', '/webhook_subscriptions/x'],
		['PUT', '/webhook_subscriptions/x'],
		['POST', '/users/me'],
		['GET', '/webhook_subscriptions/x'],
		['DELETE', '/webhook_subscriptions/x'],
		['GET', '/scheduled_events/x'],
		['GET', '/scheduled_events/x/invitees'],
		['POST', '/scheduled_events/x/cancellation'],
		['GET', '/invitee_no_shows/x'],
		['DELETE', '/invitee_no_shows/x'],
		['GET', '/event_types/x'],
	])('%s %s is answered 404', async (method, path) => {
		const { status, body } = await call(method, path);
		expect([status, body]).toEqual([
			404,
			{
				title: 'Resource Not Found',
				message: 'The server could not find the requested resource.',
			},
		]);
	});
});

describe('GET /users/me', () => {
	test('gives the user and the organization', async () => {
		const { owner, organization } = harness().workshop;
		const { status, body } = await call('GET', '/users/me');
		expect(status).toBe(200);
		expect(body.resource).toMatchObject({
			uri: owner.uri,
			current_organization: organization.uri,
			slug: 'atelier-archimeuble',
			resource_type: 'User',
		});
	});
});

describe('POST /webhook_subscriptions', () => {
	test('gives the subscription, without its key', async () => {
		const { status, body } = await call('POST', '/webhook_subscriptions', {
			body: harness().wanted(),
		});
		const { organization, owner } = harness().workshop;
		expect(status).toBe(201);
		expect(body.resource).toEqual({
			uri: expect.stringMatching(
				/^https:\/\/api\.calendly\.com\/webhook_subscriptions\/[0-9a-f-]+$/,
			),
			callback_url: harness().receiver.url,
			created_at: '2026-11-23T09:00:00.000000Z',
			updated_at: '2026-11-23T09:00:00.000000Z',
			retry_started_at: null,
			state: 'active',
			events: INVITEE_EVENTS,
			scope: 'organization',
			organization: organization.uri,
			user: null,
			group: null,
			creator: owner.uri,
		});
		expect(JSON.stringify(body)).not.toContain(KEY);
	});

	test.each([
		['url', 'is missing', { url: undefined }],
		['url', 'must match format "uri"', { url: 'not a url' }],
		['url', 'must match pattern "^https?://"', { url: 'ftp://example.com/x' }],
		['events', 'must NOT have fewer than 1 items', { events: [] }],
		['events', 'must be equal to one of the allowed values', { events: ['invitee.updated'] }],
		['organization', 'must match format "uri"', { organization: 'b1f7c2d4-3e58-4c69' }],
		['scope', 'must be equal to one of the allowed values', { scope: 'team' }],
		['user', 'is missing', { scope: 'user' }],
		['group', 'is missing', { scope: 'group' }],
		[
			'scope',
			'is not possible for meeting_recap.created',
			{ events: ['invitee.created', 'meeting_recap.created'] },
		],
		[
			'scope',
			'is not possible for routing_form_submission.created',
			{ events: ['routing_form_submission.created'], scope: 'user' },
		],
	])('is answered 400 where %s %s', async (parameter, message, changes) => {
		const { status, body } = await call('POST', '/webhook_subscriptions', {
			body: harness().wanted(changes),
		});
		expect(status).toBe(400);
		expect(body.title).toBe('Invalid Argument');
		expect(body.details).toContainEqual({ parameter, message });
	});

	test('is answered 400 where the body is not JSON', async () => {
		const { standIn, workshop } = harness();
		const response = await fetch(`${standIn.url}/webhook_subscriptions`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${workshop.token}` },
			body: '{"url":',
		});
		expect(response.status).toBe(400);
	});

	test('is answered 409 where the URL is subscribed, whatever the events', async () => {
		await harness().subscribe({ events: ['invitee.created'] });
		const { owner } = harness().workshop;
		const { status, body } = await call('POST', '/webhook_subscriptions', {
			body: harness().wanted({ events: ['invitee.canceled'], scope: 'user', user: owner.uri }),
		});
		expect([status, body]).toEqual([
			409,
			{ title: 'Already Exists', message: 'Hook with this url already exists' },
		]);
	});

	test('lets a plain member subscribe to themselves only', async () => {
		const { user, token } = colleague();
		const { owner } = harness().workshop;
		const attempt = async (changes: object) => {
			const body = harness().wanted({ ...changes });
			const answer = await call('POST', '/webhook_subscriptions', { token, body });
			return [answer.status, answer.body.message];
		};
		expect(await attempt({ scope: 'organization' })).toEqual([
			403,
			'You do not have permission to access this resource.',
		]);
		expect(await attempt({ scope: 'user', user: owner.uri })).toEqual([
			403,
			'You do not have permission',
		]);
		expect((await attempt({ scope: 'user', user: user.uri }))[0]).toBe(201);
	});

	test('refuses an organization that is not the token’s', async () => {
		const { token } = stranger();
		const body = harness().wanted();
		const answer = await call('POST', '/webhook_subscriptions', { token, body });
		expect([answer.status, answer.body.title]).toEqual([403, 'Permission Denied']);
	});

	test('wants the read scope of every event', async () => {
		const { status, body } = await call('POST', '/webhook_subscriptions', {
			token: tokenWith('webhooks:write', 'scheduled_events:read'),
			body: harness().wanted({ events: ['invitee.created', 'contact.created'] }),
		});
		expect(status).toBe(403);
		expect(body.required_scopes).toEqual(['scheduled_events:read', 'contacts:read']);
	});

	test.each([
		['invitee events are free for all', false, 'invitee.created', 201],
		['a feature of a paid plan is not', false, 'routing_form_submission.created', 403],
		['before November 2026 nothing was', true, 'invitee.created', 403],
	])('on the free plan: %s', async (_name, webhooksNeedPaidPlan, event, expected) => {
		const { organization } = harness().workshop;
		Object.assign(organization, { plan: 'free', webhooksNeedPaidPlan });
		const { status, body } = await call('POST', '/webhook_subscriptions', {
			token: tokenWith('webhooks:write', 'scheduled_events:read', 'routing_forms:read'),
			body: harness().wanted({ events: [event] }),
		});
		expect(status).toBe(expected);
		if (expected === 403) {
			expect(body).toEqual({
				title: 'Permission Denied',
				message: 'Please upgrade to a paid Calendly account.',
			});
		}
	});
});

describe('other subscription requests', () => {
	const listPath = (changes: Record<string, string> = {}) =>
		`/webhook_subscriptions${query({
			organization: harness().workshop.organization.uri,
			scope: 'organization',
			...changes,
		})}`;

	test('one is read, deleted, and then gone', async () => {
		const path = await harness().subscribe();
		expect((await call('GET', path)).body.resource.callback_url).toBe(harness().receiver.url);
		const deleted = await call('DELETE', path);
		expect([deleted.status, deleted.body]).toEqual([204, undefined]);
		expect((await call('GET', path)).status).toBe(404);
		expect((await call('DELETE', path)).status).toBe(404);
	});

	test('another organization’s does not exist', async () => {
		const path = await harness().subscribe();
		expect((await call('GET', path, { token: stranger().token })).status).toBe(404);
	});

	test('a plain member may not touch the organization’s', async () => {
		const path = await harness().subscribe();
		const { token } = colleague();
		expect((await call('DELETE', path, { token })).status).toBe(403);
		expect((await call('GET', listPath(), { token })).status).toBe(403);
	});

	test('the list keeps the scopes apart', async () => {
		const { owner } = harness().workshop;
		await harness().subscribe();
		await harness().subscribe({
			url: 'http://127.0.0.1:9/other',
			scope: 'user',
			user: owner.uri,
		});
		const urls = async (path: string) =>
			(await call('GET', path)).body.collection.map((hook: any) => hook.callback_url);
		expect(await urls(listPath())).toEqual([harness().receiver.url]);
		expect(await urls(listPath({ scope: 'user', user: owner.uri }))).toEqual([
			'http://127.0.0.1:9/other',
		]);
	});

	test.each([
		['scope', { scope: '' }],
		['user', { scope: 'user' }],
		['count', { count: '0' }],
		['count', { count: '101' }],
		['count', { count: 'many' }],
		['sort', { sort: 'updated_at:asc' }],
		['page_token', { page_token: 'made-up' }],
	])('the list is answered 400 where %s is wrong', async (parameter, changes) => {
		const { status, body } = await call('GET', listPath(changes));
		expect(status).toBe(400);
		expect(body.details[0].parameter).toBe(parameter);
	});

	test('the list comes in pages of 20 that a client can walk both ways', async () => {
		for (let number = 0; number < 45; number += 1) {
			await harness().subscribe({ url: `http://127.0.0.1:9/hook/${number}` });
		}
		const sizes: number[] = [];
		const seen = new Set<string>();
		let token = '';
		let previous: string | null = null;
		do {
			const path = listPath(token === '' ? {} : { page_token: token });
			const { collection, pagination } = (await call('GET', path)).body;
			sizes.push(pagination.count);
			for (const { uri } of collection) seen.add(uri);
			token = pagination.next_page_token ?? '';
			previous = pagination.previous_page_token;
		} while (token !== '');
		expect(sizes).toEqual([20, 20, 5]);
		expect(seen.size).toBe(45);
		const back = await call('GET', listPath({ page_token: previous as string }));
		expect(back.body.pagination.count).toBe(20);
	});

	test('a page’s address leads to the next page; its token fits no other list', async () => {
		const { owner } = harness().workshop;
		for (let number = 0; number < 3; number += 1) {
			await harness().subscribe({ url: `http://127.0.0.1:9/hook/${number}` });
		}
		const { pagination } = (await call('GET', listPath({ count: '2' }))).body;
		expect(pagination.next_page.startsWith(`${API}/webhook_subscriptions?`)).toBe(true);
		const next = await call('GET', pagination.next_page.slice(API.length));
		expect(next.body.pagination).toMatchObject({
			count: 1,
			next_page: null,
			next_page_token: null,
		});
		const other = listPath({
			scope: 'user',
			user: owner.uri,
			page_token: pagination.next_page_token,
		});
		expect((await call('GET', other)).status).toBe(400);
	});
});

describe('GET /sample_webhook_data', () => {
	const path = (event: string, scope = 'organization') => {
		const { organization, owner } = harness().workshop;
		return `/sample_webhook_data${query({
			event,
			organization: organization.uri,
			scope,
			user: owner.uri,
		})}`;
	};

	test.each([
		['invitee.created', 'active', false],
		['invitee.canceled', 'canceled', false],
		['invitee_no_show.created', 'active', true],
		['invitee_no_show.deleted', 'active', false],
	])('gives a bare %s', async (event, status, marked) => {
		const { body } = await call('GET', path(event));
		expect(Object.keys(body)).toEqual(['created_at', 'created_by', 'event', 'payload']);
		expect(body).toMatchObject({ event, payload: { status } });
		expect(body.payload.no_show !== null).toBe(marked);
	});

	test('gives every event its rules allow', async () => {
		for (const [event, { scopes }] of Object.entries(description['x-webhook-events'])) {
			const answer = await call('GET', path(event, scopes[0]));
			expect([event, answer.status]).toEqual([event, 200]);
		}
	});

	test('leaves no booking behind', async () => {
		await call('GET', path('invitee.created'));
		expect(harness().standIn.bookings).toEqual([]);
	});

	test('is answered 400 for an event that does not exist', async () => {
		expect((await call('GET', path('invitee.rescheduled'))).status).toBe(400);
	});
});

describe('scheduled events', () => {
	const list = async (parameters: Record<string, string>, token?: string) =>
		await call(
			'GET',
			`/scheduled_events${query({
				organization: harness().workshop.organization.uri,
				...parameters,
			})}`,
			{ token },
		);
	const starts = async (parameters: Record<string, string>) =>
		(await list(parameters)).body.collection.map((event: any) => event.start_time.slice(8, 10));

	beforeEach(() => {
		harness().book({ start: '2026-11-27T09:00:00Z' });
		const { uri } = harness().book({
			start: '2026-11-25T09:00:00Z',
			invitee: { name: 'Jean Dupont', email: 'Jean.Dupont@example.com' },
		});
		harness().standIn.cancel(uri, { by: 'invitee' });
		harness().book({ start: '2026-11-26T09:00:00Z' });
	});

	test.each([
		['all, by start', {}, ['25', '26', '27']],
		['the latest first', { sort: 'start_time:desc' }, ['27', '26', '25']],
		['the active ones', { status: 'active' }, ['26', '27']],
		['the canceled ones', { status: 'canceled' }, ['25']],
		['from an instant on', { min_start_time: '2026-11-26T09:00:00Z' }, ['26', '27']],
		['before an instant', { max_start_time: '2026-11-26T09:00:00.000000Z' }, ['25']],
		['of one invitee', { invitee_email: 'jean.dupont@example.com' }, ['25']],
	])('the list gives %s', async (_name, parameters, expected) => {
		expect(await starts(parameters)).toEqual(expected);
	});

	test('the list is paged', async () => {
		const { pagination } = (await list({ count: '2' })).body;
		const rest = await list({ page_token: pagination.next_page_token });
		expect(rest.body.collection.map((event: any) => event.start_time.slice(8, 10))).toEqual(['27']);
	});

	test('the list is answered 400 without user, organization or group', async () => {
		const { status, body } = await call('GET', '/scheduled_events');
		expect([status, body.details[0].parameter]).toEqual([400, 'user']);
	});

	test('a plain member sees their own events only', async () => {
		const { user, token } = colleague();
		expect((await list({}, token)).status).toBe(403);
		const own = await call('GET', `/scheduled_events${query({ user: user.uri })}`, { token });
		expect(own.body.collection).toEqual([]);
		const [event] = harness().standIn.bookings;
		expect((await call('GET', pathOf(event.event.uri), { token })).status).toBe(403);
	});

	test('the list of a group holds what was booked for it', async () => {
		const { standIn, workshop } = harness();
		const group = standIn.addGroup({ organization: workshop.organization, name: 'Pose' });
		harness().book({ start: '2026-11-30T09:00:00Z', group });
		const answer = await call('GET', `/scheduled_events${query({ group: group.uri })}`);
		expect(answer.body.collection).toHaveLength(1);
	});

	test('one has what deliveries leave out, and the other way round', async () => {
		const [{ event, invitee }] = harness().standIn.bookings;
		const { resource } = (await call('GET', pathOf(event.uri))).body;
		expect(resource).toHaveProperty('calendar_event', null);
		expect(resource.event_memberships[0]).toHaveProperty('buffered_start_time');
		const read = (await call('GET', pathOf(invitee.uri))).body.resource;
		expect(read).not.toHaveProperty('scheduled_event');
		expect(read.email).toBe('zoe.lhote@example.com');
	});

	test('invitees are listed by state and mail', async () => {
		const [, { event, invitee }] = harness().standIn.bookings;
		const path = `${pathOf(event.uri)}/invitees`;
		const uris = async (parameters: Record<string, string>) =>
			(await call('GET', path + query(parameters))).body.collection.map(({ uri }: any) => uri);
		expect(await uris({})).toEqual([invitee.uri]);
		expect(await uris({ status: 'active' })).toEqual([]);
		expect(await uris({ email: 'JEAN.dupont@example.com' })).toEqual([invitee.uri]);
		expect((await call('GET', `${path}/x`)).status).toBe(404);
	});

	test('a video link is ready two seconds after the booking', async () => {
		const { standIn, workshop } = harness();
		const { event } = harness().book({ eventType: workshop.eventTypes.video, location: undefined });
		const location = async () => (await call('GET', pathOf(event))).body.resource.location;
		const { status, join_url: link } = await location();
		expect(status).toBe('processing');
		expect(link).toMatch(/^https:\/\/calendly\.com\/events\/[0-9a-f-]+\/google_meet$/);
		await standIn.clock.advance(2000);
		expect(await location()).toEqual({
			join_url: link,
			status: 'pushed',
			type: 'google_conference',
		});
	});
});

describe('POST /scheduled_events/{uuid}/cancellation', () => {
	test('cancels as the host, once', async () => {
		const { uri, event } = harness().book();
		const path = `${pathOf(event)}/cancellation`;
		const { status, body } = await call('POST', path, { body: { reason: 'Panne de scie' } });
		expect(status).toBe(201);
		expect(body.resource).toEqual({
			canceled_by: 'Atelier ArchiMeuble',
			canceler_type: 'host',
			created_at: '2026-11-23T09:00:00.000000Z',
			reason: 'Panne de scie',
		});
		expect((await call('GET', pathOf(uri))).body.resource.status).toBe('canceled');
		const again = await call('POST', path);
		expect([again.status, again.body.message]).toEqual([403, 'Event is already canceled']);
	});

	test('takes no body for no reason', async () => {
		const { event } = harness().book();
		const { status, body } = await call('POST', `${pathOf(event)}/cancellation`);
		expect([status, body.resource.reason]).toEqual([201, null]);
	});

	test('is answered 400 for a reason that is no text', async () => {
		const { event } = harness().book();
		const body = { reason: 5 };
		expect((await call('POST', `${pathOf(event)}/cancellation`, { body })).status).toBe(400);
	});
});

describe('no-shows', () => {
	test('one is marked, read, taken back', async () => {
		const { uri } = harness().book();
		const made = await call('POST', '/invitee_no_shows', { body: { invitee: uri } });
		expect([made.status, made.body.resource.invitee]).toEqual([201, uri]);
		const path = pathOf(made.body.resource.uri);
		expect((await call('GET', path)).body).toEqual(made.body);
		expect((await call('POST', '/invitee_no_shows', { body: { invitee: uri } })).status).toBe(409);
		expect((await call('DELETE', path)).status).toBe(204);
		expect((await call('GET', path)).status).toBe(404);
		expect((await call('GET', pathOf(uri))).body.resource.no_show).toBeNull();
	});

	test.each([
		['no invitee', {}, 400],
		['a bare identifier', { invitee: 'a0000000' }, 400],
		['an unknown invitee', { invitee: `${API}/scheduled_events/x/invitees/y` }, 404],
	])('%s is refused', async (_name, body, expected) => {
		expect((await call('POST', '/invitee_no_shows', { body })).status).toBe(expected);
	});
});

describe('event types and memberships', () => {
	test('event types are listed by name', async () => {
		const { organization } = harness().workshop;
		const { body } = await call('GET', `/event_types${query({ organization: organization.uri })}`);
		expect(body.collection.map(({ name }: any) => name)).toEqual([
			'Conseil à l’heure convenue',
			'Consultation téléphonique',
			'Prise de mesures à domicile',
			'Visioconférence de conception',
		]);
		const { uri } = body.collection[0];
		expect((await call('GET', pathOf(uri))).body.resource).toEqual(body.collection[0]);
	});

	test('those that are switched off can be left out', async () => {
		const { organization, eventTypes } = harness().workshop;
		eventTypes.video.active = false;
		const names = async (active: string) => {
			const path = `/event_types${query({ organization: organization.uri, active })}`;
			return (await call('GET', path)).body.collection.map(({ name }: any) => name);
		};
		expect(await names('false')).toEqual(['Visioconférence de conception']);
		expect(await names('true')).toHaveLength(3);
	});

	test('memberships tell the roles', async () => {
		const { user } = colleague('admin');
		const { organization } = harness().workshop;
		const path = `/organization_memberships${query({ organization: organization.uri })}`;
		const roles = (await call('GET', path)).body.collection.map(({ role }: any) => role);
		expect(roles).toEqual(['owner', 'admin']);
		const one = await call('GET', `/organization_memberships${query({ user: user.uri })}`);
		expect(one.body.collection[0].user.email).toBe('paul@example.com');
	});
});

describe('when things go wrong', () => {
	test.each([
		[
			'an answer of 500',
			{ status: 500, body: { title: 'Internal Server Error', message: '' } },
			500,
		],
		['an answer of 503 with a header', { status: 503, headers: { 'Retry-After': '3' } }, 503],
	])('%s can be put in Calendly’s place', async (_name, fault, expected) => {
		harness().standIn.faults = ({ path }) => (path === '/users/me' ? fault : null);
		const { status, headers } = await call('GET', '/users/me');
		expect(status).toBe(expected);
		expect(headers.get('Retry-After')).toBe('headers' in fault ? '3' : null);
	});

	test('a connection can break', async () => {
		harness().standIn.faults = () => 'drop';
		await expect(call('GET', '/users/me')).rejects.toThrow('fetch failed');
	});

	test('a request can stay without an answer', async () => {
		harness().standIn.faults = () => 'timeout';
		const { standIn, workshop } = harness();
		const answer = fetch(`${standIn.url}/users/me`, {
			headers: { Authorization: `Bearer ${workshop.token}` },
			signal: AbortSignal.timeout(150),
		});
		await expect(answer).rejects.toThrow('timeout');
	});

	test('a fault sees what is asked, and not who asks', async () => {
		const seen: object[] = [];
		harness().standIn.faults = (request) => {
			seen.push(request);
			return null;
		};
		await call('GET', '/event_types?count=5');
		expect(seen).toEqual([{ method: 'GET', path: '/event_types', query: { count: '5' } }]);
	});

	test('an answer of the stand-in that is not as described is its own fault, and shows', async () => {
		Object.assign(harness().workshop.owner, { timezone: null });
		const { status, body } = await call('GET', '/users/me');
		expect(status).toBe(500);
		expect(body.message).toContain('answer/resource/timezone must be string');
	});

	test('a log never holds a token', async () => {
		const lines: string[] = [];
		const standIn = new CalendlyStandIn({ log: (line) => lines.push(line) });
		await standIn.start();
		await fetch(`${standIn.url}/users/me?x=1`, { headers: { Authorization: 'Bearer secret' } });
		await standIn.stop();
		expect(lines).toEqual(['GET /users/me 401']);
	});
});

describe('the rate limit', () => {
	const limited = useHarness({ requestsPerMinute: 3 });

	test('answers 429 and says when to come back; then it is open again', async () => {
		const allowed: string[] = [];
		for (let number = 0; number < 3; number += 1) {
			const { status, headers } = await limited().call('GET', '/users/me');
			allowed.push(`${status}, ${headers.get('X-RateLimit-Remaining')} left`);
		}
		expect(allowed).toEqual(['200, 2 left', '200, 1 left', '200, 0 left']);
		const { status, headers } = await limited().call('GET', '/users/me');
		expect([status, headers.get('X-RateLimit-Limit')]).toEqual([429, '3']);
		const seconds = Number(headers.get('X-RateLimit-Reset'));
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(60);
		await limited().standIn.clock.advance(seconds * 1000);
		expect((await limited().call('GET', '/users/me')).status).toBe(200);
	});

	test.each([
		['paid', '500'],
		['free', '50'],
	] as const)('is that of the plan: %s, %s a minute', async (plan, expected) => {
		harness().workshop.organization.plan = plan;
		const { headers } = await call('GET', '/users/me');
		expect(headers.get('X-RateLimit-Limit')).toBe(expected);
	});
});
