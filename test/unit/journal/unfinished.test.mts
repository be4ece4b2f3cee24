import { NO_RECIPIENT, type StoredDelivery } from '../../../nodes/shared/journal/entry';
import { DEFAULT_RETRY_POLICY, retryDecision } from '../../../nodes/shared/journal/unfinished';
import { created, taken } from './fixtures.mts';

const now = new Date('2026-01-01T12:00:00.000Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const decide = (changes: Partial<StoredDelivery>) =>
	retryDecision(taken(1, created('a'), changes), now, DEFAULT_RETRY_POLICY, {
		...{ process: 'this', held: new Map<string, number>() },
	});

describe('a delivery that waits for an address to write to', () => {
	const waits = { essais: 29, erreur: NO_RECIPIENT };

	test.each([
		[5, 'retry'],
		[4.9, 'wait'],
	])('is never given up, and tried every five minutes: after %d, %s', (minutes, expected) => {
		const essai_le = minutesAgo(minutes);
		expect(decide({ ...waits, etat: 'a_reprendre', essai_le })).toBe(expected);
	});

	test.each(['en_cours', 'recu'] as const)('and is %s since, counts like any other', (etat) => {
		expect(decide({ ...waits, etat, essai_le: minutesAgo(60) })).toBe('give_up');
	});
});
