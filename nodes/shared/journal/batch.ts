import type { StoredDelivery } from './entry';
import { concernedIds } from './related';

/**
 * Deliveries one round takes at most. A round has to end well within the time limit of its workflow even
 * with a mail server that takes ten seconds a mail; what is left over is taken by the next round.
 */
export const BATCH_SIZE = 20;

/** What one execution took, told apart. */
export interface SortedBatch {
	/** To be handled by this execution, in the order they came. */
	handled: StoredDelivery[];
	/** Repetitions of a delivery that stands for them. */
	duplicates: Duplicate[];
	/** To be given back: another execution is at work on the same appointment. */
	postponed: Postponed[];
}

interface Duplicate {
	copy: StoredDelivery;
	/** The delivery it repeats. */
	first: StoredDelivery;
}

interface Postponed {
	delivery: StoredDelivery;
	/** What the other execution holds. */
	held: StoredDelivery;
}

/**
 * Says what an execution does with the deliveries it took. Every delivery is stored, so a fact that
 * Calendly delivers three times has three rows; one of them stands for it.
 *
 * Where several processes share the work, a row may become visible late: numbers are drawn before a
 * transaction commits, so that a lower number can appear after a higher one was handled. Each execution
 * reads after what it took is visible as taken, so of two that are at work on the same appointment the
 * later one always sees the earlier. It gives its delivery back and looks again. What is settled
 * therefore stands for its fact, whatever numbers appear later; among what is not, the lowest number
 * does (docs/reliability.md).
 *
 * @param taken the rows this execution has just taken
 * @param known rows about the same appointments, read after that, among them perhaps some of `taken`
 * @param isAlone whether no other execution can be at work: then what is held was left behind
 */
export function sortBatch(
	taken: readonly StoredDelivery[],
	known: readonly StoredDelivery[],
	isAlone: boolean,
): SortedBatch {
	const own = new Set(taken.map(({ id }) => id));
	const others = known.filter(({ id }) => !own.has(id));
	const sorted: SortedBatch = { handled: [], duplicates: [], postponed: [] };
	for (const delivery of [...taken].sort(byNumber)) {
		const first = firstOf(delivery, taken, others);
		const held = isAlone ? null : heldBesides(delivery, others);
		if (first.id !== delivery.id) sorted.duplicates.push({ copy: delivery, first });
		else if (held !== null) sorted.postponed.push({ delivery, held });
		else sorted.handled.push(delivery);
	}
	return sorted;
}

/** The delivery that stands for the fact of this one. */
function firstOf(
	delivery: StoredDelivery,
	taken: readonly StoredDelivery[],
	others: readonly StoredDelivery[],
): StoredDelivery {
	const isSame = ({ cle, etat }: StoredDelivery) => cle === delivery.cle && etat !== 'doublon';
	const settled = others.filter((row) => isSame(row) && isSettled(row));
	const candidates = settled.length > 0 ? settled : [...taken, ...others].filter(isSame);
	return candidates.sort(byNumber).at(0) ?? delivery;
}

function isSettled({ etat }: StoredDelivery): boolean {
	return etat === 'termine' || etat === 'echec';
}

/** A delivery about the same appointment that another execution holds. */
function heldBesides(
	delivery: StoredDelivery,
	others: readonly StoredDelivery[],
): StoredDelivery | null {
	const ids = concernedIds(delivery);
	const isHeld = ({ etat, identifiant }: StoredDelivery) =>
		etat === 'en_cours' && ids.includes(identifiant);
	return others.find(isHeld) ?? null;
}

function byNumber(a: StoredDelivery, b: StoredDelivery): number {
	return a.id - b.id;
}
