import { asSendableAddress } from './address';
import { asWebUrl } from './url';

/** Longer addresses are shown as text: no mail program opens them reliably. */
const MAX_URL_LENGTH = 2_000;

/** `mailto:` link (RFC 6068) to a mail address, null for anything else. */
export function mailLink(text: string): string | null {
	const address = asSendableAddress(text);
	if (address === null) return null;
	const [local, domain] = address.split('@');
	return `mailto:${encodeURIComponent(local)}@${domain}`;
}

/** `tel:` link (RFC 3966) to an E.164 number, null for a number as somebody typed it. */
export function phoneLink(phone: string): string | null {
	return /^\+[1-9]\d{7,14}$/.test(phone) ? `tel:${phone}` : null;
}

/** An http(s) link without credentials or hidden characters, null for anything else. */
export function webLink(text: string): string | null {
	return text.length > MAX_URL_LENGTH ? null : asWebUrl(text);
}

/** Whether mail programs may make a link of something in a text, as they do of a bare host name. */
export function looksLikeLink(text: string): boolean {
	return /:\/\/|@|[\p{L}\d]\.\p{L}{2}/u.test(text);
}
