import fc from 'fast-check';
import {
	askedFor,
	NOT_FOUND,
	type Asked,
	type DashboardAccess,
	type DashboardRequests,
} from '../../../../nodes/shared/dashboard/request/asked';
import {
	isPageToken,
	loginProof,
	newPageToken,
} from '../../../../nodes/shared/dashboard/request/pageToken';
import { NOW } from '../fixtures.mts';

const KEYS = ['the-signing-key-of-now', 'the-signing-key-before'];
const WEBHOOK = 'node-webhook';
const LOGIN = `Basic ${Buffer.from('atelier:mot-de-passe').toString('base64')}`;
const FEED_TOKEN = 'q8Zk2-w9Xt4_RbM7s8Jd6Gf3LpV5nY1c';
const ANOTHER = 'c1Yn5VpL3fG6dJ8s7MbR_4tX9w-2kZ8q';

const access: DashboardAccess = {
	keys: KEYS,
	feedToken: FEED_TOKEN,
	pageWebhook: WEBHOOK,
	now: NOW,
};
const NOBODY: DashboardRequests = { page: null, again: null, file: null, feed: null };
const asks = (requests: Partial<DashboardRequests>, changes: Partial<DashboardAccess> = {}) =>
	askedFor({ ...NOBODY, ...requests }, { ...access, ...changes });

describe('the page', () => {
	const page = { headers: { authorization: ` ${LOGIN} ` }, query: { q: 'zoe' } };

	test('is opened with its query and a token that lets it ask again', () => {
		const { pageToken, ...asked } = asks({ page }) as Asked;
		expect(asked).toEqual({ isAllowed: true, form: 'page', query: { q: 'zoe' }, isLogin: true });
		expect(pageToken).toContain(loginProof(LOGIN, WEBHOOK));
		expect(isPageToken(pageToken, [KEYS[0]], NOW)).toBe(true);
	});

	test.each<[string, unknown, Partial<DashboardAccess>]>([
		['a key', page, { keys: [] }],
		['the node it asks', page, { pageWebhook: '' }],
		['a login', { query: { q: 'zoe' } }, {}],
		['a login that can be read', { ...page, headers: { authorization: ['x'] } }, {}],
	])('has no token without %s, and is shown still', (_name, request, changes) => {
		expect(asks({ page: request }, changes)).toEqual({
			...{ isAllowed: true, form: 'page', query: { q: 'zoe' } },
			...{ pageToken: null, isLogin: true },
		});
	});
});

describe('the page that asks again', () => {
	const token = newPageToken(KEYS[1], loginProof(LOGIN, WEBHOOK), NOW);
	const again = { body: { jeton: token, requete: '?q=zoe&type=a&type=b' }, query: { q: 'x' } };

	test('gets what its address asks for, and keeps its token', () => {
		expect(asks({ again })).toEqual({
			...{ isAllowed: true, form: 'page', query: { q: ['zoe'], type: ['a', 'b'] } },
			...{ pageToken: token, isLogin: false },
		});
	});

	test.each<[string, unknown, Partial<DashboardAccess>]>([
		['without a token', { body: { requete: '?' } }, {}],
		['with a token in its address', { query: { jeton: token } }, {}],
		['with another token', { body: { jeton: 'x' } }, {}],
		['with the token of another key', again, { keys: ['another-signing-key'] }],
		['where there is no key', again, { keys: [] }],
		['after half a day', again, { now: new Date(NOW.getTime() + 12 * 3_600_000) }],
		['without anything', {}, {}],
		['as no request', 7, {}],
	])('%s is sent to the login', (_name, request, changes) => {
		expect(asks({ again: request }, changes)).toMatchObject({
			...{ isAllowed: false, statusCode: 401, body: 'Unauthorized' },
			headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
		});
	});
});

test('a file is asked for with its query', () => {
	expect(asks({ file: { query: { onglet: 'tous' } } })).toEqual({
		...{ isAllowed: true, form: 'file', query: { onglet: 'tous' } },
		...{ pageToken: null, isLogin: false },
	});
	expect(asks({ file: 'x' })).toMatchObject({ form: 'file', query: {} });
});

describe('the feed', () => {
	test('is given to who knows its token, whatever else the address says', () => {
		expect(asks({ feed: { query: { jeton: FEED_TOKEN, q: 'zoe' } } })).toEqual({
			...{ isAllowed: true, form: 'feed', query: {} },
			...{ pageToken: null, isLogin: false },
		});
	});

	test.each<[string, unknown, string]>([
		['without a token', { query: {} }, FEED_TOKEN],
		['with another', { query: { jeton: ANOTHER } }, FEED_TOKEN],
		['with it in the body', { body: { jeton: FEED_TOKEN } }, FEED_TOKEN],
		['with a list of it', { query: { jeton: [FEED_TOKEN] } }, FEED_TOKEN],
		['where none is set', { query: { jeton: '' } }, ''],
	])('is not there for a stranger %s', (_name, feed, feedToken) => {
		expect(asks({ feed }, { feedToken })).toEqual(NOT_FOUND);
	});
});

test('what nobody asked for is not there', () => {
	expect(asks({})).toMatchObject({
		...{ isAllowed: false, statusCode: 404, body: 'Not found' },
		headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
	});
});

test('whatever a stranger sends to the addresses without a login, it is refused and nothing thrown', () => {
	const anything = fc.oneof(
		fc.anything().filter((value) => value !== null),
		fc.record({ query: fc.anything(), body: fc.anything(), headers: fc.anything() }),
		fc
			.record({ jeton: fc.anything(), requete: fc.anything() })
			.map((body) => ({ body, query: body })),
	);
	fc.assert(
		fc.property(anything, (request) => {
			expect(asks({ feed: request })).toEqual(NOT_FOUND);
			expect(asks({ again: request })).toMatchObject({ statusCode: 401 });
		}),
	);
});
