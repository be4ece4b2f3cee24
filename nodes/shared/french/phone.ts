import { spacedPhone } from './foreignPhone';
import { NBSP } from './typography';

/** A number a person could have typed: digits with the usual separators, 8 to 15 digits in all. */
const TYPED_NUMBER = /^\+?[\d\s().\-/]{8,25}$/;

/**
 * Brings a phone number to E.164 (ITU-T E.164: `+` and at most 15 digits). National French numbers
 * (`06 39 98 45 67`) get +33. Returns null for what does not read as a phone number.
 */
export function toE164(typed: string): string | null {
	const text = typed.replace(/[\u00a0\u202f]/g, ' ').trim();
	if (!TYPED_NUMBER.test(text)) return null;
	const digits = text.replace(/\(0\)/, '').replace(/\D/g, '');
	if (text.startsWith('+')) return validE164(digits);
	if (digits.startsWith('00')) return validE164(digits.slice(2));
	if (/^0[1-9]\d{8}$/.test(digits)) return `+33${digits.slice(1)}`;
	return null;
}

function validE164(digits: string): string | null {
	return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
}

/** `+33639984567` as the French write it, `06 39 98 45 67`, with U+00A0; those of other countries in threes. */
export function formatPhone(phone: string): string {
	const national = /^\+33([1-9])(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(phone);
	if (national === null) return spacedPhone(phone);
	const [, first, ...pairs] = national;
	return [`0${first}`, ...pairs].join(NBSP);
}
