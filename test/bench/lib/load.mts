import { Agent, request } from 'node:http';
import { signHeader } from '../../../nodes/shared/calendly/signature.ts';

/** Longer than any answer takes: a late answer is a figure, no failure. */
const TIMEOUT_MS = 180_000;

export interface Answer {
	/** 0 where the connection broke. */
	status: number;
	milliseconds: number;
	/** When it was sent, milliseconds since the epoch. */
	sentAt: number;
}

/** @returns milliseconds since the epoch, with a fraction */
export function now(): number {
	return performance.timeOrigin + performance.now();
}

/** Posts bodies, signed at that moment with a key, over connections that stay open. */
export class Client {
	readonly #agent = new Agent({ keepAlive: true });
	readonly #url: string;
	readonly #signingKey: string;

	constructor(url: string, signingKey: string) {
		this.#url = url;
		this.#signingKey = signingKey;
	}

	/** Posts all, `width` at a time; the answers in the order of the bodies. */
	async postAll(bodies: readonly string[], width: number): Promise<Answer[]> {
		const answers: Answer[] = [];
		let next = 0;
		const worker = async () => {
			while (next < bodies.length) {
				const index = next;
				next += 1;
				answers[index] = await this.post(bodies[index]);
			}
		};
		await Promise.all(Array.from({ length: width }, worker));
		return answers;
	}

	async post(body: string): Promise<Answer> {
		const timestamp = Math.floor(Date.now() / 1000);
		const headers = {
			'Content-Type': 'application/json',
			'Content-Length': Buffer.byteLength(body),
			'User-Agent': 'Calendly',
			'Calendly-Webhook-Signature': signHeader({
				rawBody: body,
				signingKey: this.#signingKey,
				timestamp,
			}),
		};
		const sentAt = now();
		const status = await new Promise<number>((resolve) => {
			const post = request(this.#url, {
				method: 'POST',
				headers,
				agent: this.#agent,
				timeout: TIMEOUT_MS,
			});
			post.once('timeout', () => post.destroy(new Error('no answer')));
			post.once('error', () => resolve(0));
			post.once('response', (response) => {
				response.resume();
				response.once('close', () => resolve(response.statusCode ?? 0));
			});
			post.end(body);
		});
		return { status, milliseconds: now() - sentAt, sentAt };
	}

	close(): void {
		this.#agent.destroy();
	}
}
