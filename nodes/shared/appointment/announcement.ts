import { asSendableAddress } from '../text/address';
import { asDate } from '../text/fields';
import type { AppointmentAction, AppointmentEvent, Ending } from './event';
import type { AppointmentColumn, AppointmentRow } from './row';

/** What a mail to the workshop announces; named like the action that causes it. */
export type MailKind = 'created' | 'rescheduled' | 'canceled';

/** Mails to the client about their appointment. */
export const CLIENT_MAIL_KINDS = [
	'confirmation',
	'client_rescheduled',
	'client_canceled',
	'reminder',
] as const;
export type ClientMailKind = (typeof CLIENT_MAIL_KINDS)[number];

/** What mails read of an event; a stored row tells as much (`fromRow`). */
export type MailEvent = Pick<
	AppointmentEvent,
	| 'source'
	| 'appointment'
	| 'client'
	| 'answers'
	| 'configurationUrl'
	| 'notes'
	| 'cancellation'
	| 'tracking'
	| 'payment'
	| 'display'
> & {
	/** When Calendly says it happened, UTC. */
	occurredAt: string | null;
	/** Who moved it and why; a row does not know the invitees by their URI. */
	reschedule: Ending | null;
};

/** Column that says when the mail of a kind left; empty while it is still owed. */
export const SENT_COLUMN: Record<MailKind, AppointmentColumn> = {
	created: 'envoye_nouveau_le',
	rescheduled: 'envoye_deplace_le',
	canceled: 'envoye_annule_le',
};

/** Column that says when a mail to the client left; empty while it is still owed. */
export const CLIENT_SENT_COLUMN = {
	confirmation: 'envoye_confirmation_le',
	client_rescheduled: 'envoye_deplacement_le',
	client_canceled: 'envoye_annulation_le',
	reminder: 'envoye_rappel_le',
} as const satisfies Record<ClientMailKind, AppointmentColumn>;

/** Mails to the client that an event causes; the clock causes the others. */
export type AnnouncingClientMail = Extract<
	ClientMailKind,
	'confirmation' | 'client_rescheduled' | 'client_canceled'
>;

const ANNOUNCED: Partial<Record<AppointmentAction, AnnouncingClientMail>> = {
	created: 'confirmation',
	rescheduled: 'client_rescheduled',
	canceled: 'client_canceled',
};

/**
 * The mail an event owes the client, null when none. Decided apart from the workshop's mail: each may
 * have left without the other when an execution broke off in between.
 *
 * @param own the appointment's stored row, null when there is none yet
 */
export function clientMailOf(
	event: AppointmentEvent,
	own: AppointmentRow | null,
	now: Date,
): AnnouncingClientMail | null {
	const kind = ANNOUNCED[event.action] ?? null;
	if (kind === null || asSendableAddress(event.client.email) === null) return null;
	if (own?.[CLIENT_SENT_COLUMN[kind]] || hasBegun(event, own, now)) return null;
	const isFinal = own?.etat === 'deplace' || (own?.etat === 'annule' && kind !== 'client_canceled');
	return isFinal ? null : kind;
}

/** Nothing is announced of an appointment that has begun: the reconciliation also finds past ones. */
function hasBegun(
	{ appointment }: AppointmentEvent,
	own: AppointmentRow | null,
	now: Date,
): boolean {
	const start = asDate(appointment.start ?? own?.debut);
	return start !== null && start <= now;
}
