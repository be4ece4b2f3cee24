import { isFields } from '../text/fields';
import { parseJson } from '../text/json';
import type { AddressMatcher } from './address';

/** Columns n8n adds to every row. */
const SYSTEM_COLUMNS: readonly string[] = ['id', 'createdAt', 'updatedAt'];
/** What rows are found by: to change it would make another row of it. */
const KEY_COLUMNS: readonly string[] = ['identifiant', 'cle'];
const JSON_COLUMNS: readonly string[] = ['reponses', 'contenu'];

/**
 * The columns of a row in which an address occurs, each with « [effacé] » in its place; none when it
 * occurs nowhere. Columns of JSON stay JSON.
 */
export function erasedColumns(row: object, address: AddressMatcher): Record<string, string> {
	const kept = [...SYSTEM_COLUMNS, ...KEY_COLUMNS];
	const erased = Object.entries(row)
		.filter(([column, value]) => typeof value === 'string' && !kept.includes(column))
		.map(([column, value]: [string, string]) => [column, value, erasedText(column, value, address)])
		.filter(([, before, after]) => before !== after);
	return Object.fromEntries(erased.map(([column, , after]) => [column, after]));
}

/** The columns of the table itself. */
export function withoutSystemColumns(row: object): Record<string, unknown> {
	const own = Object.entries(row).filter(([column]) => !SYSTEM_COLUMNS.includes(column));
	return Object.fromEntries(own);
}

function erasedText(column: string, text: string, address: AddressMatcher): string {
	const value = JSON_COLUMNS.includes(column) ? parseJson(text) : null;
	if (value === null) return address.erasedFrom(text);
	const erased = JSON.stringify(erasedValue(value, address));
	return erased === JSON.stringify(value) ? text : erased;
}

function erasedValue(value: unknown, address: AddressMatcher): unknown {
	if (typeof value === 'string') return address.erasedFrom(value);
	if (Array.isArray(value)) return value.map((element) => erasedValue(element, address));
	if (!isFields(value)) return value;
	const entries = Object.entries(value);
	return Object.fromEntries(
		entries.map(([name, field]) => [address.erasedFrom(name), erasedValue(field, address)]),
	);
}
