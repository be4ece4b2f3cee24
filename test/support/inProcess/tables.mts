import {
	DATA_TABLE_SYSTEM_COLUMNS,
	DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP,
	validateFieldType,
	type DataTable,
	type DataTableColumnJsType,
	type DataTableColumnType,
	type DataTableFilter,
	type DataTableInsertRowsResult,
	type DataTableInsertRowsReturnType,
	type DataTableProxyProvider,
	type DataTableRow,
	type DataTableRowReturn,
	type IDataTableProjectAggregateService,
	type IDataTableProjectService,
	type ListDataTableOptions,
	type ListDataTableRowsOptions,
} from 'n8n-workflow';

/** What is asked of a table, in the words of n8n's proxy. */
export type TableOperation =
	| 'create'
	| 'list'
	| 'select'
	| 'insert'
	| 'update'
	| 'upsert'
	| 'delete'
	| 'clear';

type Condition = DataTableFilter['filters'][number];
type Columns = Array<{ name: string; type: DataTableColumnType }>;

interface StoredTable {
	table: DataTable;
	rows: DataTableRowReturn[];
	lastId: number;
}

const PROJECT = 'project';

const FIELD_TYPES = {
	string: 'string',
	number: 'number',
	boolean: 'boolean',
	date: 'dateTime',
} as const;

/**
 * n8n's data tables, kept in memory behind the interface n8n's own Data Table node asks for. Rules,
 * messages and order are those of n8n 2.41 on SQLite (n8n/dist/modules/data-table/): an unknown column
 * or a value of the wrong type is refused, ids grow and are never used again, a name is found by
 * `LIKE '%name%'`, rows come by ascending id where nothing else is asked for.
 */
export class TableStore implements DataTableProxyProvider {
	/** Thrown instead of the operation, where it gives an error: a database that is ill. */
	fault: (operation: TableOperation, table: string) => Error | null = () => null;

	#tables: StoredTable[] = [];

	/** The rows of a table as the Data Table node gives them, copied; none where there is no table. */
	rows(name: string): DataTableRowReturn[] {
		return (this.#named(name)?.rows ?? []).map(copyOf);
	}

	/** Adds rows to a table that exists, as a person would in n8n's interface. */
	add(name: string, rows: DataTableRow[]): DataTableRowReturn[] {
		return this.#insert(this.#existing(name), rows);
	}

	/** Changes cells of one row, as a person would in n8n's interface. */
	edit(name: string, id: number, cells: DataTableRow): void {
		const filter = { columnName: 'id', condition: 'eq', value: id } as const;
		this.#update(this.#existing(name), { type: 'and', filters: [filter] }, cells);
	}

	/** Deletes one row, as a person would in n8n's interface. */
	remove(name: string, id: number): void {
		const stored = this.#existing(name);
		stored.rows = stored.rows.filter((row) => row.id !== id);
	}

	create(name: string, columns: Columns): DataTable {
		if (this.#named(name) !== undefined) {
			throw new Error(`Data table with name '${name}' already exists in this project`);
		}
		const now = new Date();
		const id = `table${this.#tables.length + 1}`;
		const table: DataTable = {
			id,
			name,
			columns: columns.map(({ name: column, type }, index) => {
				refuseColumnName(column);
				return { id: `${id}c${index}`, name: column, type, index, dataTableId: id };
			}),
			createdAt: now,
			updatedAt: now,
			projectId: PROJECT,
		};
		this.#tables.push({ table, rows: [], lastId: 0 });
		return table;
	}

	/** Names of the tables there are, in the order they were made. */
	names(): string[] {
		return this.#tables.map(({ table }) => table.name);
	}

	async getDataTableAggregateProxy(): Promise<IDataTableProjectAggregateService> {
		return {
			getProjectId: () => PROJECT,
			createDataTable: async ({ name, columns }) => {
				this.#ask('create', name);
				return this.create(name, columns);
			},
			getManyAndCount: async (options) => {
				this.#ask('list', String(options.filter?.name ?? ''));
				return this.#list(options);
			},
			deleteDataTableAll: async () => {
				this.#tables = [];
				return true;
			},
		};
	}

	async getDataTableProxy(
		_workflow: unknown,
		_node: unknown,
		dataTableId: string,
	): Promise<IDataTableProjectService> {
		const stored = this.#tables.find(({ table }) => table.id === dataTableId);
		if (stored === undefined) {
			throw new Error(`Data table with ID '${dataTableId}' could not be found in this project`);
		}
		return this.#proxyOf(stored);
	}

	#proxyOf(stored: StoredTable): IDataTableProjectService {
		const { table } = stored;
		const ask = (operation: TableOperation) => this.#ask(operation, table.name);
		return {
			getColumns: async () => table.columns.map((column) => ({ ...column })),
			getManyRowsAndCount: async (options) => {
				ask('select');
				return this.#select(stored, options);
			},
			insertRows: async <T extends DataTableInsertRowsReturnType>(
				rows: DataTableRow[],
				returnType: T,
			) => {
				ask('insert');
				const inserted = this.#insert(stored, rows);
				return (
					returnType === 'count' ? { success: true, insertedRows: rows.length } : inserted
				) as DataTableInsertRowsResult<T>;
			},
			updateRows: async ({ filter, data, dryRun }) => {
				ask('update');
				refuseDryRun(dryRun);
				return this.#update(stored, filter, data);
			},
			upsertRow: async ({ filter, data, dryRun }) => {
				ask('upsert');
				refuseDryRun(dryRun);
				const updated = this.#update(stored, filter, data);
				return updated.length > 0 ? updated : this.#insert(stored, [data]);
			},
			deleteRows: async ({ filter, dryRun }) => {
				ask('delete');
				refuseDryRun(dryRun);
				return this.#delete(stored, filter);
			},
			clearRows: async () => {
				ask('clear');
				return { deletedCount: stored.rows.splice(0).length };
			},
			deleteDataTable: async () => {
				this.#tables = this.#tables.filter((other) => other !== stored);
				return true;
			},
			updateDataTable: notKept,
			addColumn: notKept,
			moveColumn: notKept,
			deleteColumn: notKept,
		};
	}

	#ask(operation: TableOperation, table: string): void {
		const error = this.fault(operation, table);
		if (error !== null) throw error;
	}

	#named(name: string): StoredTable | undefined {
		return this.#tables.find(({ table }) => table.name === name);
	}

	#existing(name: string): StoredTable {
		const stored = this.#named(name);
		if (stored === undefined) throw new Error(`There is no table ${name}`);
		return stored;
	}

	#list({ filter, take, skip = 0 }: ListDataTableOptions) {
		const wanted = [filter?.name ?? []].flat().map((name) => name.toLowerCase());
		const found = this.#tables
			.map(({ table }) => table)
			.filter(({ name }) => wanted.every((part) => name.toLowerCase().includes(part)))
			.sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
		return { count: found.length, data: found.slice(skip, take && skip + take) };
	}

	#select({ table, rows }: StoredTable, options: Partial<ListDataTableRowsOptions>) {
		const { filter, sortBy, take, skip = 0 } = options;
		const matching = filter === undefined ? rows : rowsMatching(rows, filter, table.columns);
		const sorted = sortBy === undefined ? matching : matching.toSorted(byColumn(...sortBy));
		return {
			count: matching.length,
			data: sorted.slice(skip, take ? skip + take : undefined).map(copyOf),
		};
	}

	#insert(stored: StoredTable, rows: DataTableRow[]): DataTableRowReturn[] {
		const { table } = stored;
		const empty = Object.fromEntries(table.columns.map(({ name }) => [name, null]));
		const valid = rows.map((row) => validRow(row, table.columns));
		const inserted = valid.map((row) => {
			const now = new Date();
			stored.lastId += 1;
			return { ...empty, ...row, id: stored.lastId, createdAt: now, updatedAt: now };
		});
		stored.rows.push(...inserted);
		table.updatedAt = new Date();
		return inserted.map(copyOf);
	}

	#update(stored: StoredTable, filter: DataTableFilter, data: DataTableRow): DataTableRowReturn[] {
		const { table, rows } = stored;
		if (filter.filters.length === 0) throw invalid('Filter must not be empty');
		if (Object.keys(data).length === 0) throw invalid('Data columns must not be empty');
		const changes = validRow(data, table.columns);
		const matching = rowsMatching(rows, filter, table.columns);
		for (const row of matching) Object.assign(row, changes, { updatedAt: new Date() });
		return matching.map(copyOf);
	}

	#delete(stored: StoredTable, filter: DataTableFilter): DataTableRowReturn[] {
		if (filter.filters.length === 0) {
			throw invalid(
				'Filter is required for delete operations to prevent accidental deletion of all data',
			);
		}
		const matching = rowsMatching(stored.rows, filter, stored.table.columns);
		stored.rows = stored.rows.filter((row) => !matching.includes(row));
		return matching.map(copyOf);
	}
}

function copyOf<T extends object>(row: T): T {
	return { ...row };
}

function invalid(message: string): Error {
	return new Error(`Validation error with data table request: ${message}`);
}

function refuseColumnName(name: string): void {
	if (!/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/.test(name)) {
		throw invalid(`'${name}' cannot be the name of a column`);
	}
	if (DATA_TABLE_SYSTEM_COLUMNS.some((system) => system.toLowerCase() === name.toLowerCase())) {
		throw new Error(`Column name "${name}" is reserved as a system column name.`);
	}
}

function refuseDryRun(dryRun = false): void {
	if (dryRun) throw new Error('The tables in memory know no dry run');
}

async function notKept(): Promise<never> {
	throw new Error('The tables in memory are not changed after they were made');
}

function validRow(row: DataTableRow, columns: Columns): DataTableRow {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [name, validCell(name, value, columns)]),
	);
}

/** @throws for a column the table does not have, and a value its type does not take */
function validCell(
	name: string,
	value: DataTableColumnJsType,
	columns: Columns,
): DataTableColumnJsType {
	const type = columns.find((column) => column.name === name)?.type;
	if (type === undefined) throw invalid(`unknown column name '${name}'`);
	if (value === null) return null;
	const result = validateFieldType(name, value, FIELD_TYPES[type], {
		strict: false,
		parseStrings: false,
	});
	if (!result.valid) {
		throw invalid(
			`value '${String(value)}' does not match column type '${type}': ${result.errorMessage}`,
		);
	}
	if (type !== 'date') return result.newValue as DataTableColumnJsType;
	return (result.newValue as unknown as { toJSDate(): Date }).toJSDate();
}

function rowsMatching(
	rows: DataTableRowReturn[],
	{ type, filters }: DataTableFilter,
	columns: Columns,
): DataTableRowReturn[] {
	const system = Object.entries(DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP).map(([name, of]) => ({
		name,
		type: of,
	}));
	const known = [...system, ...columns];
	const conditions = filters.map((filter) => ({
		...filter,
		value: validCell(filter.columnName, filter.value, known),
	}));
	conditions.forEach(refuseWithoutValue);
	if (conditions.length === 0) return [...rows];
	return rows.filter((row) => {
		const holds = ({ columnName, ...condition }: Condition) => matches(row[columnName], condition);
		return type === 'or' ? conditions.some(holds) : conditions.every(holds);
	});
}

function refuseWithoutValue({ condition, value }: Condition): void {
	if (value !== null || !['like', 'ilike', 'gt', 'gte', 'lt', 'lte'].includes(condition)) return;
	throw invalid(`${condition.toUpperCase()} filter value cannot be null or undefined`);
}

/** As SQL compares: nothing is greater or smaller than an empty cell. */
function matches(
	cell: DataTableColumnJsType,
	{ condition, value }: Omit<Condition, 'columnName'>,
): boolean {
	const left = comparable(cell);
	const right = comparable(value);
	if (condition === 'isEmpty') return left === null || left === '';
	if (condition === 'isNotEmpty') return left !== null && left !== '';
	if (condition === 'eq') return left === right;
	if (condition === 'neq') return left !== right;
	if (left === null || right === null) return false;
	if (condition === 'like') return pattern(String(right)).test(String(left));
	if (condition === 'ilike') return pattern(upperCase(right)).test(upperCase(left));
	if (condition === 'gt') return left > right;
	if (condition === 'gte') return left >= right;
	return condition === 'lt' ? left < right : left <= right;
}

function comparable(value: DataTableColumnJsType): string | number | boolean | null {
	return value instanceof Date ? value.getTime() : value;
}

/** `%` stands for any text; a text without one is looked for anywhere. */
function pattern(text: string): RegExp {
	const parts = (text.includes('%') ? text : `%${text}%`).split('%');
	const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return new RegExp(`^${escaped.join('.*')}$`, 's');
}

/** SQLite knows the capitals of ASCII only. */
function upperCase(value: string | number | boolean): string {
	return String(value).replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function byColumn(name: string, direction: 'ASC' | 'DESC') {
	const sign = direction === 'ASC' ? 1 : -1;
	return (one: DataTableRowReturn, other: DataTableRowReturn): number => {
		const [a, b] = [comparable(one[name]), comparable(other[name])];
		if (a === b) return one.id - other.id;
		if (a === null) return -sign;
		if (b === null) return sign;
		return a < b ? -sign : sign;
	};
}
