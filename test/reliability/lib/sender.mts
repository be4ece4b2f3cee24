import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '../../support/instance.mts';
import type { Random } from './random.mts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 4000;
/** Calendly does not wait longer for an answer. */
const TIMEOUT_MS = 15_000;

/** What became of one delivery, over all its attempts. */
export interface Sent {
	attempts: number;
	/** Statuses and causes of attempts that were not accepted. */
	refusals: string[];
	/** Milliseconds of the accepted attempt. */
	milliseconds: number;
	/** Its status and body. */
	answer: string;
}

/** One attempt. */
export interface Attempt {
	/** The status, or why there is none. */
	status: string;
	milliseconds: number;
	answer: string;
}

/** Whoever takes a delivery and gives the answer. */
export interface Receiver extends Pick<Instance, 'deliver'> {
	/** Whether its port is its own all the time: then whoever answers there is the one that was asked. */
	isAlwaysThere?: boolean;
}

/** Sends as Calendly does: anything but 2xx in time is tried again, later and later, never given up. */
export class Sender {
	readonly #receiver: Receiver;
	readonly #random: Random;

	constructor(receiver: Receiver, random: Random) {
		this.#receiver = receiver;
		this.#random = random;
	}

	/** Comes back when the delivery is accepted. */
	async send(delivery: object, signal?: AbortSignal): Promise<Sent> {
		const refusals: string[] = [];
		for (;;) {
			const { status, milliseconds, answer } = await this.once(delivery);
			if (status.startsWith('2')) {
				return { attempts: refusals.length + 1, refusals, milliseconds, answer };
			}
			refusals.push(status);
			await sleep(this.#pause(refusals.length), undefined, { signal });
		}
	}

	/** One attempt, whatever comes of it. */
	async once(delivery: object): Promise<Attempt> {
		const started = performance.now();
		try {
			const late = sleep(TIMEOUT_MS, null, { ref: false }).then(() =>
				Promise.reject(new Error('timeout')),
			);
			const { status, body } = await Promise.race([this.#receiver.deliver(delivery), late]);
			const answer = JSON.stringify([status, body]);
			// While n8n is away, another program's server may be given its port by the system.
			const mayBeStranger = this.#receiver.isAlwaysThere !== true;
			const isStranger = mayBeStranger && status === 200 && body?.success !== true;
			return {
				status: isStranger ? 'answered by another program' : String(status),
				milliseconds: performance.now() - started,
				answer,
			};
		} catch (error) {
			const { cause, message } = error as Error & { cause?: { code?: string } };
			const status = cause?.code ?? message;
			return { status, milliseconds: performance.now() - started, answer: status };
		}
	}

	#pause(refusals: number): number {
		const longest = Math.min(FIRST_PAUSE_MS * 2 ** (refusals - 1), LONGEST_PAUSE_MS);
		return longest * (0.5 + this.#random.next() / 2);
	}
}

/** Works on the items with this many at a time, in their order. */
export async function inParallel<T, R>(
	items: readonly T[],
	width: number,
	work: (item: T) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	const queue = items.map((item, index) => ({ item, index }));
	const worker = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			results[next.index] = await work(next.item);
		}
	};
	await Promise.all(Array.from({ length: width }, worker));
	return results;
}

/** Value below which this share of the numbers lies. */
export function percentile(numbers: readonly number[], share: number): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
