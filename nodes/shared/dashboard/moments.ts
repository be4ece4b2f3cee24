import { frenchLongDate, frenchTime } from '../french/dates';
import { addDays, LocalCalendar, startOf, writtenDay, type Day } from '../french/days';
import { written } from '../french/numbers';
import { capitalised, NBSP, unbreakable } from '../french/typography';
import { overAt, type Booking } from './bookings/booking';

const NEAR_DAYS: Array<[number, string]> = [
	[-1, 'Hier'],
	[0, 'Aujourd’hui'],
	[1, 'Demain'],
];

/** Times as one page writes them; what it writes often is worked out once. */
export class Moments {
	readonly today: Day;
	readonly #calendar: LocalCalendar;
	readonly #headings = new Map<Day, string>();

	/** @param now as the rows write it */
	constructor(
		readonly now: string,
		readonly timezone: string,
	) {
		this.#calendar = new LocalCalendar(timezone);
		this.today = this.#calendar.at(now).day;
	}

	/** `15/11/2025 à 15:00`, on one line. */
	moment(instant: string): string {
		return unbreakable(`${writtenDay(this.#calendar.at(instant).day)} à ${this.timeOf(instant)}`);
	}

	/** `à 07:12` of today, `hier à 18:40`, `le 15/11/2026 à 15:00` before. */
	near(instant: string): string {
		const day = this.dayOf(instant);
		if (day === this.today) return unbreakable(`à ${this.timeOf(instant)}`);
		if (day === addDays(this.today, -1)) return unbreakable(`hier à ${this.timeOf(instant)}`);
		return `le${NBSP}${this.moment(instant)}`;
	}

	/** The day at the workshop. */
	dayOf(instant: string): Day {
		return this.#calendar.at(instant).day;
	}

	/** `15:00 - 15:30`, the end with its date when it is another day's. */
	range(booking: Booking, start: string): string {
		const over = overAt(booking) ?? start;
		if (over === start) return this.timeOf(start);
		const { day } = this.#calendar.at(over);
		const isSameDay = day === this.#calendar.at(start).day;
		const end = isSameDay ? this.timeOf(over) : `${writtenDay(day)} à ${this.timeOf(over)}`;
		return unbreakable(`${this.timeOf(start)} - ${end}`);
	}

	/** `Aujourd’hui, samedi 15 novembre 2025`, with a word for the days around today only. */
	heading(instant: string): string {
		const { day } = this.#calendar.at(instant);
		const heading = this.#headings.get(day) ?? this.#headingOf(day);
		this.#headings.set(day, heading);
		return heading;
	}

	#headingOf(day: Day): string {
		const date = frenchLongDate(new Date(startOf(day, this.timezone)), this.timezone);
		const near = NEAR_DAYS.find(([distance]) => addDays(this.today, distance) === day);
		return near === undefined ? capitalised(date) : `${near[1]}, ${date}`;
	}

	/** In the hour that happens twice the offset is told: `02:30 (UTC+2)`. */
	timeOf(instant: string): string {
		return this.#calendar.changesAround(instant)
			? frenchTime(new Date(instant), this.timezone)
			: this.#calendar.at(instant).time;
	}
}

/** `3,5 j`; `40 h` for less than two days. */
export function duration(days: number): string {
	return days < 2 ? `${Math.round(days * 24)}${NBSP}h` : `${written(days)}${NBSP}j`;
}
