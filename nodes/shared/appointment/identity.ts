import { createHash } from 'node:crypto';
import { INVITEE_CANCELED, INVITEE_CREATED, type Webhook } from '../calendly/webhook';
import { asInstant, asLine } from '../text/fields';
import { parseUrl } from '../text/url';

/** Events that happen once in the life of an invitee; all others can happen again. */
const ONCE_PER_INVITEE: readonly string[] = [INVITEE_CREATED, INVITEE_CANCELED];

/**
 * The key that is equal for every delivery of the same fact. Calendly sends no delivery id, so it is
 * made from what the fact is: the event, the invitee, and for events that recur (a no-show can be
 * marked, unmarked and marked again) the envelope's time.
 * The parts are encoded as JSON, so that no two different tuples can run together.
 */
export function idempotencyKeyOf(webhook: Webhook): string {
	const subject = asLine(webhook.payload.uri);
	if (subject === null)
		return digest(['anonymous', webhook.event, webhook.createdAt, webhook.payload]);
	const recurrence = ONCE_PER_INVITEE.includes(webhook.event) ? null : webhook.createdAt;
	return digest([webhook.event, subject, recurrence]);
}

/**
 * The key of a fact only a comparison with Calendly's API brought to light and no delivery tells.
 *
 * @param facts what tells it apart from other facts of this kind about the same invitee
 */
export function reconciliationKeyOf(event: string, invitee: string, facts: unknown): string {
	return digest(['reconciliation', event, invitee, facts]);
}

/**
 * The identity of an appointment: the last part of the invitee's URI. Payloads without one (the
 * original guide's) are told apart by their content, as far as it goes.
 */
export function appointmentIdOf(inviteeUri: string | null, webhook: Webhook): string {
	const known = inviteeUri === null ? null : inviteeIdOf(inviteeUri);
	if (known !== null) return known;
	const { email, name, event_type_name: type, scheduled_event: scheduled } = webhook.payload;
	const start = asInstant((scheduled as { start_time?: unknown } | null | undefined)?.start_time);
	return `sans-uri-${digest([email, name, type, start]).slice(0, 16)}`;
}

/** `AAAA` of `https://api.calendly.com/scheduled_events/EEEE/invitees/AAAA`. */
export function inviteeIdOf(inviteeUri: string): string | null {
	return parseUrl(inviteeUri)?.pathname.split('/').filter(Boolean).pop() ?? null;
}

function digest(parts: unknown): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
