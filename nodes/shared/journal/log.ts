import type { AppointmentEvent } from '../appointment/event';
import { logTimestamp } from '../french/dates';

const MASK = '***';

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
	return text === null ? '-' : escapeControls(text).replace(/\|/g, '\\u007c');
}

function person({ client }: AppointmentEvent): string {
	return `${logText(client.name)} (${logText(client.email)})`;
}

/** The event without its bearer links: whoever holds one can cancel, move or enter the meeting. */
function maskedJson(event: AppointmentEvent): string {
	const { cancelUrl, rescheduleUrl, joinUrl } = event.appointment;
	const appointment = {
		...event.appointment,
		cancelUrl: cancelUrl && MASK,
		rescheduleUrl: rescheduleUrl && MASK,
		joinUrl: joinUrl && MASK,
	};
	return escapeControls(
		JSON.stringify({ ...event, raw: undefined, display: undefined, appointment }),
	);
}

function escapeControls(text: string): string {
	return text.replace(
		/[\p{Cc}\u2028\u2029]/gu,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
