import type { PreviousAppointment } from '../appointment/change';
import type { Appointment } from '../appointment/event';
import { utcDay } from '../french/days';
import { asSendableAddress } from '../text/address';
import { capLine, cleanLine } from '../text/clean';
import { calendarDocument, calendarUid, type CalendarEvent, type CalendarMethod } from './calendar';
import type { CalendarAttachment, ComposedMail, MailRequest } from './mail';
import type { Fact, MailView } from './model';
import { readSlot, type Slot } from './slot';
import { factsText } from './text';
import { calendarSummary } from './wording';

const MAX_SUMMARY = 200;
const MAX_LOCATION = 1_000;

/** What the calendar file says besides the appointment itself. */
export interface Invitation {
	appointment: Appointment;
	isCanceled: boolean;
	/** Title in the reader's calendar. */
	summary: string;
	facts: Fact[];
	/** Time of composition (DTSTAMP). */
	now: Date;
}

/** The calendar files of a mail to the workshop, with the facts the mail shows. */
export function invitationsOf(
	{ kind, event, previous, now }: MailRequest,
	{ facts }: MailView,
): Pick<ComposedMail, 'calendar' | 'previousCalendar'> {
	const { appointment, client } = event;
	const summary = calendarSummary(appointment.type, client.name);
	const isCanceled = kind === 'canceled';
	const invitation = { appointment, isCanceled, summary, facts, now };
	return {
		calendar: calendarAttachment(invitation),
		previousCalendar: kind === 'rescheduled' ? previousCalendar(invitation, previous) : null,
	};
}

/** Of a mail without files. */
export const NO_CALENDARS = { calendar: null, previousCalendar: null };

/**
 * The file that takes the appointment a move ended off the calendar: Calendly makes a new one of every
 * move, with an identity of its own. A file apart, because a calendar has one method for all its events
 * (RFC 5546 §3.2). Null where nobody can have the former one from us.
 */
export function previousCalendar(
	{ appointment, summary, now }: Pick<Invitation, 'appointment' | 'summary' | 'now'>,
	previous: PreviousAppointment | null,
): CalendarAttachment | null {
	if (previous?.id == null || previous.id === appointment.id) return null;
	const { id, start, end, location } = previous;
	const ended = { ...appointment, id, start, end, location, joinUrl: null };
	return calendarAttachment({
		appointment: ended,
		isCanceled: true,
		summary,
		facts: [],
		now,
	});
}

/**
 * The mail's appointment as .ics file, null when its start is not known. PUBLISH, not REQUEST:
 * Calendly invites people itself. A moved appointment is a new one of Calendly's with its own UID;
 * only a cancellation revises an appointment: METHOD:CANCEL, SEQUENCE 1 (RFC 5546 §3.2.5).
 */
export function calendarAttachment(invitation: Invitation): CalendarAttachment | null {
	const { appointment, isCanceled } = invitation;
	const slot = readSlot(appointment);
	if (slot === null) return null;
	const method: CalendarMethod = isCanceled ? 'CANCEL' : 'PUBLISH';
	const day = utcDay(slot.start);
	return {
		fileName: `${isCanceled ? 'annulation' : 'rendez-vous'}-${day}.ics`,
		contentType: `text/calendar; charset=utf-8; method=${method}`,
		content: calendarDocument([calendarEventOf(invitation, slot)], method),
	};
}

function calendarEventOf(invitation: Invitation, slot: Slot): CalendarEvent {
	const { appointment, isCanceled, summary, facts, now } = invitation;
	return {
		uid: calendarUid(appointment.id),
		sequence: isCanceled ? 1 : 0,
		status: isCanceled ? 'CANCELLED' : 'CONFIRMED',
		stamp: now,
		...slot,
		summary: capLine(cleanLine(summary), MAX_SUMMARY),
		location: capLine(appointment.location ?? appointment.joinUrl ?? '', MAX_LOCATION),
		description: factsText(facts),
		organizer: organizerOf(appointment),
	};
}

/** RFC 5545 allows one organizer; of several hosts it is the first with an address. */
function organizerOf({ hosts }: Appointment): CalendarEvent['organizer'] {
	const known = hosts.map(({ name, email }) => ({ name, email: asSendableAddress(email) }));
	const host = known.find(({ email }) => email !== null);
	return host?.email ? { name: host.name, email: host.email } : null;
}
