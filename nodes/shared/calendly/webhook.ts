import { asFields, asLine, isFields, type Fields } from './fields';

/** Events a subscription can deliver (GET /sample_webhook_data enumerates them). */
export const INVITEE_CREATED = 'invitee.created';
export const INVITEE_CANCELED = 'invitee.canceled';
export const NO_SHOW_CREATED = 'invitee_no_show.created';
export const NO_SHOW_DELETED = 'invitee_no_show.deleted';

/** A delivery whose envelope could be read; the payload is still unknown territory. */
export interface Webhook {
	event: string;
	/** When Calendly says the event happened, as sent. */
	createdAt: unknown;
	payload: Fields;
}

/** Invalid bytes must not become U+FFFD in silence: two bodies would read the same. */
const utf8 = { fatal: true, ignoreBOM: false };

/**
 * Reads the body of an authentic delivery: UTF-8 JSON, an object with an `event` name.
 * Returns null for anything else.
 */
export function parseWebhook(rawBody: Uint8Array): { webhook: Webhook; raw: unknown } | null {
	let raw: unknown;
	try {
		raw = JSON.parse(new TextDecoder('utf-8', utf8).decode(rawBody));
	} catch {
		return null;
	}
	const webhook = readWebhook(raw);
	return webhook === null ? null : { webhook, raw };
}

/** The envelope of an already parsed delivery, or null when it is not one. */
export function readWebhook(raw: unknown): Webhook | null {
	const event = asLine(asFields(raw).event);
	if (!isFields(raw) || event === null) return null;
	return { event, createdAt: raw.created_at, payload: asFields(raw.payload) };
}
