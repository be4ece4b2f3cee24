import { frenchDate, frenchTime } from '../../french/dates';
import { NBSP } from '../../french/typography';
import type { SubscriptionHealth } from './subscription';
import type { SubscriptionStatus } from './subscriptions';

/** What the workshop needs to know of the subscription, and what is to be done. */
export interface SubscriptionReport extends SubscriptionHealth {
	/** Whether something has to be created anew for deliveries to arrive. */
	needsRepair: boolean;
	/** French sentences. */
	message: string;
}

/** The worse, the earlier: of several subscriptions the worst is told. */
const BY_GRAVITY: ReadonlyArray<SubscriptionHealth['state']> = [
	'missing',
	'disabled',
	'retrying',
	'active',
];

/** @param timezone in which the workshop reads times */
export function subscriptionReport(
	statuses: readonly SubscriptionStatus[],
	timezone: string,
): SubscriptionReport {
	const [worst] = [...statuses].sort(
		(a, b) => BY_GRAVITY.indexOf(a.state) - BY_GRAVITY.indexOf(b.state),
	);
	const { state, retryStartedAt, hoursUntilDisabled, createdAt } = worst;
	return {
		state,
		retryStartedAt,
		hoursUntilDisabled,
		createdAt,
		needsRepair: statuses.some(({ asWanted }) => !asWanted),
		message: messageFor(worst, timezone),
	};
}

function messageFor(
	{ state, retryStartedAt, hoursUntilDisabled, asWanted }: SubscriptionStatus,
	timezone: string,
): string {
	switch (state) {
		case 'missing':
			return `Calendly n’avait pas d’abonnement pour l’adresse de n8n${NBSP}: aucun rendez-vous n’arrivait.`;
		case 'disabled':
			return `Calendly avait désactivé l’abonnement après 24 heures d’échecs${NBSP}: aucun rendez-vous n’arrivait plus.`;
		case 'retrying':
			return `Calendly n’arrive pas à livrer depuis ${momentOf(retryStartedAt, timezone)} et désactivera l’abonnement dans ${hoursText(hoursUntilDisabled)} si cela continue. Vérifier que n8n est joignable à son adresse publique et que la clé de signature est celle de l’abonnement.`;
		default:
			return asWanted
				? 'L’abonnement Calendly est actif.'
				: 'L’abonnement Calendly n’a pas la forme voulue (événements, portée ou clé de signature).';
	}
}

function momentOf(instant: string | null, timezone: string): string {
	if (instant === null) return 'un moment inconnu';
	const time = new Date(instant);
	return `le ${frenchDate(time, timezone)} à ${frenchTime(time, timezone)}`;
}

/** `20,5 h` */
function hoursText(hours: number | null): string {
	return `${String(hours ?? 0).replace('.', ',')}${NBSP}h`;
}
