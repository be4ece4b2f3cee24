import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';

/** Packs what is built, as `npm publish` would; gives the file. */
export function pack(destination: string, source = PROJECT_FOLDER): string {
	mkdirSync(destination, { recursive: true });
	const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', destination];
	const name = execFileSync('npm', args, { cwd: source, encoding: 'utf8' }).trim();
	return join(destination, name);
}

/** What stands in a file of the package, and what stands there in another version of it. */
export type Change = readonly [file: string, before: string, after: string];

/**
 * Another version of a packed package; gives the file.
 *
 * @throws where a change finds nothing to change
 */
export function packChanged(file: string, destination: string, changes: readonly Change[]): string {
	mkdirSync(destination, { recursive: true });
	execFileSync('tar', ['-xzf', file, '-C', destination]);
	const source = join(destination, 'package');
	for (const [name, before, after] of changes) {
		const path = join(source, name);
		const text = readFileSync(path, 'utf8');
		if (!text.includes(before)) throw new Error(`${name} does not hold « ${before} »`);
		writeFileSync(path, text.replaceAll(before, after));
	}
	return pack(destination, source);
}
