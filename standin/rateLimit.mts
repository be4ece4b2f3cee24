import { MINUTE_MS } from '../nodes/shared/french/dates.ts';

/** https://developer.calendly.com/api-docs/overview/rate-limits: per user and minute. */
export const PAID_REQUESTS_PER_MINUTE = 500;
export const FREE_REQUESTS_PER_MINUTE = 50;

const WINDOW_MS = MINUTE_MS;

interface Window {
	startedAt: number;
	requests: number;
}

export interface Allowance {
	exceeded: boolean;
	headers: Record<string, string>;
}

/** Counts each user's requests in windows of a minute that begin with the first request. */
export class RateLimit {
	readonly #uptime: () => number;
	readonly #windows = new Map<string, Window>();

	/** @param uptime milliseconds, of whatever clock counts */
	constructor(uptime: () => number) {
		this.#uptime = uptime;
	}

	take(user: string, limit: number): Allowance {
		const now = this.#uptime();
		const window = this.#windowOf(user, now);
		window.requests += 1;
		const reset = Math.ceil((window.startedAt + WINDOW_MS - now) / 1000);
		return {
			exceeded: window.requests > limit,
			headers: {
				'X-RateLimit-Limit': String(limit),
				'X-RateLimit-Remaining': String(Math.max(0, limit - window.requests)),
				'X-RateLimit-Reset': String(reset),
			},
		};
	}

	#windowOf(user: string, now: number): Window {
		const current = this.#windows.get(user);
		if (current !== undefined && now < current.startedAt + WINDOW_MS) return current;
		const window = { startedAt: now, requests: 0 };
		this.#windows.set(user, window);
		return window;
	}
}
