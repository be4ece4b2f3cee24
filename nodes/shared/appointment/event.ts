/**
 * The appointment contract: what the trigger and every read operation give to a workflow.
 * Times are UTC (`2026-11-26T13:00:00.000Z`); what is not known is null, never absent, never ''.
 * A change that breaks a reader raises `SCHEMA_VERSION`.
 */
export const SCHEMA_VERSION = 1;

/**
 * What happened, in our words. Calendly tells a reschedule as a cancellation of the old invitee
 * (`superseded`) and a creation of the new one (`rescheduled`), in any order.
 * https://developer.calendly.com/docs/api-guides/see-how-webhook-payloads-change-when-invitees-reschedule-events
 */
export type AppointmentAction =
	| 'created'
	| 'canceled'
	| 'rescheduled'
	| 'superseded'
	| 'no_show'
	| 'no_show_removed'
	| 'other';

/**
 * How a fact became known: delivered by Calendly, or found later by comparing the stored rows with
 * its API (« rattrapé »).
 */
export type EventSource = 'webhook' | 'reconciliation';

export type AppointmentMode = 'phone' | 'video' | 'in_person' | 'other';

export type InviteeStatus = 'active' | 'canceled';

export interface Appointment {
	/** Identity of this invitee's appointment: the last part of `inviteeUri`. */
	id: string;
	/** Calendly's scheduled event, shared by all invitees of a group event. */
	uri: string | null;
	/** Calendly's invitee: one per booking, new after a reschedule. */
	inviteeUri: string | null;
	status: InviteeStatus;
	/** Name of the event type, for example « Consultation téléphonique - 30 min ». */
	type: string | null;
	mode: AppointmentMode;
	start: string | null;
	end: string | null;
	durationMinutes: number | null;
	location: string | null;
	joinUrl: string | null;
	/** Bearer link: whoever holds it can cancel. Never log it. */
	cancelUrl: string | null;
	/** Bearer link: whoever holds it can reschedule. Never log it. */
	rescheduleUrl: string | null;
	host: { name: string | null; email: string | null };
	/** Mail addresses of the guests the client added. */
	guests: string[];
	invitees: { active: number | null; limit: number | null };
}

export interface Client {
	name: string | null;
	firstName: string | null;
	lastName: string | null;
	email: string | null;
	/** E.164 where the number could be read, otherwise as typed. */
	phone: string | null;
	/** IANA zone as Calendly gives it; may be unknown to this runtime. */
	timezone: string | null;
}

export interface Answer {
	question: string;
	answer: string;
	/** 0-based, with gaps where optional questions were left empty. */
	position: number;
}

export interface Cancellation {
	by: string | null;
	byType: string | null;
	reason: string | null;
	at: string | null;
}

export interface Reschedule {
	oldInviteeUri: string | null;
	newInviteeUri: string | null;
}

export interface Tracking {
	utmCampaign: string | null;
	utmSource: string | null;
	utmMedium: string | null;
	utmContent: string | null;
	utmTerm: string | null;
	salesforceUuid: string | null;
}

export interface Payment {
	externalId: string | null;
	provider: string | null;
	amount: number | null;
	currency: string | null;
	terms: string | null;
	successful: boolean | null;
}

/** The times as the workshop reads them, in French and in its own zone. */
export interface Display {
	/** `15/11/2025` */
	date: string | null;
	/** `15:00 - 15:30` */
	time: string | null;
	/** `15/11/2025 à 15:00 - 15:30` */
	dateTime: string | null;
	/** `samedi 15 novembre 2025` */
	longDate: string | null;
	/** `Téléphonique`, `Visio`, `Sur place`; null when the mode is not known */
	mode: string | null;
	/** The zone the above are shown in. */
	timezone: string;
	/** The client's own time, only when their zone shows another clock time. */
	clientDateTime: string | null;
}

export interface AppointmentEvent {
	schemaVersion: typeof SCHEMA_VERSION;
	/** Calendly's name of the event, for example `invitee.created`. */
	event: string;
	action: AppointmentAction;
	/** Equal for every delivery of the same fact, different for different facts. */
	idempotencyKey: string;
	/** When Calendly says it happened. */
	occurredAt: string | null;
	/** When this delivery reached us. */
	receivedAt: string;
	/** Absent on what was only read on demand, and on what was stored before this field existed. */
	source?: EventSource;
	/**
	 * True where the fact was recorded before and only its details are brought up to date: no row is
	 * made for it, so that one deleted in the meantime (a person who was erased) stays deleted.
	 */
	updatesOnly?: true;
	appointment: Appointment;
	client: Client;
	answers: Answer[];
	configurationUrl: string | null;
	notes: string | null;
	cancellation: Cancellation | null;
	reschedule: Reschedule | null;
	tracking: Tracking;
	payment: Payment | null;
	display: Display;
	/** Calendly's webhook as received; only when asked for. */
	raw?: unknown;
}
