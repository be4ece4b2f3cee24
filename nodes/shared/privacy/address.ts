import { asMailAddress } from '../text/address';

/** What stands where an erased address stood. */
export const ERASED = '[effacé]';

/** A local part is never longer (RFC 5321 §4.5.3.1.1): what lies further back cannot belong to it. */
const LOOK_BACK = 64;
/** A label of a domain is never longer (RFC 1035 §2.3.4). */
const LOOK_AHEAD = 64;

/**
 * The end of a local part that goes on: then the address is only the tail of another one. Dots, hyphens
 * and apostrophes count between letters only (`o'brien`), so that quotes and bullets do not hide one.
 */
const GOES_BACK = /[\p{L}\p{M}\p{N}_+][.'-]*$/u;
/** A domain that goes on: `a@b.fr.example`, but not the full stop after `a@b.fr.` */
const GOES_ON = /^(?:-*|\.)[\p{L}\p{M}\p{N}_]/u;

/**
 * Finds one mail address as a whole: without regard to case, never as a part of another one. Signs that
 * RFC 5322 allows in a local part but that separate words in practice (`email=a@b.fr`, `x@y.fr/a@b.fr`)
 * end one here: in doubt the address is found, because to leave it would break the promise to erase.
 * Only where a text is one bare address, that one is meant.
 */
export class AddressMatcher {
	readonly #address: RegExp;
	readonly #alone: RegExp;

	/** @param address what `asMailAddress` let through */
	private constructor(readonly address: string) {
		const literal = address.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
		// Case folding of the `u` flag keeps positions, unlike toLowerCase (« İ » becomes two).
		this.#address = new RegExp(literal, 'giu');
		this.#alone = new RegExp(`^${literal}$`, 'iu');
	}

	/** Null when the text, trimmed, is no mail address. */
	static of(text: unknown): AddressMatcher | null {
		const address = asMailAddress(text);
		return address === null ? null : new AddressMatcher(address);
	}

	/** Whether a value, trimmed, is the address and nothing else. */
	equals(value: unknown): boolean {
		return typeof value === 'string' && this.#alone.test(value.trim());
	}

	occursIn(text: string): boolean {
		return this.#isCandidate(text) && this.#replaced(text) !== text;
	}

	/** The text with « [effacé] » for every occurrence; the text itself where there is none. */
	erasedFrom(text: string): string {
		if (!this.#isCandidate(text)) return text;
		let before = '';
		let erased = text;
		// What an occurrence hid by standing right next to another may be one now.
		while (erased !== before) {
			before = erased;
			erased = this.#replaced(before);
		}
		return erased;
	}

	#isCandidate(text: string): boolean {
		if (!text.includes('@')) return false;
		return asMailAddress(text) === null || this.equals(text);
	}

	#replaced(text: string): string {
		return text.replace(this.#address, (found, at: number) =>
			isWhole(text, at, at + found.length) ? ERASED : found,
		);
	}
}

function isWhole(text: string, start: number, end: number): boolean {
	const before = text.slice(Math.max(0, start - LOOK_BACK), start);
	const after = text.slice(end, end + LOOK_AHEAD);
	return !GOES_BACK.test(before) && !GOES_ON.test(after);
}
