import { spawn } from 'node:child_process';
import { cpSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mts';
import { PROJECT_FOLDER } from './project.mts';

const SOURCES = [
	'nodes/**/*.{ts,json}',
	'credentials/**/*.ts',
	'workflows/*.json',
	'icons/*',
	'package.json',
	'tsconfig.json',
];

/** Whether `dist` is missing or older than what it is built from. */
export function buildNeeded(): boolean {
	const built = statSync(join(PROJECT_FOLDER, 'dist/package.json'), { throwIfNoEntry: false });
	if (built === undefined) return true;
	return globSync(SOURCES, { cwd: PROJECT_FOLDER }).some(
		(file) => statSync(join(PROJECT_FOLDER, file)).mtimeMs > built.mtimeMs,
	);
}

/** @throws Failure with the compiler's words */
export async function build(): Promise<void> {
	await compile('node_modules/@n8n/node-cli/bin/n8n-node.mjs', 'build');
}

/**
 * The same in a third of the time, into the `dist` there is; what was deleted stays there.
 * @throws Failure with the compiler's words
 */
export async function buildChanged(): Promise<void> {
	await compile('node_modules/typescript/bin/tsc');
	cpSync(join(PROJECT_FOLDER, 'icons'), join(PROJECT_FOLDER, 'dist/icons'), {
		recursive: true,
		preserveTimestamps: true,
	});
}

async function compile(program: string, ...args: string[]): Promise<void> {
	const child = spawn(process.execPath, [join(PROJECT_FOLDER, program), ...args], {
		cwd: PROJECT_FOLDER,
	});
	const output: string[] = [];
	child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	if (code !== 0) throw new Failure(`The package could not be built:\n${output.join('')}`);
}
