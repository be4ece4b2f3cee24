import { inspect } from 'node:util';
import type { ApiRequest } from '../../../../nodes/shared/calendly/api/exchange';
import type { SubscriptionSettings } from '../../../../nodes/shared/calendly/api/subscription';
import {
	ensureSubscriptions,
	findSubscriptions,
	removeSubscriptions,
	settingsOfExisting,
	subscriptionStatus,
} from '../../../../nodes/shared/calendly/api/subscriptions';
import {
	answer,
	DENIED,
	FakeCalendly,
	GROUP,
	idOf,
	ORGANIZATION,
	rejectionOf,
	SIGNING_KEY,
	USER,
} from './fakeCalendly.mts';

const URL_OF_N8N = 'https://n8n.archimeuble.fr/webhook/calendly-archimeuble/webhook';
const TEST_URL = 'https://n8n.archimeuble.fr/webhook-test/calendly-archimeuble/webhook';
const EVENTS = ['invitee.created', 'invitee.canceled'];

const settings: SubscriptionSettings = {
	url: URL_OF_N8N,
	events: EVENTS,
	scope: 'organization',
	organization: ORGANIZATION,
	user: USER,
};
const withGroup = { organization: ORGANIZATION, user: USER, group: GROUP };

const isCreation = ({ method }: ApiRequest) => method === 'POST';

/** Answers the first creation with this, after `before` has happened at Calendly. */
function interruptFirstCreation(
	calendly: FakeCalendly,
	before: (request: ApiRequest) => ReturnType<typeof answer> | null,
) {
	let interrupted = false;
	calendly.intercept = (request) => {
		if (interrupted || !isCreation(request)) return null;
		interrupted = true;
		return before(request);
	};
}

describe('finding subscriptions', () => {
	test('looks at every scope and every page', async () => {
		const calendly = new FakeCalendly();
		for (let number = 0; number < 230; number += 1)
			calendly.add({ callback_url: `https://tool.fr/${number}` });
		calendly.add({ callback_url: URL_OF_N8N, scope: 'user' });
		calendly.add({ callback_url: TEST_URL, scope: 'group' });
		const found = await findSubscriptions(calendly.context, withGroup);
		expect(found).toHaveLength(232);
		expect(found.slice(-2).map(({ callbackUrl }) => callbackUrl)).toEqual([URL_OF_N8N, TEST_URL]);
	});

	test('asks about the group only where there is one', async () => {
		const calendly = new FakeCalendly();
		await findSubscriptions(calendly.context, {
			organization: ORGANIZATION,
			user: USER,
			group: null,
		});
		expect(calendly.recorder.requests.map(({ query }) => query?.scope)).toEqual([
			'organization',
			'user',
		]);
	});

	test('names one that is in two lists once', async () => {
		const calendly = new FakeCalendly();
		const one = calendly.add({ callback_url: URL_OF_N8N });
		calendly.intercept = () => answer(200, { collection: [one] });
		expect(await findSubscriptions(calendly.context, withGroup)).toHaveLength(1);
	});

	test('a plain member sees the user’s', async () => {
		const calendly = new FakeCalendly();
		calendly.denied = ['organization', 'group'];
		calendly.add({ callback_url: URL_OF_N8N, scope: 'user' });
		expect(await findSubscriptions(calendly.context, withGroup, ['user'])).toHaveLength(1);
	});

	test.each([
		['for his role', DENIED],
		['for another reason', answer(403, { message: 'Not for this account' })],
		['as if it was not there', answer(404)],
	])('a scope that is refused %s, and is not needed, is left out', async (_name, refusal) => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: URL_OF_N8N, scope: 'user' });
		calendly.intercept = ({ query }) => (query?.scope === 'user' ? null : refusal);
		expect(await findSubscriptions(calendly.context, withGroup, ['user'])).toHaveLength(1);
	});

	test('a scope that is needed has to be readable', async () => {
		const calendly = new FakeCalendly();
		calendly.denied = ['organization'];
		expect(
			await rejectionOf(findSubscriptions(calendly.context, withGroup, ['organization'])),
		).toMatchObject({ kind: 'role', status: 403 });
	});

	test.each([
		['a wrong token', answer(401), 'unauthorized'],
		[
			'a missing scope of the token',
			answer(403, { message: 'Insufficient scope' }),
			'missing_scope',
		],
		['the limit', answer(429, {}, { 'retry-after': '900' }), 'rate_limited'],
	])('%s is told, whatever is needed', async (_name, reply, kind) => {
		const calendly = new FakeCalendly();
		calendly.intercept = () => reply;
		expect(await rejectionOf(findSubscriptions(calendly.context, withGroup))).toMatchObject({
			kind,
		});
	});
});

describe('making Calendly have what is wanted', () => {
	test('creates it with our key', async () => {
		const calendly = new FakeCalendly();
		const result = await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		const [stored] = calendly.stored;
		expect(stored).toMatchObject({
			callback_url: URL_OF_N8N,
			events: EVENTS,
			scope: 'organization',
			organization: ORGANIZATION,
		});
		expect(calendly.keys.get(stored.uri)).toBe(SIGNING_KEY);
		expect(result).toEqual({ kept: [], created: [stored.uri], removed: [] });
	});

	test('changes nothing the second time', async () => {
		const calendly = new FakeCalendly();
		const { created } = await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		const again = await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		expect(again).toEqual({ kept: created, created: [], removed: [] });
		expect(calendly.changes).toEqual([`POST ${URL_OF_N8N}`]);
	});

	test('finds its own among hundreds', async () => {
		const calendly = new FakeCalendly();
		for (let number = 0; number < 300; number += 1)
			calendly.add({ callback_url: `https://tool.fr/${number}` });
		const { uri } = calendly.add({ callback_url: URL_OF_N8N, events: EVENTS });
		expect(await ensureSubscriptions(calendly.context, settings, SIGNING_KEY)).toEqual({
			kept: [uri],
			created: [],
			removed: [],
		});
	});

	test('a disabled one is removed first, because Calendly refuses a second of the same address', async () => {
		const calendly = new FakeCalendly();
		const { uri } = calendly.add({ callback_url: URL_OF_N8N, events: EVENTS, state: 'disabled' });
		const { created, removed } = await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		expect(removed).toEqual([uri]);
		expect(calendly.changes).toEqual([`DELETE ${idOf(uri)}`, `POST ${URL_OF_N8N}`]);
		expect(calendly.stored.map((one) => [one.uri, one.state])).toEqual([[created[0], 'active']]);
	});

	test('one of an earlier scope is removed, although its list is not needed', async () => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: URL_OF_N8N, events: EVENTS, scope: 'organization' });
		await ensureSubscriptions(calendly.context, { ...settings, scope: 'user' }, SIGNING_KEY);
		expect(calendly.stored.map(({ scope }) => scope)).toEqual(['user']);
	});

	test('a plain member subscribes for himself', async () => {
		const calendly = new FakeCalendly();
		calendly.denied = ['organization'];
		await ensureSubscriptions(calendly.context, { ...settings, scope: 'user' }, SIGNING_KEY);
		expect(calendly.stored).toMatchObject([{ scope: 'user', user: USER }]);
	});

	test('for a scope the token may not read nothing is created', async () => {
		const calendly = new FakeCalendly();
		calendly.denied = ['organization'];
		expect(
			await rejectionOf(ensureSubscriptions(calendly.context, settings, SIGNING_KEY)),
		).toMatchObject({ kind: 'role', status: 403 });
		expect(calendly.changes).toEqual([]);
	});

	test('events of another scope get a subscription of their own', async () => {
		const calendly = new FakeCalendly();
		const events = [...EVENTS, 'meeting_recap.created'];
		const { created } = await ensureSubscriptions(
			calendly.context,
			{ ...settings, events },
			SIGNING_KEY,
		);
		expect(created).toHaveLength(2);
		expect(calendly.stored).toMatchObject([
			{ callback_url: URL_OF_N8N, scope: 'organization', events: EVENTS },
			{
				callback_url: `${URL_OF_N8N}?scope=user`,
				scope: 'user',
				user: USER,
				events: ['meeting_recap.created'],
			},
		]);
		expect([...calendly.keys.values()]).toEqual([SIGNING_KEY, SIGNING_KEY]);
	});

	test('test and production addresses live side by side', async () => {
		const calendly = new FakeCalendly();
		const other = calendly.add({
			callback_url: 'https://hooks.zapier.com/hooks/1',
			state: 'disabled',
		});
		await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		await ensureSubscriptions(calendly.context, { ...settings, url: TEST_URL }, SIGNING_KEY);
		await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		expect(calendly.stored.map(({ callback_url: url }) => url)).toEqual([
			other.callback_url,
			URL_OF_N8N,
			TEST_URL,
		]);
		expect(calendly.changes).toEqual([`POST ${URL_OF_N8N}`, `POST ${TEST_URL}`]);
	});

	test('to renew gives it the new key', async () => {
		const calendly = new FakeCalendly();
		const { created } = await ensureSubscriptions(
			calendly.context,
			settings,
			'the-former-signing-key',
		);
		const renewed = await ensureSubscriptions(calendly.context, settings, SIGNING_KEY, {
			renew: true,
		});
		expect(renewed.removed).toEqual(created);
		expect(calendly.stored.map(({ uri }) => calendly.keys.get(uri))).toEqual([SIGNING_KEY]);
	});

	test('one that somebody made in between is replaced, once', async () => {
		const calendly = new FakeCalendly();
		let rival = '';
		interruptFirstCreation(calendly, () => {
			rival = calendly.add({ callback_url: URL_OF_N8N, events: ['contact.created'] }).uri;
			return null;
		});
		const { created, removed } = await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		expect(removed).toEqual([rival]);
		expect(calendly.stored.map(({ uri }) => uri)).toEqual(created);
		expect(calendly.keys.get(created[0])).toBe(SIGNING_KEY);
	});

	test('in the way of ours is replaced, and no other of the account with it', async () => {
		const calendly = new FakeCalendly();
		const others = [TEST_URL, 'https://tool.fr/hook'].map(
			(callback_url) => calendly.add({ callback_url }).uri,
		);
		let rival = '';
		interruptFirstCreation(calendly, () => {
			rival = calendly.add({ callback_url: URL_OF_N8N, events: ['contact.created'] }).uri;
			return null;
		});
		const { created, removed } = await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		expect(removed).toEqual([rival]);
		expect(calendly.stored.map(({ uri }) => uri).sort()).toEqual([...others, ...created].sort());
	});

	test('the rival’s is replaced even if it looks like ours: its key is not', async () => {
		const calendly = new FakeCalendly();
		interruptFirstCreation(calendly, () => {
			calendly.add({ callback_url: URL_OF_N8N, events: EVENTS });
			return null;
		});
		await ensureSubscriptions(calendly.context, settings, SIGNING_KEY);
		expect(calendly.stored.map(({ uri }) => calendly.keys.get(uri))).toEqual([SIGNING_KEY]);
	});

	test('a rival that comes back each time is told, not fought', async () => {
		const calendly = new FakeCalendly();
		calendly.intercept = (request) => {
			if (isCreation(request)) calendly.add({ callback_url: URL_OF_N8N });
			return null;
		};
		expect(
			await rejectionOf(ensureSubscriptions(calendly.context, settings, SIGNING_KEY)),
		).toMatchObject({ kind: 'already_exists' });
		expect(calendly.recorder.requests.filter(isCreation)).toHaveLength(2);
	});

	test('a rival nobody can see is told', async () => {
		const calendly = new FakeCalendly();
		calendly.denied = ['organization'];
		calendly.add({ callback_url: URL_OF_N8N });
		const error = await rejectionOf(
			ensureSubscriptions(calendly.context, { ...settings, scope: 'user' }, SIGNING_KEY),
		);
		expect(error).toMatchObject({ kind: 'already_exists', status: 409 });
		expect(calendly.changes).toEqual([`POST ${URL_OF_N8N}`]);
	});

	test.each<[string, () => ReturnType<typeof answer>]>([
		['502', () => answer(502)],
		['an answer that is no JSON', () => answer(201, 'OK')],
		[
			'no answer at all',
			() => {
				throw Object.assign(new Error('x'), { code: 'ETIMEDOUT' });
			},
		],
		[
			'a broken connection',
			() => {
				throw Object.assign(new Error('x'), { code: 'ECONNRESET' });
			},
		],
		[
			'a failure nobody knows',
			() => {
				throw new Error('x');
			},
		],
	])('a creation that worked although %s came is found', async (_name, reply) => {
		const calendly = new FakeCalendly();
		let made = '';
		interruptFirstCreation(calendly, () => {
			made = calendly.add({ callback_url: URL_OF_N8N, events: EVENTS }).uri;
			return reply();
		});
		expect(await ensureSubscriptions(calendly.context, settings, SIGNING_KEY)).toEqual({
			kept: [],
			created: [made],
			removed: [],
		});
		expect(calendly.recorder.requests.filter(isCreation)).toHaveLength(1);
	});

	test.each([
		['was not answered', answer(502)],
		['met a rival', answer(409, { message: 'Hook with this url already exists' })],
	])(
		'that nobody may look any more how a creation stands that %s is told',
		async (_name, reply) => {
			const calendly = new FakeCalendly();
			interruptFirstCreation(calendly, () => {
				calendly.denied = ['organization'];
				return reply;
			});
			expect(
				await rejectionOf(ensureSubscriptions(calendly.context, settings, SIGNING_KEY)),
			).toMatchObject({ kind: 'role' });
			expect(calendly.recorder.requests.filter(isCreation)).toHaveLength(1);
		},
	);

	test('a creation that did not work is told and not repeated', async () => {
		const calendly = new FakeCalendly();
		interruptFirstCreation(calendly, () => answer(502));
		expect(
			await rejectionOf(ensureSubscriptions(calendly.context, settings, SIGNING_KEY)),
		).toMatchObject({ kind: 'server_error', status: 502 });
		expect(calendly.stored).toEqual([]);
		expect(calendly.recorder.requests.filter(isCreation)).toHaveLength(1);
	});

	test.each([
		['the plan', answer(403, { message: 'Please upgrade to a paid Calendly account.' }), 'plan'],
		['the role', DENIED, 'role'],
		[
			'the events',
			answer(400, { details: [{ parameter: 'events', message: 'is invalid' }] }),
			'bad_request',
		],
	])('a refusal because of %s is told', async (_name, reply, kind) => {
		const calendly = new FakeCalendly();
		interruptFirstCreation(calendly, () => reply);
		expect(
			await rejectionOf(ensureSubscriptions(calendly.context, settings, SIGNING_KEY)),
		).toMatchObject({ kind });
	});

	test('where the old one cannot be removed nothing is created', async () => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: URL_OF_N8N, events: EVENTS, state: 'disabled' });
		calendly.intercept = ({ method }) => (method === 'DELETE' ? DENIED : null);
		expect(
			await rejectionOf(ensureSubscriptions(calendly.context, settings, SIGNING_KEY)),
		).toMatchObject({ kind: 'forbidden' });
		expect(calendly.recorder.requests.filter(isCreation)).toEqual([]);
	});

	test('a refusal is no reason to remove what somebody made in between', async () => {
		const calendly = new FakeCalendly();
		interruptFirstCreation(calendly, () => {
			calendly.add({ callback_url: URL_OF_N8N });
			return DENIED;
		});
		expect(
			await rejectionOf(ensureSubscriptions(calendly.context, settings, SIGNING_KEY)),
		).toMatchObject({ kind: 'role' });
		expect(calendly.stored).toHaveLength(1);
		expect(calendly.recorder.requests.filter(isCreation)).toHaveLength(1);
	});

	test.each([
		[
			'no key',
			'',
			'Enter a signing secret. You invent it, Calendly gives none: at least 32 random characters, for example from "openssl rand -hex 32".',
		],
		[
			'a short key',
			'abc',
			'Use a longer signing secret: at least 16 characters, for example from "openssl rand -hex 32".',
		],
	])('with %s nothing is sent: Calendly would not sign', async (_name, key, remedy) => {
		const calendly = new FakeCalendly();
		expect(await rejectionOf(ensureSubscriptions(calendly.context, settings, key))).toMatchObject({
			kind: 'invalid_input',
			message: 'The signing secret cannot be used.',
			remedy,
		});
		expect(calendly.recorder.requests).toEqual([]);
	});

	test('for an address out of reach nothing is sent', async () => {
		const calendly = new FakeCalendly();
		const error = await rejectionOf(
			ensureSubscriptions(
				calendly.context,
				{ ...settings, url: 'http://localhost:5678/webhook/a' },
				SIGNING_KEY,
			),
		);
		expect(error).toMatchObject({
			kind: 'invalid_input',
			message: 'Calendly cannot reach localhost: it is not on the internet.',
			remedy: expect.stringContaining('N8N_WEBHOOK_URL'),
		});
		expect(calendly.recorder.requests).toEqual([]);
	});

	test('the key is in the body of the creation and in no other request and no error', async () => {
		const calendly = new FakeCalendly();
		interruptFirstCreation(calendly, ({ body }) =>
			answer(400, {
				message: `Bad: ${JSON.stringify(body)}`,
				details: [{ parameter: 'url', message: SIGNING_KEY }],
			}),
		);
		const error = await rejectionOf(ensureSubscriptions(calendly.context, settings, SIGNING_KEY));
		expect(error).toMatchObject({ kind: 'bad_request' });
		expect(inspect(error, { depth: 9 })).not.toContain(SIGNING_KEY);

		const holders = calendly.recorder.requests.filter((request) =>
			JSON.stringify(request).includes(SIGNING_KEY),
		);
		expect(holders.map(({ method, body }) => [method, body?.signing_key])).toEqual([
			['POST', SIGNING_KEY],
		]);
	});
});

describe('removing', () => {
	test('takes both of ours and nobody else’s', async () => {
		const calendly = new FakeCalendly();
		const ours = [
			calendly.add({ callback_url: URL_OF_N8N }).uri,
			calendly.add({ callback_url: `${URL_OF_N8N}?scope=user`, scope: 'user' }).uri,
		];
		calendly.add({ callback_url: TEST_URL });
		calendly.add({ callback_url: 'https://hooks.zapier.com/hooks/1', scope: 'user' });
		expect(await removeSubscriptions(calendly.context, { ...withGroup, url: URL_OF_N8N })).toEqual(
			ours,
		);
		expect(calendly.stored.map(({ callback_url: url }) => url)).toEqual([
			TEST_URL,
			'https://hooks.zapier.com/hooks/1',
		]);
	});

	test('what is not there is nothing', async () => {
		const calendly = new FakeCalendly();
		expect(await removeSubscriptions(calendly.context, { ...withGroup, url: URL_OF_N8N })).toEqual(
			[],
		);
	});

	test('what somebody else removed in between is removed', async () => {
		const calendly = new FakeCalendly();
		const { uri } = calendly.add({ callback_url: URL_OF_N8N });
		calendly.intercept = ({ method }) => {
			if (method === 'DELETE') calendly.stored = [];
			return null;
		};
		expect(await removeSubscriptions(calendly.context, { ...withGroup, url: URL_OF_N8N })).toEqual([
			uri,
		]);
	});
});

describe('the status', () => {
	test('of one that is as wanted', async () => {
		const calendly = new FakeCalendly();
		const { uri } = calendly.add({
			callback_url: URL_OF_N8N,
			events: EVENTS,
			retry_started_at: '2026-11-22T04:00:00.000000Z',
		});
		expect(await subscriptionStatus(calendly.context, settings)).toEqual([
			{
				wanted: {
					url: URL_OF_N8N,
					events: EVENTS,
					scope: 'organization',
					organization: ORGANIZATION,
					user: null,
					group: null,
				},
				subscription: expect.objectContaining({ uri }),
				asWanted: true,
				state: 'retrying',
				retryStartedAt: '2026-11-22T04:00:00.000Z',
				hoursUntilDisabled: 18,
				createdAt: '2026-11-01T08:00:00.000Z',
			},
		]);
		expect(calendly.changes).toEqual([]);
	});

	test('of one that is not there', async () => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: TEST_URL, events: EVENTS });
		expect(await subscriptionStatus(calendly.context, settings)).toMatchObject([
			{ subscription: null, asWanted: false, state: 'missing' },
		]);
	});

	test('of one that is disabled, and one with other events', async () => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: URL_OF_N8N, events: EVENTS, state: 'disabled' });
		calendly.add({
			callback_url: `${URL_OF_N8N}?scope=user`,
			scope: 'user',
			events: ['meeting_recap.deleted'],
		});
		const events = [...EVENTS, 'meeting_recap.created'];
		expect(await subscriptionStatus(calendly.context, { ...settings, events })).toMatchObject([
			{ asWanted: false, state: 'disabled' },
			{ asWanted: false, state: 'active', subscription: { events: ['meeting_recap.deleted'] } },
		]);
	});

	test('of a twin is the right one’s', async () => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: URL_OF_N8N, events: EVENTS, state: 'disabled' });
		const { uri } = calendly.add({ callback_url: URL_OF_N8N, events: EVENTS });
		expect(await subscriptionStatus(calendly.context, settings)).toMatchObject([
			{ asWanted: true, state: 'active', subscription: { uri } },
		]);
	});
});

describe('the settings of what is there', () => {
	const given: SubscriptionSettings = { ...settings, events: ['contact.created'] };

	test('are the given ones where nothing is there', async () => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: TEST_URL });
		expect(await settingsOfExisting(calendly.context, given)).toEqual(given);
	});

	test('are its own events and scope, disabled or not', async () => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: TEST_URL, events: ['contact.deleted'] });
		calendly.add({ callback_url: URL_OF_N8N, events: EVENTS, scope: 'user', state: 'disabled' });
		expect(await settingsOfExisting(calendly.context, given)).toEqual({
			...given,
			events: EVENTS,
			scope: 'user',
		});
		expect(calendly.changes).toEqual([]);
	});

	test('are the events of both scopes, each once, and the scope of the one at the very address', async () => {
		const calendly = new FakeCalendly();
		calendly.add({
			callback_url: `${URL_OF_N8N}?scope=organization&key_id=a417f54d`,
			events: ['routing_form_submission.created', 'invitee.created'],
		});
		calendly.add({ callback_url: URL_OF_N8N, events: EVENTS, scope: 'user' });
		expect(await settingsOfExisting(calendly.context, given)).toEqual({
			...given,
			events: ['routing_form_submission.created', 'invitee.created', 'invitee.canceled'],
			scope: 'user',
		});
	});

	test('are those of the other where none is at the very address', async () => {
		const calendly = new FakeCalendly();
		calendly.add({ callback_url: `${URL_OF_N8N}?key_id=a417f54d`, events: EVENTS, scope: 'user' });
		expect(await settingsOfExisting(calendly.context, given)).toMatchObject({
			events: EVENTS,
			scope: 'user',
		});
	});

	test('name its group, or else the given one', async () => {
		const calendly = new FakeCalendly();
		const asked = { ...given, group: GROUP };
		calendly.add({ callback_url: URL_OF_N8N, events: EVENTS });
		expect((await settingsOfExisting(calendly.context, asked)).group).toBe(GROUP);

		calendly.stored = [];
		const other = `${GROUP}B`;
		calendly.intercept = ({ query }) =>
			query?.scope === 'group'
				? answer(200, {
						collection: [calendly.add({ callback_url: URL_OF_N8N, scope: 'group', group: other })],
					})
				: null;
		expect(await settingsOfExisting(calendly.context, asked)).toMatchObject({
			scope: 'group',
			group: other,
		});
	});

	test('keep the given scope where Calendly’s is none that is known', async () => {
		const calendly = new FakeCalendly();
		const one = calendly.add({ callback_url: URL_OF_N8N, events: EVENTS, scope: 'team' });
		calendly.intercept = () => answer(200, { collection: [one] });
		expect(await settingsOfExisting(calendly.context, given)).toMatchObject({
			events: EVENTS,
			scope: 'organization',
		});
	});

	test('are not guessed where the given scope may not be read', async () => {
		const calendly = new FakeCalendly();
		calendly.denied = ['organization'];
		expect(await rejectionOf(settingsOfExisting(calendly.context, given))).toMatchObject({
			kind: 'role',
		});
	});
});
