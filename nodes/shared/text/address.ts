import { parseUrl } from './url';

/**
 * `atext` of RFC 5322 §3.2.3, letters and digits of any language among it (RFC 6532 §3.2), and dots.
 * Two in a row, or one at the end, are in no standard, but in addresses that mail providers gave out.
 */
const LOCAL_PART =
	/^[\w!#$%&'*+/=?^`{|}~\p{L}\p{M}\p{N}-][\w!#$%&'*+/=?^`{|}~\p{L}\p{M}\p{N}.-]*$/u;
/** Label of a host name, RFC 1123 §2.1, of any language (RFC 5890). */
const LABEL = /[a-z\d\p{L}\p{N}](?:[a-z\d\p{L}\p{M}\p{N}-]{0,61}[a-z\d\p{L}\p{M}\p{N}])?/u;
const DOMAIN = dotted(LABEL);

/** RFC 5321 §4.5.3.1.1, and what a path of 256 characters leaves (§4.5.3.1.3). */
const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 254;

/**
 * The one rule for what is a mail address: one bare address, the spaces around it taken off; null for
 * anything else. Stricter than RFC 5321, because a header made of `a@x, b@y` or `Eve <e@x>` reaches
 * people nobody meant: no name, list, quoting, comment, white space, control or hidden character.
 */
export function asMailAddress(value: unknown): string | null {
	const address = typeof value === 'string' ? value.trim() : '';
	const [local, domain, ...more] = address.split('@');
	if (domain === undefined || more.length > 0 || !domain.includes('.')) return null;
	if (address.length > MAX_ADDRESS || local.length > MAX_LOCAL_PART) return null;
	return LOCAL_PART.test(local) && DOMAIN.test(domain) ? address : null;
}

/**
 * A mail address that may stand in a mail of ours, as sender, recipient or Reply-To: one of ASCII, the
 * domain of another script as every server knows it (`xn--…`, RFC 5891). Many servers refuse a whole
 * mail for any other local part (RFC 6531), and what a client typed must not cost the workshop its mail.
 */
export function asSendableAddress(value: unknown): string | null {
	const address = asMailAddress(value);
	if (address === null) return null;
	const [local, domain] = address.split('@');
	const host = isAscii(domain) ? domain : (parseUrl(`http://${domain}`)?.hostname ?? '');
	return isAscii(local) && /[a-z]/i.test(host) ? asMailAddress(`${local}@${host}`) : null;
}

/**
 * A domain in the one form DNS knows, lower case and `xn--` (UTS #46, as the URL standard reads it); what
 * is no host name in lower case alone.
 */
export function asciiDomain(domain: string): string {
	if (/^[\w.-]*$/.test(domain)) return domain.toLowerCase();
	return parseUrl(`http://${domain}/`)?.hostname ?? domain.toLowerCase();
}

function isAscii(text: string): boolean {
	return /^[\x21-\x7e]*$/.test(text);
}

/** The whole of a text: parts with dots between them. */
function dotted({ source }: RegExp): RegExp {
	return new RegExp(`^${source}(?:\\.${source})*$`, 'iu');
}
