import { check } from '../../../nodes/shared/setup/check';
import { install } from '../../../nodes/shared/setup/install';
import { N8nApi } from '../../../nodes/shared/setup/n8nApi';
import { isTooOld, TOO_OLD } from '../../../nodes/shared/setup/n8nNeeds';
import { OLDEST_N8N } from '../../../nodes/shared/setup/version';
import { FakeN8nApi, NOTHING_FILLED } from '../../support/n8nApi.mts';
import { PACKAGE } from './fixtures.mts';

const PUBLISH = { method: 'POST', path: '/api/v1/workflows/{id}/publish' };
/** n8n 2.31 publishes by another name, which 2.41 has as well. */
const ACTIVATE = { method: 'POST', path: '/api/v1/workflows/{id}/activate' };
const ALL = ['workflow:read', 'workflow:activate'];
const listing = (endpoints: unknown, scopes: unknown = ALL) => ({
	scopes,
	resources: { workflow: { endpoints } },
});

const TOO_OLD_ONES: Array<[string, unknown]> = [
	['does not say what it can do', null],
	['publishes workflows by another name only', listing([ACTIVATE])],
	['only tells how one is published', listing([{ ...PUBLISH, method: 'GET' }])],
	['publishes something of a workflow', listing([{ ...PUBLISH, path: '/workflows/1/x/publish' }])],
	['publishes what is no workflow', listing([{ ...PUBLISH, path: '/workflows//publish' }])],
	['plans to publish', listing([{ ...PUBLISH, path: '/workflows/1/publish/later' }])],
	['does not say by which address', listing([{ method: 'POST' }])],
	['lists nothing for a key that may publish', listing([])],
];
const OTHERS: Array<[string, unknown]> = [
	['publishes workflows', listing([ACTIVATE, PUBLISH])],
	['hides it from a key that may not publish, and will say so', listing([], ['workflow:read'])],
	['answers something else', 'n8n'],
	['does not tell what a key may', { resources: listing([ACTIVATE]).resources }],
	['tells in another form what a key may', listing([ACTIVATE], 'workflow:activate')],
	['lists in another form', listing({ publish: PUBLISH })],
	['lists nothing at all', {}],
];

const asked = (discovery: unknown) => {
	const n8n = new FakeN8nApi();
	n8n.discovery = discovery;
	return { n8n, api: new N8nApi(n8n.transport) };
};

describe('an n8n that', () => {
	test.each(TOO_OLD_ONES)('%s is too old: nothing is done there', async (_, discovery) => {
		const { n8n, api } = asked(discovery);
		const report = await install(api, PACKAGE, NOTHING_FILLED);
		expect(report).toEqual([{ objet: 'Flux', nom: '', etat: 'à faire', detail: TOO_OLD }]);
		expect(n8n.changes).toEqual([]);
	});

	test.each(TOO_OLD_ONES)(
		'%s is too old: « Check » says so before all else',
		async (_, discovery) => {
			const [first] = await check(asked(discovery).api, PACKAGE);
			expect(first.detail).toBe(TOO_OLD);
		},
	);

	test.each(OTHERS)('%s is not', async (_, discovery) => {
		expect(await isTooOld(asked(discovery).api)).toBe(false);
	});
});

test('an n8n that is too old is told with which one is needed', () => {
	expect(TOO_OLD).toBe(
		`Ce n8n est trop ancien\u00a0: ce paquet a besoin de n8n ${OLDEST_N8N} ou plus récent. Mettre n8n à jour, puis relancer l’installation. Rien n’a été changé.`,
	);
});

test('what is missing in an address without n8n is no question of age', async () => {
	const { n8n, api } = asked(null);
	n8n.fault = () => ({ status: 404, body: '<html>' });
	await expect(check(api, PACKAGE)).rejects.toThrow('Il n’y a pas de n8n');
});

test('an n8n is asked what it does with workflows, and its age is no guess where it fails', async () => {
	const { n8n, api } = asked(listing([PUBLISH]));
	expect(await isTooOld(api)).toBe(false);
	expect(n8n.requests).toEqual([
		{ method: 'GET', path: '/discover', query: { resource: 'workflow' } },
	]);
	n8n.fault = () => ({ status: 403, body: {} });
	await expect(isTooOld(api)).rejects.toMatchObject({ status: 403 });
});

test('an n8n that lacks a request the package makes gets the oldest version named', async () => {
	const { n8n, api } = asked(listing([PUBLISH]));
	n8n.fault = ({ path }) =>
		path === '/data-tables' ? { status: 404, body: { message: 'not found' } } : undefined;
	await expect(check(api, PACKAGE)).rejects.toMatchObject({
		remedy: expect.stringContaining(OLDEST_N8N),
	});
});
