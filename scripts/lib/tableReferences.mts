import { isDataTableNode, type WorkflowFile, type WorkflowNode } from './workflowFiles.mts';

/** How a Data Table node says which table it means (n8n's resource locator). */
interface TableReference {
	__rl: true;
	mode: 'name' | 'id' | 'list';
	value: string;
	/** What the editor shows for a table that was chosen from its list. */
	cachedResultName?: string;
}

/**
 * The workflow with its tables as the editor writes them that are chosen from its list: n8n then spares
 * itself looking for the table by its name at every step, a third of what a step costs. Files name their
 * tables, because every n8n gives them numbers of its own.
 *
 * @param ids numbers of the tables there are, by name; others are left as they are
 */
export function withTableIds<Workflow extends Pick<WorkflowFile, 'nodes'>>(
	workflow: Workflow,
	ids: ReadonlyMap<string, string>,
): Workflow {
	return withReferences(workflow, (reference) => {
		const name = nameOf(reference);
		const id = ids.get(name ?? '');
		if (name === null || id === undefined) return reference;
		return { __rl: true, mode: 'list', value: id, cachedResultName: name };
	});
}

/** The workflow as a file holds it, each table by its name. */
export function withTableNames<Workflow extends Pick<WorkflowFile, 'nodes'>>(
	workflow: Workflow,
): Workflow {
	return withReferences(workflow, (reference) => {
		const name = nameOf(reference);
		return name === null ? reference : { __rl: true, mode: 'name', value: name };
	});
}

function nameOf({ mode, value, cachedResultName }: TableReference): string | null {
	if (mode === 'name') return value.startsWith('=') ? null : value;
	return cachedResultName ?? null;
}

function withReferences<Workflow extends Pick<WorkflowFile, 'nodes'>>(
	workflow: Workflow,
	change: (reference: TableReference) => TableReference,
): Workflow {
	return { ...workflow, nodes: workflow.nodes.map((node) => withReference(node, change)) };
}

function withReference(
	node: WorkflowNode,
	change: (reference: TableReference) => TableReference,
): WorkflowNode {
	const reference = node.parameters.dataTableId as TableReference | undefined;
	if (!isDataTableNode(node) || reference === undefined) return node;
	return { ...node, parameters: { ...node.parameters, dataTableId: change(reference) } };
}
