import { asFields, asLine, isFields, type Fields } from '../text/fields';

/** Events a subscription can deliver (GET /sample_webhook_data enumerates them). */
export const INVITEE_CREATED = 'invitee.created';
export const INVITEE_CANCELED = 'invitee.canceled';
export const NO_SHOW_CREATED = 'invitee_no_show.created';
export const NO_SHOW_DELETED = 'invitee_no_show.deleted';

/** All of them; https://developer.calendly.com/api-docs/calendly-api/webhooks/get-sample-webhook-data */
export const CALENDLY_EVENTS = [
	INVITEE_CREATED,
	INVITEE_CANCELED,
	NO_SHOW_CREATED,
	NO_SHOW_DELETED,
	'event_type.created',
	'event_type.updated',
	'event_type.deleted',
	'contact.created',
	'contact.updated',
	'contact.deleted',
	'routing_form_submission.created',
	'meeting_recap.created',
	'meeting_recap.updated',
	'meeting_recap.deleted',
] as const;

/** Choice of a node that means every event, also those Calendly may add. */
export const ANY_EVENT = '*';

/** The events to subscribe to for a choice. */
export function eventsToSubscribe(chosen: readonly string[]): string[] {
	return chosen.includes(ANY_EVENT) ? [...CALENDLY_EVENTS] : [...chosen];
}

/** The envelope of a delivery; the payload is still unknown territory. */
export interface Webhook {
	/** Calendly's name of the event; empty when there is none. */
	event: string;
	/** When Calendly says the event happened, as sent. */
	createdAt: unknown;
	payload: Fields;
}

/** Invalid bytes must not become U+FFFD in silence: two bodies would read the same. */
const utf8 = { fatal: true, ignoreBOM: false };

/**
 * Parses the body of an authentic delivery: UTF-8 JSON, an object with an `event` name.
 * Returns null for anything else.
 */
export function parseWebhook(rawBody: Uint8Array): Fields | null {
	try {
		const raw: unknown = JSON.parse(new TextDecoder('utf-8', utf8).decode(rawBody));
		return isFields(raw) && readWebhook(raw).event !== '' ? raw : null;
	} catch {
		return null;
	}
}

/** The envelope of a parsed delivery; what is not there or of the wrong type reads as unknown. */
export function readWebhook(raw: unknown): Webhook {
	const { event, created_at: createdAt, payload } = asFields(raw);
	return { event: asLine(event) ?? '', createdAt, payload: asFields(payload) };
}
