import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';

/**
 * The commands under a heading of docs/operations.md, as they are written.
 * @throws where there are none
 */
function commandsUnder(heading: string): string {
	const guide = readFileSync(join(PROJECT_FOLDER, 'docs/operations.md'), 'utf8');
	const section = guide.split(/^#+ /m).find((one) => one.startsWith(`${heading}\n`));
	const commands = /^```sh\n(.*?)^```$/ms.exec(section ?? '')?.[1];
	if (commands === undefined) throw new Error(`docs/operations.md: no commands for « ${heading} »`);
	return commands;
}

/**
 * Carries out what stands under a heading of docs/operations.md, until something fails.
 * @param folder where a person would stand
 * @returns what was printed
 * @throws with what was printed when a command does not end well
 */
export async function carryOut(
	heading: string,
	folder: string,
	environment: Record<string, string>,
): Promise<string> {
	const child = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', commandsUnder(heading)], {
		cwd: folder,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
	});
	const chunks: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	}
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	if (code !== 0) throw new Error(`« ${heading} » ended with ${code}:\n${chunks.join('')}`);
	return chunks.join('');
}
