import { NO_RECIPIENT, type StoredDelivery } from '../../../nodes/shared/journal/entry';
import {
	backoffMinutes,
	DEFAULT_RETRY_POLICY,
	heldBy,
	retryDecision,
	retryPatch,
} from '../../../nodes/shared/journal/unfinished';
import { created, REFUSED_FOR_GOOD, taken } from './fixtures.mts';

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

describe('what the relance does', () => {
	const at = new Date('2026-01-01T12:00:00.000Z');
	const minutesAgo = (minutes: number) => new Date(at.getTime() - minutes * 60_000).toISOString();
	const delivery = (changes: Partial<StoredDelivery>) =>
		({ id: 1, etat: 'recu', essais: 0, recu_le: minutesAgo(1000), ...changes }) as StoredDelivery;
	const THIS = { process: 'this', held: new Map<string, number>() };
	const decide = (row: StoredDelivery, policy = DEFAULT_RETRY_POLICY) =>
		retryDecision(row, at, policy, THIS);

	test.each<[string, Partial<StoredDelivery>, string]>([
		['just stored: wait', { recu_le: minutesAgo(1) }, 'wait'],
		['stored and forgotten by a crash: retry', { recu_le: minutesAgo(2) }, 'retry'],
		['being handled: wait', { etat: 'en_cours', essai_le: minutesAgo(2) }, 'wait'],
		['held by a dead execution: retry', { etat: 'en_cours', essai_le: minutesAgo(3) }, 'retry'],
		['failed just now: wait', { etat: 'a_reprendre', essai_le: minutesAgo(0.5) }, 'wait'],
		['failed a minute ago: retry', { etat: 'a_reprendre', essai_le: minutesAgo(1) }, 'retry'],
		[
			'failed for the fifth time: wait',
			{ etat: 'a_reprendre', essais: 5, essai_le: minutesAgo(15) },
			'wait',
		],
		[
			'failed for the fifth time, later: retry',
			{ etat: 'a_reprendre', essais: 5, essai_le: minutesAgo(16) },
			'retry',
		],
		[
			'failed for the last time: give up',
			{ etat: 'a_reprendre', essais: 29, essai_le: minutesAgo(60) },
			'give_up',
		],
		[
			'refused for good for the sixth time: give up',
			{ etat: 'a_reprendre', essais: 5, essai_le: minutesAgo(16), erreur: REFUSED_FOR_GOOD },
			'give_up',
		],
		[
			'refused for good for the fifth time: retry',
			{ etat: 'a_reprendre', essais: 4, essai_le: minutesAgo(8), erreur: REFUSED_FOR_GOOD },
			'retry',
		],
		[
			'refused for good earlier, cut off by a crash since: retry',
			{ etat: 'en_cours', essais: 5, essai_le: minutesAgo(15), erreur: REFUSED_FOR_GOOD },
			'retry',
		],
		[
			'without an address to write to, tried a thousand times: retry',
			{ etat: 'a_reprendre', essais: 1000, essai_le: minutesAgo(5), erreur: NO_RECIPIENT },
			'retry',
		],
		[
			'without an address to write to, tried just now: wait',
			{ etat: 'a_reprendre', essais: 1, essai_le: minutesAgo(4), erreur: NO_RECIPIENT },
			'wait',
		],
		['done: wait for ever', { etat: 'termine', essai_le: minutesAgo(9999) }, 'wait'],
		['a duplicate: wait for ever', { etat: 'doublon' }, 'wait'],
		['done, with a damaged time: wait for ever', { etat: 'termine', essai_le: 'hier' }, 'wait'],
		['given up: wait for ever', { etat: 'echec' }, 'wait'],
		['a damaged time: retry rather than forget', { essai_le: 'hier' }, 'retry'],
	])('%s', (_name, changes, expected) => {
		expect(decide(delivery(changes))).toBe(expected);
	});

	test.each<[string, Partial<StoredDelivery>, number, string]>([
		['just taken by the process before this one: retry', { processus: 'before' }, 0, 'retry'],
		['held by this process for ten minutes: wait', { processus: 'this' }, 10, 'wait'],
		['held by this process beyond the time limit: retry', { processus: 'this' }, 11, 'retry'],
		['the only one a worker holds, for two minutes: wait', { processus: '' }, 2, 'wait'],
		['the only one a worker holds, for longer: retry', { processus: '' }, 2.5, 'retry'],
		['one of four a worker holds, for 3 minutes: wait', { execution: 'four' }, 3, 'wait'],
		['one of four a worker holds, for 4 minutes: retry', { execution: 'four' }, 4, 'retry'],
		['one of hundred a worker holds: the time limit tells', { execution: 'all' }, 11, 'retry'],
	])('%s', (_name, changes, minutes, expected) => {
		const held = new Map([
			['four', 4],
			['all', 100],
		]);
		const row = delivery({ etat: 'en_cours', essai_le: minutesAgo(minutes), ...changes });
		expect(retryDecision(row, at, DEFAULT_RETRY_POLICY, { process: 'this', held })).toBe(expected);
	});

	test.each<[string, Partial<StoredDelivery>, string]>([
		['stored by the process before this one: retry', { processus: 'before' }, 'retry'],
		['stored by this process: wait', { processus: 'this' }, 'wait'],
		['stored by one of several: wait', { processus: '' }, 'wait'],
		[
			'done by the process before this one: wait for ever',
			{ processus: 'before', etat: 'termine' },
			'wait',
		],
		[
			'waiting for its next attempt, whoever took it last: wait',
			{ processus: 'before', etat: 'a_reprendre', essais: 5, essai_le: minutesAgo(3) },
			'wait',
		],
	])('%s', (_name, changes, expected) => {
		expect(decide(delivery({ recu_le: minutesAgo(0.5), ...changes }))).toBe(expected);
	});

	test('counts what each execution holds', () => {
		const rows = [
			delivery({ etat: 'en_cours', execution: '1' }),
			delivery({ etat: 'en_cours', execution: '1' }),
			delivery({ etat: 'en_cours', execution: '2' }),
			delivery({ etat: 'termine', execution: '2' }),
			delivery({ etat: 'en_cours', execution: null }),
		];
		expect([...heldBy(rows)]).toEqual([
			['1', 2],
			['2', 1],
		]);
	});

	test('what is written puts a delivery back, or closes it, and leaves what it said before', () => {
		const [essai_le, now] = [minutesAgo(4), at.toISOString()];
		const waiting = delivery({ etat: 'a_reprendre', essais: 4, essai_le, resultat: 'En attente' });
		expect(retryPatch(waiting, false, at, THIS)).toEqual({
			...{ etat: 'recu', essais: 5, essai_le: now, resultat: 'En attente', termine_le: null },
			processus: '',
		});
		const resultat = 'Abandonné après plusieurs essais';
		expect(retryPatch(waiting, true, at, THIS)).toEqual({
			...{ etat: 'echec', essais: 5, essai_le, resultat, termine_le: now, processus: '' },
		});
	});

	test.each(['before', 'this'])('a delivery of the process « %s » is this one’s', (processus) => {
		for (const isGivenUp of [false, true]) {
			expect(retryPatch(delivery({ processus }), isGivenUp, at, THIS).processus).toBe('this');
		}
	});

	test('never allows more refusals than attempts', () => {
		const refused = delivery({ etat: 'a_reprendre', essais: 1, erreur: REFUSED_FOR_GOOD });
		const policy = { ...DEFAULT_RETRY_POLICY, maxAttempts: 2 };
		expect(decide({ ...refused, essai_le: minutesAgo(1) }, policy)).toBe('give_up');
	});

	test('waits 1, 1, 2, 4, 8 … minutes, at most an hour, over a day in all', () => {
		const waits = Array.from({ length: 29 }, (_, attempts) =>
			backoffMinutes(attempts, DEFAULT_RETRY_POLICY),
		);
		expect(waits.slice(0, 9)).toEqual([1, 1, 2, 4, 8, 16, 32, 60, 60]);
		expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(22 * 60);
	});
});
