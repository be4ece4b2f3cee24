import { CREDENTIALS } from '../../../nodes/shared/setup/credentials';
import {
	asCredential,
	readInventory,
	readTables,
	readWorkflows,
} from '../../../nodes/shared/setup/inventory';
import { N8nApi } from '../../../nodes/shared/setup/n8nApi';
import type { Shipped } from '../../../nodes/shared/setup/plan';
import { aStep, aWorkflow } from './fixtures.mts';

const SHIPPED: Shipped = {
	version: '0.1.0',
	credentials: CREDENTIALS,
	workflows: [
		aWorkflow('a', [aStep('Un', 'x'), aStep('Deux', 'x')]),
		aWorkflow('b', [aStep('Trois', 'x')]),
	],
};
const TOKEN = { id: 'tok/en', name: 'Jeton Calendly ArchiMeuble', type: 'calendlyAccessTokenApi' };
const DISCOVERED = { status: 200, body: { data: {} } };

/** An n8n that answers by path, and what it was asked. */
function n8nWith(answers: Record<string, { status: number; body: unknown }>) {
	const asked: string[] = [];
	const api = new N8nApi(async ({ method, path }) => {
		asked.push(`${method} ${path}`);
		return answers[path] ?? { status: 200, body: { data: [] } };
	});
	return { api, asked };
}
const listed = (...data: unknown[]) => ({ status: 200, body: { data } });

describe('the workflows that are read', () => {
	test('are those of the name or with a step of a bundled one, each with its description', async () => {
		const whole = (id: string) => ({ status: 200, body: { id, description: `of ${id}` } });
		const { api, asked } = n8nWith({
			'/workflows': listed(
				{ id: '1', name: 'Flux b', nodes: [] },
				{ id: '2', name: 'Copie', nodes: [{ id: 'own' }, { id: 'id-Deux' }] },
				{ id: '3/x', name: 'Autre', nodes: [{ id: 'id-Trois' }] },
				{ id: '4', name: 'Le nôtre', nodes: [{ id: 'own' }, {}] },
				{ id: '5', nodes: null },
				{ id: '6', name: 'Rangé', isArchived: true },
			),
			'/workflows/1': whole('1'),
			'/workflows/2': whole('2'),
			'/workflows/3%2Fx': whole('3/x'),
		});
		const { workflows, workflowIds } = await readWorkflows(api, SHIPPED);
		expect(workflows).toEqual([
			{ id: '1', description: 'of 1' },
			{ id: '2', description: 'of 2' },
			{ id: '3/x', description: 'of 3/x' },
		]);
		expect([...workflowIds]).toEqual(['1', '2', '3/x', '4', '5']);
		expect(asked.filter((request) => request !== 'GET /workflows')).toHaveLength(3);
	});
});

test('what n8n tells of tables and credentials is read whatever it is', async () => {
	const { api } = n8nWith({
		'/data-tables': listed({ id: '1', name: 'a', columns: [{ name: 'x' }] }, { id: 7 }),
	});
	expect(await readTables(api)).toEqual([
		{ id: '1', name: 'a', columns: [{ name: 'x' }] },
		{ id: '', name: '', columns: [] },
	]);
	expect(asCredential({ id: '1', name: 'a', type: 'b', data: 'c' })).toEqual({
		...{ id: '1', name: 'a', type: 'b' },
	});
	expect(asCredential({ id: 7 })).toEqual({ id: '', name: '', type: '' });
});

describe('the token', () => {
	const test_ = '/credentials/tok%2Fen/test';
	const read = async (
		answer: { status: number; body: unknown },
		credentials: object[] = [TOKEN],
	) => {
		const n8n = n8nWith({
			...{ '/credentials': listed(...credentials), '/discover': DISCOVERED },
			[test_]: answer,
		});
		const inventory = await readInventory(n8n.api, SHIPPED);
		return { ...inventory, asked: n8n.asked };
	};

	test.each([
		['that Calendly takes is one', { status: 200, body: { status: 'OK' } }, true],
		['that Calendly does not take is none', { status: 200, body: { status: 'Error' } }, false],
		['that cannot be tried is none', { status: 400, body: { message: 'no test' } }, false],
		['that an n8n knows no test of is none', { status: 404, body: {} }, false],
	])('%s', async (_name, answer, expected) => {
		const { hasToken, asked } = await read(answer);
		expect(hasToken).toBe(expected);
		expect(asked).toContain(`POST ${test_}`);
	});

	test('is not tried where there is no credential', async () => {
		const { hasToken, asked } = await read({ status: 200, body: { status: 'OK' } }, []);
		expect(hasToken).toBe(false);
		expect(asked.filter((request) => request.startsWith('POST'))).toEqual([]);
	});

	test.each([true, false])('is not tried where it is known: %s', async (known) => {
		const { api, asked } = n8nWith({ '/credentials': listed(TOKEN), '/discover': DISCOVERED });
		expect((await readInventory(api, SHIPPED, known)).hasToken).toBe(known);
		expect(asked.filter((request) => request.startsWith('POST'))).toEqual([]);
	});

	test('is no question where the key of n8n itself is refused', async () => {
		await expect(read({ status: 401, body: {} })).rejects.toMatchObject({ status: 401 });
	});
});

test('an inventory has what there is', async () => {
	const { api } = n8nWith({
		'/credentials': listed({ id: '1', name: 'a', type: 'b' }),
		'/data-tables': listed({ id: '2', name: 't', columns: [] }),
		'/workflows': listed({ id: '3', name: 'Le nôtre' }),
		'/discover': DISCOVERED,
	});
	expect(await readInventory(api, SHIPPED)).toEqual({
		isTooOld: false,
		credentials: [{ id: '1', name: 'a', type: 'b' }],
		tables: [{ id: '2', name: 't', columns: [] }],
		workflows: [],
		workflowIds: new Set(['3']),
		hasToken: false,
	});
});
