import { withTableIds, withTableNames } from '../../nodes/shared/setup/workflow';
import { shippedWorkflows, type WorkflowNode } from '../../scripts/lib/workflowFiles.mts';
import { TABLES } from '../../nodes/shared/setup/tables';

const IDS = new Map(TABLES.map(({ name }, index) => [name, `id-${index}`]));
const referencesOf = ({ nodes }: { nodes: WorkflowNode[] }) =>
	nodes
		.filter(({ type }) => type === 'n8n-nodes-base.dataTable')
		.map(({ parameters }) => parameters.dataTableId as Record<string, unknown> | undefined)
		.filter((reference) => reference !== undefined);

describe.each(shippedWorkflows().map((workflow) => [workflow.name, workflow] as const))(
	'the tables of %s',
	(_name, workflow) => {
		test('are numbered as the editor does it, each with its name to be read', () => {
			for (const reference of referencesOf(withTableIds(workflow, IDS))) {
				expect(reference).toEqual({
					__rl: true,
					mode: 'list',
					value: IDS.get(reference.cachedResultName as string),
					cachedResultName: expect.stringMatching(/^archimeuble_/),
				});
			}
		});

		test('have their names again in the file', () => {
			expect(withTableNames(withTableIds(workflow, IDS))).toEqual(workflow);
		});

		test('that are not there are left to be looked up by name', () => {
			expect(withTableIds(workflow, new Map())).toEqual(workflow);
		});
	},
);

test('a table that was deleted and made again gets its new number', () => {
	const [workflow] = shippedWorkflows().filter(({ id }) => id === 'ArchiMeubleRdv01');
	const before = withTableIds(workflow, new Map([['archimeuble_journal', 'old']]));
	const after = withTableIds(before, new Map([['archimeuble_journal', 'new']]));
	const values = referencesOf(after).map(({ value }) => value);
	expect(values).toContain('new');
	expect(values).not.toContain('old');
});

test('an expression a person wrote for a table is left alone', () => {
	const reference = { __rl: true, mode: 'name', value: '={{ $json.table }}' };
	const node = {
		...{ id: 'a', name: 'A', type: 'n8n-nodes-base.dataTable', typeVersion: 1.1 },
		...{ position: [0, 0] as [number, number], parameters: { dataTableId: reference } },
	};
	expect(withTableIds({ nodes: [node] }, IDS)).toEqual({ nodes: [node] });
});
