/** Calendly gives a delivery up after 15 seconds: what is older waits for no answer any more. */
const ANSWER_LIMIT_MS = 15_000;

/**
 * How many deliveries wait for their answer. A round lets those of its process go first, because
 * Calendly waits for an answer and nobody waits for a mail within the second; an optimisation only.
 */
export class PendingAnswers {
	/** When each was received, Unix milliseconds, oldest first. */
	#received: number[] = [];

	add(now: Date): void {
		this.#forgetOld(now);
		this.#received.push(now.getTime());
	}

	/** One was answered; which one does not matter. */
	answered(): void {
		this.#received.shift();
	}

	/** Whether any waits. One that failed, or is answered in another process, is forgotten in time. */
	isAny(now: Date): boolean {
		this.#forgetOld(now);
		return this.#received.length > 0;
	}

	/** Also while adding: a process that only receives asks nobody, and must not grow for ever. */
	#forgetOld(now: Date): void {
		const limit = now.getTime() - ANSWER_LIMIT_MS;
		this.#received = this.#received.filter((received) => received > limit);
	}
}

/** Those whose request came to this process. */
export const receivedHere = new PendingAnswers();

/**
 * Those an execution of this process is about to answer. In queue mode requests come to other processes;
 * where one process does all, these are among those above.
 */
export const handledHere = new PendingAnswers();
