import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataTables } from '../../../scripts/lib/dataTables.mts';
import { EditorApi } from '../../../scripts/lib/editorApi.mts';
import type { OwnerLogin } from '../../../scripts/lib/runFile.mts';
import { SIGNING_SECRET } from '../../support/instance.mts';

/** Who gets the mails of the job from stock nodes; the file says so. */
export const STOCK_RECIPIENT = 'menuisier@example.org';

/** The credential the file names: the one `npm start` makes. */
const OWN_CREDENTIAL = 'ArchiMeubleSmtp1';

const FILE = join(import.meta.dirname, '../stock-job.json');

/**
 * What a capable n8n user builds from stock nodes for the same job, made and published through n8n's
 * interface. It deduplicates nothing and checks the signature of the parsed body written anew: both are
 * in its favour.
 * @param mailServer port of the SMTP server on this machine, where this n8n has no credential for it yet
 * @returns the address it listens on
 */
export async function publishStockJob(run: OwnerLogin, mailServer?: number): Promise<string> {
	const api = await EditorApi.open(run);
	const tables = await DataTables.open(api);
	await tables.create('bench_rdv', ['uri', 'client', 'courriel', 'type', 'quand']);
	const credential = mailServer === undefined ? OWN_CREDENTIAL : await smtp(api, mailServer);
	const workflow = JSON.parse(
		readFileSync(FILE, 'utf8')
			.replaceAll('SIGNING-SECRET', SIGNING_SECRET)
			.replaceAll(OWN_CREDENTIAL, credential),
	) as object;
	const made = await api.ask<{ id: string; versionId: string }>(
		'POST',
		'/rest/workflows',
		workflow,
	);
	await api.ask('POST', `/rest/workflows/${made.id}/activate`, { versionId: made.versionId });
	return new URL('/webhook/bench-stock', run.editor).href;
}

async function smtp(api: EditorApi, port: number): Promise<string> {
	const data = { host: '127.0.0.1', port, secure: false, disableStartTls: false };
	const credential = { name: 'SMTP', type: 'smtp', data };
	return (await api.ask<{ id: string }>('POST', '/rest/credentials', credential)).id;
}
