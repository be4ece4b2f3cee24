import { asSendableAddress } from './address';
import { toE164 } from '../french/phone';
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
	const place = text.replace(/\s*\n\s*/g, ', ').trim();
	const isFound = isAddress || POSTCODE_AND_TOWN.test(place) || NUMBER_AND_STREET.test(place);
	if (!isFound || place === '' || place.length > MAX_ADDRESS) return null;
	if (looksLikeLink(place) || toE164(place) !== null) return null;
	return `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(place)}`;
}
