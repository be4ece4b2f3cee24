import type { ChildProcess } from 'node:child_process';

const FIRST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60;
/** Who ran this long starts again at once: what ended it is not what ended it before. */
const STEADY_SECONDS = 600;
/** Lines kept, in which the reason may stand. */
const RECENT_LINES = 200;

/** Seconds to wait before the next start of what died after running for a while. */
export function restartPause(lastPause: number, ranSeconds: number): number {
	if (ranSeconds >= STEADY_SECONDS || lastPause === 0) return FIRST_PAUSE_SECONDS;
	return Math.min(lastPause * 2, LONGEST_PAUSE_SECONDS);
}

/** Why a process ended, as far as its end and its last lines tell. */
export function reasonOf(
	code: number | null,
	signal: NodeJS.Signals | null,
	lines: readonly string[],
): string {
	const fatal = lines.findLast((line) => /heap out of memory/.test(line));
	if (fatal !== undefined) return 'it ran out of memory';
	// Whoever sends a signal sends it for a reason of theirs.
	if (signal !== null) return `signal ${signal}`;
	const last = lines.findLast((line) => /error/i.test(line))?.trim();
	const error = last === undefined ? '' : `; its last error: ${last.slice(0, 200)}`;
	return `exit code ${code}${error}`;
}

interface Supervised {
	/** Starts it; every line it prints goes to `onLine`. */
	launch: (onLine: (line: string) => void) => ChildProcess;
	/** Told of every line. */
	onLine: (line: string) => void;
	/** Told why it ended and when it is started again. */
	onEnd: (reason: string, pauseSeconds: number) => void;
}

/** Keeps one program running: starts it again when it dies, ever later while it keeps dying. */
export class Supervisor {
	readonly #work: Supervised;
	#recent: string[] = [];
	#isOver = false;
	#isKept = false;
	#pause = 0;
	#began = 0;
	#timer: NodeJS.Timeout | undefined;
	child: ChildProcess;

	constructor(work: Supervised) {
		this.#work = work;
		this.child = this.#start();
	}

	/** The last lines it printed. */
	get recent(): readonly string[] {
		return this.#recent;
	}

	/** From now on it is started again; before, whoever started it waits for it and says what went wrong. */
	keep(): void {
		this.#isKept = true;
		if (this.child.exitCode !== null || this.child.signalCode !== null) this.#again();
	}

	/** It is not started again. */
	release(): void {
		this.#isOver = true;
		clearTimeout(this.#timer);
	}

	#start(): ChildProcess {
		this.#began = Date.now();
		this.#recent = [];
		const child = this.#work.launch((line) => {
			this.#recent = [...this.#recent.slice(1 - RECENT_LINES), line];
			this.#work.onLine(line);
		});
		// `close`: everything it printed is there.
		child.once('close', () => {
			if (this.#isKept) this.#again();
		});
		return child;
	}

	#again(): void {
		if (this.#isOver) return;
		this.#pause = restartPause(this.#pause, (Date.now() - this.#began) / 1000);
		const { exitCode, signalCode } = this.child;
		this.#work.onEnd(reasonOf(exitCode, signalCode, this.#recent), this.#pause);
		this.#timer = setTimeout(() => (this.child = this.#start()), this.#pause * 1000);
	}
}
