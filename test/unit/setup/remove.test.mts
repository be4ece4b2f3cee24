import fc from 'fast-check';
import { install } from '../../../nodes/shared/setup/install';
import { N8nApi, N8nApiError } from '../../../nodes/shared/setup/n8nApi';
import { remove, type Removal } from '../../../nodes/shared/setup/remove';
import { TABLES } from '../../../nodes/shared/setup/tables';
import { FakeN8nApi, NOTHING_FILLED } from '../../support/n8nApi.mts';
import { PACKAGE } from './fixtures.mts';

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
