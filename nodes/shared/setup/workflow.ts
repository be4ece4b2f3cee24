/**
 * A workflow as its file and n8n's public API hold it, as far as installing looks at it. No imports: the
 * scripts read this file without compiling it.
 */
export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	webhookId?: string;
	credentials?: Record<string, { id: string; name: string }>;
	[flag: string]: unknown;
}

export type Connections = Record<
	string,
	Record<string, Array<Array<{ node: string; type: string; index: number }> | null>>
>;

export interface WorkflowContent {
	name: string;
	nodes: WorkflowNode[];
	connections: Connections;
	settings: Record<string, unknown>;
}

/** A bundled workflow; its id is fixed in its file, and another one in an n8n that gave it its own. */
export interface ShippedWorkflow extends WorkflowContent {
	id: string;
}

const DATA_TABLE = 'n8n-nodes-base.dataTable';
const EXECUTE_WORKFLOW = 'n8n-nodes-base.executeWorkflow';
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

export function isDataTableNode({ type }: Pick<WorkflowNode, 'type'>): boolean {
	return type === DATA_TABLE;
}

/** Null where a node calls no workflow, or one that an expression names. */
export function calledWorkflow({ type, parameters }: WorkflowNode): string | null {
	if (type !== EXECUTE_WORKFLOW) return null;
	const { value } = (parameters.workflowId ?? {}) as { value?: string };
	return value === undefined || value.startsWith('=') ? null : value;
}

/** The node Calendly delivers to. */
export function isTrigger({ type }: Pick<WorkflowNode, 'type'>): boolean {
	return type.endsWith('.calendlyArchiMeubleTrigger');
}

/** What a person starts in the editor has nothing to publish; n8n refuses it. */
export function isStartedByHand({ nodes }: Pick<WorkflowContent, 'nodes'>): boolean {
	return nodes
		.filter(({ type }) => /[tT]rigger$|\.webhook$/.test(type))
		.every(({ type }) => type === MANUAL_TRIGGER);
}

/** Whether a workflow does nothing without a token for Calendly's API. */
export function needsToken({ nodes }: Pick<WorkflowContent, 'nodes'>): boolean {
	return nodes.some(({ credentials }) => credentials?.calendlyAccessTokenApi);
}

/** « Installation » does, and no other. */
function makesTables({ nodes }: Pick<WorkflowContent, 'nodes'>): boolean {
	return nodes.some(
		(node) =>
			isDataTableNode(node) &&
			node.parameters.resource === 'table' &&
			node.parameters.operation === 'create',
	);
}

/**
 * Workflows and what they call, in the order n8n publishes them: a workflow only after those it calls
 * (itself is no obstacle), and the one that tells of errors before all that have it told.
 *
 * @param all those that may be called
 */
export function calledFirst<Workflow extends ShippedWorkflow>(
	workflows: readonly Workflow[],
	all: readonly Workflow[],
): Workflow[] {
	const byId = new Map(all.map((workflow) => [workflow.id, workflow]));
	const ordered = new Set<Workflow>();
	const visit = (workflow: Workflow, callers: readonly string[]) => {
		for (const id of [workflow.settings.errorWorkflow, ...workflow.nodes.map(calledWorkflow)]) {
			const called = typeof id === 'string' ? byId.get(id) : undefined;
			if (called !== undefined && !callers.includes(called.id)) {
				visit(called, [...callers, called.id]);
			}
		}
		ordered.add(workflow);
	};
	for (const workflow of workflows) visit(workflow, [workflow.id]);
	return [...ordered];
}

/**
 * The order in which an installation goes through them: as n8n publishes them, and « Installation » last,
 * which notes the version of the workflows once all are in place.
 */
export function inInstallationOrder<Workflow extends ShippedWorkflow>(
	workflows: readonly Workflow[],
): Workflow[] {
	const ordered = calledFirst(workflows, workflows);
	return [
		...ordered.filter((workflow) => !makesTables(workflow)),
		...ordered.filter((workflow) => makesTables(workflow)),
	];
}

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
export function withTableIds<Workflow extends Pick<WorkflowContent, 'nodes'>>(
	workflow: Workflow,
	ids: ReadonlyMap<string, string>,
): Workflow {
	return withTableReferences(workflow, (reference) => {
		const name = tableNameOf(reference);
		const id = ids.get(name ?? '');
		if (name === null || id === undefined) return reference;
		return { __rl: true, mode: 'list', value: id, cachedResultName: name };
	});
}

/** Whether a step means a table by a number that is not that table's any more. */
export function hasDeadTables(
	{ nodes }: Pick<WorkflowContent, 'nodes'>,
	ids: ReadonlyMap<string, string>,
): boolean {
	return nodes.some((node) => {
		const reference = node.parameters.dataTableId as TableReference | undefined;
		if (!isDataTableNode(node) || reference === undefined || reference.mode === 'name')
			return false;
		const name = tableNameOf(reference);
		return name !== null && ids.get(name) !== reference.value;
	});
}

/** The workflow as a file holds it, each table by its name. */
export function withTableNames<Workflow extends Pick<WorkflowContent, 'nodes'>>(
	workflow: Workflow,
): Workflow {
	return withTableReferences(workflow, (reference) => {
		const name = tableNameOf(reference);
		return name === null ? reference : { __rl: true, mode: 'name', value: name };
	});
}

function tableNameOf({ mode, value, cachedResultName }: TableReference): string | null {
	if (mode === 'name') return value.startsWith('=') ? null : value;
	return cachedResultName ?? null;
}

function withTableReferences<Workflow extends Pick<WorkflowContent, 'nodes'>>(
	workflow: Workflow,
	change: (reference: TableReference) => TableReference,
): Workflow {
	const nodes = workflow.nodes.map((node) => {
		const reference = node.parameters.dataTableId as TableReference | undefined;
		if (!isDataTableNode(node) || reference === undefined) return node;
		return { ...node, parameters: { ...node.parameters, dataTableId: change(reference) } };
	});
	return { ...workflow, nodes };
}

/**
 * The workflow with other ids for those it calls and has told of its errors.
 *
 * @param idOf null leaves an id as it is
 */
export function withWorkflowIds<Workflow extends WorkflowContent>(
	workflow: Workflow,
	idOf: (id: string) => string | null,
): Workflow {
	const { errorWorkflow, ...settings } = workflow.settings;
	const told = typeof errorWorkflow === 'string' ? (idOf(errorWorkflow) ?? errorWorkflow) : null;
	return {
		...workflow,
		settings: told === null ? settings : { ...settings, errorWorkflow: told },
		nodes: workflow.nodes.map((node) => {
			const called = calledWorkflow(node);
			const id = called === null ? null : idOf(called);
			if (id === null) return node;
			const reference = { ...(node.parameters.workflowId as object), value: id };
			return { ...node, parameters: { ...node.parameters, workflowId: reference } };
		}),
	};
}
