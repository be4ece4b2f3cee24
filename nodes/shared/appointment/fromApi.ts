import {
	INVITEE_CANCELED,
	INVITEE_CREATED,
	NO_SHOW_CREATED,
	NO_SHOW_DELETED,
} from '../calendly/webhook';
import { type Fields, asFields, asInstant, asLine, asList, isFields } from '../text/fields';
import type { AppointmentEvent } from './event';
import { reconciliationKeyOf } from './identity';
import { type NormalizeOptions, normalizeWebhook } from './normalize';

/**
 * Calendly's REST resources as the appointment contract. An invitee resource has the keys of the
 * webhook payload except `scheduled_event`, so the delivery is rebuilt and read by the normaliser.
 * https://developer.calendly.com/api-docs (GET /scheduled_events/{uuid}/invitees)
 */
export type ReadOptions = Omit<NormalizeOptions, 'source'>;

/**
 * The present state of one invitee's appointment as one event: created or rescheduled while it
 * stands, canceled or superseded once it does not, no_show where the client was marked absent. Not
 * marked as caught up: it is only being read.
 *
 * @param scheduledEvent `resource` of GET /scheduled_events/{uuid}, or an entry of the list
 * @param invitee entry of GET /scheduled_events/{uuid}/invitees
 */
export function currentEvent(
	scheduledEvent: unknown,
	invitee: unknown,
	options: ReadOptions,
): AppointmentEvent {
	const payload = payloadOf(scheduledEvent, invitee);
	const read = (delivery: Fields) => normalizeWebhook(delivery, { ...options, source: null });
	if (isCanceled(payload)) return read(cancellationOf(payload));
	return read(noShowOf(payload) ?? creationOf(payload));
}

/** One invitee's appointment as the API tells it now. */
export interface CurrentBooking {
	/**
	 * The deliveries Calendly has sent, or should have, in the order they happened: created, then
	 * no_show, then canceled. What the API does not tell (a no-show that was taken back) is not among
	 * them.
	 */
	events: AppointmentEvent[];
	/** Another text after every edit Calendly dates, the same until then. */
	revision: string;
}

/**
 * What the API tells of one invitee, as facts a delivery could have told.
 *
 * Idempotency keys: of `created` and `canceled` that of the webhook, because it is made of the event
 * and the invitee alone; whichever comes first is handled and the other is its repetition. That of
 * `no_show` contains the second it was marked, which is the envelope's in captured deliveries, or the
 * one before; where they differ, the row is written twice with the same columns, never announced.
 */
export function currentBooking(
	scheduledEvent: unknown,
	invitee: unknown,
	options: ReadOptions,
): CurrentBooking {
	const payload = payloadOf(scheduledEvent, invitee);
	const deliveries = [
		creationOf(payload),
		noShowOf(payload),
		isCanceled(payload) ? cancellationOf(payload) : null,
	];
	const events = deliveries
		.filter((delivery) => delivery !== null)
		.map((delivery) => normalizeWebhook(delivery, { ...options, source: 'reconciliation' }));
	return { events, revision: revisionOf(payload) };
}

/**
 * `updated_at` of all that can be edited: the invitee, the scheduled event, each guest. Calendly's
 * schema requires them; what is missing all the same reads as null and tells nothing apart.
 */
function revisionOf(payload: Fields): string {
	const scheduled = asFields(payload.scheduled_event);
	const edited = [payload, scheduled, ...asList(scheduled.event_guests)];
	return JSON.stringify(edited.map(({ updated_at: at }) => asLine(at)));
}

/**
 * The event that takes back a no-show the API no longer tells. Calendly does not say when it was
 * taken back, so the key names the mark instead.
 *
 * @param present any event about the invitee as it is now
 * @param markedAt when the row says the client was marked absent
 */
export function noShowRemoval(present: AppointmentEvent, markedAt: string): AppointmentEvent {
	const invitee = present.appointment.inviteeUri ?? present.appointment.id;
	return {
		...present,
		event: NO_SHOW_DELETED,
		action: 'no_show_removed',
		idempotencyKey: reconciliationKeyOf(NO_SHOW_DELETED, invitee, markedAt),
		occurredAt: null,
		updatesOnly: true,
	};
}

function payloadOf(scheduledEvent: unknown, invitee: unknown): Fields {
	const scheduled = asFields(scheduledEvent);
	const payload = asFields(invitee);
	return {
		...payload,
		status: payload.status ?? scheduled.status,
		scheduled_event: scheduled,
	};
}

/**
 * By the invitee's own status: a group event stays active when one of its invitees cancels. The
 * event's counts only where the invitee has none.
 */
function isCanceled(payload: Fields): boolean {
	return payload.status === 'canceled';
}

/** As it was when booked: what happened to it since belongs to other deliveries. */
function creationOf(payload: Fields): Fields {
	return envelope(INVITEE_CREATED, payload.created_at, {
		...asActive(payload),
		no_show: null,
	});
}

function noShowOf(payload: Fields): Fields | null {
	const { no_show: noShow } = payload;
	return isFields(noShow) ? envelope(NO_SHOW_CREATED, noShow.created_at, asActive(payload)) : null;
}

function cancellationOf(payload: Fields): Fields {
	const scheduled = asFields(payload.scheduled_event);
	const { created_at: at } = asFields(payload.cancellation ?? scheduled.cancellation);
	return envelope(INVITEE_CANCELED, at ?? payload.updated_at, payload);
}

function asActive(payload: Fields): Fields {
	return {
		...payload,
		status: 'active',
		rescheduled: false,
		new_invitee: null,
		cancellation: undefined,
		scheduled_event: {
			...asFields(payload.scheduled_event),
			status: 'active',
			cancellation: undefined,
		},
	};
}

function envelope(event: string, at: unknown, payload: Fields): Fields {
	return { created_at: wholeSecond(at), event, payload };
}

/**
 * Envelopes carry whole seconds written with six decimals (`2026-11-26T14:00:08.000000Z`), resources
 * the microseconds of what happened then.
 */
function wholeSecond(value: unknown): string | null {
	const instant = asInstant(value);
	return instant === null ? null : `${instant.slice(0, 19)}.000000Z`;
}
