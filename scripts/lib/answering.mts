import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mts';

const ATTEMPTS = 120;
const PAUSE_MS = 250;

/**
 * Waits until a child answers at an address.
 * @throws Failure with the given sentence when it ends or takes too long
 */
export async function untilAnswering(
	child: ChildProcess,
	url: string,
	failure: string,
): Promise<void> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
		if (child.exitCode !== null) break;
		const answered = await fetch(url).then(
			(response) => response.ok,
			() => false,
		);
		if (answered) return;
		await sleep(PAUSE_MS);
	}
	throw new Failure(failure);
}
