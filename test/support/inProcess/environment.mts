// n8n reads its settings once, when it is loaded: this module is imported before everything of n8n.
import 'reflect-metadata';
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything n8n writes while it runs in this process; removed when it stops. */
export const workFolder = mkdtempSync(join(realpathSync(tmpdir()), 'archimeuble-workflow-'));

/** The only folder whose files workflows may read and write. */
export const filesFolder = join(workFolder, 'files');

mkdirSync(filesFolder);

Object.assign(process.env, {
	N8N_USER_FOLDER: workFolder,
	N8N_RESTRICT_FILE_ACCESS_TO: filesFolder,
	N8N_LOG_LEVEL: 'silent',
});
