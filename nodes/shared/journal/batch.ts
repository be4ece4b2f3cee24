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
	duplicates: StoredDelivery[];
}

/**
 * Says what an execution does with the deliveries it took. Every delivery is stored, so a fact that
 * Calendly delivers three times has three rows; the row with the lowest number stands for it, whoever
 * holds it and whatever became of it. Two executions that each took a row at the same moment come to the
 * same verdict, because both see the same lowest number.
 *
 * @param taken the rows this execution has just taken
 * @param known rows of the same keys with a lower number, among them perhaps some of `taken`
 */
export function sortBatch(
	taken: readonly StoredDelivery[],
	known: readonly Pick<StoredDelivery, 'id' | 'cle'>[],
): SortedBatch {
	const lowest = new Map<string, number>();
	for (const { id, cle } of [...taken, ...known]) {
		lowest.set(cle, Math.min(id, lowest.get(cle) ?? id));
	}
	const inOrder = [...taken].sort((a, b) => a.id - b.id);
	const stands = ({ id, cle }: StoredDelivery) => lowest.get(cle) === id;
	return {
		handled: inOrder.filter(stands),
		duplicates: inOrder.filter((delivery) => !stands(delivery)),
	};
}
