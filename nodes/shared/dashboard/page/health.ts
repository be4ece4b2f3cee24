import type { SubscriptionReport } from '../../calendly/api/report';
import { DAY_MS, MINUTE_MS } from '../../french/dates';
import { utcDay, addDays } from '../../french/days';
import {
	isDelivery,
	isFailure,
	SUBSCRIPTION_EVENT,
	type DeliveryState,
	type StoredDelivery,
} from '../../journal/entry';
import { refusalSums } from '../../journal/refusals';
import { undeliveredOf } from '../../journal/undelivered';
import { asInstant, asLine } from '../../text/fields';
import { latest } from '../../text/order';

/** Failures of workflows older than this are no news: on Monday Saturday's still are. */
const FAILURE_DAYS = 2;
/** A delivery that is not handled after this long has met an obstacle. */
const LATE_MS = 10 * MINUTE_MS;

const WAITING: readonly DeliveryState[] = ['recu', 'en_cours', 'a_reprendre'];

/** What is known of the way from Calendly to the mails; null for what nobody looked at. */
export interface HealthSource {
	/** Rows of the journal of every kind. */
	deliveries: ReadonlyArray<Partial<StoredDelivery>> | null;
	subscription: Partial<CheckedSubscription> | null;
	/** Settings that cannot be used, as sentences. */
	refusedSettings?: readonly string[];
	/** That package and workflows do not fit together, in a French sentence; null where they do. */
	misfit?: string | null;
}

/** What Calendly said of the subscription, and when it was asked. */
export interface CheckedSubscription extends SubscriptionReport {
	/** UTC; missing where it was asked for this very page. */
	checkedAt: string;
}

/** The reconciliation looks every six hours; twice as long ago, it does not look any more. */
const CHECK_HOURS = 12;

/** Refused requests of one reason. */
export interface ReasonCount {
	reason: string;
	count: number;
}

/** `HealthSource` counted and judged. */
export interface Health {
	journal: {
		/** When the last delivery was accepted, UTC. */
		lastDelivery: string | null;
		/** Deliveries whose mails are still to leave. */
		waiting: number;
		/** Those of them that have waited for long. */
		late: number;
		/** Deliveries that were given up. */
		failed: number;
		/** Failures of workflows in the last days. */
		failures: number;
		/** Recipients that mails of the last days did not reach, each once. */
		undelivered: string[];
	} | null;
	/** Refused requests of today and yesterday, by reason, most frequent first. */
	refusals: ReasonCount[] | null;
	subscription: {
		state: string | null;
		message: string | null;
		isWell: boolean;
		/** When it was last looked at, where that is too long ago to rely on. */
		outdatedSince: string | null;
	} | null;
	/** Settings that cannot be used, as sentences. */
	refusedSettings: readonly string[];
	/** That package and workflows do not fit together. */
	misfit: string | null;
}

export function healthOf(source: HealthSource, now: Date): Health {
	const { deliveries, subscription, refusedSettings = [], misfit = null } = source;
	return {
		refusedSettings,
		journal: deliveries === null ? null : journalOf(deliveries, now),
		refusals: deliveries === null ? null : recentRefusals(deliveries, now),
		subscription: subscription === null ? null : subscriptionOf(subscription, now),
		misfit,
	};
}

function journalOf(rows: ReadonlyArray<Partial<StoredDelivery>>, now: Date): Health['journal'] {
	const deliveries = rows.filter(isDelivery);
	const recent = rows.filter(({ recu_le }) => isSince(recu_le, now, FAILURE_DAYS));
	const count = (...states: DeliveryState[]) =>
		deliveries.filter(({ etat }) => etat !== undefined && states.includes(etat)).length;
	return {
		lastDelivery: latest(deliveries.map(({ recu_le }) => asInstant(recu_le))),
		waiting: count(...WAITING),
		late: deliveries.filter((delivery) => isLate(delivery, now)).length,
		failed: count('echec'),
		failures: recent.filter(isFailure).length,
		undelivered: [...new Set(recent.map(undeliveredOf).filter((who) => who !== null))],
	};
}

/** Also where the time cannot be read. */
function isLate({ etat, recu_le }: Partial<StoredDelivery>, now: Date): boolean {
	if (etat === undefined || !WAITING.includes(etat)) return false;
	const received = asInstant(recu_le);
	return received === null || Date.parse(received) < now.getTime() - LATE_MS;
}

function recentRefusals(rows: ReadonlyArray<Partial<StoredDelivery>>, now: Date): ReasonCount[] {
	const yesterday = addDays(utcDay(now), -1);
	const counts = new Map<string, number>();
	for (const { day, reason, count } of refusalSums(rows)) {
		if (day < yesterday) continue;
		counts.set(reason, (counts.get(reason) ?? 0) + count);
	}
	return [...counts]
		.map(([reason, count]) => ({ reason, count }))
		.sort((a, b) => b.count - a.count);
}

function isSince(instant: unknown, now: Date, days: number): boolean {
	const time = asInstant(instant);
	return time !== null && Date.parse(time) > now.getTime() - days * DAY_MS;
}

function subscriptionOf(
	{ state, message, needsRepair, checkedAt }: Partial<CheckedSubscription>,
	now: Date,
): Health['subscription'] {
	const checked = asInstant(checkedAt);
	const isOutdated = checked !== null && !isSince(checked, now, CHECK_HOURS / 24);
	return {
		state: asLine(state),
		message: asLine(message),
		isWell: state === 'active' && needsRepair !== true && !isOutdated,
		outdatedSince: isOutdated ? checked : null,
	};
}

/** The last check as the reconciliation wrote it into the journal; null for any other row. */
export function subscriptionOfRow(
	row: Partial<StoredDelivery>,
): Partial<CheckedSubscription> | null {
	const { evenement, action, resultat, recu_le } = row;
	if (evenement !== SUBSCRIPTION_EVENT) return null;
	return {
		state: action as CheckedSubscription['state'],
		message: resultat ?? undefined,
		checkedAt: recu_le,
	};
}
