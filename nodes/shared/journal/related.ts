import { relatedIdsOf } from '../appointment/row';
import { eventOf, type StoredDelivery } from './entry';

/**
 * Places of one reading: those a single delivery needs (its row, the one it came from, the one it went
 * to), and some more. Each is a condition, and each condition an expression of 0.8 ms, also where nothing
 * is looked for; a further reading costs about as much as six of them.
 */
export const PLACES = 5;

/**
 * What is looked for in one reading of a table: `cle_1` to `cle_5` and `identifiant_1` to
 * `identifiant_5`, which the conditions of the two Data Table nodes name one by one.
 */
export type RelatedRows = Record<string, string>;

/** No key and no identity is written like this: a place of the list nothing is looked for in. */
const NOTHING = '-';

/**
 * What has to be read before deliveries are applied: the appointments they are about, moved from and
 * moved to, and all deliveries with the same keys. One item for each reading.
 */
export function relatedRows(deliveries: readonly StoredDelivery[]): RelatedRows[] {
	const keys = chunks(distinct(deliveries.map(({ cle }) => cle)));
	const ids = chunks(distinct(deliveries.flatMap(appointmentsOf)));
	const count = Math.max(keys.length, ids.length);
	return Array.from({ length: count }, (_, index) => ({
		...places('cle', keys[index] ?? []),
		...places('identifiant', ids[index] ?? []),
	}));
}

/** None where its content cannot be read any more. */
function appointmentsOf(delivery: StoredDelivery): string[] {
	const event = eventOf(delivery);
	return event === null ? [] : Object.values(relatedIdsOf(event)).filter((id) => id !== null);
}

function distinct(values: readonly string[]): string[] {
	return [...new Set(values)];
}

function chunks(values: readonly string[]): string[][] {
	const count = Math.ceil(values.length / PLACES);
	return Array.from({ length: count }, (_, index) =>
		values.slice(index * PLACES, (index + 1) * PLACES),
	);
}

function places(name: string, values: readonly string[]): RelatedRows {
	const numbers = Array.from({ length: PLACES }, (_, index) => index);
	return Object.fromEntries(
		numbers.map((index) => [`${name}_${index + 1}`, values[index] ?? NOTHING]),
	);
}
