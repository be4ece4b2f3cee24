import { asciiDomain, asMailAddress } from '../text/address';

/** What stands where an erased address stood. */
export const ERASED = '[effacé]';

/** A local part is never longer (RFC 5321 §4.5.3.1.1): what lies further back cannot belong to it. */
const LOOK_BACK = 64;

/**
 * The end of a local part that goes on: then the address is only the tail of another one. Dots, hyphens
 * and apostrophes count between letters only (`o'brien`), so that quotes and bullets do not hide one.
 */
const GOES_BACK = /[\p{L}\p{M}\p{N}_+][.'-]*$/u;
/** A domain as far as it goes: of `a@b.fr.example` all of it, of `a@b.fr.` not the full stop. */
const DOMAIN = /[\p{L}\p{M}\p{N}_]+(?:(?:-+|\.)[\p{L}\p{M}\p{N}_]+)*/uy;
/** A path is never longer (RFC 5321 §4.5.3.1.3), an internationalised domain not even in its longer form. */
const LOOK_AHEAD = 300;
const ASCII = /^[ -~]*$/;
/** What no spelling of an address changes but its case, and no pattern of a database takes for a sign. */
const PLAIN_RUN = /[a-z\d.+@-]+/gi;

/**
 * Finds one mail address as a whole, never as a part of another one, in any spelling of it: upper or
 * lower case of any script, accents composed or not (Unicode UAX #15, RFC 6532 §3.1), an
 * internationalised domain in letters or as `xn--` (RFC 5890). Signs that
 * RFC 5322 allows in a local part but that separate words in practice (`email=a@b.fr`, `x@y.fr/a@b.fr`)
 * end one here: in doubt the address is found, because to leave it would break the promise to erase.
 * Only where a text is one bare address, that one is meant.
 */
export class AddressMatcher {
	readonly #domain: string;
	readonly #local: string;
	/** Characters its shortest spelling has, composed, and its longest. */
	readonly #lengths: readonly [number, number];

	/** @param address what `asMailAddress` let through */
	private constructor(readonly address: string) {
		const [local, domain] = partsOf(address);
		this.#domain = asciiDomain(domain);
		this.#local = folded(local);
		const composed = this.#local.normalize('NFC');
		this.#lengths = [Math.min(local.length, composed.length), this.#local.length];
	}

	/** Null when the text, trimmed, is no mail address. */
	static of(text: unknown): AddressMatcher | null {
		const address = asMailAddress(text);
		return address === null ? null : new AddressMatcher(address);
	}

	/**
	 * The longest part of the address that is the same in every spelling of it, but for the case of
	 * ASCII letters: a database that knows no more of case and accents finds every row by it, and others.
	 */
	get plainPart(): string {
		const [local, domain] = partsOf(this.address);
		const isPlain = ASCII.test(domain) && !/(^|\.)xn--/i.test(domain);
		const runs = `${local}@${isPlain ? domain : ''}`.matchAll(PLAIN_RUN);
		return [...runs].reduce((longest, [run]) => (run.length > longest.length ? run : longest), '');
	}

	/** Whether a value, trimmed, is the address and nothing else. */
	equals(value: unknown): boolean {
		const other = asMailAddress(value);
		if (other === null) return false;
		const [local, domain] = partsOf(other);
		return folded(local) === this.#local && asciiDomain(domain) === this.#domain;
	}

	occursIn(text: string): boolean {
		return this.erasedFrom(text) !== text;
	}

	/**
	 * The text with « [effacé] » for every occurrence; the text itself where there is none. One pass: what
	 * an occurrence hid by standing right next to another is looked at when that one is gone.
	 */
	erasedFrom(text: string): string {
		if (this.#isAnother(text)) return text;
		const kept: string[] = [];
		let from = 0;
		for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
			const end = this.#endOf(text, at + 1);
			if (end === null) continue;
			const start = this.#startOf(text, from, at);
			if (start === null) continue;
			kept.push(text.slice(from, start), ERASED);
			from = end;
		}
		return kept.join('') + text.slice(from);
	}

	/** Where the local part begins that ends at the `@`; null where it is another one. */
	#startOf(text: string, from: number, at: number): number | null {
		const [shortest, longest] = this.#lengths;
		for (let start = at - shortest; start >= Math.max(from, at - longest); start -= 1) {
			if (folded(text.slice(start, at)) !== this.#local) continue;
			const before = text.slice(Math.max(from, start - LOOK_BACK), start);
			return GOES_BACK.test(before) ? null : start;
		}
		return null;
	}

	/** Where the domain ends; null where it is another one. */
	#endOf(text: string, at: number): number | null {
		DOMAIN.lastIndex = 0;
		const domain = DOMAIN.exec(text.slice(at, at + LOOK_AHEAD))?.[0] ?? '';
		return asciiDomain(domain) === this.#domain ? at + domain.length : null;
	}

	#isAnother(text: string): boolean {
		return asMailAddress(text) !== null && !this.equals(text);
	}
}

/** Local part and domain, composed. */
function partsOf(address: string): [string, string] {
	const [local, domain] = address.normalize('NFC').split('@');
	return [local, domain];
}

/** Equal for two spellings of one text. « ß » is no « ss » here: they are two people. */
function folded(text: string): string {
	return text.normalize('NFD').toLowerCase().replace(/ς/g, 'σ');
}
