/**
 * `npm run docs`: writes what docs/nodes.md says of every node, operation and field, from the
 * descriptions that n8n's editor shows. With --check it only says whether that is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import type { INodeType } from 'n8n-workflow';
import type { Operation } from '../nodes/adapters/operation.ts';
import { build, buildNeeded } from './lib/build.mts';
import { endWith, Failure } from './lib/failure.mts';
import { nodesPage, type DescribedNode } from './lib/nodesPage.mts';
import { step } from './lib/progress.mts';
import { PROJECT_FOLDER, requireBuilt } from './lib/project.mts';

const PAGE = join(PROJECT_FOLDER, 'docs/nodes.md');

/** What stands above it is written by people. */
const BEGINNING = /^<!-- All below is written by .*-->$/m;

function describedNode(name: string): DescribedNode {
	const path = `nodes/${name}/${name}.node.js`;
	const { [name]: Node } = requireBuilt<Record<string, new () => INodeType>>(path);
	return { description: new Node().description };
}

function withOperations(name: string): DescribedNode {
	const { OPERATIONS } = requireBuilt<{ OPERATIONS: readonly Operation[] }>(
		`nodes/${name}/operations/index.js`,
	);
	return { ...describedNode(name), operations: OPERATIONS };
}

/** The page as it should be. */
async function pageOf(text: string): Promise<string> {
	const [beginning] = BEGINNING.exec(text) ?? [];
	if (beginning === undefined) throw new Failure(`${PAGE} has lost the line it goes on from`);
	const head = text.slice(0, text.indexOf(beginning) + beginning.length);
	const generated = nodesPage([
		describedNode('CalendlyArchiMeubleTrigger'),
		withOperations('CalendlyArchiMeuble'),
		withOperations('ArchiMeubleFlux'),
	]);
	const options = await resolveConfig(PAGE);
	return await format(`${head}\n\n${generated}\n`, { ...options, parser: 'markdown' });
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
	if (buildNeeded()) await step('Building the package', build);
	const text = readFileSync(PAGE, 'utf8');
	const wanted = await pageOf(text);
	if (wanted === text) console.log('docs/nodes.md is up to date');
	else if (values.check) throw new Failure('docs/nodes.md is behind the nodes: npm run docs');
	else {
		writeFileSync(PAGE, wanted);
		console.log('docs/nodes.md is written anew');
	}
}

try {
	await main();
} catch (error) {
	endWith(error);
}
