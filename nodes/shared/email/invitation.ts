import type { Appointment } from '../appointment/event';
import { calendarDocument, type CalendarEvent, type CalendarMethod } from './calendar';
import { capLine, cleanLine } from '../text/clean';
import { bareAddress } from './links';
import { readSlot, type Slot } from './slot';
import { factsText } from './text';
import type { CalendarAttachment, MailRequest } from './types';
import type { MailView } from './view';
import { calendarSummary } from './wording';

const MAX_SUMMARY = 200;
const MAX_LOCATION = 1_000;

/**
 * The mail's appointment as .ics file, null when its start is not known. PUBLISH, not REQUEST:
 * Calendly invites people itself. A moved appointment is a new one of Calendly's with its own UID;
 * only a cancellation revises an appointment: METHOD:CANCEL, SEQUENCE 1 (RFC 5546 §3.2.5).
 */
export function calendarAttachment(
	request: MailRequest,
	view: MailView,
): CalendarAttachment | null {
	const slot = readSlot(request.event.appointment);
	if (slot === null) return null;
	const isCanceled = request.kind === 'canceled';
	const method: CalendarMethod = isCanceled ? 'CANCEL' : 'PUBLISH';
	const day = slot.start.toISOString().slice(0, 10);
	return {
		fileName: `${isCanceled ? 'annulation' : 'rendez-vous'}-${day}.ics`,
		contentType: `text/calendar; charset=utf-8; method=${method}`,
		content: calendarDocument([invitation(request, view, slot)], method),
	};
}

function invitation(request: MailRequest, view: MailView, slot: Slot): CalendarEvent {
	const { appointment, client } = request.event;
	const isCanceled = request.kind === 'canceled';
	return {
		uid: `${appointment.id}@archimeuble`,
		sequence: isCanceled ? 1 : 0,
		status: isCanceled ? 'CANCELLED' : 'CONFIRMED',
		stamp: request.now,
		...slot,
		summary: capLine(cleanLine(calendarSummary(appointment.type, client.name)), MAX_SUMMARY),
		location: capLine(appointment.location ?? appointment.joinUrl ?? '', MAX_LOCATION),
		description: factsText(view.facts),
		organizer: organizerOf(appointment),
	};
}

function organizerOf({ host }: Appointment): CalendarEvent['organizer'] {
	const email = bareAddress(host.email);
	return email === null ? null : { name: host.name, email };
}
