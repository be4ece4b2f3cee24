import { DataTables } from './dataTables.mts';
import { poll } from './n8n.mts';
import type { EditorApi } from './editorApi.mts';
import { isQueueMode } from './queue.mts';

/** « Installation » runs when n8n has started and takes a second; a slow machine gets more. */
const PATIENCE_SECONDS = 60;
/** In queue mode a worker runs it, and workers start after the main process. */
const QUEUE_PATIENCE_SECONDS = 300;

/** It makes the tables first, then the settings; this one last. */
const LAST_WRITTEN = { table: 'archimeuble_reglages', column: 'reglage', value: 'version_flux' };

/**
 * Whether the workflow « Installation » has made the tables and filled in the settings, soon after n8n
 * is ready. A delivery before that cannot be stored.
 *
 * @param api the owner is logged in
 */
export async function installed(api: EditorApi): Promise<boolean> {
	const tables = await DataTables.open(api);
	const { table, column, value } = LAST_WRITTEN;
	const isThere = async () =>
		(await tables.has(table, { columnName: column, condition: 'eq', value })) || null;
	const seconds = isQueueMode(process.env) ? QUEUE_PATIENCE_SECONDS : PATIENCE_SECONDS;
	return (await poll(seconds, isThere)) !== null;
}
