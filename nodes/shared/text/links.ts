import { asWebUrl } from './url';

/** Longer addresses are shown as text: no mail program opens them reliably. */
const MAX_URL_LENGTH = 2_000;

/** `dot-atom` of RFC 5322 §3.2.3: ASCII without spaces, quotes, comments or separators. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** Host name of at least two labels, RFC 1123 §2.1. */
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

/**
 * The text itself when it is one bare mail address, null otherwise. Stricter than RFC 5321, because
 * a header made of `a@x, b@y` or `Eve <e@x>` reaches people nobody meant: one @, at most 64 + 254
 * characters, no white space, comma, semicolon, angle bracket, double quote or control.
 */
export function bareAddress(text: string | null): string | null {
	if (text === null || text.length > 254) return null;
	const [local, domain, ...more] = text.split('@');
	if (domain === undefined || more.length > 0 || local.length > 64) return null;
	return LOCAL_PART.test(local) && DOMAIN.test(domain) ? text : null;
}

/** `mailto:` link (RFC 6068) to a bare address, null for anything else. */
export function mailLink(text: string): string | null {
	const address = bareAddress(text);
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
