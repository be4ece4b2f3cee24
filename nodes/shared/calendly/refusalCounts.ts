import type { RefusalReason } from './signature';

/** Refused requests of one reason. */
export interface RefusalCount {
	reason: RefusalReason;
	count: number;
	/** Last refusal, UTC. */
	last: string;
}

/** How long refusals are gathered before they are handed on: a flood is one execution, not thousands. */
const GATHERING_MS = 10_000;
/** How often at most: a stranger who never ceases fills neither the list of executions nor the journal. */
const PAUSE_MS = 5 * 60_000;

/**
 * Refusals of this process that do not stand in the journal yet. A stranger may cause thousands a
 * minute: each is an addition in memory and nothing else. What is lost with the process is a count.
 */
export class RefusalTally {
	#counts = new Map<RefusalReason, RefusalCount>();
	#isGathered = false;
	/** When counts were last taken, Unix milliseconds. */
	#takenAt = -Infinity;

	add(reason: RefusalReason, now: Date): void {
		const count = (this.#counts.get(reason)?.count ?? 0) + 1;
		this.#counts.set(reason, { reason, count, last: now.toISOString() });
	}

	/**
	 * Milliseconds after which the caller is to take what was counted; null when an earlier caller
	 * already waits to do so.
	 */
	gather(now: Date): number | null {
		if (this.#isGathered) return null;
		this.#isGathered = true;
		return Math.max(GATHERING_MS, this.#takenAt + PAUSE_MS - now.getTime());
	}

	/** The refusals since the last time they were taken: at most one entry for each reason there is. */
	take(now: Date): RefusalCount[] {
		const taken = [...this.#counts.values()];
		this.#counts = new Map();
		this.#isGathered = false;
		this.#takenAt = now.getTime();
		return taken;
	}
}

/** The tally of this process. */
export const processTally = new RefusalTally();
