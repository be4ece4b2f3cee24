import type { AppointmentEvent } from '../appointment/event';
import { logTimestamp } from '../french/dates';

const MASK = '***';

/** Of Calendly's API: they name a resource and open nothing without a token. */
const IDENTIFIERS: readonly string[] = ['uri', 'inviteeUri', 'oldInviteeUri', 'newInviteeUri'];

/** Bearer links: whoever holds one can cancel, move or enter the meeting. */
const BEARER_LINKS: readonly string[] = ['cancelUrl', 'rescheduleUrl', 'joinUrl'];

/**
 * An address of any scheme, as far as its host and without a login before it. What follows may open a
 * room or a file, wherever somebody pasted it.
 */
const ADDRESS = /([a-z][a-z\d+.-]{0,30}:\/\/)(?:[^\s/?#@]*@)?([^\s/?#]*)[/?#]\S*/giu;
/** One that was typed without its scheme: `zoom.us/j/1?pwd=x`, `//zoom.us/j/1?pwd=x`. */
const BARE_ADDRESS =
	/(?<![\p{L}\p{N}.@-])((?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}(?::\d{1,5})?)[/?#](?!\*{3})\S*/giu;

/** What a log line says besides the event. */
export interface LogOptions {
	/** Recipient of the workshop's mail, when one is due. */
	recipient: string | null;
	/** Zone of the time stamps. */
	timezone: string;
}

/**
 * The lines the original endpoint wrote for an event, each one line whatever its content:
 * what came, the mail prepared for it, and the cancellation.
 */
export function logLines(event: AppointmentEvent, { recipient, timezone }: LogOptions): string[] {
	const stamp = `[${logTimestamp(new Date(event.receivedAt), timezone)}]`;
	const client = `Client: ${person(event)} | Event: ${logText(event.appointment.type)}`;
	const lines = [`${stamp} Event: ${logText(event.event)} | Data: ${maskedJson(event)}`];
	if (event.action === 'canceled') lines.push(`${stamp} Appointment CANCELED | ${client}`);
	if (recipient !== null) {
		lines.push(`${stamp} Email notification prepared for: ${logText(recipient)} | ${client}`);
	}
	return lines;
}

/**
 * Guest text inside a log line: control characters and line separators are escaped, and so is the
 * bar that separates fields, so that a name can neither start a line nor forge a field.
 */
export function logText(text: string | null): string {
	return text === null ? '-' : escapeControls(withoutLinks(text)).replace(/\|/g, '\\u007c');
}

function person({ client }: AppointmentEvent): string {
	return `${logText(client.name)} (${logText(client.email)})`;
}

/** The event without what whoever reads the log could open. */
function maskedJson(event: AppointmentEvent): string {
	const shown = { ...event, raw: undefined, display: undefined };
	return escapeControls(JSON.stringify(shown, masked));
}

function masked(key: string, value: unknown): unknown {
	if (typeof value !== 'string' || IDENTIFIERS.includes(key)) return value;
	return BEARER_LINKS.includes(key) ? MASK : withoutLinks(value);
}

/** The text with the host alone of every address in it. */
function withoutLinks(text: string): string {
	return text.replace(ADDRESS, `$1$2/${MASK}`).replace(BARE_ADDRESS, `$1/${MASK}`);
}

function escapeControls(text: string): string {
	return text.replace(
		/[\p{Cc}\u2028\u2029]/gu,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
