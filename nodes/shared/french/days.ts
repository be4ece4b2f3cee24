import { DAY_MS, instantOf, logTimestamp, offsetMs } from './dates';

/** A day of the workshop's calendar, `2026-11-22`; days compare as text. */
export type Day = string;

/** What the calendar and the clock of the zone show at an instant. */
export interface LocalTime {
	day: Day;
	hour: number;
	/** `15:00` */
	time: string;
}

/** Days of a calendar, both ends inclusive, and the same as instants. */
export interface Period {
	from: Day;
	to: Day;
	/** First instant, UTC. */
	start: string;
	/** First instant after it, UTC. */
	end: string;
}

/** The day itself when the text is one that exists, from 1970 to 2199, null otherwise. */
export function asDay(text: string): Day | null {
	if (!/^(?:19[7-9]|2[01])/.test(text)) return null;
	const time = Date.parse(`${text}T00:00:00Z`);
	return Number.isNaN(time) || utcDay(new Date(time)) !== text ? null : text;
}

/** The day the calendar of a zone shows at an instant. */
export function localDay(instant: Date, timezone: string): Day {
	return logTimestamp(instant, timezone).slice(0, 10);
}

/** The day in UTC: what is counted by day without regard to where it is read. */
export function utcDay(instant: Date): Day {
	return instant.toISOString().slice(0, 10);
}

/** Also backwards. */
export function addDays(day: Day, days: number): Day {
	return utcDay(new Date(timeOf(day) + days * DAY_MS));
}

/** Days from one to the other, 1 for a day and itself. */
export function daysIn({ from, to }: Pick<Period, 'from' | 'to'>): number {
	return Math.round((timeOf(to) - timeOf(from)) / DAY_MS) + 1;
}

/** Monday first, as French weeks go. */
export const WEEKDAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

/** The place of a day among `WEEKDAYS`, 0 for Monday. */
export function weekdayOf(day: Day): number {
	return (new Date(timeOf(day)).getUTCDay() + 6) % 7;
}

export function mondayOf(day: Day): Day {
	return addDays(day, -weekdayOf(day));
}

/** Week number of ISO 8601: week 1 holds the first Thursday of the year. */
export function weekNumber(day: Day): number {
	const thursday = addDays(mondayOf(day), 3);
	const newYear = `${thursday.slice(0, 4)}-01-01`;
	return Math.floor((daysIn({ from: newYear, to: thursday }) - 1) / 7) + 1;
}

/** `15/11/2025` */
export function writtenDay(day: Day): string {
	return day.split('-').reverse().join('/');
}

/** Both days inclusive. */
export function periodOf(from: Day, to: Day, timezone: string): Period {
	return {
		from,
		to,
		start: startOf(from, timezone),
		end: startOf(addDays(to, 1), timezone),
	};
}

/** First instant of a day, UTC. */
export function startOf(day: Day, timezone: string): string {
	return (instantOf(day, timezone) ?? new Date(timeOf(day))).toISOString();
}

/**
 * The calendar of one zone for thousands of instants: asking Intl for each would take seconds. A
 * zone's offset is asked for where a UTC day begins; only on days it changes, for each instant.
 */
export class LocalCalendar {
	readonly #offsets = new Map<number, number>();

	constructor(readonly timezone: string) {}

	at(instant: string): LocalTime {
		const time = Date.parse(instant);
		const shown = new Date(time + this.#offset(time)).toISOString();
		return {
			day: shown.slice(0, 10),
			hour: Number(shown.slice(11, 13)),
			time: shown.slice(11, 16),
		};
	}

	/** Whether the clocks change on the UTC day of this instant: then a time may be shown twice. */
	changesAround(instant: string): boolean {
		const day = Math.floor(Date.parse(instant) / DAY_MS);
		return this.#offsetAtDay(day) !== this.#offsetAtDay(day + 1);
	}

	#offset(time: number): number {
		const day = Math.floor(time / DAY_MS);
		const offset = this.#offsetAtDay(day);
		return offset === this.#offsetAtDay(day + 1) ? offset : offsetMs(new Date(time), this.timezone);
	}

	#offsetAtDay(day: number): number {
		const known = this.#offsets.get(day);
		if (known !== undefined) return known;
		const offset = offsetMs(new Date(day * DAY_MS), this.timezone);
		this.#offsets.set(day, offset);
		return offset;
	}
}

function timeOf(day: Day): number {
	return Date.parse(`${day}T00:00:00Z`);
}
