import fc from 'fast-check';
import { install } from '../../../nodes/shared/setup/install';
import { markedDescription } from '../../../nodes/shared/setup/mark';
import { N8nApi, N8nApiError } from '../../../nodes/shared/setup/n8nApi';
import type { InstalledWorkflow, Shipped } from '../../../nodes/shared/setup/plan';
import { remove, type Removal } from '../../../nodes/shared/setup/remove';
import { TABLES } from '../../../nodes/shared/setup/tables';
import { FakeN8nApi, NOTHING_FILLED } from '../../support/n8nApi.mts';
import { aStep, aWorkflow, PACKAGE } from './fixtures.mts';

const TABLE_NAMES = TABLES.map(({ name }) => name);

async function removed(
	removal: Partial<Removal>,
	change: (n8n: FakeN8nApi) => void = () => {},
): Promise<{ n8n: FakeN8nApi; states: Record<string, string> }> {
	const n8n = new FakeN8nApi();
	const api = new N8nApi(n8n.transport);
	await install(api, PACKAGE, NOTHING_FILLED);
	change(n8n);
	n8n.requests.length = 0;
	const lines = await remove(api, PACKAGE, { deleteWorkflows: false, tables: [], ...removal });
	return { n8n, states: Object.fromEntries(lines.map(({ nom, etat }) => [nom, etat])) };
}

test('stops every workflow and keeps everything', async () => {
	const { n8n, states } = await removed({});
	expect(n8n.workflows.filter(({ active }) => active)).toEqual([]);
	expect(n8n.workflows).toHaveLength(PACKAGE.workflows.length);
	expect(n8n.tables.map(({ name }) => name)).toEqual(TABLE_NAMES);
	expect(n8n.credentials).toHaveLength(PACKAGE.credentials.length);
	expect(states).toMatchObject({
		'ArchiMeuble – Rendez-vous': 'arrêté',
		archimeuble_journal: 'gardé',
	});
});

test('stops callers before what they call, and what tells of errors last', async () => {
	const { n8n } = await removed({});
	const stopped = n8n.changes
		.filter((change) => change.endsWith('/unpublish'))
		.map((change) => change.split('/')[2]);
	const names = stopped.map((id) => n8n.workflows.find((workflow) => workflow.id === id)!.name);
	const place = (name: string) => names.indexOf(`ArchiMeuble – ${name}`);
	expect(place('Rendez-vous')).toBeLessThan(place('Moteur'));
	expect(place('Relance')).toBeLessThan(place('Rendez-vous'));
	expect(place('Erreurs')).toBe(names.length - 1);
});

test('deletes workflows where that was confirmed, and leaves others alone', async () => {
	const own = { name: 'Notre flux', nodes: [], connections: {}, settings: {} };
	const { n8n } = await removed({ deleteWorkflows: true }, ({ workflows }) => {
		workflows.push({ ...own, id: 'own', active: true });
	});
	expect(n8n.workflows.map(({ name }) => name)).toEqual(['Notre flux']);
	expect(n8n.tables.map(({ name }) => name)).toEqual(TABLE_NAMES);
});

test('deletes a table by its name only, and says which there is not', async () => {
	const { n8n, states } = await removed(
		{ tables: ['archimeuble_journal', 'archimeuble'] },
		(one) => {
			one.tables.push({ id: 'own', name: 'clients', columns: [] });
		},
	);
	const left = TABLE_NAMES.filter((name) => name !== 'archimeuble_journal');
	expect(n8n.tables.map(({ name }) => name)).toEqual([...left, 'clients']);
	expect(states).toMatchObject({ archimeuble_journal: 'supprimé', archimeuble: 'à faire' });
});

const MARKED = { shippedId: 'ArchiMeubleA', version: '0.1.0', state: 'installed' } as const;
const SMALL: Shipped = {
	...{ version: '0.1.0', credentials: [] },
	workflows: [aWorkflow('ArchiMeubleA', [aStep('Horloge', 'n8n-nodes-base.scheduleTrigger')])],
};

/** An n8n with one workflow of the package. */
function withOne(more: Partial<InstalledWorkflow> = {}): FakeN8nApi {
	const n8n = new FakeN8nApi();
	const [workflow] = structuredClone(SMALL.workflows);
	const description = markedDescription({ ...MARKED, fingerprint: '0'.repeat(16) }, workflow.name);
	n8n.workflows.push({ ...workflow, id: 'he/re', active: true, description, ...more });
	return n8n;
}
const removeIn = async (n8n: FakeN8nApi, removal: Partial<Removal> = {}) => {
	const wanted = { deleteWorkflows: false, tables: [], ...removal };
	return await remove(new N8nApi(n8n.transport), SMALL, wanted);
};

describe('a workflow', () => {
	const [{ name: nom, nodes, connections }] = SMALL.workflows;
	const path = '/workflows/he%2Fre';

	// The fake n8n knows ids as they are, and not as an address writes them.
	const asked = async (n8n: FakeN8nApi, removal: Partial<Removal> = {}) => {
		n8n.fault = ({ path: to }) =>
			to.startsWith(path) ? { status: 200, body: n8n.workflows[0] } : undefined;
		const lines = await removeIn(n8n, removal);
		return { lines, requests: n8n.requests.filter(({ method }) => method !== 'GET') };
	};

	test('that runs is marked as owed, and then stopped', async () => {
		const settings = { timezone: 'Europe/Paris', binaryMode: 'separate' };
		const { lines, requests } = await asked(withOne({ settings }));
		expect(lines).toEqual([{ objet: 'Flux', nom, etat: 'arrêté', detail: '' }]);
		const body = { name: nom, nodes, connections, settings: { timezone: 'Europe/Paris' } };
		expect(requests).toEqual([
			{
				...{ method: 'PUT', path },
				body: { ...body, description: expect.stringContaining('à publier]') },
			},
			{ method: 'POST', path: `${path}/unpublish`, body: {} },
		]);
	});

	test('that a person stopped is left', async () => {
		const { lines, requests } = await asked(withOne({ active: false }));
		expect(lines).toEqual([{ objet: 'Flux', nom, etat: 'arrêté', detail: '' }]);
		expect(requests).toEqual([]);
	});

	test('that nobody marked is stopped', async () => {
		const { requests } = await asked(withOne({ description: null }));
		expect(requests.map(({ path: to }) => to)).toEqual([`${path}/unpublish`]);
	});

	test('is deleted where that is wanted, stopped first', async () => {
		const { lines, requests } = await asked(withOne(), { deleteWorkflows: true });
		expect(lines).toEqual([{ objet: 'Flux', nom, etat: 'supprimé', detail: '' }]);
		expect(requests.map(({ method }) => method)).toEqual(['PUT', 'POST', 'DELETE']);
	});
});

describe('a table', () => {
	const withTables = (...names: string[]) => {
		const n8n = new FakeN8nApi();
		n8n.tables.push(...names.map((name) => ({ id: `id-${name}`, name, columns: [] })));
		return n8n;
	};

	test('is deleted or kept as was wanted; one that is not there is told', async () => {
		const n8n = withTables('archimeuble_journal', 'archimeuble_rendezvous', 'clients');
		const tables = ['archimeuble_journal', 'archimeuble_reglages', 'clients'];
		const missing = (nom: string) => ({
			...{ objet: 'Table', nom, etat: 'à faire' },
			detail: `«\u00a0${nom}\u00a0» n’est pas une table d’ArchiMeuble, ou elle n’existe plus. Rien n’a été supprimé sous ce nom.`,
		});
		expect(await removeIn(n8n, { tables })).toEqual([
			{ objet: 'Table', nom: 'archimeuble_journal', etat: 'supprimé', detail: '' },
			{ objet: 'Table', nom: 'archimeuble_rendezvous', etat: 'gardé', detail: '' },
			missing('archimeuble_reglages'),
			missing('clients'),
		]);
		expect(n8n.changes).toEqual(['DELETE /data-tables/id-archimeuble_journal']);
	});

	const deleting = async (status: number) => {
		const n8n = withTables('archimeuble_journal');
		n8n.fault = ({ method }) => (method === 'DELETE' ? { status, body: {} } : undefined);
		return await removeIn(n8n, { tables: ['archimeuble_journal'] });
	};

	test('that somebody else deletes meanwhile is deleted', async () => {
		expect(await deleting(404)).toMatchObject([{ etat: 'supprimé' }]);
	});

	test('that n8n does not delete ends it', async () => {
		await expect(deleting(403)).rejects.toMatchObject({ status: 403 });
	});
});

test('a table of somebody else is not deleted, though it is named', async () => {
	const { n8n, states } = await removed({ tables: ['clients'] }, (one) => {
		one.tables.push({ id: 'own', name: 'clients', columns: [] });
	});
	expect(n8n.tables.map(({ name }) => name)).toContain('clients');
	expect(states).toMatchObject({ clients: 'à faire' });
});

test('installing again publishes what was stopped, and nothing a person had unpublished', async () => {
	const { n8n } = await removed({}, (one) => {
		one.named('ArchiMeuble – Rappels').active = false;
	});
	await install(new N8nApi(n8n.transport), PACKAGE, NOTHING_FILLED);
	expect(n8n.named('ArchiMeuble – Rendez-vous').active).toBe(true);
	expect(n8n.named('ArchiMeuble – Rappels').active).toBe(false);
});

test('a second time there is nothing to stop', async () => {
	const { n8n } = await removed({}, (one) => {
		for (const workflow of one.workflows) workflow.active = false;
	});
	expect(n8n.changes).toEqual([]);
});

test('cut off anywhere, installing again publishes what was stopped', async () => {
	const activeIn = ({ workflows }: FakeN8nApi) =>
		workflows.filter(({ active }) => active).map(({ name }) => name);
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.boolean(), async (at, isDone) => {
			const n8n = new FakeN8nApi();
			const api = new N8nApi(n8n.transport);
			await install(api, PACKAGE, NOTHING_FILLED);
			const before = activeIn(n8n);
			n8n.requests.length = 0;
			n8n.fault = (_request, count) =>
				count < at ? undefined : { status: 502, body: '', isDone: isDone && count === at };
			await remove(api, PACKAGE, { deleteWorkflows: false, tables: [] }).catch((error: unknown) =>
				expect(error).toBeInstanceOf(N8nApiError),
			);
			n8n.fault = () => undefined;
			await install(api, PACKAGE, NOTHING_FILLED);
			expect(activeIn(n8n).sort()).toEqual(before.sort());
		}),
		{ numRuns: 50 },
	);
});
