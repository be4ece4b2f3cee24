import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Failure } from './failure.mts';
import type { Paths } from './paths.mts';

/** Held until this process ends: what nobody refers to would be closed. */
const held: DatabaseSync[] = [];

/**
 * Makes this process the only one that sets up a user folder: two at once would install everything twice.
 * It is a lock of the system on a file, by SQLite because Node itself has none, so it ends with the
 * process however that ends, and counts between containers that share the folder.
 *
 * @throws Failure when another process has it
 */
export function lockFolder({ lock, userFolder }: Paths): void {
	mkdirSync(dirname(lock), { recursive: true });
	const database = new DatabaseSync(lock);
	try {
		database.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		database.close();
		if (!/locked/.test((error as Error).message)) throw error;
		throw new Failure(
			`Another process already runs n8n in ${userFolder}. Nothing was changed. End it first, or choose another folder with N8N_USER_FOLDER.`,
		);
	}
	held.push(database);
}
