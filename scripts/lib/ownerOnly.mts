import { chmodSync, lstatSync, readdirSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Paths } from './paths.mts';

/** Rights of the group and of everybody. */
const OTHERS = 0o077;

/**
 * From now on, what this program and those it starts create is its owner's alone; what an earlier
 * version or somebody's copy left open is closed. Clients' names and notes lie there.
 */
export function keepPrivate(paths: Paths): void {
	process.umask(OTHERS);
	const { n8nFolder, filesFolder, mailboxFolder, n8nLog, runFile, processesFile } = paths;
	const logs = ['', '.1', '.2'].map((end) => n8nLog + end);
	for (const path of [n8nFolder, filesFolder, mailboxFolder, ...logs, runFile, processesFile]) {
		closeTree(path);
	}
	// Somebody's home folder is not ours to close.
	if (paths.userFolder !== homedir()) close(paths.userFolder);
}

/** A sentence when others may read a file that holds secrets; null otherwise. */
export function openFileWarning(file: string): string | null {
	const status = statSync(file, { throwIfNoEntry: false });
	if (status === undefined || process.platform === 'win32' || (status.mode & OTHERS) === 0) {
		return null;
	}
	return `Others on this machine may read ${file}, which may hold secrets. Close it with: chmod 600 ${file}`;
}

/** What is installed there is public anyway, and much. */
const PUBLIC_FOLDER = 'node_modules';

function closeTree(path: string): void {
	if (!close(path)) return;
	for (const name of readdirSync(path)) {
		if (name !== PUBLIC_FOLDER) closeTree(join(path, name));
	}
}

/** Links are not followed. @returns whether it is a folder */
function close(path: string): boolean {
	const status = lstatSync(path, { throwIfNoEntry: false });
	if (status === undefined || status.isSymbolicLink()) return false;
	if ((status.mode & OTHERS) !== 0 && isOwn(status)) {
		chmodSync(path, status.mode & 0o7777 & ~OTHERS);
	}
	return status.isDirectory();
}

/** What another user owns (root, who rotated the log) is theirs to close. */
function isOwn({ uid }: Stats): boolean {
	return [0, uid].includes(process.getuid?.() ?? uid);
}
