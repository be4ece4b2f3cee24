import { MINUTE_MS } from '../nodes/shared/french/dates.ts';

/**
 * Times as Calendly writes them: UTC with six decimals. Inside a payload they carry microseconds,
 * in the envelope of a delivery whole seconds (`…38.000000Z`), as captured.
 */
export function micros(instant: Date): string {
	return instant.toISOString().replace(/Z$/, '000Z');
}

export function wholeSeconds(instant: Date): string {
	return instant.toISOString().replace(/\.\d{3}Z$/, '.000000Z');
}

/** `minutes` later. */
export function later(instant: Date, minutes: number): Date {
	return new Date(instant.getTime() + minutes * MINUTE_MS);
}
