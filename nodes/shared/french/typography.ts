/**
 * French spacing, in one place: U+00A0 before « : » and inside guillemets, U+202F before ; ! ?
 * (Imprimerie nationale, Lexique des règles typographiques).
 */
export const NBSP = '\u00a0';
export const NARROW_NBSP = '\u202f';

/** Label as the mails and pages write it: `Client : `, the space before the colon not breaking. */
export function label(text: string): string {
	return `${text}${NBSP}:`;
}

/** `« text »` with non-breaking spaces inside. */
export function quoted(text: string): string {
	return `«${NBSP}${text}${NBSP}»`;
}

/** Keeps a short phrase such as a date on one line: its ordinary spaces become non-breaking. */
export function unbreakable(text: string): string {
	return text.replace(/ /g, NBSP);
}

/**
 * Puts the spaces French wants before high punctuation in text the workshop types, where a plain
 * space (or none before « »») was typed: `Objet : oui !` becomes `Objet : oui !` with U+00A0, U+202F.
 */
export function frenchSpacing(text: string): string {
	return text
		.replace(/ (?=:(?:\s|$))/g, NBSP)
		.replace(/ (?=[;!?])/g, NARROW_NBSP)
		.replace(/« /g, `«${NBSP}`)
		.replace(/ »/g, `${NBSP}»`);
}

/** With a capital in front, as a sentence begins. */
export function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same taken back, inside a sentence. */
export function uncapitalised(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Lower case without accents, for comparing words: `Téléphone` and `telephone` are one. */
export function foldAccents(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** `Paul`, `Paul et Léa`, `Paul, Léa et Zoé` */
export function frenchList(words: readonly string[]): string {
	const last = words.at(-1) ?? '';
	return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} et ${last}`;
}
