/** C0 and C1 controls except line feed (RFC 5322 and HTML know no use for them in text). */
const CONTROLS = /(?!\n)\p{Cc}/gu;
/** Embeddings, overrides and isolates: they can show text in another order (Unicode UAX #9). */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu;
/** Half of a surrogate pair: it cannot be written as UTF-8. */
const LONE_SURROGATES = /\p{Cs}/gu;

const ELLIPSIS = '…';

/**
 * Guest text of several lines, `\n` between them, without control and bidi-override characters.
 * The normaliser cleans, and the mails clean again: they must not depend on where an event came from.
 */
export function cleanText(text: string): string {
	return text
		.replace(/\r\n?|[\u2028\u2029]/g, '\n')
		.replace(/\t/g, ' ')
		.replace(CONTROLS, '')
		.replace(BIDI_CONTROLS, '')
		.replace(LONE_SURROGATES, '\ufffd')
		.trim();
}

/** The same on one line, runs of ordinary spaces collapsed. */
export function cleanLine(text: string): string {
	return cleanText(text).replace(/[\n ]+/g, ' ');
}

/** At most `limit` code points, the last one « … » where something was cut. */
export function capLine(text: string, limit: number): string {
	const characters = [...text];
	if (characters.length <= limit) return text;
	return (
		characters
			.slice(0, limit - 1)
			.join('')
			.trimEnd() + ELLIPSIS
	);
}
