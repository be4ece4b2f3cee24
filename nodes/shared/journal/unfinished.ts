import type { StoredDelivery } from './entry';

const MINUTE_MS = 60_000;

/** Waiting times of the relance, in minutes. */
export interface RetryPolicy {
	/** A stored delivery nobody took after this long was cut off by a crash. */
	storedMinutes: number;
	/** An execution that holds a delivery this long is dead. Must exceed the workflow's time limit. */
	leaseMinutes: number;
	/** Longest wait between two attempts. */
	maxBackoffMinutes: number;
	/** Attempts after which a delivery is given up and a person is told. */
	maxAttempts: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
	storedMinutes: 2,
	leaseMinutes: 15,
	maxBackoffMinutes: 60,
	maxAttempts: 30,
};

/** What the relance does with a stored delivery now. */
export type RetryDecision = 'wait' | 'retry' | 'give_up';

/**
 * Minutes to wait before the next attempt: 1, 1, 2, 4, 8 … up to the longest. With the default
 * policy thirty attempts span a little over a day, as long as Calendly itself keeps trying.
 */
export function backoffMinutes(attempts: number, policy: RetryPolicy): number {
	return Math.min(2 ** Math.max(attempts - 1, 0), policy.maxBackoffMinutes);
}

/** Decides for one delivery; finished ones wait for ever. */
export function retryDecision(
	delivery: StoredDelivery,
	now: Date,
	policy: RetryPolicy = DEFAULT_RETRY_POLICY,
): RetryDecision {
	if (minutesSince(delivery, now) < patienceMinutes(delivery, policy)) return 'wait';
	return delivery.essais + 1 >= policy.maxAttempts ? 'give_up' : 'retry';
}

function patienceMinutes(delivery: StoredDelivery, policy: RetryPolicy): number {
	switch (delivery.etat) {
		case 'recu':
			return policy.storedMinutes;
		case 'en_cours':
			return policy.leaseMinutes;
		case 'a_reprendre':
			return backoffMinutes(delivery.essais, policy);
		default:
			return Infinity;
	}
}

/** A time that cannot be read counts as long ago: a damaged row must be seen, not forgotten. */
function minutesSince({ essai_le, recu_le }: StoredDelivery, now: Date): number {
	const since = Date.parse(essai_le ?? recu_le);
	return Number.isNaN(since) ? Infinity : (now.getTime() - since) / MINUTE_MS;
}
