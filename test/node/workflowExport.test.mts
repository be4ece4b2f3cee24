import { tmpdir } from 'node:os';
import { readConfig } from '../../scripts/lib/config.mts';
import { pathsIn } from '../../scripts/lib/paths.mts';
import { withDefaults } from '../../scripts/lib/provision.mts';
import { exportedForm, type Meaning } from '../../scripts/lib/workflowExport.mts';
import {
	canonical,
	formatted,
	shippedWorkflow,
	workflowFileNames,
	type WorkflowFile,
	type WorkflowNode,
} from '../../scripts/lib/workflowFiles.mts';

const config = readConfig(tmpdir(), {
	NOTIFICATION_EMAIL: 'atelier@exemple.fr',
	SENDER_EMAIL: 'rdv@exemple.fr',
});
const asWritten: Meaning = ({ parameters }) => parameters;

const installed = (shipped: WorkflowFile) => withDefaults(shipped, config, pathsIn('/donnees'));

/** What n8n gives for an imported workflow that somebody then changed. */
function inN8n(shipped: WorkflowFile, change: (workflow: WorkflowFile) => void): WorkflowFile {
	const now = structuredClone(installed(shipped));
	change(now);
	return now;
}

function exportAfter(
	shipped: WorkflowFile,
	change: (workflow: WorkflowFile) => void,
	meaning = asWritten,
): WorkflowFile {
	const now = inN8n(shipped, change);
	return exportedForm({ now, installed: installed(shipped), shipped }, meaning);
}

const node = (changes: Partial<WorkflowNode> = {}): WorkflowNode => ({
	id: 'a',
	name: 'Étape',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [0, 0],
	parameters: {},
	...changes,
});

const workflow = (...nodes: WorkflowNode[]): WorkflowFile => ({
	id: 'ArchiMeubleEss01',
	name: 'Essai',
	nodes,
	connections: {},
	settings: { executionOrder: 'v1' },
});

describe('export', () => {
	test.each(workflowFileNames())('%s comes back as it was when nobody changed it', (file) => {
		const shipped = shippedWorkflow(file);
		expect(formatted(exportAfter(shipped, () => {}))).toBe(formatted(shipped));
	});

	test('a changed greeting changes that line and no other', () => {
		const shipped = shippedWorkflow('rendez-vous.json');
		const exported = exportAfter(shipped, ({ nodes }) => {
			const mail = nodes.find(({ parameters }) => parameters.kind === 'created')!;
			Object.assign(mail.parameters.opening as object, { greeting: 'Salut,' });
		});
		const before = formatted(shipped).split('\n');
		const changed = formatted(exported)
			.split('\n')
			.filter((line, index) => line !== before[index]);
		expect(changed.map((line) => line.trim())).toEqual(['"greeting": "Salut,",']);
	});

	test('nodes keep the order of the file, new ones come last', () => {
		const shipped = workflow(node({ id: 'a' }), node({ id: 'b' }));
		const exported = exportAfter(shipped, ({ nodes }) => {
			nodes.reverse();
			nodes.unshift(node({ id: 'new' }));
		});
		expect(exported.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'new']);
	});

	test('parameters keep the order of the file', () => {
		const shipped = workflow(node({ parameters: { one: 1, two: { b: 1, a: 2 } } }));
		const exported = exportAfter(shipped, ({ nodes }) => {
			nodes[0].parameters = { three: 3, two: { a: 3, b: 1 }, one: 1 };
		});
		expect(JSON.stringify(exported.nodes[0].parameters)).toBe(
			'{"one":1,"two":{"b":1,"a":3},"three":3}',
		);
	});

	test('what the editor leaves out because the node does it anyway stays written', () => {
		const shipped = workflow(node({ parameters: { resource: 'row', operation: 'insert' } }));
		const withoutDefault: Meaning = ({ parameters: { resource, ...rest } }) =>
			resource === 'row' ? rest : { resource, ...rest };
		const saved = exportAfter(
			shipped,
			({ nodes }) => (nodes[0].parameters = { operation: 'get' }),
			withoutDefault,
		);
		expect(saved.nodes[0].parameters).toEqual({ resource: 'row', operation: 'get' });
	});

	test('a parameter that was taken away is gone', () => {
		const shipped = workflow(node({ parameters: { one: 1, two: { a: 1, b: 2 } } }));
		const exported = exportAfter(shipped, ({ nodes }) => (nodes[0].parameters = { two: { a: 1 } }));
		expect(exported.nodes[0].parameters).toEqual({ two: { a: 1 } });
	});

	test('credentials are named as shipped, whatever they are called in this n8n', () => {
		const smtp = { id: 'ArchiMeubleSmtp1', name: 'SMTP ArchiMeuble' };
		const exported = exportAfter(workflow(node()), ({ nodes }) => {
			nodes[0].credentials = { smtp: { id: 'k3Jx9', name: 'Mon SMTP' } };
		});
		expect(exported.nodes[0].credentials).toEqual({ smtp });
	});

	test('an address the editor gave to a node that has none is dropped', () => {
		const exported = exportAfter(workflow(node()), ({ nodes }) => {
			nodes[0].webhookId = '5c1f';
			nodes.push(node({ id: 'new', webhookId: '77aa' }));
		});
		expect(exported.nodes.map(({ webhookId }) => webhookId)).toEqual([undefined, '77aa']);
	});
});

describe('the one way a workflow is written', () => {
	test('holds what a workflow is, nothing of the n8n it comes from', () => {
		const full = {
			...{ versionId: '1', active: true, pinData: { Étape: [] }, staticData: {}, meta: {} },
			...workflow(node()),
			settings: { executionOrder: 'v1', binaryMode: 'separate' },
		};
		expect(canonical(full)).toEqual(workflow(node()));
		expect(Object.keys(canonical(full))).toEqual([
			...['id', 'name', 'nodes', 'connections', 'settings'],
		]);
	});

	test('orders the keys of a node and leaves out what says nothing', () => {
		const { parameters, ...rest } = node({ executeOnce: true, disabled: false, notes: '' });
		const [written] = canonical(workflow({ parameters, ...rest })).nodes;
		expect(Object.keys(written)).toEqual([
			...['id', 'name', 'type', 'typeVersion', 'position', 'parameters', 'executeOnce'],
		]);
	});

	test('follows the nodes with the connections, and drops those of nodes that are gone', () => {
		const link = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
		const { connections } = canonical({
			...workflow(node({ name: 'A' }), node({ name: 'B' })),
			connections: { Z: link('A'), B: link('A'), A: link('B') },
		});
		expect(Object.keys(connections)).toEqual(['A', 'B']);
	});

	test('names a table that was chosen from the list, without its columns', () => {
		const table = node({
			type: 'n8n-nodes-base.dataTable',
			parameters: {
				dataTableId: {
					...{ __rl: true, mode: 'list', value: 'x1', cachedResultName: 'archimeuble_journal' },
					cachedResultUrl: '/projects/p/datatables/x1',
				},
				columns: {
					...{ mappingMode: 'defineBelow', value: { etat: 'recu' }, schema: [{ id: 'etat' }] },
					...{ matchingColumns: [], attemptToConvertTypes: false, convertFieldsToString: false },
				},
			},
		});
		expect(canonical(workflow(table)).nodes[0].parameters).toEqual({
			dataTableId: { __rl: true, mode: 'name', value: 'archimeuble_journal' },
			columns: { mappingMode: 'defineBelow', value: { etat: 'recu' } },
		});
	});
});
