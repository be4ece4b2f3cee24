import { spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mts';
import { readJson, writePrivateJson } from './files.mts';
import type { Paths } from './paths.mts';
import { step } from './progress.mts';

/** How long what was left behind gets to end by itself. */
const PATIENCE_MS = 10_000;

/** A process, told from a later one that was given the same number by when it began. */
export interface KnownProcess {
	name: string;
	pid: number;
	began: string;
}

/**
 * What `npm start` runs in a user folder, kept in a file there: the children lead process groups of
 * their own, so that a start that is killed (`kill -9`) leaves them behind, with their ports.
 */
export class RunningProcesses {
	readonly #file: string;
	#known: KnownProcess[] = [];

	constructor({ processesFile }: Paths) {
		this.#file = processesFile;
	}

	/**
	 * Ends what an earlier start left behind in this folder; writes nothing.
	 * @throws Failure when that start still runs
	 */
	async endLeftBehind(): Promise<void> {
		const alive = (readJson<KnownProcess[]>(this.#file) ?? []).filter(isAlive);
		const starter = alive.find(({ name }) => name === STARTER);
		if (starter !== undefined) {
			throw new Failure(
				`« npm start » already runs in this folder (process ${starter.pid}). End it with Ctrl-C where it runs, or with: kill ${starter.pid}`,
			);
		}
		for (const { name, pid } of alive) {
			await step(`Ending ${name} (process ${pid}), left behind by a start that was killed`, () =>
				endGroup(pid),
			);
		}
	}

	/** This start is the folder's. */
	begin(): void {
		this.#known = [];
		this.note(STARTER, process.pid);
	}

	/** @param child leads a process group */
	note(name: string, pid: ChildProcess['pid']): void {
		const began = pid === undefined ? null : beginningOf(pid);
		if (pid === undefined || began === null) return;
		this.#known = [...this.#known.filter((one) => one.name !== name), { name, pid, began }];
		writePrivateJson(this.#file, this.#known);
	}

	forget(): void {
		rmSync(this.#file, { force: true });
	}
}

const STARTER = 'npm start';

function isAlive({ pid, began }: KnownProcess): boolean {
	return beginningOf(pid) === began;
}

/**
 * When a process began, in whatever words the system has for it; null where there is none. Linux tells
 * it in `/proc` (proc(5), fields 3, 20 and 22 of `stat`; the name before may hold spaces and brackets).
 */
export function beginningOf(pid: number): string | null {
	if (existsSync('/proc/self/stat')) {
		try {
			const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '');
			const [state, ...fields] = stat.trim().split(' ');
			const [threads, began] = [fields[16], fields[18]];
			// Of a process that has ended other threads may still hold its ports.
			return state === 'Z' && Number(threads) <= 1 ? null : began;
		} catch {
			return null;
		}
	}
	const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
	return stdout?.trim() || null;
}

/** n8n does not end on SIGTERM once the start that read its output is gone; then it is killed. */
async function endGroup(pid: number): Promise<void> {
	const began = beginningOf(pid);
	const isGone = async () => {
		for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(100)) {
			if (beginningOf(pid) !== began) return true;
		}
		return false;
	};
	signalGroup(pid, 'SIGTERM');
	const ended = await isGone();
	// The group, too, where its leader ended: n8n's task runner belongs to it.
	signalGroup(pid, 'SIGKILL');
	if (!ended && !(await isGone())) throw new Failure(`Process ${pid} cannot be ended.`);
}

/** The whole process group; what is gone is no mistake. */
export function signalGroup(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(-pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
