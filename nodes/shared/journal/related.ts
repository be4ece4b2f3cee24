import { relatedIdsOf } from '../appointment/row';
import { eventOf, type StoredDelivery } from './entry';

/**
 * Places of one reading: those a single delivery needs (its row, the one it came from, the one it went
 * to), and some more. Each is a condition, and each condition an expression of 0.8 ms, also where nothing
 * is looked for; a further reading costs about as much as six of them.
 */
export const PLACES = 5;

/**
 * What is looked for in one reading of appointments and one of deliveries: `identifiant_1` to
 * `identifiant_5`, which the conditions of the two Data Table nodes name one by one.
 */
export type RelatedRows = Record<string, string>;

/** No identity is written like this: a place of the list nothing is looked for in. */
const NOTHING = '-';

/**
 * What has to be read before deliveries are applied: the appointments they are about, moved from and
 * moved to, and all deliveries about these. One item for each reading.
 */
export function relatedRows(deliveries: readonly StoredDelivery[]): RelatedRows[] {
	return chunks(distinct(deliveries.flatMap(concernedIds))).map(places);
}

/** Identities of the appointments a delivery may change; its own where its content cannot be read. */
export function concernedIds(delivery: StoredDelivery): string[] {
	const event = eventOf(delivery);
	const related = event === null ? [] : Object.values(relatedIdsOf(event));
	return distinct([delivery.identifiant, ...related].filter((id): id is string => Boolean(id)));
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

function places(ids: readonly string[]): RelatedRows {
	const numbers = Array.from({ length: PLACES }, (_, index) => index);
	return Object.fromEntries(
		numbers.map((index) => [`identifiant_${index + 1}`, ids[index] ?? NOTHING]),
	);
}
