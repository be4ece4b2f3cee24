import { UNKNOWN_CLIENT } from '../../appointment/display';
import type { Answer } from '../../appointment/event';
import { ROW_STATES, type AppointmentColumn, type AppointmentRow } from '../../appointment/row';
import { answersFrom } from '../../appointment/rowWords';
import type { Day } from '../../french/days';
import { asInstant, asLine, asText } from '../../text/fields';
import type { State } from '../request/query';

/**
 * A stored row with what the dashboard decides by. Times are UTC in one form
 * (`2026-11-26T13:00:00.000Z`), so that they compare as text: a hundred thousand of them are compared
 * for one page. What is only shown is read from `row` when it is shown.
 */
export interface Booking {
	id: string;
	state: State;
	start: string | null;
	end: string | null;
	receivedAt: string | null;
	/** When the client booked; when we heard of it where that is not known. */
	bookedAt: string | null;
	canceledAt: string | null;
	/** Whether it replaces another appointment. */
	isMove: boolean;
	type: string | null;
	mode: string | null;
	row: AppointmentRow;
}

/** The moment an answer is made at, and the zone whose days it counts. */
export interface Clock {
	/** UTC, as the rows write it. */
	now: string;
	/** The day at the workshop. */
	today: Day;
	timezone: string;
}

/** First and last day somebody asks for; null for an open end. */
export interface AskedDays {
	from: Day | null;
	to: Day | null;
}

/** In the order of the rows. */
export function bookingsOf(rows: readonly AppointmentRow[]): Booking[] {
	const kinds = new Map<unknown, string | null>();
	return rows.map((row) => bookingOf(row, kinds));
}

/** @param kinds types and modes cleaned before: there are few, in many rows */
function bookingOf(row: AppointmentRow, kinds: Map<unknown, string | null>): Booking {
	const kindOf = (column: 'type' | 'mode') => {
		const value = row[column];
		if (!kinds.has(value)) kinds.set(value, lineOf(row, column));
		return kinds.get(value) ?? null;
	};
	const receivedAt = asInstant(row.recu_le);
	return {
		id: row.identifiant,
		state: stateOf(row.etat),
		start: asInstant(row.debut),
		end: asInstant(row.fin),
		receivedAt,
		bookedAt: asInstant(row.reserve_le) ?? receivedAt,
		canceledAt: asInstant(row.annule_le),
		isMove: lineOf(row, 'deplace_depuis') !== null,
		type: kindOf('type'),
		mode: kindOf('mode'),
		row,
	};
}

/** A row whose state is not written yet is a booking that is being stored. */
function stateOf(value: unknown): State {
	return ROW_STATES.find((state) => state === value) ?? 'confirme';
}

/** The instant a booking is over: an appointment under way still counts as coming. */
export function overAt({ start, end }: Booking): string | null {
	return end !== null && (start === null || end > start) ? end : start;
}

/** Whether a booking is over at this instant; one without a time never is. */
export function isOver(booking: Booking, now: string): boolean {
	const over = overAt(booking);
	return over !== null && over < now;
}

/** A column on one line, cleaned again: it must not matter who wrote the table. */
export function lineOf(row: AppointmentRow, column: AppointmentColumn): string | null {
	return asLine(row[column]);
}

/** A column of several lines, cleaned. */
export function textOf(row: AppointmentRow, column: AppointmentColumn): string | null {
	return asText(row[column]);
}

/** Who it is with: the name, else the address. */
export function clientOf(row: AppointmentRow): string {
	return lineOf(row, 'client') ?? lineOf(row, 'email') ?? UNKNOWN_CLIENT;
}

/** The answers of a row, but those a hand left without their question. */
export function answersOf(row: AppointmentRow): Answer[] {
	return answersFrom(row).filter(({ question }) => question !== '');
}
