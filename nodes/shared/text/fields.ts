import { cleanLine, cleanText } from './clean';

/**
 * Reading fields of which nothing is known: Calendly's payloads have changed before, and a field of
 * the wrong type must read as « not known », never throw.
 */
export type Fields = Record<string, unknown>;

/** The value as a plain object, or an empty one. */
export function asFields(value: unknown): Fields {
	return isFields(value) ? value : {};
}

/** Whether a value is an object of fields, and no list. */
export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; anything else in it is left out. */
export function asList(value: unknown): Fields[] {
	return Array.isArray(value) ? value.filter(isFields) : [];
}

/** One line of text, cleaned and trimmed; null when there is none. */
export function asLine(value: unknown): string | null {
	return typeof value === 'string' ? cleanLine(value) || null : null;
}

/** Text of several lines, `\n` between them, cleaned and trimmed; null when there is none. */
export function asText(value: unknown): string | null {
	return typeof value === 'string' ? cleanText(value) || null : null;
}

/** Null for what is no finite number. */
export function asNumber(value: unknown): number | null {
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Null for what is neither yes nor no. */
export function asBoolean(value: unknown): boolean | null {
	return typeof value === 'boolean' ? value : null;
}

/** Our word for one of another list (a name Calendly uses); null for what the list does not hold. */
export function asWordOf<Word>(words: Readonly<Record<string, Word>>, value: unknown): Word | null {
	return typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : null;
}

/** RFC 3339 date-time with an offset; local times without one are ambiguous and refused. */
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Outside these years a date has no four-digit form in every zone, and no appointment. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

/** An instant as `2026-11-26T13:00:00.000Z`; null for what is not an RFC 3339 date-time. */
export function asInstant(value: unknown): string | null {
	if (typeof value !== 'string' || !RFC3339.test(value)) return null;
	const time = Date.parse(value);
	return time >= EARLIEST && time < LATEST ? new Date(time).toISOString() : null;
}

/** The same as a `Date`. A local time, as a person may type one into a table, names none. */
export function asDate(value: unknown): Date | null {
	const iso = asInstant(value);
	return iso === null ? null : new Date(iso);
}
