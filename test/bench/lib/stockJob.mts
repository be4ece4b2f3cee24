import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataTables } from '../../../scripts/lib/dataTables.mts';
import { EditorApi } from '../../../scripts/lib/editorApi.mts';
import type { RunFile } from '../../../scripts/lib/runFile.mts';
import { SIGNING_SECRET } from '../../support/instance.mts';

/** Who gets the mails of the job from stock nodes; the file says so. */
export const STOCK_RECIPIENT = 'menuisier@example.org';

const FILE = join(import.meta.dirname, '../stock-job.json');

/**
 * What a capable n8n user builds from stock nodes for the same job, made and published through n8n's
 * interface. It deduplicates nothing and checks the signature of the parsed body written anew: both are
 * in its favour.
 * @returns the address it listens on
 */
export async function publishStockJob(run: RunFile): Promise<string> {
	const tables = await DataTables.open(run);
	await tables.create('bench_rdv', ['uri', 'client', 'courriel', 'type', 'quand']);
	const api = new EditorApi(run);
	await api.login();
	const workflow = JSON.parse(
		readFileSync(FILE, 'utf8').replaceAll('SIGNING-SECRET', SIGNING_SECRET),
	) as object;
	const made = await api.ask<{ id: string; versionId: string }>(
		'POST',
		'/rest/workflows',
		workflow,
	);
	await api.ask('POST', `/rest/workflows/${made.id}/activate`, { versionId: made.versionId });
	return new URL('/webhook/bench-stock', run.editor).href;
}
