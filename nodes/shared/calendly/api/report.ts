import { frenchDate, frenchTime } from '../../french/dates';
import { NARROW_NBSP, NBSP } from '../../french/typography';
import type { SubscriptionHealth } from './subscription';
import type { SubscriptionStatus } from './subscriptions';

/** What the workshop needs to know of the subscription, and what is to be done. */
export interface SubscriptionReport extends SubscriptionHealth {
	/** Whether something has to be created anew for deliveries to arrive. */
	needsRepair: boolean;
	/** What is so now, in French sentences. */
	message: string;
	/** The same once it is repaired: what was so. */
	pastMessage: string;
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
	const [message, pastMessage] = sentencesFor(worst, timezone);
	return {
		state,
		retryStartedAt,
		hoursUntilDisabled,
		createdAt,
		needsRepair: statuses.some(({ asWanted }) => !asWanted),
		message,
		pastMessage,
	};
}

/** What is so, and the same told afterwards. */
function sentencesFor(status: SubscriptionStatus, timezone: string): [string, string] {
	switch (status.state) {
		case 'missing':
			return [
				`Calendly n’a pas de liaison avec l’adresse de n8n${NBSP}: aucun rendez-vous n’arrive.`,
				`Calendly n’avait pas de liaison avec l’adresse de n8n${NBSP}: aucun rendez-vous n’arrivait.`,
			];
		case 'disabled':
			return [
				`Calendly a coupé la liaison après 24 heures d’échecs${NBSP}: aucun rendez-vous n’arrive plus.`,
				`Calendly avait coupé la liaison après 24 heures d’échecs${NBSP}: aucun rendez-vous n’arrivait plus.`,
			];
		case 'retrying':
			return retryingSentences(status, timezone);
		default:
			return status.asWanted ? ACTIVE : INCOMPLETE;
	}
}

const ACTIVE: [string, string] = [
	'La liaison avec Calendly est active.',
	'La liaison avec Calendly était active.',
];
const INCOMPLETE: [string, string] = [
	`La liaison avec Calendly n’est pas complète (événements, portée ou clé de signature)${NBSP}: des rendez-vous peuvent manquer.`,
	`La liaison avec Calendly n’était pas complète (événements, portée ou clé de signature)${NBSP}: des rendez-vous pouvaient manquer.`,
];

function retryingSentences(
	{ retryStartedAt, hoursUntilDisabled }: SubscriptionStatus,
	timezone: string,
): [string, string] {
	const since = momentOf(retryStartedAt, timezone);
	return [
		`Les messages de Calendly n’arrivent plus depuis ${since}${NARROW_NBSP}; Calendly coupera la liaison dans ${hoursText(hoursUntilDisabled)} si cela continue. Vérifier que n8n est joignable à son adresse publique et que la clé de signature est celle de la liaison.`,
		`Les messages de Calendly n’arrivaient plus depuis ${since}.`,
	];
}

function momentOf(instant: string | null, timezone: string): string {
	if (instant === null) return 'une date inconnue';
	const time = new Date(instant);
	return `le ${frenchDate(time, timezone)} à ${frenchTime(time, timezone)}`;
}

/** `20,5 h` */
function hoursText(hours: number | null): string {
	return `${String(hours ?? 0).replace('.', ',')}${NBSP}h`;
}
