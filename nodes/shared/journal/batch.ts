import type { StoredDelivery } from './entry';

/**
 * Deliveries one round takes at most. A round has to end well within the time limit of its workflow even
 * with a mail server that takes ten seconds a mail; what is left over is taken by the next round.
 */
export const BATCH_SIZE = 20;

/** What one execution took, told apart. */
export interface SortedBatch {
	/** To be handled by this execution, in the order they came. */
	handled: StoredDelivery[];
	/** Repetitions of a delivery that came before. */
	duplicates: Duplicate[];
}

interface Duplicate {
	copy: StoredDelivery;
	/** The delivery it repeats. */
	first: StoredDelivery;
}

/**
 * Says what an execution does with the deliveries it took. Every delivery is stored, so a fact that
 * Calendly delivers three times has three rows; the row with the lowest number stands for it, whoever
 * holds it and whatever became of it. Two executions that each took a row at the same moment come to the
 * same verdict, because both see the same lowest number.
 *
 * @param taken the rows this execution has just taken
 * @param known rows of the same keys, among them perhaps some of `taken`
 */
export function sortBatch(
	taken: readonly StoredDelivery[],
	known: readonly StoredDelivery[],
): SortedBatch {
	const firsts = new Map<string, StoredDelivery>();
	for (const row of [...taken, ...known]) {
		const first = firsts.get(row.cle);
		if (first === undefined || row.id < first.id) firsts.set(row.cle, row);
	}
	const inOrder = [...taken].sort((a, b) => a.id - b.id);
	const firstOf = (delivery: StoredDelivery) => firsts.get(delivery.cle) ?? delivery;
	return {
		handled: inOrder.filter((delivery) => firstOf(delivery).id === delivery.id),
		duplicates: inOrder
			.map((copy) => ({ copy, first: firstOf(copy) }))
			.filter(({ copy, first }) => first.id !== copy.id),
	};
}
