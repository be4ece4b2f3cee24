import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { CREDENTIALS, TOKEN_CREDENTIAL } from '../../nodes/shared/setup/credentials.ts';
import { isTrigger, withTableNames } from '../../nodes/shared/setup/workflow.ts';
import type { Config } from './config.mts';
import { EditorApi } from './editorApi.mts';
import { pathsIn } from './paths.mts';
import { PROJECT_FOLDER } from './project.mts';
import { withDefaults } from './provision.mts';
import type { RunFile } from './runFile.mts';
import {
	canonical,
	isObject,
	shippedWorkflow,
	workflowFileNames,
	type WorkflowFile,
	type WorkflowNode,
} from './workflowFiles.mts';

/** Its ES modules name each other without extension, which Node does not load. */
const { NodeHelpers } = createRequire(join(PROJECT_FOLDER, 'package.json'))(
	'n8n-workflow',
) as typeof import('n8n-workflow');

/** Parameters of a node without those that say what the node does anyway: the editor leaves them out. */
export type Meaning = (node: WorkflowNode) => Record<string, unknown>;

export interface ExportedWorkflow {
	file: string;
	workflow: WorkflowFile;
}

/**
 * The bundled workflows as they are in the running n8n, to be written to their files; what was not
 * changed there is written as the file has it.
 * @throws Failure when n8n does not let the owner in, or a bundled workflow is not there
 */
export async function exportWorkflows(run: RunFile, config: Config): Promise<ExportedWorkflow[]> {
	const api = await EditorApi.open(run);
	const meaning = meaningBy(await api.nodeTypes<INodeTypeDescription>());
	const exported: ExportedWorkflow[] = [];
	for (const file of workflowFileNames()) {
		const shipped = shippedWorkflow(file);
		const installed = withToken(withDefaults(shipped, config, pathsIn(config.userFolder)));
		const now = withTableNames(await api.ask<WorkflowFile>('GET', `/rest/workflows/${shipped.id}`));
		exported.push({ file, workflow: exportedForm({ now, installed, shipped }, meaning) });
	}
	return exported;
}

/** An installation gives the trigger the token, where there is one; the file names none. */
function withToken(workflow: WorkflowFile): WorkflowFile {
	const { id, name, type } = TOKEN_CREDENTIAL;
	const nodes = workflow.nodes.map((node) =>
		isTrigger(node)
			? { ...node, credentials: { ...node.credentials, [type]: { id, name } } }
			: node,
	);
	return { ...workflow, nodes };
}

/** @param types what n8n knows of every node */
function meaningBy(types: readonly INodeTypeDescription[]): Meaning {
	const typeOf = ({ type, typeVersion }: WorkflowNode) =>
		types.find(({ name, version }) => name === type && [version].flat().includes(typeVersion));
	return (node) => {
		const type = typeOf(node);
		if (type === undefined) return node.parameters;
		const { properties } = type;
		const parameters = node.parameters as INode['parameters'];
		return (
			NodeHelpers.getNodeParameters(properties, parameters, false, false, node as INode, type) ?? {}
		);
	};
}

/** A workflow in n8n now, what was imported there, and the file that was made from. */
interface Versions<T> {
	now: T;
	/** The shipped one with what a machine knows better than the file. */
	installed: T;
	shipped: T;
}

/** The workflow with everything that means what the file means written as it is there. */
export function exportedForm(
	{ now, installed, shipped }: Versions<WorkflowFile>,
	meaning: Meaning,
): WorkflowFile {
	const place = new Map(shipped.nodes.map(({ id }, index) => [id, index]));
	const placeOf = ({ id }: WorkflowNode) => place.get(id) ?? place.size;
	const nodeOf = ({ nodes }: WorkflowFile, id: string) => nodes.find((node) => node.id === id);
	const nodes = now.nodes.map((node) => {
		const named = { ...node, credentials: shippedCredentials(node.credentials) };
		const before = nodeOf(installed, node.id);
		const known = nodeOf(shipped, node.id);
		if (before === undefined || known === undefined) return named;
		return exportedNode({ now: named, installed: before, shipped: known }, meaning);
	});
	return canonical({
		...now,
		// New nodes come last, in the order n8n has them.
		nodes: nodes.sort((a, b) => placeOf(a) - placeOf(b)),
		connections: asShipped(now.connections, installed.connections, shipped.connections),
		settings: asShipped(now.settings, installed.settings, shipped.settings),
	});
}

function exportedNode(
	{ now, installed, shipped }: Versions<WorkflowNode>,
	meaning: Meaning,
): WorkflowNode {
	const [means, meant] = [meaning(now), meaning(installed)];
	const names = new Set([...Object.keys(installed.parameters), ...Object.keys(now.parameters)]);
	const parameters: Record<string, unknown> = {};
	for (const name of names) {
		const isSame = isDeepStrictEqual(means[name], meant[name]);
		const from = isSame ? installed.parameters : now.parameters;
		if (name in from) parameters[name] = from[name];
	}
	const { webhookId, ...rest } = { ...now, parameters };
	// The editor gives one to nodes that have no address, such as Send Email.
	const node = shipped.webhookId === undefined ? rest : { ...rest, webhookId };
	return asShipped(node as WorkflowNode, installed, shipped);
}

/** Credentials of another n8n have other ids; those of a type we ship are named as shipped. */
function shippedCredentials(credentials: WorkflowNode['credentials']): WorkflowNode['credentials'] {
	if (credentials === undefined) return undefined;
	return Object.fromEntries(
		Object.entries(credentials).flatMap(([type, chosen]) => {
			const shipped = CREDENTIALS.find((credential) => credential.type === type);
			if (shipped === undefined) return [[type, chosen]];
			return [[type, { id: shipped.id, name: shipped.name }]];
		}),
	);
}

/** What the file says where nothing was changed since the import, in the order of the file. */
function asShipped<T>(now: T, installed: unknown, shipped: unknown): T {
	if (isDeepStrictEqual(now, installed)) return shipped as T;
	if (Array.isArray(now) && Array.isArray(installed) && Array.isArray(shipped)) {
		return now.map((value, index) => asShipped(value, installed[index], shipped[index])) as T;
	}
	if (!isObject(now) || !isObject(installed) || !isObject(shipped)) return now;
	const names = new Set([...Object.keys(shipped), ...Object.keys(now)]);
	const entries = [...names]
		.filter((name) => name in now)
		.map((name) => [name, asShipped(now[name], installed[name], shipped[name])] as const)
		.filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as T;
}
