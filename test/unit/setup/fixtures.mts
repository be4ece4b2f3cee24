import { SHIPPED } from '../../../nodes/adapters/shipped';
import type { Shipped } from '../../../nodes/shared/setup/plan';
import type { ShippedWorkflow, WorkflowNode } from '../../../nodes/shared/setup/workflow';

/** What makes a step more than one of many to an installation; null where nothing does. */
function roleOf(node: WorkflowNode): string | null {
	const { type, parameters, credentials } = node;
	const [credential] = Object.keys(credentials ?? {});
	if (/trigger$|webhook$|executeWorkflow$/i.test(type)) return node.id;
	if (type.endsWith('.dataTable')) return `table ${String(parameters.resource)}`;
	if (parameters.resource === 'setting' || parameters.kind === 'created') return 'its own';
	return credential ?? null;
}

function withFewSteps(workflow: ShippedWorkflow): ShippedWorkflow {
	const roles = workflow.nodes.map(roleOf);
	const nodes = workflow.nodes.filter((_, index) => {
		return roles[index] !== null && roles.indexOf(roles[index]) === index;
	});
	const names = new Set(nodes.map(({ name }) => name));
	const connections = Object.entries(workflow.connections).filter(([name]) => names.has(name));
	return { ...workflow, nodes, connections: Object.fromEntries(connections) };
}

/** Those an installation treats differently from one another. */
const NAMES = [
	...['Erreurs', 'Essai', 'Moteur', 'Rappels', 'Rattrapage', 'Rejouer', 'Relance', 'Rendez-vous'],
].map((name) => `ArchiMeuble – ${name}`);

/** What the package brings, in part: with all of it every test takes ten times as long. */
export const PACKAGE: Shipped = {
	...SHIPPED,
	workflows: SHIPPED.workflows.filter(({ name }) => NAMES.includes(name)).map(withFewSteps),
};

/** A step as a file holds it. */
export function aStep(
	name: string,
	type: string,
	parameters: Record<string, unknown> = {},
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	return { id: `id-${name}`, name, type, typeVersion: 1, position: [0, 0], parameters, ...more };
}

/** A step that calls a workflow. */
export function aCall(value: unknown, name = 'Appel'): WorkflowNode {
	const workflowId = { __rl: true, mode: 'id', value };
	return aStep(name, 'n8n-nodes-base.executeWorkflow', { workflowId });
}

/** A step that reads a table. */
export function aReading(dataTableId: unknown, name = 'Lire'): WorkflowNode {
	return aStep(name, 'n8n-nodes-base.dataTable', { resource: 'row', dataTableId });
}

export function aWorkflow(
	id: string,
	nodes: WorkflowNode[] = [],
	more: Partial<ShippedWorkflow> = {},
): ShippedWorkflow {
	return { id, name: `Flux ${id}`, nodes, connections: {}, settings: {}, ...more };
}
