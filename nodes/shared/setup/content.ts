import { createHash } from 'node:crypto';
import {
	withTableNames,
	withWorkflowIds,
	type WorkflowContent,
	type WorkflowNode,
} from './workflow';

/** What n8n lets a workflow set and the bundled ones do; anything else is the team's own. */
const SETTINGS = [
	'callerPolicy',
	'errorWorkflow',
	'executionOrder',
	'executionTimeout',
	'saveDataErrorExecution',
	'saveDataSuccessExecution',
	'saveExecutionProgress',
	'saveManualExecutions',
	'timezone',
];

/** What of a node makes it do what it does; not where it stands, nor which credential it uses. */
const NODE_KEYS = [
	...['type', 'typeVersion', 'parameters', 'disabled', 'executeOnce', 'alwaysOutputData'],
	...['retryOnFail', 'maxTries', 'waitBetweenTries', 'onError'],
];

/**
 * Parameters that say where an n8n runs, not what the workflow does: where its log file may lie. Who
 * installs sets them, and no update takes them back.
 */
const PLACE_PARAMETERS = ['defaults'];
const FLUX_NODE = /\.archiMeubleFlux$/;

/** What a workflow does, in a form that is equal where two do the same. */
interface Essence {
	nodes: Record<string, unknown>;
	connections: unknown;
	settings: unknown;
}

/**
 * A short name of what a workflow does: equal for the file and for what was installed from it, whatever
 * numbers that n8n gave to workflows and tables, wherever a person moved its nodes and whichever
 * credentials they chose.
 *
 * @param shippedIdOf the fixed id of a bundled workflow by the one it has in this n8n; null for others
 */
export function fingerprintOf(
	workflow: WorkflowContent,
	shippedIdOf: (id: string) => string | null = () => null,
): string {
	const essence = JSON.stringify(sorted(essenceOf(workflow, shippedIdOf)));
	return createHash('sha256').update(essence).digest('hex').slice(0, 16);
}

/** Names of the nodes that differ between two workflows, those that only one has among them, in order. */
export function differingNodes(
	ours: WorkflowContent,
	theirs: WorkflowContent,
	shippedIdOf: (id: string) => string | null = () => null,
): string[] {
	const [left, right] = [essenceOf(ours, () => null), essenceOf(theirs, shippedIdOf)];
	const names = [...new Set([...Object.keys(left.nodes), ...Object.keys(right.nodes)])];
	const shown = (value: unknown) => JSON.stringify(sorted(value ?? null));
	return names.filter((name) => shown(left.nodes[name]) !== shown(right.nodes[name])).sort();
}

function essenceOf(workflow: WorkflowContent, shippedIdOf: (id: string) => string | null): Essence {
	const { nodes, connections, settings } = withWorkflowIds(withTableNames(workflow), shippedIdOf);
	return {
		nodes: Object.fromEntries(nodes.map((node) => [node.name, nodeEssence(node)])),
		connections: withoutEmpty(connections),
		settings: only(settings, SETTINGS),
	};
}

function nodeEssence(node: WorkflowNode): unknown {
	const essence = only(node, NODE_KEYS);
	const { workflowId } = node.parameters as { workflowId?: Record<string, unknown> };
	if (workflowId !== undefined) {
		// What the editor shows of a called workflow changes with its name.
		const reference = only(workflowId, ['__rl', 'mode', 'value']);
		return { ...essence, parameters: { ...node.parameters, workflowId: reference } };
	}
	if (!FLUX_NODE.test(node.type)) return essence;
	const names = Object.keys(node.parameters).filter((name) => !PLACE_PARAMETERS.includes(name));
	return {
		...essence,
		parameters: Object.fromEntries(names.map((name) => [name, node.parameters[name]])),
	};
}

/** What a node holds of the place it runs in. */
export function placeParametersOf({ type, parameters }: WorkflowNode): Record<string, unknown> {
	return FLUX_NODE.test(type) ? only(parameters, PLACE_PARAMETERS) : {};
}

function only(value: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
	const kept = keys.filter((key) => value[key] !== undefined && value[key] !== false);
	return Object.fromEntries(kept.map((key) => [key, value[key]]));
}

/** A node that leads nowhere may be listed or not. */
function withoutEmpty(connections: WorkflowContent['connections']): unknown {
	const leads = Object.entries(connections).filter(([, outputs]) =>
		Object.values(outputs).some((branches) => branches.some((branch) => branch?.length)),
	);
	return Object.fromEntries(leads);
}

/** The order of keys says nothing. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([key, held]) => [key, sorted(held)]));
}
