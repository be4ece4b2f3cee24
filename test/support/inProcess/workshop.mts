import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signHeader } from '../../../nodes/shared/calendly/signature';
import { SETTINGS_TABLE } from '../../../nodes/shared/settings/settings';
import { Postbox } from '../smtp.mts';
import { bundledTables } from './bundled.mts';
import { Coverage } from './coverage.mts';
import type { HttpRequest } from './http.mts';
import { N8nInProcess } from './n8n.mts';

export const SIGNING_SECRET = 'a-signing-secret-of-good-length';
export const DASHBOARD = { user: 'atelier', password: 'mot-de-passe-du-tableau' };
export const WORKSHOP = 'atelier@archimeuble.example';

/**
 * What a test file walks through: an n8n as it stands in the workshop, its mail server, and what was
 * walked so far. Each test gets an n8n of its own.
 */
export class Workshop {
	readonly postbox = new Postbox();

	readonly coverage = new Coverage();

	async open(): Promise<void> {
		await N8nInProcess.start();
		await this.postbox.start();
	}

	async close(): Promise<void> {
		await this.postbox.stop();
		await N8nInProcess.stop();
	}

	/** An n8n with all credentials, the tables, and these settings besides the usual ones. */
	n8n(settings: Record<string, string> = {}): N8nInProcess {
		this.postbox.mails.length = 0;
		this.postbox.fault = () => null;
		const n8n = new N8nInProcess({ coverage: this.coverage, credentials: this.#credentials() });
		for (const { name, columns } of bundledTables(n8n.workflows)) n8n.tables.create(name, columns);
		const stored = { destinataire: WORKSHOP, fichier_log: logFile(n8n), ...settings };
		const rows = Object.entries(stored).map(([reglage, valeur]) => ({ reglage, valeur }));
		n8n.tables.add(SETTINGS_TABLE, rows);
		return n8n;
	}

	#credentials() {
		return {
			calendlySigningSecretApi: { signingSecret: SIGNING_SECRET },
			smtp: { host: '127.0.0.1', port: this.postbox.port, secure: false },
			httpBasicAuth: DASHBOARD,
		};
	}
}

/** A request as Calendly signs it at this moment. */
export function signedRequest(delivery: object, signingKey = SIGNING_SECRET): HttpRequest {
	const body = JSON.stringify(delivery);
	const timestamp = Math.floor(Date.now() / 1000);
	const signature = signHeader({ rawBody: body, signingKey, timestamp });
	return { body, headers: { 'calendly-webhook-signature': signature } };
}

/** The lines of the log file of one n8n. */
export function logLines(n8n: N8nInProcess): string[] {
	return readFileSync(logFile(n8n), 'utf8').trim().split('\n');
}

const logFiles = new WeakMap<N8nInProcess, string>();
let filesMade = 0;

function logFile(n8n: N8nInProcess): string {
	const known = logFiles.get(n8n) ?? join(n8n.files, `calendly-${(filesMade += 1)}.log`);
	logFiles.set(n8n, known);
	return known;
}
