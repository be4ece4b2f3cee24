import { utcDay } from '../french/days';
import type { RefusalReason } from './signature';

/** Days that are counted; older ones are dropped, so that the record can never grow. */
const KEPT_DAYS = 7;
/** Refusals are written down at most this often, however many a stranger causes. */
const WRITE_EVERY_MS = 30_000;

export interface RefusalCount {
	count: number;
	/** Last refusal, UTC. */
	last: string;
}

/** Refusals by day (`2026-11-22`, UTC) and reason: at most 7 × 10 entries. */
export type RefusalCounts = {
	[day: string]: { [reason in RefusalReason]?: RefusalCount };
};

/** Adds refusals to the counts of the day and drops the days that are too old. */
export function addRefusals(
	counts: RefusalCounts,
	added: ReadonlyMap<RefusalReason, number>,
	now: Date,
): RefusalCounts {
	const today = utcDay(now);
	const ofToday = { ...counts[today] };
	for (const [reason, number] of added) {
		const count = (ofToday[reason]?.count ?? 0) + number;
		ofToday[reason] = { count, last: now.toISOString() };
	}
	const all = Object.entries({ ...counts, [today]: ofToday });
	return Object.fromEntries(all.sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, KEPT_DAYS));
}

/**
 * Refusals of this process that are not written down yet. A stranger may cause thousands a minute;
 * they become one write every half minute. What is lost with the process is a count, nothing else.
 */
export class RefusalTally {
	readonly #pending = new Map<RefusalReason, number>();
	#writtenAt = -Infinity;

	add(reason: RefusalReason): void {
		this.#pending.set(reason, (this.#pending.get(reason) ?? 0) + 1);
	}

	/** The refusals to write down now, or null when there is nothing to write or it is too early. */
	take(now: Date): ReadonlyMap<RefusalReason, number> | null {
		return now.getTime() - this.#writtenAt < WRITE_EVERY_MS ? null : this.takeAll(now);
	}

	/** All refusals that are not written down yet, or null when there are none. */
	takeAll(now: Date): ReadonlyMap<RefusalReason, number> | null {
		if (this.#pending.size === 0) return null;
		const taken = new Map(this.#pending);
		this.#pending.clear();
		this.#writtenAt = now.getTime();
		return taken;
	}
}

/** The tally of this process: the trigger adds to it, the hourly reading empties it. */
export const processTally = new RefusalTally();
