import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds in a tick of /proc: USER_HZ is 100 on every Linux Node runs on (man 5 proc). */
const TICK_MS = 10;
const MIB = 1024 * 1024;

const WINDOW_MS = 250;
/** Of one processor, in each window: n8n that has nothing to do looks around from time to time. */
const QUIET_SHARE = 0.1;
const QUIET_WINDOWS = 4;
const QUIET_TIMEOUT_MS = 120_000;

/** CPU a process has used, all threads together, without its children. */
export function cpuMs(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// Behind the name, which may hold spaces: user and system time are fields 14 and 15 of the line.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resident memory of a process. */
export function residentMib(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / MIB;
}

/** Waits until a process has done next to nothing for a second: what follows an answer is work, too. */
export async function untilQuiet(pid: number): Promise<void> {
	const deadline = performance.now() + QUIET_TIMEOUT_MS;
	let before = cpuMs(pid);
	for (let quiet = 0; quiet < QUIET_WINDOWS && performance.now() < deadline; ) {
		await sleep(WINDOW_MS);
		const after = cpuMs(pid);
		quiet = after - before <= WINDOW_MS * QUIET_SHARE ? quiet + 1 : 0;
		before = after;
	}
}
