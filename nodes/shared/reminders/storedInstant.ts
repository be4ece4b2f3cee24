import { asInstant } from '../calendly/fields';

/** The instant a column names. A local time, as a person may type one, names none. */
export function storedInstant(value: unknown): Date | null {
	const iso = asInstant(value);
	return iso === null ? null : new Date(iso);
}
