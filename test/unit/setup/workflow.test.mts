import {
	calledFirst,
	calledWorkflow,
	hasDeadTables,
	inInstallationOrder,
	isDataTableNode,
	isStartedByHand,
	isTrigger,
	needsToken,
	withTableIds,
	withTableNames,
	withWorkflowIds,
	type WorkflowNode,
} from '../../../nodes/shared/setup/workflow';
import { aCall, aReading, aStep, aWorkflow } from './fixtures.mts';

const MANUAL = aStep('À la main', 'n8n-nodes-base.manualTrigger');
const idsOf = (workflows: ReadonlyArray<{ id: string }>) => workflows.map(({ id }) => id);

describe('a step', () => {
	test.each<[string, WorkflowNode, string | null]>([
		['calls the workflow whose id it has', aCall('w'), 'w'],
		[
			'calls one that nobody knows yet where an expression names it',
			aCall('={{ $json.id }}'),
			null,
		],
		['calls none where nothing is chosen', aCall(undefined), null],
		['calls none where it has no such parameter', aStep('x', aCall('w').type), null],
		['of another type calls none', { ...aCall('w'), type: 'n8n-nodes-base.set' }, null],
	])('%s', (_name, node, expected) => {
		expect(calledWorkflow(node)).toBe(expected);
	});

	test.each([
		['n8n-nodes-calendly-archimeuble.calendlyArchiMeubleTrigger', true],
		['CUSTOM.calendlyArchiMeubleTrigger', true],
		['n8n-nodes-calendly-archimeuble.calendlyArchiMeuble', false],
		['n8n-nodes-base.calendlyTrigger', false],
	])('%s is where Calendly delivers to: %s', (type, expected) => {
		expect(isTrigger({ type })).toBe(expected);
	});

	test.each([
		['n8n-nodes-base.dataTable', true],
		['n8n-nodes-base.dataTableTool', false],
	])('%s is one of a table: %s', (type, expected) => {
		expect(isDataTableNode({ type })).toBe(expected);
	});
});

describe('a workflow', () => {
	const typed = (...types: string[]) => ({ nodes: types.map((type) => aStep(type, type)) });

	test.each<[string, string[], boolean]>([
		['a person starts', ['n8n-nodes-base.manualTrigger', 'n8n-nodes-base.set'], true],
		['nothing starts', ['n8n-nodes-base.set'], true],
		['answers a request', ['n8n-nodes-base.webhook'], false],
		['only replies to one', ['n8n-nodes-base.respondToWebhook'], true],
		['speaks of webhooks', ['n8n-nodes-other.webhooks'], true],
		['a clock starts', ['n8n-nodes-base.scheduleTrigger'], false],
		['a package starts in its own words', ['n8n-nodes-other.trigger'], false],
		['speaks of triggers alone', ['n8n-nodes-other.triggers'], true],
		[
			'is also started by a clock',
			['n8n-nodes-base.manualTrigger', 'n8n-nodes-base.scheduleTrigger'],
			false,
		],
	])('that %s is one to start by hand: see the table', (_name, types, expected) => {
		expect(isStartedByHand(typed(...types))).toBe(expected);
	});

	test('needs a token where one of its steps asks Calendly', () => {
		const token = { calendlyAccessTokenApi: { id: 't', name: 'Jeton' } };
		const asks = aStep('x', 'x', {}, { credentials: token });
		const mails = aStep('y', 'y', {}, { credentials: { smtp: { id: 's', name: 'SMTP' } } });
		expect(needsToken({ nodes: [MANUAL, mails, asks] })).toBe(true);
		expect(needsToken({ nodes: [MANUAL, mails] })).toBe(false);
		expect(needsToken({ nodes: [] })).toBe(false);
	});
});

describe('the order n8n publishes workflows in', () => {
	const calls = (id: string, ...called: string[]) =>
		aWorkflow(
			id,
			called.map((one) => aCall(one, one)),
		);

	test('has the called ones first, each once', () => {
		const all = [calls('a', 'b', 'c'), calls('b', 'c'), calls('c'), calls('d')];
		expect(idsOf(calledFirst(all, all))).toEqual(['c', 'b', 'a', 'd']);
	});

	test('has the one that tells of errors before those it tells of', () => {
		const all = [{ ...calls('a'), settings: { errorWorkflow: 'e' } }, calls('e')];
		expect(idsOf(calledFirst(all, all))).toEqual(['e', 'a']);
	});

	test('ends where one calls itself, or two each other', () => {
		const all = [calls('a', 'a', 'b'), calls('b', 'a')];
		expect(idsOf(calledFirst(all, all))).toEqual(['b', 'a']);
	});

	test('takes with it what is called of the others, and passes over what is not there', () => {
		const all = [calls('a', 'b', 'gone'), calls('b'), calls('c')];
		expect(idsOf(calledFirst([all[0]], all))).toEqual(['b', 'a']);
		const odd = { ...calls('a'), settings: { errorWorkflow: 7 } };
		expect(idsOf(calledFirst([odd], [odd]))).toEqual(['a']);
	});

	test.each<[string, string, Record<string, unknown>, boolean]>([
		['makes tables', 'n8n-nodes-base.dataTable', { resource: 'table', operation: 'create' }, true],
		['lists them', 'n8n-nodes-base.dataTable', { resource: 'table', operation: 'list' }, false],
		['makes rows', 'n8n-nodes-base.dataTable', { resource: 'row', operation: 'create' }, false],
		['makes tables elsewhere', 'other.sheet', { resource: 'table', operation: 'create' }, false],
	])('of an installation puts one that %s last: see the table', (_name, type, what, isLast) => {
		const maker = aWorkflow('i', [MANUAL, aStep('Table', type, what)]);
		const order = idsOf(inInstallationOrder([maker, calls('a', 'b'), calls('b')]));
		expect(order).toEqual(isLast ? ['b', 'a', 'i'] : ['i', 'b', 'a']);
	});
});

describe('the tables a workflow means', () => {
	const byName = { __rl: true, mode: 'name', value: 'journal' };
	const byNumber = { __rl: true, mode: 'list', value: '7', cachedResultName: 'journal' };
	const ids = new Map([['journal', '7']]);
	const meant = ({ nodes }: { nodes: WorkflowNode[] }) => nodes[0].parameters.dataTableId;
	const read = (reference: unknown) => ({ nodes: [aReading(reference)] });

	test('are numbers where they are there, as the editor writes them', () => {
		expect(meant(withTableIds(read(byName), ids))).toEqual(byNumber);
		expect(meant(withTableIds(read({ ...byNumber, value: '3' }), ids))).toEqual(byNumber);
	});

	test('are names in a file', () => {
		expect(meant(withTableNames(read(byNumber)))).toEqual(byName);
		expect(meant(withTableNames(read(byName)))).toEqual(byName);
	});

	test.each<[string, unknown]>([
		['a table that is not there', { __rl: true, mode: 'name', value: 'clients' }],
		['an expression', { __rl: true, mode: 'name', value: '={{ $json.table }}' }],
		['a number nobody knows the name of', { __rl: true, mode: 'id', value: '9' }],
		['nothing', undefined],
	])('are left where they are %s', (_name, reference) => {
		expect(meant(withTableIds(read(reference), ids))).toEqual(reference);
	});

	test.each<[string, unknown]>([
		[
			'an expression',
			{ __rl: true, mode: 'name', value: '={{ $json.table }}', cachedResultName: 'x' },
		],
		['a number nobody knows the name of', { __rl: true, mode: 'id', value: '9' }],
		['nothing', undefined],
	])('stay in a file where they are %s', (_name, reference) => {
		expect(meant(withTableNames(read(reference)))).toEqual(reference);
	});

	test('are those of steps of tables alone, and nothing else of a step changes', () => {
		const other = aStep('x', 'n8n-nodes-base.set', { dataTableId: byName });
		expect(withTableIds({ nodes: [other] }, ids).nodes).toEqual([other]);
		expect(
			hasDeadTables({ nodes: [{ ...other, parameters: { dataTableId: byNumber } }] }, new Map()),
		).toBe(false);
		const [reading] = withTableIds(read(byName), ids).nodes;
		expect(reading).toEqual({ ...aReading(byNumber) });
	});

	test.each<[string, unknown, boolean]>([
		['by its number', byNumber, false],
		['by a number it had before', { ...byNumber, value: '3' }, true],
		['by its number, and it is gone', { ...byNumber, cachedResultName: 'clients' }, true],
		['by its name', byName, false],
		['by the name of none', { __rl: true, mode: 'name', value: 'clients' }, false],
		['by a number alone', { __rl: true, mode: 'id', value: '9' }, false],
		['not at all', undefined, false],
	])('are dead where a step means one %s: %#', (_name, reference, expected) => {
		expect(hasDeadTables({ nodes: [MANUAL, aReading(reference)] }, ids)).toBe(expected);
	});
});

describe('a workflow with other ids for those it calls', () => {
	const idOf = (id: string) => (id === 'fixed' ? 'here' : null);

	test('calls them by these, and has them told of errors', () => {
		const settings = { errorWorkflow: 'fixed', timezone: 'Europe/Paris' };
		const changed = withWorkflowIds(aWorkflow('a', [MANUAL, aCall('fixed')], { settings }), idOf);
		expect(changed).toEqual(
			aWorkflow('a', [MANUAL, aCall('here')], {
				settings: { timezone: 'Europe/Paris', errorWorkflow: 'here' },
			}),
		);
	});

	test('calls others as before', () => {
		const settings = { errorWorkflow: 'own' };
		const workflow = aWorkflow('a', [aCall('own'), aCall('={{ 1 }}', 'x')], { settings });
		expect(withWorkflowIds(workflow, idOf)).toEqual(workflow);
	});

	test('has nobody told where that is no id', () => {
		const workflow = aWorkflow('a', [], { settings: { errorWorkflow: 7, executionOrder: 'v1' } });
		expect(withWorkflowIds(workflow, idOf).settings).toEqual({ executionOrder: 'v1' });
	});
});
