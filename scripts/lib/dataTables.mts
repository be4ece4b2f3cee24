import { Failure } from './failure.mts';
import type { RunFile } from './runFile.mts';

/** Rows sent in one request. */
const BATCH = 500;

interface Condition {
	columnName: string;
	condition: 'eq' | 'like';
	value: string;
}

/**
 * The data tables of the running n8n, by the interface its editor uses. n8n's public interface needs a
 * key that a person makes in the editor; the owner's login is in `run.json` already.
 */
export class DataTables {
	readonly #run: RunFile;
	#cookie = '';
	#projectId = '';

	private constructor(run: RunFile) {
		this.#run = run;
	}

	/** @throws Failure when n8n does not let the owner in */
	static async open(run: RunFile): Promise<DataTables> {
		const tables = new DataTables(run);
		const { email: emailOrLdapLoginId, password } = run.owner;
		const login = await tables.#send('POST', '/rest/login', { emailOrLdapLoginId, password });
		tables.#cookie = (login.headers.getSetCookie()[0] ?? '').split(';')[0];
		const project = await tables.#ask<{ id: string }>('GET', '/rest/projects/personal');
		tables.#projectId = project.id;
		return tables;
	}

	/** @throws Failure when there is no table of that name */
	async idOf(name: string): Promise<string> {
		const { data } = await this.#ask<{ data: Array<{ id: string; name: string }> }>(
			'GET',
			this.#path(''),
		);
		const found = data.find((table) => table.name === name);
		if (found === undefined) throw new Failure(`n8n has no data table « ${name} » yet.`);
		return found.id;
	}

	/** Inserts rows in their order and tells how many there are so far. */
	async insert(
		tableId: string,
		rows: readonly object[],
		progress: (count: number) => void,
	): Promise<void> {
		for (let at = 0; at < rows.length; at += BATCH) {
			const data = rows.slice(at, at + BATCH);
			await this.#ask('POST', this.#path(`/${tableId}/insert`), { data, returnType: 'count' });
			progress(at + data.length);
		}
	}

	/** Deletes the rows that fit a condition. */
	async remove(tableId: string, condition: Condition): Promise<void> {
		const filter = JSON.stringify({ type: 'and', filters: [condition] });
		await this.#ask(
			'DELETE',
			`${this.#path(`/${tableId}/rows`)}?filter=${encodeURIComponent(filter)}`,
		);
	}

	#path(rest: string): string {
		return `/rest/projects/${this.#projectId}/data-tables${rest}`;
	}

	async #ask<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await this.#send(method, path, body);
		return ((await response.json()) as { data: T }).data;
	}

	async #send(method: string, path: string, body?: object): Promise<Response> {
		const response = await fetch(new URL(path, this.#run.editor), {
			method,
			headers: {
				'Content-Type': 'application/json',
				'browser-id': 'archimeuble-scripts',
				Cookie: this.#cookie,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		}).catch((error: Error) => {
			throw new Failure(`${this.#run.editor} cannot be reached (${error.message}).`);
		});
		if (response.ok) return response;
		throw new Failure(`n8n refused ${method} ${path.split('?')[0]} (${response.status}).`);
	}
}
