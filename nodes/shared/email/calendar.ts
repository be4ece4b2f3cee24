/**
 * iCalendar objects (RFC 5545, https://www.rfc-editor.org/rfc/rfc5545) with a method (RFC 5546).
 */
import { cleanLine, cleanText } from '../text/clean';

const PRODUCT = '-//ArchiMeuble//n8n-nodes-calendly-archimeuble//FR';
const LINE_END = '\r\n';
/** RFC 5545 §3.1: octets of a line, its line end not counted. */
const MAX_LINE_OCTETS = 75;

export type CalendarMethod = 'PUBLISH' | 'CANCEL';

/** One appointment as a calendar holds it. Texts are plain; they are escaped here. */
export interface CalendarEvent {
	/** The same for the life of the appointment, see `calendarUid`. */
	uid: string;
	/** 0, raised by one with every revision (RFC 5545 §3.8.7.4). */
	sequence: number;
	status: 'CONFIRMED' | 'CANCELLED';
	/** When this description was made (DTSTAMP). */
	stamp: Date;
	start: Date;
	/** null when not known; calendars then show a moment. */
	end: Date | null;
	summary: string;
	location: string | null;
	description: string | null;
	organizer: { name: string | null; email: string } | null;
}

/**
 * A whole calendar with any number of events, folded, CRLF after every line. `method` stands before
 * the first component (RFC 5545 §3.6); null for a feed that is subscribed to.
 */
export function calendarDocument(
	events: readonly CalendarEvent[],
	method: CalendarMethod | null,
): string {
	const lines = [
		'BEGIN:VCALENDAR',
		`PRODID:${PRODUCT}`,
		'VERSION:2.0',
		'CALSCALE:GREGORIAN',
		...(method === null ? [] : [`METHOD:${method}`]),
		...events.flatMap(calendarEvent),
		'END:VCALENDAR',
	];
	return lines.map((line) => foldLine(line) + LINE_END).join('');
}

/** The UID of an appointment, the same in every file and in the feed: a calendar then holds it once. */
export function calendarUid(id: string): string {
	return `${id}@archimeuble`;
}

/** The content lines of one VEVENT (RFC 5545 §3.6.1), not folded yet. */
function calendarEvent(event: CalendarEvent): string[] {
	return [
		'BEGIN:VEVENT',
		`UID:${escapeCalendarText(cleanLine(event.uid))}`,
		`SEQUENCE:${event.sequence}`,
		`STATUS:${event.status}`,
		// Calendars that keep showing what is cancelled then at least do not take the time for busy.
		...(event.status === 'CANCELLED' ? ['TRANSP:TRANSPARENT'] : []),
		`DTSTAMP:${utcTime(event.stamp)}`,
		`DTSTART:${utcTime(event.start)}`,
		...(event.end === null ? [] : [`DTEND:${utcTime(event.end)}`]),
		`SUMMARY:${escapeCalendarText(cleanLine(event.summary))}`,
		...textLine('LOCATION', event.location),
		...textLine('DESCRIPTION', event.description),
		...organizerLine(event.organizer),
		'END:VEVENT',
	];
}

/** TEXT value, RFC 5545 §3.3.11: `\`, `;`, `,` and line feeds escaped, controls left out. */
export function escapeCalendarText(text: string): string {
	return cleanText(text)
		.replace(/[\\;,]/g, (character) => `\\${character}`)
		.replace(/\n/g, '\\n');
}

/** DATE-TIME in UTC, RFC 5545 §3.3.5 form 2: `20251115T140000Z`. */
export function utcTime(instant: Date): string {
	return instant.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/**
 * One content line folded at 75 octets of UTF-8, never inside a character (RFC 5545 §3.1). The
 * space that begins a continued line counts among its octets.
 */
export function foldLine(line: string): string {
	let folded = '';
	let octets = 0;
	for (const character of line) {
		const length = utf8Length(character);
		if (octets + length > MAX_LINE_OCTETS) {
			folded += `${LINE_END} `;
			octets = 1;
		}
		folded += character;
		octets += length;
	}
	return folded;
}

function textLine(name: string, value: string | null): string[] {
	const text = escapeCalendarText(value ?? '');
	return text === '' ? [] : [`${name}:${text}`];
}

/** RFC 5545 §3.8.4.3. The caller makes sure of the address; the name is quoted, RFC 6868. */
function organizerLine(organizer: CalendarEvent['organizer']): string[] {
	if (organizer === null) return [];
	const name = quotedParameter(cleanLine(organizer.name ?? ''));
	return [`ORGANIZER${name === '""' ? '' : `;CN=${name}`}:mailto:${organizer.email}`];
}

function quotedParameter(text: string): string {
	return `"${text.replace(/\^/g, '^^').replace(/"/g, "^'")}"`;
}

function utf8Length(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x80) return 1;
	if (code < 0x800) return 2;
	return code < 0x10000 ? 3 : 4;
}
