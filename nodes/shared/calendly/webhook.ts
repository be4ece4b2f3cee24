import { asFields, asLine, isFields, type Fields } from './fields';

/** Events a subscription can deliver (GET /sample_webhook_data enumerates them). */
export const INVITEE_CREATED = 'invitee.created';
export const INVITEE_CANCELED = 'invitee.canceled';
export const NO_SHOW_CREATED = 'invitee_no_show.created';
export const NO_SHOW_DELETED = 'invitee_no_show.deleted';

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
