/**
 * The appointments as a calendar to subscribe to. RFC 5545 with the properties of RFC 7986 and what
 * calendars knew before it.
 */
import type { AppointmentRow } from '../../appointment/row';
import {
	calendarDocument,
	calendarUid,
	escapeCalendarText,
	foldLine,
	type CalendarEvent,
} from '../../email/calendar';
import { factLabel } from '../../email/text';
import { calendarSummary } from '../../email/wording';
import { DAY_MS } from '../../french/dates';
import { formatPhone } from '../../french/phone';
import { label } from '../../french/typography';
import { capLine, cleanLine } from '../../text/clean';
import { asInstant } from '../../text/fields';
import { compareTexts, latest } from '../../text/order';
import { feedHeaders, type WebAnswer } from '../answer';
import { answersOf, bookingsOf, lineOf, overAt, textOf, type Booking } from '../bookings/booking';
import type { State } from '../request/query';

const MAX_SUMMARY = 200;
const MAX_PLACE = 1_000;
const MAX_DESCRIPTION = 8_000;

/** Stands before the title of what does not take place any more. */
const OFF: Partial<Record<State, string>> = {
	annule: `${label('Annulé')} `,
	deplace: `${label('Déplacé')} `,
};

/** How long ago appointments may be to stay in the feed, in days. */
export const DEFAULT_PAST_DAYS = 365;

/** What the feed is made from. */
export interface FeedRequest {
	rows: readonly AppointmentRow[];
	now: Date;
	/** Name the calendar shows. */
	name: string;
	pastDays: number;
	/** Whether notes, answers and the configuration link are told too. */
	withNotes: boolean;
}

/**
 * The feed. It holds nothing of the moment it is made at, so that it changes only when an appointment
 * does (or grows too old): calendars and caches tell by the bytes.
 */
export function renderFeed(request: FeedRequest): WebAnswer {
	const since = new Date(request.now.getTime() - request.pastDays * DAY_MS).toISOString();
	const events = bookingsOf(request.rows)
		.filter((booking) => (overAt(booking) ?? '') >= since && booking.start !== null)
		.sort((a, b) => compareTexts(a.start ?? '', b.start ?? '') || compareTexts(a.id, b.id))
		.map((booking) => calendarEventOf(booking, request.withNotes));
	const body = withName(calendarDocument(events, null), cleanLine(request.name));
	return { statusCode: 200, headers: feedHeaders(body), body };
}

/** Name and pace stand among the properties of the calendar, before its first component. */
function withName(calendar: string, name: string): string {
	const properties = [
		`X-WR-CALNAME:${escapeCalendarText(name)}`,
		`NAME:${escapeCalendarText(name)}`,
		'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
		'X-PUBLISHED-TTL:PT1H',
	].map((line) => `${foldLine(line)}\r\n`);
	return calendar.replace(/^CALSCALE:.*\r\n/m, (line) => line + properties.join(''));
}

/**
 * The identity is that of the mails' files, so that an appointment imported from one is not doubled.
 * One that was cancelled or moved away stays, and its title says so: Google takes it off, Apple's
 * calendar strikes it through, but Outlook and some on Android show it like any other.
 */
function calendarEventOf(booking: Booking, withNotes: boolean): CalendarEvent {
	const { row, id, type } = booking;
	const isOff = booking.state === 'annule' || booking.state === 'deplace';
	const start = new Date(booking.start ?? 0);
	const end = new Date(overAt(booking) ?? 0);
	const summary = `${OFF[booking.state] ?? ''}${calendarSummary(type, lineOf(row, 'client'))}`;
	return {
		uid: calendarUid(id),
		sequence: isOff ? 1 : 0,
		status: isOff ? 'CANCELLED' : 'CONFIRMED',
		stamp: stampOf(booking),
		start,
		end: end > start ? end : null,
		summary: capLine(cleanLine(summary), MAX_SUMMARY),
		location: capLine(textOf(row, 'lieu') ?? lineOf(row, 'lien_visio') ?? '', MAX_PLACE),
		description: capLine(descriptionOf(booking, withNotes), MAX_DESCRIPTION),
		organizer: null,
	};
}

/** When what the event says became known: the last thing that happened to the appointment. */
function stampOf({ row, receivedAt, canceledAt, start }: Booking): Date {
	const happened = latest([receivedAt, canceledAt, asInstant(row.absent_le)]);
	return new Date(happened ?? start ?? 0);
}

function descriptionOf({ row, mode }: Booking, withNotes: boolean): string {
	const phone = lineOf(row, 'telephone');
	const facts: Array<[string, string | null]> = [
		['Avec', lineOf(row, 'hote')],
		['Mode', mode],
		['Téléphone', phone === null ? null : formatPhone(phone)],
		['Lien visio', lineOf(row, 'lien_visio')],
		...(withNotes ? notesOf(row) : []),
	];
	return facts
		.filter(([, value]) => value !== null)
		.map(([name, value]) => `${factLabel(name)} ${value}`)
		.join('\n');
}

function notesOf(row: AppointmentRow): Array<[string, string | null]> {
	return [
		['Lien de configuration', lineOf(row, 'lien_configuration')],
		['Notes', textOf(row, 'notes')],
		...answersOf(row).map(({ question, answer }): [string, string] => [question, answer]),
	];
}
