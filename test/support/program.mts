import { spawn } from 'node:child_process';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';

/** Runs a program of this repository; gives its exit code and what it printed. */
export async function runProgram(args: string[]): Promise<{ code: number | null; output: string }> {
	const program = spawn(
		process.execPath,
		['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...args],
		{ cwd: PROJECT_FOLDER, env: { PATH: process.env.PATH, HOME: process.env.HOME } },
	);
	const chunks: string[] = [];
	program.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	program.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	const code = await new Promise<number | null>((resolve) => program.once('close', resolve));
	return { code, output: chunks.join('') };
}
