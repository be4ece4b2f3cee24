import { APPOINTMENT_COLUMNS, APPOINTMENT_TABLE } from '../appointment/row';
import { asFields, asLine, asList } from '../text/fields';
import { NARROW_NBSP, NBSP, quoted } from '../french/typography';
import { JOURNAL_COLUMNS, JOURNAL_TABLE } from '../journal/entry';
import { SETTINGS_COLUMNS, SETTINGS_TABLE } from '../settings/settings';

/** n8n's types of a column that our tables use. */
export type ColumnType = 'string' | 'number';

/** A table as it has to be. */
export interface TableDefinition {
	name: string;
	/** Names with types, in the order the workshop sees them. */
	columns: Readonly<Record<string, ColumnType>>;
}

/** The data tables of the bundled workflows. */
export const TABLES: readonly TableDefinition[] = [
	{ name: APPOINTMENT_TABLE, columns: asTexts(APPOINTMENT_COLUMNS) },
	{ name: JOURNAL_TABLE, columns: JOURNAL_COLUMNS },
	{ name: SETTINGS_TABLE, columns: asTexts(SETTINGS_COLUMNS) },
];

/** A table or a column that is to be made, or a column that has another type than it must have. */
export type TableGap =
	| { kind: 'table'; table: string; columns: Readonly<Record<string, ColumnType>> }
	| { kind: 'column'; table: string; column: string; type: ColumnType }
	| { kind: 'type'; table: string; column: string; type: ColumnType; found: string };

/**
 * What the tables lack. A column a person added is no gap, nor is the order they put them in.
 *
 * @param existing what n8n's Data Table node (*Table → List*) gives, one entry per table:
 *   `{ name, columns: [{ name, type }] }`; anything else in it counts as not there
 */
export function tableGaps(existing: readonly unknown[]): TableGap[] {
	const found = new Map(existing.map(asFields).map(({ name, columns }) => [name, columns]));
	return TABLES.flatMap(({ name: table, columns }): TableGap[] => {
		if (!found.has(table)) return [{ kind: 'table', table, columns }];
		return columnGaps(table, columns, typesOf(found.get(table)));
	});
}

/** A French sentence per table with something to be done, for the person who installs. */
export function gapSentences(gaps: readonly TableGap[]): string[] {
	const tables = [...new Set(gaps.map(({ table }) => table))];
	return tables.flatMap((table) =>
		sentencesOf(
			table,
			gaps.filter((gap) => gap.table === table),
		),
	);
}

function asTexts(columns: readonly string[]): Record<string, ColumnType> {
	return Object.fromEntries(columns.map((column) => [column, 'string']));
}

function typesOf(columns: unknown): Map<string | null, string> {
	return new Map(asList(columns).map(({ name, type }) => [asLine(name), asLine(type) ?? '']));
}

function columnGaps(
	table: string,
	columns: TableDefinition['columns'],
	types: ReadonlyMap<string | null, string>,
): TableGap[] {
	return Object.entries(columns).flatMap(([column, type]): TableGap[] => {
		const found = types.get(column);
		if (found === undefined) return [{ kind: 'column', table, column, type }];
		return found === type ? [] : [{ kind: 'type', table, column, type, found }];
	});
}

function sentencesOf(table: string, gaps: readonly TableGap[]): string[] {
	const missing = gaps.filter((gap) => gap.kind === 'column');
	return [
		...gaps.flatMap((gap) => (gap.kind === 'table' ? [missingTable(table)] : [])),
		...(missing.length === 0 ? [] : [missingColumns(table, missing)]),
		...gaps.flatMap((gap) => (gap.kind === 'type' ? [wrongType(gap)] : [])),
	];
}

const WHERE = `dans n8n, onglet ${quoted('Data tables')}`;

const TYPE_NAMES: Record<ColumnType, string> = {
	string: `texte (${quoted('string')})`,
	number: `nombre (${quoted('number')})`,
};

function missingTable(table: string): string {
	return `La table ${quoted(table)} n’existe pas encore${NBSP}: lancer le flux ${quoted('Installation')}, qui la crée.`;
}

function missingColumns(
	table: string,
	gaps: ReadonlyArray<Extract<TableGap, { kind: 'column' }>>,
): string {
	const isOne = gaps.length === 1;
	const names = gaps.map(({ column, type }) => `${column} (${type})`).join(', ');
	const lack = isOne ? 'il manque la colonne' : `il manque ${gaps.length} colonnes`;
	const add = isOne ? 'l’ajouter' : 'les ajouter';
	return `Dans la table ${quoted(table)}, ${lack}${NBSP}: ${names}. Il faut ${add} ${WHERE}${NARROW_NBSP}; d’ici là, des rendez-vous ne peuvent pas être enregistrés.`;
}

function wrongType({ table, column, type, found }: Extract<TableGap, { kind: 'type' }>): string {
	return `Dans la table ${quoted(table)}, la colonne ${quoted(column)} doit être du type ${TYPE_NAMES[type]}, elle est du type ${quoted(found)}${NBSP}: noter son contenu, la supprimer et la créer de nouveau ${WHERE}.`;
}
