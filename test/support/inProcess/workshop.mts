import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signHeader } from '../../../nodes/shared/calendly/signature';
import { JOURNAL_TABLE } from '../../../nodes/shared/journal/entry';
import { handledHere, receivedHere } from '../../../nodes/shared/journal/answers';
import { processRounds } from '../../../nodes/shared/journal/round';
import { SETTINGS_TABLE } from '../../../nodes/shared/settings/settings';
import { Postbox } from '../smtp.mts';
import { type Bundled } from './bundled.mts';
import { Coverage } from './coverage.mts';
import type { HttpRequest } from './http.mts';
import { N8nInProcess } from './n8n.mts';

// An execution takes some 100 ms; on a busy machine many times that.
jest.setTimeout(60_000);

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

	#last: N8nInProcess | null = null;

	async open(): Promise<void> {
		await N8nInProcess.start();
		await this.postbox.start();
	}

	async close(): Promise<void> {
		await this.postbox.stop();
		await N8nInProcess.stop();
	}

	/** An n8n with all credentials, its tables and settings made by « Installation », these set by a person. */
	async n8n(settings: Record<string, string> = {}, workflows?: Bundled[]): Promise<N8nInProcess> {
		const n8n = this.bare(workflows);
		await n8n.fire('installation', 'À la main');
		n8n.runs.length = 0;
		const chosen = { destinataire: WORKSHOP, fichier_log: logFile(n8n), ...settings };
		for (const [name, value] of Object.entries(chosen)) set(n8n, name, value);
		return n8n;
	}

	/** An n8n with all credentials, in which nothing was installed yet. */
	bare(workflows?: Bundled[]): N8nInProcess {
		this.postbox.mails.length = 0;
		this.postbox.fault = () => null;
		this.postbox.unknown = [];
		this.#forget();
		const { coverage } = this;
		const credentials = this.#credentials();
		this.#last = new N8nInProcess({ workflows, coverage, credentials });
		return this.#last;
	}

	/** A process that starts remembers nothing; what a test broke off would keep the next waiting. */
	#forget(): void {
		for (const { id } of this.#last?.runs ?? []) processRounds.end(id);
		for (const pending of [receivedHere, handledHere]) {
			while (pending.isAny(new Date())) pending.answered();
		}
	}

	#credentials() {
		return {
			calendlySigningSecretApi: { signingSecret: SIGNING_SECRET },
			smtp: { host: '127.0.0.1', port: this.postbox.port, secure: false },
			httpBasicAuth: DASHBOARD,
		};
	}
}

/** Changes a setting, as the workshop does in its table. */
export function set(n8n: N8nInProcess, name: string, value: string): void {
	const row = n8n.tables.rows(SETTINGS_TABLE).find(({ reglage }) => reglage === name);
	if (row === undefined) throw new Error(`There is no setting ${name}`);
	n8n.tables.edit(SETTINGS_TABLE, row.id, { valeur: value });
}

/** A delivery of Calendly arrives, and everything it sets off comes to its end. */
export async function deliver(n8n: N8nInProcess, delivery: object, signingKey?: string) {
	const request = signedRequest(delivery, signingKey);
	const { answer, run } = await n8n.receive('rendez-vous', 'Calendly', request);
	await n8n.idle();
	return { answer, run };
}

/** As if all deliveries had come, and were last tried, so much earlier: the relance waits from there. */
export function timePasses(n8n: N8nInProcess, hours: number): void {
	const before = new Date(Date.now() - hours * 3_600_000).toISOString();
	for (const { id, essai_le } of n8n.tables.rows(JOURNAL_TABLE)) {
		const tried = essai_le === null ? null : before;
		n8n.tables.edit(JOURNAL_TABLE, id, { recu_le: before, essai_le: tried });
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

/** Where the log of one n8n is written. */
export function logFile(n8n: N8nInProcess): string {
	const known = logFiles.get(n8n) ?? join(n8n.files, `calendly-${(filesMade += 1)}.log`);
	logFiles.set(n8n, known);
	return known;
}
