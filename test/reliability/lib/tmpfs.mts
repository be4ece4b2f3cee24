import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BLOCK = Buffer.alloc(1024 * 1024);

/** A small disk in memory, which can be filled up and emptied. */
export class SmallDisk {
	readonly folder: string;

	private constructor(folder: string) {
		this.folder = folder;
	}

	/** Null where mounting is not permitted. */
	static mount(mib: number): SmallDisk | null {
		const folder = mkdtempSync(join(tmpdir(), 'archimeuble-disk-'));
		try {
			execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'archimeuble', folder], {
				stdio: 'ignore',
			});
			return new SmallDisk(folder);
		} catch {
			rmSync(folder, { recursive: true });
			return null;
		}
	}

	/** Takes every byte that is left. */
	fill(): void {
		const file = openSync(join(this.folder, 'filler'), 'a');
		let size = BLOCK.length;
		while (size >= 1) {
			try {
				writeSync(file, BLOCK, 0, size);
			} catch {
				size = Math.floor(size / 2);
			}
		}
		closeSync(file);
	}

	free(): void {
		rmSync(join(this.folder, 'filler'), { force: true });
	}

	unmount(): void {
		execFileSync('umount', ['-l', this.folder]);
		rmSync(this.folder, { recursive: true, force: true });
	}
}
