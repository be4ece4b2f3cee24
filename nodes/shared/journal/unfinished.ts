import { MINUTE_MS } from '../french/dates';
import { NO_RECIPIENT, type StoredDelivery } from './entry';
import { isRefusedForGood } from './refusedMail';

/** Waiting times of the relance, in minutes. */
export interface RetryPolicy {
	/** A stored delivery nobody took after this long was cut off by a crash. */
	storedMinutes: number;
	/**
	 * An execution that holds deliveries this long is dead. Must exceed the workflow's time limit. Where
	 * it runs in another process, which may have ended, `leaseOf` may call it dead earlier.
	 */
	leaseMinutes: number;
	/** Longest wait between two attempts. */
	maxBackoffMinutes: number;
	/** Attempts after which a delivery is given up and a person is told. */
	maxAttempts: number;
	/** The same for a mail the server refuses for good: a person is to be told the same hour. */
	maxRefusals: number;
}

/** Tried for a little over a day, as long as Calendly itself tries. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
	storedMinutes: 2,
	leaseMinutes: 11,
	maxBackoffMinutes: 60,
	maxAttempts: 30,
	maxRefusals: 6,
};

/** `resultat` of a delivery that was given up. */
const GIVEN_UP = 'Abandonné après plusieurs essais';

/** Once the setting is put right, what waited for it leaves within these minutes. */
const SETTING_MINUTES = 5;

/** What is known of those who hold deliveries. */
export interface Holders {
	/** The process that asks. */
	process: string;
	/** How many deliveries each execution holds. */
	held: ReadonlyMap<string, number>;
}

/** Minutes after which an execution in another process is taken for dead, whatever it holds … */
const BASE_MINUTES = 2;
/** … and more for each delivery: a mail server that takes longer for every mail is rare. */
const MINUTES_PER_DELIVERY = 0.5;

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
	policy: RetryPolicy,
	holders: Holders,
): RetryDecision {
	const patience = patienceMinutes(delivery, policy, holders);
	if (patience === null) return 'wait';
	if ((now.getTime() - touchedAt(delivery)) / MINUTE_MS < patience) return 'wait';
	const isLast = delivery.essais + 1 >= attemptsAllowed(delivery, policy);
	return isLast && !isForNobody(delivery) ? 'give_up' : 'retry';
}

/** Servers also answer 5yz to what heals within minutes (a full mailbox): not given up at once. */
function attemptsAllowed({ etat, erreur }: StoredDelivery, policy: RetryPolicy): number {
	const refused = etat === 'a_reprendre' && isRefusedForGood(erreur);
	return refused ? Math.min(policy.maxRefusals, policy.maxAttempts) : policy.maxAttempts;
}

/** Nothing was tried yet: nobody can tell how long it takes a person to see the setting. */
function isForNobody({ etat, erreur }: StoredDelivery): boolean {
	return etat === 'a_reprendre' && erreur === NO_RECIPIENT;
}

/** What the relance writes into the row of a delivery it does not leave alone. */
export type RetryPatch = Pick<
	StoredDelivery,
	'etat' | 'essais' | 'essai_le' | 'resultat' | 'termine_le' | 'processus'
>;

/**
 * Puts a delivery back into the queue, or closes it: one attempt further either way. Where the process
 * of a delivery is told, it is this one from now on.
 */
export function retryPatch(
	delivery: StoredDelivery,
	isGivenUp: boolean,
	now: Date,
	{ process }: Holders,
): RetryPatch {
	const { essai_le = null, resultat = null, termine_le = null } = delivery;
	const [at, essais] = [now.toISOString(), delivery.essais + 1];
	const processus = delivery.processus ? process : '';
	return isGivenUp
		? { etat: 'echec', essais, essai_le, resultat: GIVEN_UP, termine_le: at, processus }
		: { etat: 'recu', essais, essai_le: at, resultat, termine_le, processus };
}

/** How long a delivery may stay as it is; null for ever. */
function patienceMinutes(
	delivery: StoredDelivery,
	policy: RetryPolicy,
	holders: Holders,
): number | null {
	switch (delivery.etat) {
		case 'recu':
			return isOrphan(delivery, holders) ? 0 : policy.storedMinutes;
		case 'en_cours':
			return isOrphan(delivery, holders) ? 0 : leaseOf(delivery, policy, holders);
		case 'a_reprendre':
			return isForNobody(delivery) ? SETTING_MINUTES : backoffMinutes(delivery.essais, policy);
		default:
			return null;
	}
}

/** Cut off by the end of the one process that runs all executions: this one took its place. */
function isOrphan({ processus }: StoredDelivery, { process }: Holders): boolean {
	return Boolean(processus) && processus !== process;
}

/** This process lives, and with it what it does; only the time limit of the workflow ends that. */
function leaseOf(
	{ processus, execution }: StoredDelivery,
	{ leaseMinutes }: RetryPolicy,
	{ process, held }: Holders,
): number {
	if (processus === process) return leaseMinutes;
	const count = held.get(execution ?? '') ?? 1;
	return Math.min(leaseMinutes, BASE_MINUTES + count * MINUTES_PER_DELIVERY);
}

/** How many deliveries each execution holds. */
export function heldBy(deliveries: readonly StoredDelivery[]): Map<string, number> {
	const held = new Map<string, number>();
	for (const { etat, execution } of deliveries) {
		if (etat !== 'en_cours' || !execution) continue;
		held.set(execution, (held.get(execution) ?? 0) + 1);
	}
	return held;
}

/**
 * When something last happened to a delivery, Unix milliseconds. A time that cannot be read counts
 * as long ago: a damaged row must be seen, not forgotten.
 */
function touchedAt({ essai_le, recu_le }: StoredDelivery): number {
	const time = Date.parse(essai_le ?? recu_le);
	return Number.isNaN(time) ? -Infinity : time;
}
