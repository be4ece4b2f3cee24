import { SHIPPED } from '../../../nodes/adapters/shipped';
import type { Shipped } from '../../../nodes/shared/setup/plan';
import {
	calledWorkflow,
	isDataTableNode,
	type ShippedWorkflow,
	type WorkflowNode,
} from '../../../nodes/shared/setup/workflow';

/** What makes a step more than one of many to an installation; null where nothing does. */
function roleOf(node: WorkflowNode): string | null {
	const { type, parameters, credentials } = node;
	const [credential] = Object.keys(credentials ?? {});
	if (calledWorkflow(node) !== null || /trigger$|webhook$/i.test(type)) return node.id;
	if (isDataTableNode(node)) return `table ${String(parameters.resource)}`;
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

/** What the package brings, a step of each kind: with all of them every test takes five times as long. */
export const PACKAGE: Shipped = { ...SHIPPED, workflows: SHIPPED.workflows.map(withFewSteps) };
