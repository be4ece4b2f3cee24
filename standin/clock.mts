export interface ClockOptions {
	/** What it shows at first; now, unless told. */
	start?: Date;
	/** Whether it goes on by itself. Otherwise it stands still until `advance`. */
	realtime?: boolean;
}

interface Job {
	/** Milliseconds since 1970. */
	at: number;
	run: () => Promise<void>;
}

/** Jobs carried out at the same time; a slow receiver does not hold up the others. */
const PARALLEL_JOBS = 8;
/** setTimeout takes no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The stand-in's own time, so that days pass in seconds. Jobs that are due start at once; those of
 * a later instant wait for `advance`, or for the real time where the clock goes on by itself.
 */
export class StandInClock {
	readonly realtime: boolean;
	readonly #start: number;
	readonly #startedAt = performance.now();
	/** What it showed when it was last set, and the real time of that. */
	#instant: number;
	#setAt = performance.now();
	/** Sorted by instant; those of one instant in the order they came. */
	#jobs: Job[] = [];
	#underWay = 0;
	#waiting: Array<() => void> = [];
	#advances: Promise<void> = Promise.resolve();
	#timer: NodeJS.Timeout | undefined;

	constructor({ start = new Date(), realtime = false }: ClockOptions = {}) {
		this.#start = start.getTime();
		this.#instant = this.#start;
		this.realtime = realtime;
	}

	now(): Date {
		const passed = this.realtime ? performance.now() - this.#setAt : 0;
		return new Date(this.#instant + passed);
	}

	/** Milliseconds since the start, in which both real time and `advance` count. */
	uptime(): number {
		const shown = this.now().getTime() - this.#start;
		return this.realtime ? shown : shown + performance.now() - this.#startedAt;
	}

	/** Carries out the job at this instant; at once where that has passed. */
	at(instant: Date, run: () => Promise<void>): void {
		const job = { at: instant.getTime(), run };
		const next = this.#jobs.findIndex(({ at }) => at > job.at);
		this.#jobs.splice(next === -1 ? this.#jobs.length : next, 0, job);
		this.#startDue();
	}

	/** Lets time pass: every job that falls due is carried out at its instant and waited for. */
	advance(milliseconds: number): Promise<void> {
		const advance = this.#advances.then(() => this.#advanceBy(milliseconds));
		this.#advances = advance.catch(() => {});
		return advance;
	}

	/** Comes back when nothing is under way and nothing is due. */
	async idle(): Promise<void> {
		if (this.#isIdle()) return;
		await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	/** Forgets every job that has not begun. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#jobs = [];
	}

	async #advanceBy(milliseconds: number): Promise<void> {
		await this.idle();
		const end = this.now().getTime() + milliseconds;
		for (let next = this.#jobs[0]; next !== undefined && next.at <= end; next = this.#jobs[0]) {
			this.#moveTo(next.at);
			await this.idle();
		}
		this.#moveTo(end);
	}

	#moveTo(instant: number): void {
		this.#instant = Math.max(instant, this.now().getTime());
		this.#setAt = performance.now();
		this.#startDue();
	}

	#startDue(): void {
		while (this.#underWay < PARALLEL_JOBS && this.#isDue()) {
			const job = this.#jobs.shift() as Job;
			this.#underWay += 1;
			void job.run().finally(() => {
				this.#underWay -= 1;
				this.#startDue();
			});
		}
		if (this.#isIdle()) this.#waiting.splice(0).forEach((resolve) => resolve());
		this.#setTimer();
	}

	#setTimer(): void {
		clearTimeout(this.#timer);
		const [next] = this.#jobs;
		if (!this.realtime || next === undefined || this.#isDue()) return;
		const wait = Math.min(next.at - this.now().getTime(), LONGEST_TIMER_MS);
		this.#timer = setTimeout(() => this.#startDue(), wait).unref();
	}

	#isDue(): boolean {
		return this.#jobs.length > 0 && this.#jobs[0].at <= this.now().getTime();
	}

	#isIdle(): boolean {
		return this.#underWay === 0 && !this.#isDue();
	}
}
