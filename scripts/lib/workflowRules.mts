import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setSchemaBaseDirs, validateWorkflow } from '@n8n/workflow-sdk';
import { calledWorkflow } from '../../nodes/shared/setup/workflow.ts';
import { PACKAGE, PROJECT_FOLDER } from './project.mts';
import { formatted, namesVersion, type WorkflowFile, type WorkflowNode } from './workflowFiles.mts';

/** What an import does not notice and a workshop would. */
interface Rule {
	name: string;
	/** What is not as it should be, in words; empty where all is well. */
	broken: (workflow: WorkflowFile, text: string, all: readonly WorkflowFile[]) => string[];
}

/** Size of a node on the canvas, and of the name below it. */
const NODE = { width: 96, height: 96, label: 32 };
const NOTE = { width: 240, height: 160 };
/**
 * The newest version `OLDEST_N8N` knows, of stock nodes that have a newer one since: it runs that, too,
 * but its editor draws it as a node that is not installed.
 */
const NEWEST_IN_OLDEST = new Map([['n8n-nodes-base.executeWorkflow', 1.3]]);
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
/** French texts: a straight apostrophe, or an ordinary space where the typography wants another. */
const TYPOGRAPHY = /« | »| [:;!?](\s|$)|'/;
const SHORTEST_NOTES = 200;
const SECRETS = /password|apiKey|signingSecret":|Bearer/i;
const ERROR_WORKFLOW = 'ArchiMeubleErr01';

export const WORKFLOW_RULES: readonly Rule[] = [
	{ name: 'is valid for n8n, without a warning', broken: invalid },
	{
		name: 'uses the newest version of every stock node that the oldest n8n knows, and otherwise our nodes',
		broken: outdated,
	},
	{ name: 'reads from left to right, and no two nodes lie on one another', broken: disordered },
	{ name: 'refers only to what there is', broken: danglingReferences },
	{ name: 'is explained by notes in French, with French typography', broken: unexplained },
	{ name: 'names the version of the package', broken: misdated },
	{ name: 'holds no secret', broken: secrets },
	{ name: 'has a time limit and names the error workflow', broken: unwatched },
	{ name: 'is written as the export writes it', broken: unformatted },
];

function invalid(workflow: WorkflowFile): string[] {
	setSchemaBaseDirs([join(dirname(nodesBase('package.json')), 'dist/node-definitions')]);
	const { errors, warnings } = validateWorkflow(workflow as never);
	return [...errors, ...warnings].map(({ message }) => message);
}

function outdated({ nodes }: WorkflowFile): string[] {
	const newest = newestVersions();
	return nodes.flatMap(({ name, type, typeVersion }) => {
		if (type.startsWith(`${PACKAGE.name}.`)) return [];
		if (newest.get(type) === typeVersion) return [];
		return [`« ${name} » is ${type} ${typeVersion}; the newest is ${newest.get(type) ?? 'none'}`];
	});
}

/** `typeVersion` of each stock node to be used: in the installed n8n, as n8n itself describes them. */
function newestVersions(): Map<string, number> {
	const types = JSON.parse(readFileSync(nodesBase('dist/types/nodes.json'), 'utf8')) as Array<{
		name: string;
		version: number | number[];
	}>;
	const newest = new Map<string, number>();
	for (const { name, version } of types) {
		const type = `n8n-nodes-base.${name}`;
		newest.set(type, Math.max(newest.get(type) ?? 0, ...[version].flat()));
	}
	return new Map([...newest, ...NEWEST_IN_OLDEST]);
}

function nodesBase(file: string): string {
	const require = createRequire(join(PROJECT_FOLDER, 'package.json'));
	return join(dirname(require.resolve('n8n-nodes-base/package.json')), file);
}

function misdated({ nodes }: WorkflowFile): string[] {
	return nodes
		.filter(namesVersion)
		.filter(({ parameters }) => parameters.workflowsVersion !== PACKAGE.version)
		.map(({ name }) => `« ${name} » names another version than ${PACKAGE.version}`);
}

function disordered(workflow: WorkflowFile): string[] {
	return [...backwards(workflow), ...overlapping(workflow), ...halfCovered(workflow)];
}

/** A connection may lead back to a node that gives one item after the other, and, like a line of text, to the first column further down. */
function backwards({ nodes, connections }: WorkflowFile): string[] {
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const firstColumn = Math.min(...nodes.filter(isStep).map(({ position: [x] }) => x));
	return linksOf(connections).flatMap(([from, to]) => {
		const [source, target] = [byName.get(from), byName.get(to)];
		if (source === undefined || target === undefined || isLoop(target)) return [];
		const [right, down] = [0, 1].map((axis) => target.position[axis] - source.position[axis]);
		const isFold = target.position[0] === firstColumn && down > 0;
		return right > 0 || isFold ? [] : [`« ${from} » → « ${to} » leads back`];
	});
}

function isLoop({ type, parameters }: WorkflowNode): boolean {
	return type === 'n8n-nodes-base.splitInBatches' || parameters.operation === 'endRound';
}

function overlapping({ nodes }: WorkflowFile): string[] {
	const steps = nodes.filter(isStep);
	return steps.flatMap((a, index) =>
		steps
			.slice(index + 1)
			.filter(
				(b) =>
					Math.abs(a.position[0] - b.position[0]) < NODE.width &&
					Math.abs(a.position[1] - b.position[1]) < NODE.height + NODE.label,
			)
			.map((b) => `« ${a.name} » and « ${b.name} » lie on one another`),
	);
}

/** A note holds a node whole, or not at all. */
function halfCovered({ nodes }: WorkflowFile): string[] {
	return nodes.filter(isNote).flatMap((note) => {
		const { width, height } = { ...NOTE, ...(note.parameters as Partial<typeof NOTE>) };
		const [left, top] = note.position;
		return nodes
			.filter(isStep)
			.filter(({ position: [x, y] }) => {
				const isApart =
					x + NODE.width <= left ||
					x >= left + width ||
					y + NODE.height <= top ||
					y >= top + height;
				const isInside =
					x >= left &&
					x + NODE.width <= left + width &&
					y >= top &&
					y + NODE.height <= top + height;
				return !isApart && !isInside;
			})
			.map(({ name }) => `« ${name} » lies half under the note « ${note.name} »`);
	});
}

function danglingReferences(
	{ nodes, connections, settings }: WorkflowFile,
	text: string,
	all: readonly WorkflowFile[],
): string[] {
	const names = new Set(nodes.map(({ name }) => name));
	const inExpressions = [...text.matchAll(/\$\('([^']+)'\)|\$\(\\"([^"\\]+)\\"\)/g)].map(
		([, single, double]) => single ?? double,
	);
	const named = [...inExpressions, ...Object.keys(connections), ...linksOf(connections).flat()];
	const missing = new Set(named.filter((name) => !names.has(name)));
	const ids = new Set(all.map(({ id }) => id));
	const called = [...nodes.map(calledWorkflow), settings.errorWorkflow];
	const unknown = called.filter((id) => typeof id === 'string' && !ids.has(id));
	return [
		...[...missing].map((name) => `there is no node « ${name} »`),
		...unknown.map((id) => `there is no workflow ${String(id)}`),
		...repeated(nodes.map(({ id }) => id)).map((id) => `two nodes have the id ${id}`),
		...repeated(nodes.map(({ name }) => name)).map((name) => `two nodes are named « ${name} »`),
	];
}

function unexplained({ nodes }: WorkflowFile): string[] {
	const text = nodes
		.filter(isNote)
		.map(({ parameters }) => String(parameters.content))
		.join('\n');
	const slip = TYPOGRAPHY.exec(text);
	return [
		...(text.length > SHORTEST_NOTES ? [] : ['the notes say too little']),
		...(slip === null ? [] : [`typography of a note: …${around(text, slip.index)}…`]),
	];
}

function around(text: string, index: number): string {
	return text.slice(Math.max(0, index - 20), index + 20).replaceAll('\n', ' ');
}

/** Credentials are named, settings come from the table. */
function secrets(_workflow: WorkflowFile, text: string): string[] {
	const found = SECRETS.exec(text);
	return found === null ? [] : [`holds « ${found[0]} »`];
}

function unwatched({ id, settings }: WorkflowFile): string[] {
	const hasLimit = Number(settings.executionTimeout) > 0;
	const isWatched = id === ERROR_WORKFLOW || settings.errorWorkflow === ERROR_WORKFLOW;
	return [
		...(hasLimit ? [] : ['has no time limit']),
		...(isWatched ? [] : ['does not name the error workflow']),
	];
}

function unformatted(workflow: WorkflowFile, text: string): string[] {
	const [should, is] = [formatted(workflow).split('\n'), text.split('\n')];
	const line = should.findIndex((wanted, index) => wanted !== is[index]);
	if (line === -1 && should.length === is.length) return [];
	return [
		`line ${line + 1} should be « ${(should[line] ?? '').trim()} » (npm run workflows:check -- --fix)`,
	];
}

function linksOf(connections: WorkflowFile['connections']): Array<[from: string, to: string]> {
	return Object.entries(connections).flatMap(([from, ends]) =>
		Object.values(ends)
			.flat(2)
			.filter((end) => end !== null)
			.map(({ node }): [string, string] => [from, node]),
	);
}

function isNote({ type }: WorkflowNode): boolean {
	return type === STICKY_NOTE;
}

function isStep(node: WorkflowNode): boolean {
	return !isNote(node);
}

function repeated(values: readonly string[]): string[] {
	return values.filter((value, index) => values.indexOf(value) !== index);
}
