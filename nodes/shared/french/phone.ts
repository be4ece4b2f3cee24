import { isKnownTimezone } from './dates';
import { spacedPhone } from './foreignPhone';
import { NBSP } from './typography';

/**
 * How a country writes its own numbers. Lengths and leading digits are those of libphonenumber's
 * metadata (a test compares); what differs by operator is of no use here.
 */
interface NumberingPlan {
	/** E.164 country code. */
	code: string;
	/** Whether a zero stands before a national number at home only (ITU-T E.164, national prefix). */
	homeZero: boolean;
	/** National significant number. */
	national: RegExp;
	/** IANA zones whose people are taken for subscribers of the country. */
	zones: readonly string[];
}

/** Overseas numbers are dialled like French ones inside France, and have country codes of their own. */
const FRANCE: NumberingPlan = {
	code: '33',
	homeZero: true,
	national: /^[1-9]\d{8}$/,
	zones: [
		'Europe/Paris',
		'America/Cayenne',
		'America/Guadeloupe',
		'America/Marigot',
		'America/Martinique',
		'America/St_Barthelemy',
		'Indian/Mayotte',
		'Indian/Reunion',
	],
};

/**
 * What begins like this in the French plan belongs to another country code (Arcep, plan national de
 * numérotation, décision 2018-0881). 06 39 98 is metropolitan: the range for works of fiction.
 */
const OVERSEAS: Array<[RegExp, string]> = [
	[/^(?:590|5987|69[01]|7090)/, '590'],
	[/^(?:594|5988|694|7093[0-3])/, '594'],
	[/^(?:596|5989|69[67]|7091)/, '596'],
	[/^(?:26[2389]|69[23]|639(?!98)|7092|7093[5-7])/, '262'],
	[/^708(?:4[0-5]|5[0-6])/, '508'],
];

const OTHER_PLANS: readonly NumberingPlan[] = [
	{
		code: '32',
		homeZero: true,
		national: /^(?:4[5-9]\d{7}|[1-9]\d{7})$/,
		zones: ['Europe/Brussels'],
	},
	{
		code: '352',
		homeZero: false,
		national: /^(?:6\d{8}|[2-9]\d{5,7})$/,
		zones: ['Europe/Luxembourg'],
	},
	{
		code: '41',
		homeZero: true,
		national: /^(?:[2-5789]\d|6[1289])\d{7}$/,
		zones: ['Europe/Zurich'],
	},
	{
		code: '49',
		homeZero: true,
		national: /^(?:[2-9]\d{5,10}|1[5-7]\d{8,9})$/,
		zones: ['Europe/Berlin', 'Europe/Busingen'],
	},
	// Italian numbers keep their zero abroad.
	{ code: '39', homeZero: false, national: /^(?:0\d{5,10}|3\d{8,9})$/, zones: ['Europe/Rome'] },
	{
		code: '34',
		homeZero: false,
		national: /^[5-9]\d{8}$/,
		zones: ['Africa/Ceuta', 'Atlantic/Canary', 'Europe/Madrid'],
	},
	{
		code: '376',
		homeZero: false,
		national: /^(?:[356-8]\d{5}|6\d{8})$/,
		zones: ['Europe/Andorra'],
	},
	{
		code: '377',
		homeZero: false,
		national: /^(?:[3489]\d{7}|[67]\d{8})$/,
		zones: ['Europe/Monaco'],
	},
	{
		code: '44',
		homeZero: true,
		national: /^[1-37]\d{9}$/,
		zones: ['Europe/Guernsey', 'Europe/Isle_of_Man', 'Europe/Jersey', 'Europe/London'],
	},
	{
		code: '31',
		homeZero: true,
		national: /^[1-7]\d{8}$/,
		zones: ['Europe/Amsterdam'],
	},
	{
		code: '1',
		homeZero: false,
		national: /^[2-9]\d\d[2-9]\d{6}$/,
		zones: [
			...['America/Anchorage', 'America/Boise', 'America/Chicago', 'America/Denver'],
			...['America/Detroit', 'America/Edmonton', 'America/Halifax', 'America/Indiana/Indianapolis'],
			...['America/Indianapolis', 'America/Los_Angeles', 'America/Moncton', 'America/Montreal'],
			...['America/New_York', 'America/Phoenix', 'America/Regina', 'America/St_Johns'],
			...['America/Toronto', 'America/Vancouver', 'America/Winnipeg', 'Pacific/Honolulu'],
		],
	},
	{
		code: '508',
		homeZero: false,
		national: /^(?:[2-9]\d{5}|708\d{6})$/,
		zones: ['America/Miquelon'],
	},
	{ code: '687', homeZero: false, national: /^[2-57-9]\d{5}$/, zones: ['Pacific/Noumea'] },
	{
		code: '689',
		homeZero: false,
		national: /^[48]\d{7}$/,
		zones: ['Pacific/Gambier', 'Pacific/Marquesas', 'Pacific/Tahiti'],
	},
	{ code: '681', homeZero: false, national: /^[4789]\d{5}$/, zones: ['Pacific/Wallis'] },
];

const PLANS = [FRANCE, ...OTHER_PLANS];
const FRENCH_CODES = ['33', ...OVERSEAS.map(([, code]) => code)];

/**
 * Countries whose zero is dialled at home only. Not all are like that: in Côte d’Ivoire (225), Benin
 * (229) and the Congo (242), as in Italy, the zero is part of the number.
 */
const HOME_ZERO = [
	...PLANS.filter(({ homeZero }) => homeZero).map(({ code }) => code),
	...OVERSEAS.map(([, code]) => code),
	...['212', '213', '353', '43', '46', '61', '64', '84', '86', '90'],
];

/** A number a person could have typed: digits with the usual separators. */
const TYPED_NUMBER = /^\(?\+?[\d\s().\-/·]{6,40}$/;
/** With what is not seen: longer answers need not be looked at. */
const LONGEST = 100;
/** Whoever writes more than a page has said by then how to call them. */
const LONGEST_TEXT = 5_000;
/** `12/03/2027`: the separators are those of a number, too. */
const DAY = /(?<!\d)(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)/g;
/** What may be a number, or several, inside a text. */
const RUN = /\+?[ (]?\d[\d ().\-/·]*\d/g;
const SEVERAL = /[ ]\/[ ]|[ ]{3,}/;
/** E.164 allows 15 digits, typed one by one at worst. */
const MOST_GROUPS = 15;
/** Shorter ones exist, but inside a text they may be anything. */
const LEAST_DIGITS_IN_TEXT = 8;

/**
 * Brings a phone number to E.164 (ITU-T E.164: `+` and at most 15 digits); null for a text that is
 * not one number, and for one of which the country is not certain.
 *
 * @param timezone IANA zone of who typed it. A number without a country code is read by the plan of
 *   its country, and by the French one where it cannot be of that country; in a country whose plan is
 *   not known here it is nobody's. Null, or a zone that does not exist, is France.
 */
export function toE164(typed: string, timezone: string | null = null): string | null {
	const text = typed.length > LONGEST ? '' : plainDigits(typed).replace(DAY, '|');
	if (!TYPED_NUMBER.test(text)) return null;
	const digits = digitsOf(text.replace(/\(0\)/, ''));
	if (text.includes('+')) return international(digits);
	if (digits.startsWith('00')) return international(digits.slice(2));
	const plans = plansFor(timezone);
	return firstOf(plans, (plan) => national(digits, plan) ?? withoutPlus(digits, plan));
}

/** The first number of a text that can be called, in E.164: `06 39 98 45 67 (après 18 h)`. */
export function firstNumberIn(text: string, timezone: string | null = null): string | null {
	const whole = toE164(text, timezone);
	if (whole !== null) return whole;
	const parts = runsOf(text).flatMap((run) => run.split(SEVERAL));
	return firstOf(parts, (part) => firstNumberOfRun(part, timezone));
}

/** Whether a text holds what may be a number, of whatever country. */
export function holdsNumber(text: string): boolean {
	return runsOf(text).some((run) => digitsOf(run).length >= LEAST_DIGITS_IN_TEXT);
}

/** `+33639984567` as the French write it, `06 39 98 45 67`, with U+00A0; those of other countries in threes. */
export function formatPhone(phone: string): string {
	const code = FRENCH_CODES.find((one) => phone.startsWith(`+${one}`)) ?? '';
	const number = phone.slice(code.length + 1);
	if (code === '' || !FRANCE.national.test(number)) return spacedPhone(phone);
	return `0${number}`.replace(/\d\d(?=\d)/g, `$&${NBSP}`);
}

function runsOf(text: string): string[] {
	return plainDigits(text.slice(0, LONGEST_TEXT)).replace(DAY, '|').match(RUN) ?? [];
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '');
}

/** Without what is not seen, every dash and digit in its plain form (NFKC). */
function plainDigits(typed: string): string {
	return typed
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.replace(/\p{Pd}|\u2212/gu, '-')
		.replace(/[^\S\n]/g, ' ')
		.trim();
}

/** The client's own country first: what is a number there is not taken for another one's. */
function plansFor(timezone: string | null): readonly NumberingPlan[] {
	const own = PLANS.find(({ zones }) => timezone !== null && zones.includes(timezone));
	if (own !== undefined) return [own, FRANCE];
	return isKnownTimezone(timezone) ? [] : [FRANCE];
}

/** Digits behind `+` or `00`. Whoever writes a country code knows the number; its length is enough. */
function international(digits: string): string | null {
	if (digits.startsWith(FRANCE.code)) return withoutPlus(digits, FRANCE);
	const code = HOME_ZERO.find((one) => digits.startsWith(one));
	const e164 = code === undefined ? digits : code + digits.slice(code.length).replace(/^0/, '');
	return /^[1-9]\d{7,14}$/.test(e164) ? `+${e164}` : null;
}

/** `33639984567`, also with the zero of home that does not belong there. */
function withoutPlus(digits: string, plan: NumberingPlan): string | null {
	if (!digits.startsWith(plan.code)) return null;
	const number = digits.slice(plan.code.length);
	return numberOf(number, plan) ?? national(number, plan);
}

function national(digits: string, plan: NumberingPlan): string | null {
	if (plan.homeZero) return digits.startsWith('0') ? numberOf(digits.slice(1), plan) : null;
	return numberOf(digits, plan);
}

function numberOf(number: string, plan: NumberingPlan): string | null {
	if (!plan.national.test(number)) return null;
	if (plan !== FRANCE) return `+${plan.code}${number}`;
	// Saint-Pierre-et-Miquelon has six digits of its own behind 05 08.
	if (/^508[2-9]/.test(number)) return `+${number}`;
	const code = OVERSEAS.find(([prefix]) => prefix.test(number))?.[1] ?? plan.code;
	return `+${code}${number}`;
}

/** Numbers may follow one another: the longest beginning that is one, from the first digits that do. */
function firstNumberOfRun(run: string, timezone: string | null): string | null {
	const groups = [...run.matchAll(/\+? ?\d+/g)];
	return firstOf(groups, ({ index: start }, first) => {
		const ends = groups.slice(first, first + MOST_GROUPS).reverse();
		return firstOf(ends, ({ 0: last, index }) => {
			const text = run.slice(start, index + last.length);
			return digitsOf(text).length < LEAST_DIGITS_IN_TEXT ? null : toE164(text, timezone);
		});
	});
}

function firstOf<Item>(
	items: readonly Item[],
	read: (item: Item, index: number) => string | null,
): string | null {
	for (const [index, item] of items.entries()) {
		const value = read(item, index);
		if (value !== null) return value;
	}
	return null;
}
