/**
 * How long a round may be silent before it is taken for dead, milliseconds. A mail server that takes
 * longer for one mail only lets a second round begin beside the first.
 */
const SILENCE_MS = 10_000;

interface Round {
	execution: string;
	/** When it last gave a sign, Unix milliseconds. */
	seenAt: number;
	/** Whether something was stored that it has not taken yet. */
	isAskedAgain: boolean;
	/** Whether it gave something back that another process has to be done with first. */
	isPostponed: boolean;
}

/** When another round is to begin. */
export type NextRound = 'none' | 'at once' | 'after a pause';

/**
 * What one process knows of its round: the execution that takes what is stored, announces it and then
 * looks again. It spares a delivery an execution of its own while a round is under way.
 *
 * An optimisation only: who handles what is decided by the claim in the table, and what nobody took is
 * found by « Relance ». A process that forgets (a restart) or several that do not know of each other
 * cause one more round, never a second mail.
 */
export class RoundWatch {
	#round: Round | null = null;

	/** Whether this execution is to go on; otherwise the round under way is asked to look again. */
	begin(execution: string, now: Date): boolean {
		const round = this.#alive(now);
		if (round !== null && round.execution !== execution) {
			round.isAskedAgain = true;
			return false;
		}
		if (round !== null) {
			// Asked a second time by the same execution: what others asked for since then still counts.
			round.seenAt = now.getTime();
			return true;
		}
		this.#round = { execution, seenAt: now.getTime(), isAskedAgain: false, isPostponed: false };
		return true;
	}

	/**
	 * The round is about to take what is stored: whoever asked before this moment is served by it.
	 *
	 * @param isFull whether it takes as much as it may, so that more may be waiting
	 */
	claim(execution: string, now: Date, isFull: boolean): void {
		this.#touch(execution, now, (round) => {
			round.isAskedAgain = isFull;
		});
	}

	/** A sign of life. */
	beat(execution: string, now: Date): void {
		this.#touch(execution, now, () => {});
	}

	/** The round gave something back that another process has to be done with first. */
	postpone(execution: string): void {
		if (this.#round?.execution === execution) this.#round.isPostponed = true;
	}

	/** Ends the round; tells whether another one is to begin. */
	end(execution: string): NextRound {
		if (this.#round?.execution !== execution) return 'none';
		const { isAskedAgain, isPostponed } = this.#round;
		this.#round = null;
		if (isAskedAgain) return 'at once';
		return isPostponed ? 'after a pause' : 'none';
	}

	#alive(now: Date): Round | null {
		const isAlive = this.#round !== null && now.getTime() - this.#round.seenAt < SILENCE_MS;
		return isAlive ? this.#round : null;
	}

	#touch(execution: string, now: Date, change: (round: Round) => void): void {
		if (this.#round?.execution !== execution) return;
		this.#round.seenAt = now.getTime();
		change(this.#round);
	}
}

/** The watch of this process. */
export const processRounds = new RoundWatch();
