import { foldAccents } from '../french/typography';
import { isClockTime } from '../reminders/agenda';
import { asSendableAddress } from '../text/address';

/**
 * What a person typed into a cell, read as generously as it is unambiguous. Nothing is guessed: what
 * could mean two things is refused, and said.
 */

/** Recipients as a person lists them. */
export interface TypedAddresses {
	/** Each once, in their order. */
	addresses: string[];
	/** What stands there and is no address, as typed. */
	unread: string[];
}

/** Names in quotes may hold the signs that separate. */
const QUOTED_NAME = /"[^"]*"(?=\s*<)/g;
const SEPARATORS = /[,;\r\n\t|]/;
/** Words and signs between two addresses. */
const BETWEEN = /^(?:et|ou|and|&|\+|\/|-|–)$/i;

/**
 * The addresses of `a@x.fr; b@x.fr;`, of one a line, with « et » or a space between, or with names:
 * `Paul Petit <a@x.fr>`.
 */
export function readAddresses(typed: string): TypedAddresses {
	const parts = typed.replace(QUOTED_NAME, ' ').split(SEPARATORS).map(readPart);
	const addresses = parts.flatMap((part) => part.addresses);
	return {
		addresses: addresses.filter((address, index) => {
			const isSame = (other: string) => other.toLowerCase() === address.toLowerCase();
			return addresses.findIndex(isSame) === index;
		}),
		unread: parts.flatMap(({ unread }) => unread),
	};
}

/** Words beside an address are a name; alone, or with an @, they are an address mistyped. */
function readPart(part: string): TypedAddresses {
	const words = part.split(/[\s<>()]/).filter((word) => word !== '' && !BETWEEN.test(word));
	const read = words.map((word) => ({ word, address: addressOf(word) }));
	const addresses = read.map(({ address }) => address).filter((address) => address !== null);
	const isMistyped = ({ word, address }: (typeof read)[number]) =>
		address === null && (addresses.length === 0 || /[@:\d]|\.\p{L}/u.test(word));
	return { addresses, unread: read.filter(isMistyped).map(({ word }) => word) };
}

/** Without what a mail program or a sentence puts around it. */
function addressOf(word: string): string | null {
	return asSendableAddress(word.replace(/^(?:mailto:|["'«‘“])+|["'»’”.:!?]+$/giu, ''));
}

/** A unit a number may be followed by, and how many of the wanted ones it is. */
export type Units = ReadonlyArray<readonly [words: RegExp, factor: number]>;

export const HOURS: Units = [
	[/^(?:h|heures?)$/, 1],
	[/^(?:j|jours?)$/, 24],
];
export const DAYS: Units = [[/^(?:j|jours?)$/, 1]];
export const MONTHS: Units = [
	[/^mois$/, 1],
	[/^ans?$/, 12],
];

/** `48`, `48 h`, `2 jours`: a whole number within bounds, in the smallest unit of the list. */
export function readQuantity(
	typed: string,
	units: Units,
	{ least, most }: { least: number; most: number },
): number | null {
	const match = /^(\d{1,6})\s*(\p{L}*)\.?$/u.exec(typed);
	if (match === null) return null;
	const [, digits, word] = match;
	const factor = word === '' ? 1 : units.find(([words]) => words.test(foldAccents(word)))?.[1];
	const number = Number(digits) * (factor ?? NaN);
	return number >= least && number <= most ? number : null;
}

/** Hours, then minutes behind a sign or an « h »; spreadsheets add seconds. */
const CLOCK = /^(\d{1,2})(?:\s?(?:h|heures?|[:.])\s?(\d{2})?(?::00)?)?$/iu;
const CLOCK_WITHOUT_SIGN = /^(\d{1,2})(\d{2})$/;

/** `07:30`, also from `7h30`, `7 h`, `7`, `7.30` and `0730`. */
export function readClockTime(typed: string): string | null {
	const match = CLOCK.exec(typed) ?? CLOCK_WITHOUT_SIGN.exec(typed);
	if (match === null) return null;
	const [, hours, minutes = '00'] = match;
	const time = `${hours.padStart(2, '0')}:${minutes}`;
	return isClockTime(time) ? time : null;
}

const YES = ['oui', 'o', 'yes', 'true', 'vrai', '1'];
const NO = ['non', 'n', 'no', 'false', 'faux', '0'];

/** `oui`, `non` and their likes; null for anything else. */
export function readYesNo(typed: string): boolean | null {
	const word = foldAccents(typed).replace(/[\s.!]+$/, '');
	if (YES.includes(word)) return true;
	return NO.includes(word) ? false : null;
}
