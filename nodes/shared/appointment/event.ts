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

/** Who did something: the client, or somebody of the workshop. */
export type Party = 'client' | 'host';

/** Calendly's kinds of location; `custom` is words of the host's or the client's own. */
export type PlaceKind =
	| 'address'
	| 'phone'
	| 'google_meet'
	| 'zoom'
	| 'goto_meeting'
	| 'microsoft_teams'
	| 'webex'
	| 'custom';

/** Whether the video service has made its link: it takes a moment, and it can fail for good. */
export type LinkStatus = 'pending' | 'ready' | 'failed';

/** What `location` and `joinUrl` are; null for kinds nobody knows yet. */
export interface Place {
	kind: PlaceKind | null;
	/**
	 * Who typed `location`, null where there is none: what a client typed is a stranger's text and goes
	 * into no mail to clients.
	 */
	setBy: Party | null;
	/** Of a video link; null for places that have none. */
	status: LinkStatus | null;
}

/** Who calls whom, and on which number: the client's where the host calls, otherwise the host's. */
export interface Call {
	by: Party;
	/** E.164 where the number could be read, otherwise as typed. */
	number: string | null;
	/** What the host wrote about it, several lines kept. */
	instructions: string | null;
}

export interface Host {
	name: string | null;
	email: string | null;
	/** Calendly's user. */
	uri: string | null;
}

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
	/** Address, number or description as text, several lines kept; `place` says what it is. */
	location: string | null;
	place: Place;
	/** Null unless it is a telephone call. */
	call: Call | null;
	joinUrl: string | null;
	/** Bearer link: whoever holds it can cancel. Never log it. */
	cancelUrl: string | null;
	/** Bearer link: whoever holds it can reschedule. Never log it. */
	rescheduleUrl: string | null;
	/** With whom, all of them; several for a collective event. */
	hosts: Host[];
	/** Mail addresses of the guests the client added. */
	guests: string[];
	/** Places taken and places there are; a limit above one is a group. */
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

/** Who ended an appointment, and why. */
export interface Ending {
	/** A person's name. */
	by: string | null;
	byType: Party | null;
	/** Several lines kept. */
	reason: string | null;
}

export interface Cancellation extends Ending {
	at: string | null;
}

/** Who moved it and why is told by Calendly with the old half alone, and null in the new one. */
export interface Reschedule extends Ending {
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

export type PaymentState = 'paid' | 'failed';

export interface Payment {
	/** The provider's own identifier. */
	externalId: string | null;
	provider: string | null;
	/** In whole units of the currency, as Calendly gives it. */
	amount: number | null;
	currency: string | null;
	/** Several lines kept. */
	terms: string | null;
	state: PaymentState | null;
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
	/** Null for the old half of a reschedule: `reschedule` tells of that. */
	cancellation: Cancellation | null;
	reschedule: Reschedule | null;
	tracking: Tracking;
	payment: Payment | null;
	display: Display;
	/** Calendly's webhook as received; only when asked for. */
	raw?: unknown;
}
