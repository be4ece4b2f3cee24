import { setTimeout as pause } from 'node:timers/promises';
import type { IConnections, INode } from 'n8n-workflow';
import { bundledWorkflows, workingNodes, type Bundled } from '../support/inProcess/bundled.mts';
import { Coverage } from '../support/inProcess/coverage.mts';
import { N8nInProcess } from '../support/inProcess/n8n.mts';
import { nodeTypes } from '../support/inProcess/nodeTypes.mts';

// The rules of n8n that the walks rely on, on workflows of a few nodes.

beforeAll(() => N8nInProcess.start());
afterAll(() => N8nInProcess.stop());

const STOCK = 'n8n-nodes-base';
const byName = (value: string) => ({ __rl: true, mode: 'name', value });

/** A workflow whose nodes follow one another, each by its first output. */
function chain(file: string, steps: Array<[string, string, number, object?, object?]>): Bundled {
	const nodes = steps.map(([name, type, typeVersion, parameters = {}, rest = {}], index) => ({
		id: String(index),
		name,
		type: `${STOCK}.${type}`,
		typeVersion,
		parameters,
		position: [index * 200, 0],
		...rest,
	})) as INode[];
	const connections: IConnections = {};
	nodes.slice(0, -1).forEach(({ name }, index) => {
		connections[name] = { main: [[{ node: nodes[index + 1].name, type: 'main', index: 0 }]] };
	});
	const settings = { executionOrder: 'v1' } as const;
	return { file, id: `${file}-id`, name: file, nodes, connections, settings };
}

const start = ['Start', 'scheduleTrigger', 1.4] as [string, string, number];
const called = ['Called', 'executeWorkflowTrigger', 1.2, { inputSource: 'passthrough' }] as [
	string,
	string,
	number,
	object,
];

function rows(operation: string, more: object): [string, string, number, object] {
	return [operation, 'dataTable', 1.1, { operation, dataTableId: byName('colours'), ...more }];
}

function n8nWith(workflow: Bundled, ...others: Bundled[]): N8nInProcess {
	const n8n = new N8nInProcess({ workflows: [workflow, ...others] });
	n8n.tables.create('colours', [
		{ name: 'name', type: 'string' },
		{ name: 'shade', type: 'number' },
	]);
	return n8n;
}

const only = (keyName: string, condition: string, keyValue: unknown) => ({
	matchType: 'allConditions',
	filters: { conditions: [{ keyName, condition, keyValue }] },
});

describe('a data table', () => {
	const store = (cells: object) =>
		rows('insert', { columns: { mappingMode: 'defineBelow', value: cells } });

	test('refuses a column it does not have', async () => {
		const n8n = n8nWith(chain('store', [start, store({ smell: 'of pine' })]));
		const run = await n8n.fire('store', 'Start');
		expect(run.failure).toMatchObject({
			node: 'insert',
			message: expect.stringContaining("unknown column name 'smell'"),
		});
	});

	test('refuses a value of another type, and takes one it can convert', async () => {
		const n8n = n8nWith(chain('store', [start, store({ shade: '={{ $json.shade }}' })]));
		expect((await n8n.fire('store', 'Start', [{ shade: 'dark' }])).failure?.node).toBe('insert');
		await n8n.fire('store', 'Start', [{ shade: '3' }]);
		expect(n8n.tables.rows('colours')).toMatchObject([{ id: 1, name: null, shade: 3 }]);
	});

	test('gives the rows that match, in the order asked for, the empty ones first', async () => {
		const get = rows('get', {
			...only('name', 'like', 'oa'),
			returnAll: true,
			orderBy: true,
			orderByColumn: 'shade',
			orderByDirection: 'ASC',
		});
		const n8n = n8nWith(chain('read', [start, get]));
		n8n.tables.add('colours', [
			{ name: 'oak', shade: 5 },
			{ name: 'Oak', shade: 4 },
			{ name: 'pine', shade: 2 },
			{ name: 'bog oak', shade: null },
			{ name: 'oat', shade: 1 },
		]);
		const run = await n8n.fire('read', 'Start');
		expect(run.items('get').map(({ name }) => name)).toEqual(['bog oak', 'oat', 'oak']);
	});

	test.each([
		['eq', 2, ['pine']],
		['neq', 2, ['oak', 'ash']],
		['gt', 1, ['oak', 'pine']],
		['lte', 2, ['pine']],
		['isEmpty', null, ['ash']],
		['isNotEmpty', null, ['oak', 'pine']],
	])('knows %s %p', async (condition, value, names) => {
		const n8n = n8nWith(
			chain('read', [start, rows('get', { ...only('shade', condition, value), returnAll: true })]),
		);
		n8n.tables.add('colours', [
			{ name: 'oak', shade: 5 },
			{ name: 'pine', shade: 2 },
			{ name: 'ash', shade: null },
		]);
		const run = await n8n.fire('read', 'Start');
		expect(run.items('get').map(({ name }) => name)).toEqual(names);
	});

	test('is written where a row matches, and gets a row where none does', async () => {
		const cells = { name: '={{ $json.name }}', shade: '={{ $json.shade }}' };
		const upsert = rows('upsert', {
			...only('name', 'eq', '={{ $json.name }}'),
			columns: { mappingMode: 'defineBelow', value: cells },
		});
		const n8n = n8nWith(chain('write', [start, upsert]));
		n8n.tables.add('colours', [{ name: 'oak', shade: 5 }]);
		await n8n.fire('write', 'Start', [
			{ name: 'oak', shade: 6 },
			{ name: 'pine', shade: 2 },
		]);
		expect(n8n.tables.rows('colours')).toMatchObject([
			{ id: 1, name: 'oak', shade: 6 },
			{ id: 2, name: 'pine', shade: 2 },
		]);
	});

	test('never gives an id again', async () => {
		const remove = rows('deleteRows', only('name', 'eq', 'oak'));
		const n8n = n8nWith(chain('remove', [start, remove]));
		n8n.tables.add('colours', [{ name: 'oak' }]);
		await n8n.fire('remove', 'Start');
		expect(n8n.tables.add('colours', [{ name: 'pine' }])).toMatchObject([{ id: 2 }]);
	});

	test('is hidden by one whose name contains its own and was changed later', async () => {
		const n8n = n8nWith(chain('read', [start, rows('get', { returnAll: true })]));
		n8n.tables.add('colours', [{ name: 'oak' }]);
		await pause(2);
		n8n.tables.create('colours_of_old', [{ name: 'name', type: 'string' }]);
		n8n.tables.add('colours_of_old', [{ name: 'ebony' }]);
		expect((await n8n.fire('read', 'Start')).items('get')).toMatchObject([{ name: 'ebony' }]);
	});
});

describe('a workflow that calls another', () => {
	const call = (waitForSubWorkflow: boolean) =>
		[
			'Call',
			'executeWorkflow',
			1.4,
			{
				source: 'database',
				workflowId: { __rl: true, mode: 'id', value: 'callee-id' },
				workflowInputs: { mappingMode: 'defineBelow', value: null },
				options: { waitForSubWorkflow },
			},
		] as [string, string, number, object];
	const callee = chain('callee', [
		called,
		[
			'Fail',
			'stopAndError',
			1,
			{ errorMessage: '={{ $json.said }}' },
			{ retryOnFail: true, maxTries: 3 },
		],
	]);

	test('fails with it where it waits', async () => {
		const n8n = n8nWith(chain('caller', [start, call(true)]), callee);
		const run = await n8n.fire('caller', 'Start', [{ said: 'no wood left' }]);
		expect(run.failure).toMatchObject({ node: 'Call', message: 'no wood left' });
		expect(n8n.runsOf('callee')).toMatchObject([{ parent: run.id, mode: 'integrated' }]);
	});

	test('goes on without it where it does not wait', async () => {
		const n8n = n8nWith(chain('caller', [start, call(false)]), callee);
		const run = await n8n.fire('caller', 'Start', [{ said: 'no wood left' }]);
		expect(run.failure).toBeNull();
		await n8n.idle();
		expect(n8n.runsOf('callee')[0].failure?.message).toBe('no wood left');
	});
});

describe('an execution that fails', () => {
	const broken = chain('broken', [start, ['Fail', 'stopAndError', 1, { errorMessage: 'no glue' }]]);
	const alarm = chain('alarm', [
		['Error', 'errorTrigger', 1],
		['Fail too', 'stopAndError', 1, { errorMessage: '={{ $json.execution.error.message }}' }],
	]);
	broken.settings = { ...broken.settings, errorWorkflow: alarm.id };
	alarm.settings = { ...alarm.settings, errorWorkflow: alarm.id };

	test('starts the error workflow with what went wrong, and that one never itself', async () => {
		const n8n = n8nWith(broken, alarm);
		const run = await n8n.fire('broken', 'Start');
		await n8n.idle();
		expect(n8n.runs.map(({ workflow, mode }) => [workflow, mode])).toEqual([
			['broken', 'trigger'],
			['alarm', 'error'],
		]);
		expect(n8n.runs[1].failure?.message).toBe('no glue');
		expect(n8n.runs[1].items('Error')).toMatchObject([
			{ execution: { id: run.id, lastNodeExecuted: 'Fail' }, workflow: { name: 'broken' } },
		]);
	});
});

describe('an execution that waits', () => {
	test('goes on with what it is given', async () => {
		const wait = ['Wait', 'wait', 1.1, { resume: 'webhook' }] as [string, string, number, object];
		const n8n = n8nWith(chain('patient', [start, wait, ['After', 'noOp', 1]]));
		const run = await n8n.fire('patient', 'Start');
		expect(run.status).toBe('waiting');
		expect(run.times('After')).toBe(0);
		await n8n.resume(run, [{ said: 'go on' }]);
		expect(run.status).toBe('success');
		expect(run.items('After')).toEqual([{ said: 'go on' }]);
	});
});

describe('what was walked', () => {
	const question = chain('question', [
		start,
		[
			'Dark?',
			'if',
			2.3,
			{
				conditions: {
					options: { caseSensitive: true, typeValidation: 'strict', version: 3 },
					combinator: 'and',
					conditions: [
						{
							id: '1',
							leftValue: '={{ $json.shade }}',
							rightValue: 3,
							operator: { type: 'number', operation: 'gt' },
						},
					],
				},
			},
		],
		['Dark', 'noOp', 1],
		['Light', 'noOp', 1],
	]);
	question.connections['Dark?'] = {
		main: ['Dark', 'Light'].map((node) => [{ node, type: 'main', index: 0 }]),
	};
	delete question.connections.Dark;

	test('leaves the nodes that never ran and the outputs that gave nothing', async () => {
		const coverage = new Coverage();
		const n8n = new N8nInProcess({ workflows: [question], coverage });
		expect(coverage.unwalked(n8n.workflows).nodes).toHaveLength(4);
		await n8n.fire('question', 'Start', [{ shade: 5 }]);
		expect(coverage.unwalked(n8n.workflows)).toEqual({
			nodes: ['question: Light'],
			branches: ['question: Dark? [1] → Light'],
		});
		await n8n.fire('question', 'Start', [{ shade: 1 }]);
		expect(coverage.unwalked(n8n.workflows)).toEqual({ nodes: [], branches: [] });
	});
});

describe('an expression', () => {
	test('gives dates n8n’s nodes know as dates', async () => {
		const set = [
			'Set',
			'set',
			3.5,
			{
				mode: 'manual',
				assignments: {
					assignments: [
						{
							id: '1',
							name: 'later',
							type: 'string',
							value: '={{ $json.at.toDateTime().plus({ days: 1 }) }}',
						},
					],
				},
			},
		] as [string, string, number, object];
		const n8n = n8nWith(chain('clock', [start, set]));
		const run = await n8n.fire('clock', 'Start', [{ at: '2031-03-11T13:00:00.000Z' }]);
		expect(Date.parse(String(run.items('Set')[0].later))).toBe(Date.parse('2031-03-12T13:00:00Z'));
	});
});

test('every node of the bundled workflows is of a type and version there is', () => {
	for (const { type, typeVersion } of bundledWorkflows().flatMap(workingNodes)) {
		const { description } = nodeTypes.getByNameAndVersion(type, typeVersion);
		expect([description.version].flat()).toContain(typeVersion);
	}
});
