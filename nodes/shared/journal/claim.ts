import type { StoredDelivery } from './entry';

/** What an execution may do with the deliveries it took: handle them, or put them down as repeats. */
export type Claim = 'handle' | 'duplicate' | 'lost';

/**
 * Says whether this execution is the one to handle a fact. Every delivery is stored, so a fact that
 * Calendly delivers three times has three rows; the oldest row stands for it, and whoever holds the
 * oldest row handles it. Two executions that each took a row at the same moment come to the same
 * verdict, because both see the same oldest row.
 *
 * @param deliveries all journal rows of one idempotency key
 * @param executionId the execution asking; it has just taken the rows that were `recu`
 */
export function claimOf(deliveries: readonly StoredDelivery[], executionId: string): Claim {
	const mine = deliveries.filter((row) => row.etat === 'en_cours' && row.execution === executionId);
	if (mine.length === 0) return 'lost';
	const oldest = deliveries.reduce((first, row) => (row.id < first.id ? row : first));
	return mine.includes(oldest) ? 'handle' : 'duplicate';
}
