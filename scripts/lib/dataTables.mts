import type { EditorApi } from './editorApi.mts';
import { Failure } from './failure.mts';

/** Rows sent in one request. */
const BATCH = 250;

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

	/** @param api the owner is logged in */
	static async open(api: EditorApi): Promise<DataTables> {
		const { id } = await api.ask<{ id: string }>('GET', '/rest/projects/personal');
		return new DataTables(api, id);
	}

	/** @throws Failure when there is no table of that name */
	async idOf(name: string): Promise<string> {
		const id = await this.#find(name);
		if (id === null) throw new Failure(`n8n has no data table « ${name} » yet.`);
		return id;
	}

	/** Whether there is such a table, with a row that fits a condition. */
	async has(name: string, condition: Condition): Promise<boolean> {
		const id = await this.#find(name);
		if (id === null) return false;
		const { count } = await this.#api.ask<{ count: number }>('GET', this.#rows(id, condition));
		return count > 0;
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
		await this.#api.ask('DELETE', this.#rows(tableId, condition));
	}

	/** The numbers of all tables, by name. */
	async ids(): Promise<ReadonlyMap<string, string>> {
		const { data } = await this.#api.ask<{ data: Array<{ id: string; name: string }> }>(
			'GET',
			this.#path(''),
		);
		return new Map(data.map(({ id, name }) => [name, id]));
	}

	async #find(name: string): Promise<string | null> {
		return (await this.ids()).get(name) ?? null;
	}

	#rows(tableId: string, condition: Condition): string {
		const filter = encodeURIComponent(JSON.stringify({ type: 'and', filters: [condition] }));
		return `${this.#path(`/${tableId}/rows`)}?filter=${filter}`;
	}

	#path(rest: string): string {
		return `/rest/projects/${this.#projectId}/data-tables${rest}`;
	}
}
