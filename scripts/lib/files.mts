import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes JSON only the owner can read, whole or not at all. */
export function writePrivateJson(file: string, value: unknown): void {
	mkdirSync(dirname(file), { recursive: true });
	const draft = `${file}.new`;
	writeFileSync(draft, JSON.stringify(value, null, '\t'), { mode: 0o600 });
	renameSync(draft, file);
}

/** The value in a JSON file, or null when there is no such file. */
export function readJson<T>(file: string): T | null {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as T;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

/**
 * Renames a file that has reached a size to `<file>.1`, and that to `<file>.2`, the last one kept: at
 * most three times the size is used.
 */
export function rotate(file: string, bytes: number): void {
	const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
	if (size < bytes) return;
	if (existsSync(`${file}.1`)) renameSync(`${file}.1`, `${file}.2`);
	renameSync(file, `${file}.1`);
}
