import type { IExecuteFunctions } from 'n8n-workflow';
import { timezoneOrDefault } from '../shared/french/dates';
import { parseJson } from '../shared/text/json';

/** What the fields of a node hold, each as the type its property promises whatever an expression made. */
export type Parameters = Pick<IExecuteFunctions, 'getNodeParameter'>;

function parameter(functions: Parameters, name: string, item: number): unknown {
	return functions.getNodeParameter(name, item, null);
}

/** Text, a number or a yes and no as text; empty for anything else. */
export function text(functions: Parameters, name: string, item = 0): string {
	return asWords(parameter(functions, name, item));
}

/** The same of a value that was read before. */
export function asWords(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** The text words of a list. */
export function texts(functions: Parameters, name: string, item = 0): string[] {
	return asListOfWords(parameter(functions, name, item));
}

/** The same of a value that was read before. */
export function asListOfWords(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

/** @param otherwise what counts where there is no yes and no */
export function flag(
	functions: Parameters,
	name: string,
	item = 0,
	{ otherwise = false } = {},
): boolean {
	const value = parameter(functions, name, item);
	return typeof value === 'boolean' ? value : otherwise;
}

/** NaN where there is no number. */
export function number(functions: Parameters, name: string, item = 0): number {
	const value = parameter(functions, name, item);
	return value === null || value === '' ? NaN : Number(value);
}

/** What JSON text says, or the value itself where an expression made it; null where it is neither. */
export function json(functions: Parameters, name: string, item = 0): unknown {
	const value = parameter(functions, name, item);
	return typeof value === 'string' ? parseJson(value) : value;
}

/** The fields of a collection that were filled in. */
export function collection<Fields extends object>(
	functions: Parameters,
	name: string,
	item = 0,
): Partial<Fields> {
	return (parameter(functions, name, item) ?? {}) as Partial<Fields>;
}

/** The zone of the field of `timezoneField`. */
export function timezone(functions: Parameters, item = 0): string {
	return timezoneOrDefault(text(functions, 'timezone', item));
}
