import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from './failure.mts';
import { readJson } from './files.mts';
import { runN8n } from './n8n.mts';

/** A credential as n8n's command line reads and writes it, its content in clear. */
export interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface StoredWorkflow {
	id: string;
	name: string;
}

/**
 * What n8n's database holds, and into it, by n8n's command line: it needs no n8n that runs, whatever the
 * database. Each call takes some seconds, in which n8n also migrates.
 */
export class StoredContent {
	readonly #environment: NodeJS.ProcessEnv;

	/** @param environment as n8n runs with */
	constructor(environment: NodeJS.ProcessEnv) {
		this.#environment = environment;
	}

	/** @throws Failure also where n8n cannot decrypt them: another encryption key wrote them */
	async credentials(): Promise<StoredCredential[]> {
		return await this.#exported('credentials', ['--decrypted']);
	}

	async workflows(): Promise<StoredWorkflow[]> {
		return await this.#exported('workflow', []);
	}

	/** Makes or replaces them by their ids; n8n encrypts what they hold. */
	async writeCredentials(credentials: readonly StoredCredential[]): Promise<void> {
		await withTemporaryFolder(async (folder) => {
			const file = join(folder, 'credentials.json');
			writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
			await runN8n(['import:credentials', `--input=${file}`], this.#environment);
		});
	}

	/** Makes or replaces them by their ids; n8n publishes none. */
	async writeWorkflows(workflows: readonly StoredWorkflow[]): Promise<void> {
		await withTemporaryFolder(async (folder) => {
			for (const workflow of workflows) {
				writeFileSync(join(folder, `${workflow.id}.json`), JSON.stringify(workflow));
			}
			await runN8n(['import:workflow', '--separate', `--input=${folder}`], this.#environment);
		});
	}

	async #exported<T>(kind: 'credentials' | 'workflow', flags: string[]): Promise<T[]> {
		return await withTemporaryFolder(async (folder) => {
			const file = join(folder, 'exported.json');
			const args = [`export:${kind}`, '--all', `--output=${file}`, ...flags];
			const said = await runN8n(args, this.#environment).catch((error: Failure) => error.message);
			const found = readJson<T[]>(file);
			if (found !== null) return found;
			// n8n takes nothing for a mistake; any other one must not be taken for nothing.
			if (/No (credentials|workflows) found/.test(said)) return [];
			throw new Failure(`n8n could not read what its database holds:\n${said}`);
		});
	}
}

async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-'));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
