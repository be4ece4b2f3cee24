import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';

const COPIED = [
	...['nodes', 'credentials', 'icons', 'workflows', 'scripts', 'standin', 'test', 'docs', 'dist'],
	...['package.json', 'tsconfig.json', 'eslint.config.mjs', 'README.md', 'README.fr.md'],
	...['CONTRIBUTING.md', 'CHANGELOG.md', '.npmrc', '.prettierrc.js', '.prettierignore'],
];

/** A copy of this project that a test may change, with the same `node_modules`. */
export class Checkout {
	readonly folder = mkdtempSync(join(tmpdir(), 'archimeuble-checkout-'));

	constructor() {
		for (const name of COPIED) {
			const [from, to] = [join(PROJECT_FOLDER, name), join(this.folder, name)];
			cpSync(from, to, { recursive: true, preserveTimestamps: true });
		}
		symlinkSync(join(PROJECT_FOLDER, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
	}

	read(file: string): string {
		return readFileSync(join(this.folder, file), 'utf8');
	}

	write(file: string, text: string): void {
		writeFileSync(join(this.folder, file), text);
	}

	/** @throws where there is nothing to change: the file is not what the test was written for */
	change(file: string, before: string | RegExp, after: string): void {
		const text = this.read(file);
		const changed = text.replace(before, after);
		if (changed === text) throw new Error(`${file} does not hold « ${before} »`);
		this.write(file, changed);
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
