import type { AppointmentEvent } from '../appointment/event';

/** What a mail to the workshop announces; named like the action that causes it. */
export type MailKind = 'created' | 'rescheduled' | 'canceled';

/** Facts a mail can show, in the order they are listed. */
export const MAIL_FIELDS = [
	'type',
	'client',
	'email',
	'phone',
	'dateTime',
	'previousDateTime',
	'timezone',
	'mode',
	'location',
	'joinUrl',
	'configurationUrl',
	'notes',
	'answers',
	'guests',
	'cancellation',
] as const;
export type MailField = (typeof MAIL_FIELDS)[number];

/**
 * Text the workshop writes in the node. Plain text, several lines allowed; it is escaped like
 * everything else. `{type}`, `{client}`, `{date}` and `{heure}` stand for the appointment's.
 */
export interface MailWording {
	subject: string;
	greeting: string;
	introduction: string;
	closing: string;
	signature: string;
}

/** Time of an appointment before it moved, UTC. */
export interface PreviousSlot {
	start: string | null;
	end: string | null;
}

export interface MailRequest {
	kind: MailKind;
	event: AppointmentEvent;
	/** Only for `rescheduled`, and only when the old appointment is known. */
	previous: PreviousSlot | null;
	wording: MailWording;
	fields: readonly MailField[];
	/** Zone the workshop reads times in. */
	timezone: string;
	/** Whether to attach the appointment as an .ics file. */
	attachCalendar: boolean;
	/** Time of composition, for the calendar's DTSTAMP. */
	now: Date;
}

export interface CalendarAttachment {
	fileName: string;
	/** `text/calendar; charset=utf-8; method=…`, the method equal to the one in the content. */
	contentType: string;
	/** RFC 5545 text with CRLF line ends. */
	content: string;
}

export interface ComposedMail {
	kind: MailKind;
	subject: string;
	html: string;
	text: string;
	/** The client's bare address, or null when it is not one. */
	replyTo: string | null;
	calendar: CalendarAttachment | null;
}
