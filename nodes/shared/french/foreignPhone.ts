import { NBSP } from './typography';

/** Country codes of one and two digits (ITU-T E.164 annex, list of assigned codes); all others have three. */
const SHORT_CODES = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * `+4915112345678` as it is read aloud, `+49 151 123 456 78`, with U+00A0: the country, then threes. Where
 * a country itself parts its numbers is not told by the number.
 *
 * @param phone E.164; anything else is given back as it is
 */
export function spacedPhone(phone: string): string {
	if (!/^\+[1-9]\d{7,14}$/.test(phone)) return phone;
	const code = SHORT_CODES.exec(phone)?.[0] ?? phone.slice(0, 4);
	// A digit that would stand alone joins the three before it.
	const inThrees = phone.slice(code.length).replace(/\d{3}(?=\d{2})/g, `$&${NBSP}`);
	return `${code}${NBSP}${inThrees}`;
}
