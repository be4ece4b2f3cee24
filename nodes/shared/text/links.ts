import { asSendableAddress } from './address';
import { toE164 } from '../french/phone';
import { asWebUrl, parseUrl } from './url';

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

/** A link inside a text: where it stands there, and where it leads. */
export interface FoundLink {
	start: number;
	end: number;
	href: string;
}

/** With a scheme, or a host name that stands alone. What follows an `@`, a dot or a slash is a part. */
const ADDRESSES =
	/https?:\/\/[^\s<>"«»]+|(?<![\p{L}\p{N}.@/:_-])[a-z\d][a-z\d.-]*\.[a-z]{2,24}(?![\p{L}\p{N}@_-])(?:[/?#][^\s<>"«»]*)?/giu;

/**
 * Endings of host names that people here type without a scheme, each of which nobody writes behind a
 * dot for another reason; `example` is the one of manuals and tests (RFC 2606).
 */
const KNOWN_ENDING =
	/\.(?:alsace|app|archi|be|biz|bzh|ch|cloud|co|com|corsica|de|design|dev|es|eu|example|fr|gf|gp|info|io|it|lu|mc|mq|nc|net|online|org|paris|pf|pm|pro|re|shop|site|store|studio|tech|uk|yt)$/i;

/**
 * The links of a text of which it is certain that they are meant as such: http(s) addresses of a named
 * host, and such addresses without their scheme where they begin with `www.` or lead to a page of a
 * host name with a usual ending. The punctuation of the sentence is not part of them.
 */
export function linksIn(text: string): FoundLink[] {
	return [...text.matchAll(ADDRESSES)].flatMap(({ 0: found, index: start }) => {
		const address = withoutPunctuation(found);
		const href = certainLink(address);
		return href === null ? [] : [{ start, end: start + address.length, href }];
	});
}

/** The http(s) link a text is, but for the dot of its sentence; null for one that is only part of it. */
export function linkOf(text: string): string | null {
	const address = withoutPunctuation(text.trim());
	return /^https?:/i.test(address) ? certainLink(address) : null;
}

/** Behind an address these end the sentence; a bracket does where none was opened. */
function withoutPunctuation(address: string): string {
	// Nobody opens it anyway, and the pattern below takes the square of what a stranger typed.
	if (address.length > MAX_URL_LENGTH) return '';
	const bare = address.replace(/[.,;:!?…'’*\]}]+$/u, '');
	const isClosedOnly = bare.endsWith(')') && !bare.includes('(');
	return isClosedOnly ? withoutPunctuation(bare.slice(0, -1)) : bare;
}

function certainLink(address: string): string | null {
	const hasScheme = /^https?:/i.test(address);
	const href = webLink(hasScheme ? address : `https://${address}`);
	const host = parseUrl(href ?? '')?.hostname ?? '';
	if (!/\.(?:[a-z]{2,}|xn--[a-z\d-]+)$/.test(host) || looksUnlike(address)) return null;
	if (hasScheme || /^www\./i.test(address)) return href;
	return /[/?#]./.test(address) && KNOWN_ENDING.test(host) ? href : null;
}

/** Signs a browser takes for the dot of a host name (UTS #46), or a reader does. */
const OTHER_DOTS = /[\u3002\uff0e\uff61\u2024\ufe52]/gu;

/** Whether an address leads elsewhere than it reads: no honest one is written with such dots. */
function looksUnlike(address: string): boolean {
	return address.search(OTHER_DOTS) !== -1;
}

const LINK_SIGNS = [
	/:\/\//,
	/@/,
	/[\p{L}\d]\.\p{L}{2}/u,
	/\d(?:\.\d{1,3}){3}/,
	/(?<!\p{L})(?:https?|ftp|mailto|tel|sms|javascript|data):/iu,
];

/**
 * Whether mail programs, or people, may take something in a text for a link: a bare host name, also
 * one with other signs for its dots, an IP address, a scheme. For text nobody may make a link with, so
 * rather too much than too little.
 */
export function looksLikeLink(text: string): boolean {
	const plain = text
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.replace(OTHER_DOTS, '.');
	return LINK_SIGNS.some((sign) => sign.test(plain));
}

/** Postal addresses are short. */
const MAX_ADDRESS = 300;
/** `59000 Lille`, `B-1000 Bruxelles` */
const POSTCODE_AND_TOWN = /(?<![\d+])\d{4,5},?\s+\p{Lu}\p{L}/u;
/** `12 bis, rue de la Liberté` */
const NUMBER_AND_STREET =
	/(?<!\d)\d{1,4}\s?(?:bis|ter|quater|[a-d])?,?\s+(?:rue|av(?:enue|\.)|boulevard|boul\.|bd\.?|chemin|ch\.|all[ée]es?|impasse|place|pl\.|quai|route|rte|cours|square|passage|faubourg|sentier|voie|mail|villa|cit[ée]|esplanade|rond-point|promenade|venelle|ruelle)\s/iu;

/**
 * Google's map of a postal address, on telephones in its app; null for a number, a link, and words
 * that are no address. https://developers.google.com/maps/documentation/urls/get-started
 *
 * @param isAddress whether the text is known to be one, whatever it looks like
 */
export function mapLink(text: string, isAddress: boolean): string | null {
	const place = text.trim().replace(/\s*\n\s*/g, ', ');
	const isFound = isAddress || POSTCODE_AND_TOWN.test(place) || NUMBER_AND_STREET.test(place);
	if (!isFound || place === '' || place.length > MAX_ADDRESS) return null;
	if (looksLikeLink(place) || toE164(place) !== null) return null;
	return `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(place)}`;
}
