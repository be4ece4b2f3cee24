import { DAY_MS, MINUTE_MS } from '../french/dates';
import { label } from '../french/typography';

/** Type of the made-up appointment, by which its traces are found and erased; no host of Calendly's is named so. */
export const TRIAL_TYPE = 'Essai ArchiMeuble (à ignorer)';
/** Name of the made-up client. */
export const TRIAL_CLIENT = 'Essai ArchiMeuble';

const DURATION_MS = 30 * MINUTE_MS;
/** Far enough that neither reminder nor agenda looks at it. */
const DAYS_AHEAD = 30;

/**
 * A booking as Calendly would deliver it, made up so that the whole way can be tried.
 * https://developer.calendly.com/api-docs/webhooks/webhook-payload
 *
 * @param id tells this trial from others
 * @param email of the client, who may be written to: the workshop's own
 */
export function trialDelivery(id: string, email: string, now: Date): object {
	const start = new Date(now.getTime() + DAYS_AHEAD * DAY_MS);
	const end = new Date(start.getTime() + DURATION_MS);
	const event = `https://api.calendly.com/scheduled_events/${id}`;
	return {
		created_at: now.toISOString(),
		created_by: 'https://api.calendly.com/users/essai',
		event: 'invitee.created',
		payload: {
			...{ uri: `${event}/invitees/${id}`, event, status: 'active', rescheduled: false },
			...{ name: TRIAL_CLIENT, email, timezone: 'Europe/Paris', questions_and_answers: [] },
			...{ created_at: now.toISOString(), updated_at: now.toISOString() },
			scheduled_event: {
				...{ uri: event, name: TRIAL_TYPE, status: 'active', event_memberships: [] },
				...{ start_time: start.toISOString(), end_time: end.toISOString() },
				location: { type: 'custom', location: `${label('nulle part')} ceci est un essai` },
			},
		},
	};
}

/** How our own webhook took the made-up delivery. */
export interface TrialAnswer {
	/** Of the appointment. */
	identifiant: string;
	/** Where it was sent. */
	url: string;
	/** HTTP status; null where nobody answered. */
	statut: number | null;
}
