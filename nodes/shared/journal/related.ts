import { relatedIdsOf } from '../appointment/row';
import { BATCH_SIZE } from './batch';
import { eventOf, type StoredDelivery } from './entry';

/**
 * What is looked for in one reading of a table: `cle_1` to `cle_20` and `identifiant_1` to
 * `identifiant_20`, which the conditions of the two Data Table nodes name one by one. n8n's node asks the
 * database once for each item, and looks the table up each time; one question for all is the cheap form.
 */
export type RelatedRows = Record<string, string>;

/** No key and no identity is written like this: a place of the list nothing is looked for in. */
const NOTHING = '-';

/**
 * What has to be read before deliveries are applied: the appointments they are about, moved from and
 * moved to, and all deliveries with the same keys. One item as a rule; more where a batch is about more
 * appointments than one reading has places for.
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
	const count = Math.ceil(values.length / BATCH_SIZE);
	return Array.from({ length: count }, (_, index) =>
		values.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
	);
}

function places(name: string, values: readonly string[]): RelatedRows {
	const numbers = Array.from({ length: BATCH_SIZE }, (_, index) => index);
	return Object.fromEntries(
		numbers.map((index) => [`${name}_${index + 1}`, values[index] ?? NOTHING]),
	);
}
