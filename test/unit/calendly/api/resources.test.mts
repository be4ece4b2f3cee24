import fc from 'fast-check';
import type { ApiRequest } from '../../../../nodes/shared/calendly/api/exchange';
import type { ApiContext } from '../../../../nodes/shared/calendly/api/http';
import {
	cancelScheduledEvent,
	createInviteeNoShow,
	createWebhookSubscription,
	deleteInviteeNoShow,
	deleteWebhookSubscription,
	getCurrentUser,
	getInvitee,
	getSampleWebhookData,
	getScheduledEvent,
	listEventTypes,
	listInvitees,
	listScheduledEvents,
	listWebhookSubscriptions,
} from '../../../../nodes/shared/calendly/api/resources';
import {
	answer,
	BASE,
	GROUP,
	ORGANIZATION,
	record,
	rejectionOf,
	script,
	SIGNING_KEY,
	USER,
} from './fakeCalendly.mts';

const EVENT = `${BASE}/scheduled_events/EVENT01`;
const INVITEE = `${EVENT}/invitees/INVITEE01`;
const NO_SHOW = `${BASE}/invitee_no_shows/NOSHOW01`;
const HOOK = `${BASE}/webhook_subscriptions/HOOK01`;
const URL_OF_N8N = 'https://n8n.archimeuble.fr/webhook/calendly-archimeuble';

const USER_RESOURCE = {
	uri: USER,
	current_organization: ORGANIZATION,
	name: ' Jean\tDupont ',
	email: 'jean@archimeuble.fr',
	timezone: 'Europe/Paris',
	slug: 'jean',
};
const HOOK_RESOURCE = {
	uri: HOOK,
	callback_url: URL_OF_N8N,
	created_at: '2026-11-01T08:00:00.123456Z',
	updated_at: '2026-11-01T08:00:00.123456Z',
	retry_started_at: '2026-11-22T08:00:00.000000Z',
	state: 'disabled',
	events: ['invitee.created', 'invitee.canceled'],
	scope: 'user',
	organization: ORGANIZATION,
	user: USER,
	group: null,
	creator: USER,
};
const EVENT_RESOURCE = {
	uri: EVENT,
	name: 'Consultation téléphonique',
	status: 'active',
	start_time: '2026-11-26T13:00:00.000000Z',
	end_time: '2026-11-26T13:30:00.000000Z',
	event_type: `${BASE}/event_types/TYPE01`,
	location: null,
};
const INVITEE_RESOURCE = {
	uri: INVITEE,
	name: 'Test Client',
	email: 'test@example.com',
	status: 'active',
	questions_and_answers: [],
};

const resource = (fields: unknown, status = 200) => answer(status, { resource: fields });
const collection = (...entries: unknown[]) =>
	answer(200, { collection: entries, pagination: { next_page_token: null } });

describe('what is sent', () => {
	test.each<
		[string, (context: ApiContext) => Promise<unknown>, ReturnType<typeof answer>, ApiRequest]
	>([
		[
			'the user of the token',
			(c) => getCurrentUser(c),
			resource(USER_RESOURCE),
			{ method: 'GET', path: '/users/me' },
		],
		[
			'subscriptions of the organization',
			(c) =>
				listWebhookSubscriptions(c, {
					organization: ORGANIZATION,
					scope: 'organization',
					user: USER,
					group: GROUP,
				}),
			collection(),
			{
				method: 'GET',
				path: '/webhook_subscriptions',
				query: { organization: ORGANIZATION, scope: 'organization', count: 100 },
			},
		],
		[
			'subscriptions of the user',
			(c) =>
				listWebhookSubscriptions(c, {
					organization: ORGANIZATION,
					scope: 'user',
					user: USER,
					group: GROUP,
				}),
			collection(),
			{
				method: 'GET',
				path: '/webhook_subscriptions',
				query: { organization: ORGANIZATION, scope: 'user', user: USER, count: 100 },
			},
		],
		[
			'subscriptions of the group',
			(c) =>
				listWebhookSubscriptions(c, {
					organization: ORGANIZATION,
					scope: 'group',
					user: USER,
					group: GROUP,
				}),
			collection(),
			{
				method: 'GET',
				path: '/webhook_subscriptions',
				query: { organization: ORGANIZATION, scope: 'group', group: GROUP, count: 100 },
			},
		],
		[
			'a new subscription, with its key in the body and nowhere else',
			(c) =>
				createWebhookSubscription(
					c,
					{
						url: URL_OF_N8N,
						events: ['invitee.created'],
						organization: 'ORGANIZATION01',
						scope: 'user',
						user: 'USER01',
					},
					SIGNING_KEY,
				),
			resource(HOOK_RESOURCE, 201),
			{
				method: 'POST',
				path: '/webhook_subscriptions',
				body: {
					url: URL_OF_N8N,
					events: ['invitee.created'],
					organization: ORGANIZATION,
					scope: 'user',
					user: USER,
					signing_key: SIGNING_KEY,
				},
			},
		],
		[
			'the end of a subscription',
			(c) => deleteWebhookSubscription(c, HOOK),
			answer(204, ''),
			{ method: 'DELETE', path: '/webhook_subscriptions/HOOK01' },
		],
		[
			'a sample',
			(c) =>
				getSampleWebhookData(c, {
					event: 'invitee.created',
					organization: ORGANIZATION,
					scope: 'user',
					user: USER,
				}),
			answer(200, {}),
			{
				method: 'GET',
				path: '/sample_webhook_data',
				query: { event: 'invitee.created', organization: ORGANIZATION, scope: 'user', user: USER },
			},
		],
		[
			'appointments with every filter',
			(c) =>
				listScheduledEvents(
					c,
					{
						organization: ORGANIZATION,
						user: 'USER01',
						minStartTime: new Date('2026-11-15T00:00:00Z'),
						maxStartTime: new Date('2027-01-21T00:00:00Z'),
						status: 'active',
						inviteeEmail: 'test@example.com',
						sort: 'start_time:asc',
					},
					{ limit: 10 },
				),
			collection(),
			{
				method: 'GET',
				path: '/scheduled_events',
				query: {
					organization: ORGANIZATION,
					user: USER,
					min_start_time: '2026-11-15T00:00:00.000Z',
					max_start_time: '2027-01-21T00:00:00.000Z',
					status: 'active',
					invitee_email: 'test@example.com',
					sort: 'start_time:asc',
					count: 10,
				},
			},
		],
		[
			'appointments of a group, empty filters left out',
			(c) => listScheduledEvents(c, { group: GROUP, user: '', inviteeEmail: '' }),
			collection(),
			{ method: 'GET', path: '/scheduled_events', query: { group: GROUP, count: 100 } },
		],
		[
			'an appointment',
			(c) => getScheduledEvent(c, 'EVENT01'),
			resource(EVENT_RESOURCE),
			{ method: 'GET', path: '/scheduled_events/EVENT01' },
		],
		[
			'invitees',
			(c) =>
				listInvitees(c, EVENT, { email: 'test@example.com', status: 'canceled' }, { limit: 3 }),
			collection(),
			{
				method: 'GET',
				path: '/scheduled_events/EVENT01/invitees',
				query: { email: 'test@example.com', status: 'canceled', count: 3 },
			},
		],
		[
			'all invitees',
			(c) => listInvitees(c, EVENT),
			collection(),
			{ method: 'GET', path: '/scheduled_events/EVENT01/invitees', query: { count: 100 } },
		],
		[
			'an invitee',
			(c) => getInvitee(c, INVITEE),
			resource(INVITEE_RESOURCE),
			{ method: 'GET', path: '/scheduled_events/EVENT01/invitees/INVITEE01' },
		],
		[
			'a cancellation',
			(c) => cancelScheduledEvent(c, EVENT, 'Atelier fermé'),
			resource({}, 201),
			{
				method: 'POST',
				path: '/scheduled_events/EVENT01/cancellation',
				body: { reason: 'Atelier fermé' },
			},
		],
		[
			'a cancellation without a reason',
			(c) => cancelScheduledEvent(c, EVENT, ' '),
			resource({}, 201),
			{ method: 'POST', path: '/scheduled_events/EVENT01/cancellation', body: {} },
		],
		[
			'a cancellation with nothing said',
			(c) => cancelScheduledEvent(c, EVENT),
			resource({}, 201),
			{ method: 'POST', path: '/scheduled_events/EVENT01/cancellation', body: {} },
		],
		[
			'a no-show',
			(c) => createInviteeNoShow(c, ` ${INVITEE}`),
			resource({ uri: NO_SHOW }, 201),
			{ method: 'POST', path: '/invitee_no_shows', body: { invitee: INVITEE } },
		],
		[
			'the end of a no-show',
			(c) => deleteInviteeNoShow(c, NO_SHOW),
			answer(204, ''),
			{ method: 'DELETE', path: '/invitee_no_shows/NOSHOW01' },
		],
		[
			'event types',
			(c) => listEventTypes(c, { organization: ORGANIZATION, active: true }),
			collection(),
			{
				method: 'GET',
				path: '/event_types',
				query: { organization: ORGANIZATION, active: true, count: 100 },
			},
		],
		[
			'event types that are not active',
			(c) => listEventTypes(c, { user: USER, active: false }, { limit: 1 }),
			collection(),
			{ method: 'GET', path: '/event_types', query: { user: USER, active: false, count: 1 } },
		],
	])('for %s', async (_name, call, reply, expected) => {
		const { context, requests } = script(reply);
		await call(context);
		// Strictly: a parameter that is there without a value would be sent.
		expect(requests).toStrictEqual([expected]);
	});
});

describe('what is refused before anything is sent', () => {
	test.each<[string, (context: ApiContext) => Promise<unknown>]>([
		[
			'a subscription for no user',
			(c) => listWebhookSubscriptions(c, { organization: ORGANIZATION, scope: 'user' }),
		],
		[
			'a subscription for no group',
			(c) =>
				listWebhookSubscriptions(c, { organization: ORGANIZATION, scope: 'group', group: null }),
		],
		[
			'an organization elsewhere',
			(c) => listEventTypes(c, { organization: 'https://evil.example/organizations/A' }),
		],
		['a user elsewhere', (c) => listScheduledEvents(c, { user: 'https://evil.example/users/A' })],
		['a group elsewhere', (c) => listScheduledEvents(c, { group: '../groups' })],
		[
			'a deletion elsewhere',
			(c) => deleteWebhookSubscription(c, 'https://evil.example/webhook_subscriptions/A'),
		],
		['a deletion of something else', (c) => deleteInviteeNoShow(c, EVENT)],
		[
			'an appointment elsewhere',
			(c) => getScheduledEvent(c, 'https://evil.example/scheduled_events/A'),
		],
		['invitees elsewhere', (c) => listInvitees(c, 'A/../../users')],
		['an invitee without an appointment', (c) => getInvitee(c, 'INVITEE01')],
		['a cancellation elsewhere', (c) => cancelScheduledEvent(c, 'A/invitees')],
		[
			'a no-show elsewhere',
			(c) => createInviteeNoShow(c, 'https://evil.example/scheduled_events/A/invitees/B'),
		],
		[
			'a date that is none',
			(c) => listScheduledEvents(c, { user: USER, minStartTime: new Date('demain') }),
		],
	])('%s', async (_name, call) => {
		const { context, requests } = script();
		expect(await rejectionOf(call(context))).toMatchObject({
			name: 'CalendlyApiError',
			kind: 'invalid_input',
			status: null,
		});
		expect(requests).toEqual([]);
	});

	test('a date that is none is told', async () => {
		const error = await rejectionOf(
			listScheduledEvents(script().context, { maxStartTime: new Date(NaN) }),
		);
		expect(error).toMatchObject({
			message: 'A date in the filters is not a date.',
			remedy: 'Correct the dates in the node.',
		});
	});

	test('a reason of more than 10000 characters', async () => {
		const { context, requests } = script(resource({}, 201));
		await cancelScheduledEvent(context, EVENT, 'a'.repeat(10_000));
		expect(
			await rejectionOf(cancelScheduledEvent(context, EVENT, 'a'.repeat(10_001))),
		).toMatchObject({
			kind: 'invalid_input',
			message: 'The reason is longer than 10000 characters.',
			remedy: 'Shorten the reason: the client reads it.',
		});
		expect(requests).toHaveLength(1);
	});

	test('whatever is typed, nothing is sent but below the paths of the reference', async () => {
		const parts = fc.constantFrom(
			BASE,
			'https://evil.example',
			'/',
			'..',
			'scheduled_events',
			'invitees',
			'A',
			'@',
			'?',
			'#',
			'\\',
			'%2f',
		);
		const typed = fc.oneof(
			fc.array(parts, { maxLength: 7 }).map((list) => list.join('')),
			fc.string(),
		);
		await fc.assert(
			fc.asyncProperty(typed, async (given) => {
				const { context, requests } = record(async () => answer(404));
				await Promise.allSettled([
					getScheduledEvent(context, given),
					getInvitee(context, given),
					cancelScheduledEvent(context, given, 'x'),
					deleteInviteeNoShow(context, given),
					deleteWebhookSubscription(context, given),
				]);
				for (const { path } of requests) {
					expect(path).toMatch(
						/^\/(scheduled_events|invitee_no_shows|webhook_subscriptions)\/[\w-]+(\/cancellation|\/invitees\/[\w-]+)?$/,
					);
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe('what is read', () => {
	test('the user of the token', async () => {
		expect(await getCurrentUser(script(resource(USER_RESOURCE)).context)).toEqual({
			uri: USER,
			organization: ORGANIZATION,
			name: 'Jean Dupont',
			email: 'jean@archimeuble.fr',
			timezone: 'Europe/Paris',
		});
	});

	test('a subscription', async () => {
		expect(
			await listWebhookSubscriptions(script(collection(HOOK_RESOURCE)).context, {
				organization: ORGANIZATION,
				scope: 'organization',
			}),
		).toEqual([
			{
				uri: HOOK,
				callbackUrl: URL_OF_N8N,
				events: ['invitee.created', 'invitee.canceled'],
				scope: 'user',
				organization: ORGANIZATION,
				user: USER,
				group: null,
				state: 'disabled',
				createdAt: '2026-11-01T08:00:00.123Z',
				retryStartedAt: '2026-11-22T08:00:00.000Z',
			},
		]);
	});

	test.each(['organization', 'user', 'group'])('the scope %s', async (scope) => {
		const [found] = await listWebhookSubscriptions(
			script(collection({ ...HOOK_RESOURCE, scope })).context,
			{ organization: ORGANIZATION, scope: 'organization' },
		);
		expect(found.scope).toBe(scope);
	});

	test('a subscription of which little is known', async () => {
		const { context } = script(
			collection({
				uri: HOOK,
				callback_url: URL_OF_N8N,
				events: 'all',
				scope: 'team',
				state: 'paused',
				created_at: 7,
			}),
		);
		expect(
			await listWebhookSubscriptions(context, {
				organization: ORGANIZATION,
				scope: 'organization',
			}),
		).toEqual([
			{
				uri: HOOK,
				callbackUrl: URL_OF_N8N,
				events: [],
				scope: null,
				organization: null,
				user: null,
				group: null,
				state: 'active',
				createdAt: null,
				retryStartedAt: null,
			},
		]);
	});

	test('names of events that are none are left out', async () => {
		const { context } = script(
			collection({ ...HOOK_RESOURCE, events: [7, 'invitee.created', null, ''] }),
		);
		const [found] = await listWebhookSubscriptions(context, {
			organization: ORGANIZATION,
			scope: 'organization',
		});
		expect(found.events).toEqual(['invitee.created']);
	});

	test('an appointment, with all of it', async () => {
		const expected = {
			uri: EVENT,
			name: 'Consultation téléphonique',
			status: 'active',
			start: '2026-11-26T13:00:00.000Z',
			end: '2026-11-26T13:30:00.000Z',
			eventType: `${BASE}/event_types/TYPE01`,
			raw: EVENT_RESOURCE,
		};
		expect(await getScheduledEvent(script(resource(EVENT_RESOURCE)).context, EVENT)).toEqual(
			expected,
		);
		expect(
			await listScheduledEvents(script(collection(EVENT_RESOURCE)).context, { user: USER }),
		).toEqual([expected]);
	});

	test('an invitee, with all of it', async () => {
		const expected = {
			uri: INVITEE,
			name: 'Test Client',
			email: 'test@example.com',
			status: 'active',
			raw: INVITEE_RESOURCE,
		};
		expect(await getInvitee(script(resource(INVITEE_RESOURCE)).context, INVITEE)).toEqual(expected);
		expect(await listInvitees(script(collection(INVITEE_RESOURCE)).context, EVENT)).toEqual([
			expected,
		]);
	});

	test('event types, active unless said otherwise', async () => {
		const uri = `${BASE}/event_types/TYPE01`;
		const { context } = script(
			collection(
				{
					uri,
					name: 'Visite',
					active: false,
					duration: 45,
					scheduling_url: 'https://calendly.com/archimeuble/visite',
				},
				{ uri, name: 'Appel' },
				{ uri },
				{ name: 'Sans adresse' },
			),
		);
		expect(await listEventTypes(context, { user: USER })).toEqual([
			{
				uri,
				name: 'Visite',
				active: false,
				durationMinutes: 45,
				schedulingUrl: 'https://calendly.com/archimeuble/visite',
			},
			{ uri, name: 'Appel', active: true, durationMinutes: null, schedulingUrl: null },
		]);
	});

	test('a cancellation', async () => {
		const { context } = script(
			resource(
				{
					canceled_by: 'Jean Dupont',
					canceler_type: 'host',
					reason: 'Atelier fermé',
					created_at: '2026-11-22T10:00:00.000000Z',
				},
				201,
			),
		);
		expect(await cancelScheduledEvent(context, EVENT, 'Atelier fermé')).toEqual({
			by: 'Jean Dupont',
			byType: 'host',
			reason: 'Atelier fermé',
			at: '2026-11-22T10:00:00.000Z',
		});
	});

	test('a no-show', async () => {
		const { context } = script(
			resource({ uri: NO_SHOW, invitee: INVITEE, created_at: '2026-11-22T10:00:00.000000Z' }, 201),
		);
		expect(await createInviteeNoShow(context, INVITEE)).toEqual({
			uri: NO_SHOW,
			invitee: INVITEE,
			createdAt: '2026-11-22T10:00:00.000Z',
		});
	});

	test('a sample comes bare', async () => {
		const body = { event: 'invitee.created', payload: { uri: INVITEE } };
		expect(
			await getSampleWebhookData(script(answer(200, body)).context, {
				event: 'invitee.created',
				organization: ORGANIZATION,
				scope: 'organization',
			}),
		).toEqual(body);
	});

	test.each<[string, (context: ApiContext) => Promise<unknown>, unknown]>([
		['a user without an address', (c) => getCurrentUser(c), { ...USER_RESOURCE, uri: null }],
		['a user without an organization', (c) => getCurrentUser(c), { uri: USER }],
		[
			'a subscription without an address',
			(c) =>
				createWebhookSubscription(
					c,
					{ url: URL_OF_N8N, events: [], organization: ORGANIZATION, scope: 'organization' },
					SIGNING_KEY,
				),
			{ callback_url: URL_OF_N8N },
		],
		['an appointment without an address', (c) => getScheduledEvent(c, EVENT), {}],
		['an appointment that is a text', (c) => getScheduledEvent(c, EVENT), 'EVENT'],
		[
			'an invitee without an address',
			(c) => getInvitee(c, INVITEE),
			{ uri: 'javascript:alert(1)' },
		],
		['a no-show without an address', (c) => createInviteeNoShow(c, INVITEE), {}],
	])('%s is no answer', async (_name, call, fields) => {
		expect(await rejectionOf(call(script(resource(fields)).context))).toMatchObject({
			kind: 'unexpected_answer',
			status: 200,
		});
	});

	test('entries of a list without an address are left out', async () => {
		const owner = { organization: ORGANIZATION, scope: 'organization' } as const;
		expect(
			await listWebhookSubscriptions(
				script(collection({ uri: HOOK }, { callback_url: URL_OF_N8N }, HOOK_RESOURCE)).context,
				owner,
			),
		).toHaveLength(1);
		expect(
			await listScheduledEvents(script(collection({}, EVENT_RESOURCE)).context, {}),
		).toHaveLength(1);
		expect(
			await listInvitees(script(collection({ uri: 7 }, INVITEE_RESOURCE)).context, EVENT),
		).toHaveLength(1);
	});

	test('whatever a list holds, it never throws', async () => {
		const fields = fc.record({
			uri: fc.oneof(fc.constant(EVENT), fc.anything()),
			name: fc.anything(),
			start_time: fc.anything(),
			events: fc.anything(),
			callback_url: fc.oneof(fc.constant(URL_OF_N8N), fc.anything()),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(fc.oneof(fields, fc.anything())), async (entries) => {
				const context = record(async () => answer(200, { collection: entries })).context;
				for (const list of await Promise.all([
					listScheduledEvents(context, {}),
					listInvitees(context, EVENT),
					listEventTypes(context, {}),
					listWebhookSubscriptions(context, { organization: ORGANIZATION, scope: 'organization' }),
				])) {
					for (const { uri } of list) expect(new URL(uri).protocol).toMatch(/^https?:$/);
				}
			}),
		);
	});
});

describe('a deletion', () => {
	test.each<[string, (context: ApiContext) => Promise<void>]>([
		['a subscription', (c) => deleteWebhookSubscription(c, HOOK)],
		['a no-show', (c) => deleteInviteeNoShow(c, NO_SHOW)],
	])('of %s that is gone already is done', async (_name, call) => {
		await expect(call(script(answer(404)).context)).resolves.toBeUndefined();
	});

	test('that was carried out although no answer came is done, too', async () => {
		const lost = Object.assign(new Error('x'), { code: 'ETIMEDOUT' });
		await expect(
			deleteWebhookSubscription(script(lost, answer(404)).context, HOOK),
		).resolves.toBeUndefined();
	});

	test('that is refused is not done', async () => {
		expect(
			await rejectionOf(deleteWebhookSubscription(script(answer(403)).context, HOOK)),
		).toMatchObject({ kind: 'forbidden' });
	});

	test('that fails in our own code says so', async () => {
		const { context } = script(answer(503));
		const broken = { ...context, pause: async () => Promise.reject(new TypeError('no timer')) };
		expect(await rejectionOf(deleteWebhookSubscription(broken, HOOK))).toBeInstanceOf(TypeError);
	});
});
