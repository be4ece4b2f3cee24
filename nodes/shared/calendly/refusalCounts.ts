import type { RefusalReason } from './signature';

export interface RefusalCount {
	count: number;
	/** Last refusal, UTC. */
	last: string;
}

/** Refusals by reason: at most as many entries as there are reasons, however many a stranger causes. */
export type RefusalCounts = ReadonlyMap<RefusalReason, RefusalCount>;

/**
 * Refusals of this process that do not stand in the table yet. A stranger may cause thousands a
 * minute: each is an addition in memory and nothing else. What is lost with the process is a count.
 */
export class RefusalTally {
	#counts = new Map<RefusalReason, RefusalCount>();

	add(reason: RefusalReason, now: Date): void {
		const count = (this.#counts.get(reason)?.count ?? 0) + 1;
		this.#counts.set(reason, { count, last: now.toISOString() });
	}

	/** The refusals since the last time they were taken. */
	take(): RefusalCounts {
		const taken = this.#counts;
		this.#counts = new Map();
		return taken;
	}
}

/** The tally of this process: the trigger adds to it, Read Refusals empties it. */
export const processTally = new RefusalTally();
