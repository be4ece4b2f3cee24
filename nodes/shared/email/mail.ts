import type { ClientMailKind, MailEvent, MailKind } from '../appointment/announcement';
import type { PreviousAppointment } from '../appointment/change';
import type { Agenda } from '../reminders/agenda';

/** Every mail there is; the agenda is the only one about a whole day. */
export type AnyMailKind = MailKind | ClientMailKind | 'agenda';

/** Facts a mail to the workshop can show, in the order they are listed. */
export const MAIL_FIELDS = [
	'type',
	'client',
	'email',
	'phone',
	'dateTime',
	'previousDateTime',
	'timezone',
	'hosts',
	'mode',
	'location',
	'previousLocation',
	'joinUrl',
	'configurationUrl',
	'notes',
	'answers',
	'guests',
	'invitees',
	'payment',
	'cancellation',
	'reschedule',
	'dashboard',
] as const;
export type MailField = (typeof MAIL_FIELDS)[number];

/** Facts a mail to the client can show, in the order they are listed. */
export const CLIENT_FIELDS = [
	'type',
	'dateTime',
	'previousDateTime',
	'hosts',
	'phone',
	'location',
	'previousLocation',
	'joinUrl',
	'preparation',
	'cancellation',
	'reschedule',
	'manage',
	'workshopPhone',
] as const;
export type ClientField = (typeof CLIENT_FIELDS)[number];

/**
 * Text the workshop writes in the node. Plain text, several lines allowed; it is escaped like
 * everything else. `{type}`, `{client}`, `{date}` and `{heure}` stand for the appointment's,
 * `{changement}` for what a move did to it (« a changé de lieu »).
 */
export interface MailWording {
	subject: string;
	greeting: string;
	introduction: string;
	closing: string;
	signature: string;
}

/**
 * Wording of the agenda; its placeholders are `{jour}` and `{nombre}`. On a day without appointments
 * `nothing` stands for the introduction.
 */
export interface AgendaWording extends MailWording {
	nothing: string;
}

/** What a mail to the workshop is composed from. */
export interface MailRequest {
	kind: MailKind;
	event: MailEvent;
	/** Only for `rescheduled`, and only when the old appointment is known. */
	previous: PreviousAppointment | null;
	wording: MailWording;
	fields: readonly MailField[];
	/** Zone the workshop reads times in. */
	timezone: string;
	/** Public address of the dashboard; empty for no link to it. */
	dashboardUrl: string;
	/** Whether to attach the appointment as an .ics file. */
	attachCalendar: boolean;
	/** Time of composition, for the calendar's DTSTAMP. */
	now: Date;
}

/** The same of a mail to the client. */
export interface ClientMailRequest extends Omit<MailRequest, 'kind' | 'fields' | 'dashboardUrl'> {
	kind: ClientMailKind;
	fields: readonly ClientField[];
	/** What the client should have at hand; may hold placeholders, is left out when empty. */
	preparation: string;
	/** The workshop's number, as typed; empty where clients are to write. */
	workshopPhone: string;
	/** The workshop's address, where the client's answer goes. */
	replyTo: string | null;
}

/** The same of the agenda. */
export interface AgendaRequest {
	agenda: Agenda;
	wording: AgendaWording;
	/** Zone the workshop reads times in. */
	timezone: string;
	/** Public address of the dashboard; empty for no links to it. */
	dashboardUrl: string;
}

/** An .ics file. */
export interface CalendarAttachment {
	fileName: string;
	/** `text/calendar; charset=utf-8; method=…`, the method equal to the one in the content. */
	contentType: string;
	/** RFC 5545 text with CRLF line ends. */
	content: string;
}

/** A mail, ready to be sent. */
export interface ComposedMail {
	kind: AnyMailKind;
	subject: string;
	html: string;
	text: string;
	/** Bare address answers go to: the client's, in a mail to them the workshop's; or null. */
	replyTo: string | null;
	calendar: CalendarAttachment | null;
	/** Takes the appointment this one replaces off the calendar. */
	previousCalendar: CalendarAttachment | null;
}

/** The same to a client, whose address may be none. */
export interface ComposedClientMail extends ComposedMail {
	/** The client's bare address; null when it is not one, and then nothing may be sent. */
	to: string | null;
}
