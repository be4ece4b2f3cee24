import { EditorApi } from './editorApi.mts';
import { Failure } from './failure.mts';
import type { RunFile } from './runFile.mts';

/** Rows sent in one request. */
const BATCH = 500;

interface Condition {
	columnName: string;
	condition: 'eq' | 'like';
	value: string;
}

/** The data tables of the running n8n. */
export class DataTables {
	readonly #api: EditorApi;
	readonly #projectId: string;

	private constructor(api: EditorApi, projectId: string) {
		this.#api = api;
		this.#projectId = projectId;
	}

	/** @throws Failure when n8n does not let the owner in */
	static async open(run: RunFile): Promise<DataTables> {
		const api = new EditorApi(run);
		await api.login();
		const { id } = await api.ask<{ id: string }>('GET', '/rest/projects/personal');
		return new DataTables(api, id);
	}

	/** @throws Failure when there is no table of that name */
	async idOf(name: string): Promise<string> {
		const { data } = await this.#api.ask<{ data: Array<{ id: string; name: string }> }>(
			'GET',
			this.#path(''),
		);
		const found = data.find((table) => table.name === name);
		if (found === undefined) throw new Failure(`n8n has no data table « ${name} » yet.`);
		return found.id;
	}

	/** Makes a table of text columns. */
	async create(name: string, columns: readonly string[]): Promise<void> {
		await this.#api.ask('POST', this.#path(''), {
			name,
			columns: columns.map((column) => ({ name: column, type: 'string' })),
		});
	}

	/** Inserts rows in their order and tells how many there are so far. */
	async insert(
		tableId: string,
		rows: readonly object[],
		progress: (count: number) => void,
	): Promise<void> {
		for (let at = 0; at < rows.length; at += BATCH) {
			const data = rows.slice(at, at + BATCH);
			await this.#api.ask('POST', this.#path(`/${tableId}/insert`), { data, returnType: 'count' });
			progress(at + data.length);
		}
	}

	/** Deletes the rows that fit a condition. */
	async remove(tableId: string, condition: Condition): Promise<void> {
		const filter = encodeURIComponent(JSON.stringify({ type: 'and', filters: [condition] }));
		await this.#api.ask('DELETE', `${this.#path(`/${tableId}/rows`)}?filter=${filter}`);
	}

	#path(rest: string): string {
		return `/rest/projects/${this.#projectId}/data-tables${rest}`;
	}
}
