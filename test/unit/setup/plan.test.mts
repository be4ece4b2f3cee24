import { fingerprintOf } from '../../../nodes/shared/setup/content';
import { CREDENTIALS } from '../../../nodes/shared/setup/credentials';
import { markedDescription, type Mark } from '../../../nodes/shared/setup/mark';
import { TOO_OLD } from '../../../nodes/shared/setup/n8nNeeds';
import {
	findCredential,
	findWorkflow,
	planInstallation,
	tableIds,
	type InstalledWorkflow,
	type Inventory,
	type Shipped,
} from '../../../nodes/shared/setup/plan';
import { TABLES } from '../../../nodes/shared/setup/tables';
import type { ShippedWorkflow } from '../../../nodes/shared/setup/workflow';
import { aCall, aReading, aStep, aWorkflow } from './fixtures.mts';

const OURS = 'n8n-nodes-calendly-archimeuble';
const CLOCK = aStep('Horloge', 'n8n-nodes-base.scheduleTrigger');
const TOKEN = { calendlyAccessTokenApi: { id: 'ArchiMeubleToken', name: 'Jeton' } };
const journal = { __rl: true, mode: 'name', value: 'archimeuble_journal' };
const journalHere = {
	...{ __rl: true, mode: 'list', value: 'table-1' },
	cachedResultName: 'archimeuble_journal',
};

/** Two workflows, the first of which calls the second. */
const CALLED = aWorkflow('ArchiMeubleB', [CLOCK, aStep('Flux', `${OURS}.archiMeubleFlux`)]);
const CALLER = aWorkflow('ArchiMeubleA', [
	...[CLOCK, aStep('Flux', `${OURS}.archiMeubleFlux`), aCall('ArchiMeubleB'), aReading(journal)],
]);
const SHIPPED: Shipped = {
	...{ version: '0.2.0', credentials: CREDENTIALS, workflows: [CALLER, CALLED] },
};

/** What was installed from a workflow, as n8n tells it. */
function installed(
	workflow: ShippedWorkflow,
	mark: Partial<Mark> = {},
	more: Partial<InstalledWorkflow> = {},
): InstalledWorkflow {
	const { id, name } = workflow;
	const written: Mark = {
		...{ shippedId: id, version: '0.2.0', state: 'installed' },
		fingerprint: fingerprintOf(workflow),
		...mark,
	};
	const copy = structuredClone(workflow);
	for (const node of copy.nodes) {
		const { workflowId, dataTableId } = node.parameters as any;
		if (workflowId) workflowId.value = 'here-B';
		if (dataTableId) node.parameters.dataTableId = journalHere;
	}
	const here = {
		id: `here-${id.at(-1)}`,
		active: true,
		description: markedDescription(written, name),
	};
	return { ...copy, ...here, ...more };
}

const there = (workflows: InstalledWorkflow[], more: Partial<Inventory> = {}): Inventory => ({
	isTooOld: false,
	credentials: CREDENTIALS,
	tables: TABLES.map(({ name, columns }, index) => ({
		...{ id: `table-${index}`, name },
		columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
	})),
	workflows,
	workflowIds: new Set(workflows.map(({ id }) => id)),
	hasToken: false,
	...more,
});
const stepsOf = (inventory: Inventory, shipped = SHIPPED) =>
	planInstallation(shipped, inventory).workflows;
/** What is done with the workflow `A`, in one word or two. */
const stepOf = (inventory: Inventory, shipped = SHIPPED) => {
	const step = stepsOf(inventory, shipped).find((one) => one.shipped.id === 'ArchiMeubleA');
	return step && `${step.kind}${step.publish ? ' and publish' : ''}`;
};
const bare = (workflow: ShippedWorkflow) => installed(workflow, {}, { description: null });
const editedA = (edit: (workflow: any) => void, mark: Partial<Mark> = {}, more = {}) => {
	const workflow = installed(CALLER, mark, more);
	edit(workflow);
	return workflow;
};
const B = () => installed(CALLED);

describe('where nothing is there', () => {
	test('everything is made, called ones first, and published', () => {
		const plan = planInstallation(SHIPPED, there([], { credentials: [], tables: [] }));
		expect(plan).toMatchObject({ refusals: [], tableSentences: [], credentials: CREDENTIALS });
		expect(plan.tables.map(({ kind, table }) => [kind, table])).toEqual(
			TABLES.map(({ name }) => ['table', name]),
		);
		expect(plan.workflows).toEqual([
			{ kind: 'create', shipped: CALLED, publish: true },
			{ kind: 'create', shipped: CALLER, publish: true },
		]);
	});

	test.each<[string, ShippedWorkflow['nodes'], boolean, boolean]>([
		['that needs a token is published where there is one', [CLOCK], true, true],
		['that needs a token is not where there is none', [CLOCK], false, false],
		['a person starts is not', [aStep('Main', 'n8n-nodes-base.manualTrigger')], true, false],
	])('a workflow %s', (_name, nodes, hasToken, publish) => {
		const asks = aStep('Calendly', `${OURS}.calendlyArchiMeuble`, {}, { credentials: TOKEN });
		const workflows = [aWorkflow('ArchiMeubleA', [...nodes, asks])];
		expect(stepsOf(there([], { hasToken }), { ...SHIPPED, workflows })).toMatchObject([
			{ publish },
		]);
	});
});

describe('where everything is there', () => {
	test('it is left as it is', () => {
		expect(planInstallation(SHIPPED, there([installed(CALLER), B()]))).toEqual({
			...{ refusals: [], credentials: [], tables: [], tableSentences: [] },
			workflows: [CALLED, CALLER].map((shipped) => ({
				...{ kind: 'leave', shipped, publish: false, isPending: false },
				installed: expect.objectContaining({ id: `here-${shipped.id.at(-1)}` }),
			})),
		});
	});

	test.each<[string, () => InstalledWorkflow, string]>([
		['unpublished by a person stays so', () => installed(CALLER, {}, { active: false }), 'leave'],
		[
			'never published is published',
			() => installed(CALLER, { state: 'pending' }, { active: false }),
			'leave and publish',
		],
		[
			'published, and not marked so, is left',
			() => installed(CALLER, { state: 'pending' }),
			'leave',
		],
		[
			'in the archive is made again',
			() => installed(CALLER, {}, { isArchived: true }),
			'create and publish',
		],
		[
			'of an older mark gets a new one',
			() => installed(CALLER, { fingerprint: '0'.repeat(16) }),
			'replace',
		],
		['imported by hand is marked', () => bare(CALLER), 'replace'],
		[
			'imported by hand, and not published, is published',
			() => ({ ...bare(CALLER), active: false }),
			'replace and publish',
		],
		[
			'that lost its settings on the way gets them back',
			() => ({ ...bare(CALLER), settings: { executionOrder: 'v1' } }),
			'replace',
		],
	])('what is %s', (_name, workflow, expected) => {
		expect(stepOf(there([workflow(), B()]))).toBe(expected);
	});

	test('what was not marked as published is told', () => {
		const steps = stepsOf(there([installed(CALLER, { state: 'pending' }), B()]));
		expect(steps.map((step) => step.kind === 'leave' && step.isPending)).toEqual([false, true]);
	});

	test('a missing column is added, one of another type is a sentence', () => {
		const [first, second, ...others] = there([]).tables as any[];
		const inventory = there([installed(CALLER), B()], {
			tables: [
				{ ...first, columns: first.columns.slice(1) },
				{ ...second, columns: [{ name: 'recu_le', type: 'number' }, ...second.columns.slice(1)] },
				...others,
			],
		});
		const plan = planInstallation(SHIPPED, inventory);
		const column = Object.keys(TABLES[0].columns)[0];
		expect(plan.tables).toEqual([
			{ kind: 'column', table: 'archimeuble_rendezvous', column, type: 'string' },
		]);
		expect(plan.tableSentences).toEqual([expect.stringContaining('recu_le')]);
	});
});

describe('what a person changed', () => {
	const rename = (workflow: any) => (workflow.nodes[1].parameters.resource = 'autre');

	test('is kept, and named', () => {
		const [, step] = stepsOf(there([editedA(rename), B()]));
		expect(step).toMatchObject({ kind: 'keep', beside: false, differing: ['Flux'] });
	});

	test('is kept where it is a setting of the workflow', () => {
		const change = ({ settings }: any) => (settings.timezone = 'Asia/Tokyo');
		const [, step] = stepsOf(there([editedA(change), B()]));
		expect(step).toMatchObject({ kind: 'keep', beside: false, differing: [] });
	});

	test.each<[string, () => InstalledWorkflow[], boolean]>([
		['a new version', () => [], true],
		[
			'one that is beside it already',
			() => [installed(CALLER, { state: 'beside' }, { id: 'x', name: 'Flux (0.2.0)' })],
			false,
		],
		[
			'one that a person archived',
			() => [installed(CALLER, { state: 'beside' }, { id: 'x', isArchived: true })],
			true,
		],
		[
			'an older one',
			() => [installed(CALLER, { state: 'beside', version: '0.1.9' }, { id: 'x' })],
			true,
		],
		[
			'one of another workflow',
			() => [installed(CALLED, { state: 'beside' }, { id: 'x', name: 'Autre' })],
			true,
		],
		['something of the team’s', () => [{ ...bare(CALLED), id: 'x', name: 'Autre' }], true],
	])('has the new one put beside it, be there %s', (_name, others, beside) => {
		const old = { fingerprint: 'f'.repeat(16), version: '0.1.0' };
		const [, step] = stepsOf(there([editedA(rename, old), B(), ...others()]));
		expect(step).toMatchObject({ kind: 'keep', beside });
	});

	test('is replaced where it does what the new version does', () => {
		expect(stepOf(there([installed(CALLER, { fingerprint: 'f'.repeat(16) }), B()]))).toBe(
			'replace',
		);
	});
});

describe('what somebody else made', () => {
	const stranger = (type: string): InstalledWorkflow => ({
		...aWorkflow('x', [aStep('Autre', type)], { name: CALLER.name }),
		active: true,
	});

	test('under the same name stops all', () => {
		const plan = planInstallation(SHIPPED, there([stranger('n8n-nodes-base.set'), B()]));
		expect(plan.refusals).toEqual([
			'Un autre flux s’appelle déjà «\u00a0Flux ArchiMeubleA\u00a0»\u00a0: le renommer ou l’archiver, puis relancer l’installation. Rien n’a été changé.',
		]);
		expect(plan.workflows.map(({ shipped }) => shipped.id)).toEqual(['ArchiMeubleB']);
	});

	test('under the same name with steps of the package is theirs, changed', () => {
		expect(stepOf(there([stranger(`${OURS}.calendlyArchiMeuble`), B()]))).toBe('keep');
		expect(stepOf(there([stranger(`${OURS}-fork.calendlyArchiMeuble`), B()]))).toBeUndefined();
	});

	test('under the same name, and marked as ours, is ours, changed', () => {
		const { description } = installed(CALLER);
		const marked = { ...stranger('n8n-nodes-base.set'), description };
		expect(stepOf(there([marked, B()]))).toBe('keep');
	});
});

describe('no installation is made', () => {
	test('in an n8n that is too old', () => {
		expect(planInstallation(SHIPPED, there([], { isTooOld: true })).refusals).toEqual([TOO_OLD]);
	});

	test('of a version older than what is there', () => {
		const newer = installed(CALLER, { version: '0.10.0' });
		expect(planInstallation(SHIPPED, there([newer, B()])).refusals).toEqual([
			'«\u00a0Flux ArchiMeubleA\u00a0» vient de la version 0.10.0 du paquet, plus récente que celle qui est installée (0.2.0)\u202f; revenir en arrière n’est pas possible. Mettre le paquet à jour, puis relancer l’installation. Rien n’a été changé.',
		]);
	});
});

describe('what means something that is gone', () => {
	test('a called workflow: it is made, and called anew', () => {
		const inventory = there([installed(CALLER)]);
		expect(stepsOf(inventory).map(({ kind }) => kind)).toEqual(['create', 'replace']);
	});

	test('the workflow that is told of errors, too', () => {
		const settings = { errorWorkflow: 'ArchiMeubleB' };
		const workflows = [{ ...CALLER, settings }, CALLED];
		const told = installed(workflows[0], {}, { settings: { errorWorkflow: 'gone' } });
		expect(stepOf(there([told, B()]), { ...SHIPPED, workflows })).toBe('replace');
		const stands = installed(workflows[0], {}, { settings: { errorWorkflow: 'here-B' } });
		expect(stepOf(there([stands, B()]), { ...SHIPPED, workflows })).toBe('leave');
	});

	test.each<[string, (workflow: any) => void]>([
		['a workflow of the team’s', (one) => (one.nodes[2].parameters.workflowId.value = 'own')],
		['none where the package calls one', (one) => delete one.nodes[2].parameters.workflowId],
	])('but to call %s is a change', (_name, edit) => {
		const inventory = there([editedA(edit), B()]);
		const workflowIds = new Set([...inventory.workflowIds, 'own']);
		expect(stepOf({ ...inventory, workflowIds })).toBe('keep');
	});

	test('and a call the package does not make is a change, be it of one that is gone', () => {
		const add = ({ nodes }: any) => nodes.push(aCall('gone', 'Le nôtre'));
		expect(stepOf(there([editedA(add), B()]))).toBe('keep');
	});

	test('but a call of what the package does not bring is left, be it there or not', () => {
		const caller = aWorkflow('ArchiMeubleA', [CLOCK, aCall('elsewhere')]);
		const here = installed(caller);
		here.nodes[1] = aCall('elsewhere');
		expect(stepOf(there([here, B()]), { ...SHIPPED, workflows: [caller, CALLED] })).toBe('leave');
	});

	test('a table that was made anew', () => {
		const inventory = there([installed(CALLER), B()]);
		const tables = inventory.tables.map((table) => ({ ...table, id: `new-${table.id}` }));
		expect(stepOf({ ...inventory, tables })).toBe('replace');
	});
});

describe('a token', () => {
	const trigger = (credentials = {}) =>
		aStep('Calendly', `${OURS}.calendlyArchiMeubleTrigger`, {}, { credentials });
	const shipped = (credentials = {}): Shipped => ({
		...SHIPPED,
		workflows: [aWorkflow('ArchiMeubleA', [trigger(credentials)])],
	});

	test.each<[string, boolean, object, string]>([
		['that came later is given to the trigger', true, {}, 'replace'],
		['the trigger has is not given again', true, TOKEN, 'leave'],
		['that there is not is not given', false, {}, 'leave'],
	])('%s', (_name, hasToken, credentials, expected) => {
		const here = installed(shipped().workflows[0]);
		here.nodes = [trigger(credentials)];
		expect(stepOf(there([here], { hasToken }), shipped())).toBe(expected);
	});

	test('is given to a trigger that has no credential at all', () => {
		const here = installed(shipped().workflows[0]);
		delete here.nodes[0].credentials;
		expect(stepOf(there([here], { hasToken: true }), shipped())).toBe('replace');
	});
});

describe('a workflow that is there is found', () => {
	const named = (id: string, name: string, description: string | null = null) => ({
		...{ ...bare(CALLER), id, name, description },
	});
	const marked = () =>
		markedDescription(
			{
				shippedId: 'ArchiMeubleA',
				version: '0.1.0',
				fingerprint: '0'.repeat(16),
				state: 'installed',
			},
			'x',
		);
	const beside = () => marked().replace('installé', 'à côté');

	test.each<[string, () => InstalledWorkflow[], string | null]>([
		[
			'by its mark before its name',
			() => [named('1', CALLER.name), named('2', 'x', marked())],
			'2',
		],
		[
			'of two with its mark, the one that has its name',
			() => [named('1', 'x', marked()), named('2', CALLER.name, marked())],
			'2',
		],
		[
			'of two with its mark and no name, the first',
			() => [named('1', 'x', marked()), named('2', 'y', marked())],
			'1',
		],
		[
			'by its fixed id before its name',
			() => [named('1', CALLER.name), named('ArchiMeubleA', 'x')],
			'ArchiMeubleA',
		],
		['by its name', () => [named('1', 'x'), named('2', CALLER.name)], '2'],
		['not where it was put beside one', () => [named('1', 'x', beside())], null],
		[
			'not in the archive',
			() => [{ ...named('1', CALLER.name, marked()), isArchived: true }],
			null,
		],
		['not where there is none', () => [named('1', 'x')], null],
	])('%s', (_name, all, expected) => {
		expect(findWorkflow(CALLER, all())?.id ?? null).toBe(expected);
	});
});

test('a credential is found by its name and its type, whatever its number', () => {
	const [wanted, other] = CREDENTIALS;
	expect(findCredential(wanted, [other, { ...wanted, id: 'x' }])?.id).toBe('x');
	expect(findCredential(wanted, [{ ...wanted, type: other.type }])).toBeNull();
	expect(findCredential(wanted, [{ ...wanted, name: other.name }])).toBeNull();
});

test('tables are known by their names', () => {
	const tables = [{ id: '1', name: 'a', columns: [] }];
	expect([...tableIds({ tables })]).toEqual([['a', '1']]);
});
