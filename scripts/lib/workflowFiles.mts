import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	isDataTableNode,
	type ShippedWorkflow,
	type WorkflowNode,
} from '../../nodes/shared/setup/workflow.ts';
import { PROJECT_FOLDER } from './project.mts';

export type { WorkflowNode };

/** What a file in `workflows/` holds, and what of n8n's workflow is kept in it. */
export type WorkflowFile = ShippedWorkflow;

const FOLDER = join(PROJECT_FOLDER, 'workflows');

/** Names of the files that hold the bundled workflows. */
export function workflowFileNames(): string[] {
	return readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort();
}

export function workflowFilePath(file: string): string {
	return join(FOLDER, file);
}

export function workflowText(file: string): string {
	return readFileSync(workflowFilePath(file), 'utf8');
}

export function shippedWorkflow(file: string): WorkflowFile {
	return JSON.parse(workflowText(file)) as WorkflowFile;
}

export function shippedWorkflows(): WorkflowFile[] {
	return workflowFileNames().map(shippedWorkflow);
}

const NODE_KEYS = [
	...['id', 'name', 'type', 'typeVersion', 'position', 'parameters', 'webhookId', 'credentials'],
	...['disabled', 'notes', 'notesInFlow', 'executeOnce', 'alwaysOutputData'],
	...['retryOnFail', 'maxTries', 'waitBetweenTries', 'onError'],
];

/** What n8n or its editor writes into settings by itself, and no workflow of ours says. */
const SETTINGS_OF_N8N = ['binaryMode', 'availableInMCP'];

/**
 * The one way a workflow is written: keys of a node in a fixed order, nothing that says nothing, the
 * connections in the order of the nodes. The order of parameters is left as it is.
 */
export function canonical({ id, name, nodes, connections, settings }: WorkflowFile): WorkflowFile {
	return {
		id,
		name,
		nodes: nodes.map(canonicalNode),
		connections: Object.fromEntries(
			nodes.flatMap((node) => {
				const ends = connections[node.name];
				return ends === undefined ? [] : [[node.name, ends]];
			}),
		),
		settings: Object.fromEntries(
			Object.entries(settings).filter(([key]) => !SETTINGS_OF_N8N.includes(key)),
		),
	};
}

/** A workflow as its file holds it. */
export function formatted(workflow: WorkflowFile): string {
	return `${JSON.stringify(canonical(workflow), null, '\t')}\n`;
}

function canonicalNode(node: WorkflowNode): WorkflowNode {
	const entries = Object.entries({ ...node, parameters: canonicalParameters(node) });
	const said = entries.filter(([key, value]) => key === 'parameters' || !saysNothing(value));
	return Object.fromEntries(said.sort(([a], [b]) => placeOf(a) - placeOf(b))) as WorkflowNode;
}

/** Keys n8n may add one day come last. */
function placeOf(key: string): number {
	const place = NODE_KEYS.indexOf(key);
	return place === -1 ? NODE_KEYS.length : place;
}

/** A flag that is off, an empty note, no credentials. */
function saysNothing(value: unknown): boolean {
	const isEmpty = isObject(value) && Object.keys(value).length === 0;
	return isEmpty || value === undefined || value === null || value === false || value === '';
}

function canonicalParameters({ type, parameters }: WorkflowNode): Record<string, unknown> {
	const known = withoutAddresses(parameters) as Record<string, unknown>;
	if (!isDataTableNode({ type })) return known;
	const { dataTableId, columns } = known;
	return {
		...known,
		...(isObject(dataTableId) ? { dataTableId: byName(dataTableId) } : {}),
		...(isObject(columns) && 'mappingMode' in columns ? { columns: mapping(columns) } : {}),
	};
}

/** What was chosen from a list carries an address of this n8n. */
function withoutAddresses(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutAddresses);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !('__rl' in value && key === 'cachedResultUrl'))
			.map(([key, part]) => [key, withoutAddresses(part)]),
	);
}

/** A table chosen from a list is named by its number, which another n8n does not know. */
function byName(table: Record<string, unknown>): Record<string, unknown> {
	const { mode, cachedResultName } = table;
	if (mode !== 'list' || typeof cachedResultName !== 'string') return table;
	return { __rl: true, mode: 'name', value: cachedResultName };
}

/** The editor writes the columns of the table beside what goes into them; n8n runs without. */
function mapping({ mappingMode, value }: Record<string, unknown>): Record<string, unknown> {
	return mappingMode === 'defineBelow' ? { mappingMode, value } : { mappingMode, value: {} };
}

/** A data table as the code knows it (nodes/shared/setup/tables.ts). */
interface Table {
	name: string;
	columns: Readonly<Record<string, string>>;
}

/** The workflow, making its tables with the columns of the code. */
export function withTableColumns(workflow: WorkflowFile, tables: readonly Table[]): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		const { operation, tableName } = node.parameters;
		const table = tables.find(({ name }) => name === tableName);
		if (!isDataTableNode(node) || operation !== 'create' || table === undefined) return node;
		const column = Object.entries(table.columns).map(([name, type]) => ({ name, type }));
		return { ...node, parameters: { ...node.parameters, columns: { column } } };
	});
	return { ...workflow, nodes };
}

/** The workflow, naming the version of the package where it names one (« Installation » notes it). */
export function withVersion(workflow: WorkflowFile, version: string): WorkflowFile {
	const nodes = workflow.nodes.map((node) =>
		namesVersion(node)
			? { ...node, parameters: { ...node.parameters, workflowsVersion: version } }
			: node,
	);
	return { ...workflow, nodes };
}

/** Other steps read what was noted. */
export function namesVersion({ parameters }: WorkflowNode): boolean {
	const { workflowsVersion } = parameters;
	return typeof workflowsVersion === 'string' && !workflowsVersion.startsWith('=');
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
