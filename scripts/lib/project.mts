import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of this package, in a checkout as in the container. */
export const PROJECT_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../..');

export const PACKAGE = JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
};

/** Fixed by `webhookId` and path in workflows/rendez-vous.json, so it is the same after every import. */
export const WEBHOOK_PATH = '/webhook/calendly-archimeuble/webhook';

/** Addresses of the dashboard and of the privacy form, fixed by their paths in workflows/. */
export const DASHBOARD_PATH = '/webhook/archimeuble/tableau-de-bord';
export const PRIVACY_FORM_PATH = '/form/archimeuble/rgpd';

/** Loads what `npm run build` made of the TypeScript sources: one code for n8n and for the scripts. */
export function requireBuilt<T>(modulePath: string): T {
	return createRequire(import.meta.url)(join(PROJECT_FOLDER, 'dist', modulePath)) as T;
}
