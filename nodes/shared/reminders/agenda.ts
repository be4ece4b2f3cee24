import { isStoredRow } from '../appointment/fromRow';
import type { AppointmentRow, RowState } from '../appointment/row';
import { HOUR_MS, instantOf, MINUTE_MS } from '../french/dates';
import { localDay } from '../french/days';
import { AGENDA_EVENT } from '../journal/entry';
import { asDate, asFields, asInstant, asList } from '../text/fields';
import { latest } from '../text/order';
import { isClosedDay } from './closedDays';

/** An agenda that could not leave in the morning is still worth reading for this long. */
const WORTH_SENDING_MS = 6 * HOUR_MS;
/**
 * A booking received just before an agenda may be written just after it was read: told twice at worst,
 * rather than never.
 */
const OVERLAP_MS = 5 * MINUTE_MS;

/** What became known between two agendas. */
export interface AgendaChanges {
	created: AppointmentRow[];
	moved: AppointmentRow[];
	canceled: AppointmentRow[];
}

/** A day of the workshop, as the mail shows it. */
export interface Agenda {
	/** `2026-11-23`, in the workshop's zone. */
	day: string;
	/** When the agenda before this one left, UTC; null for the first. */
	since: string | null;
	appointments: AppointmentRow[];
	changes: AgendaChanges;
}

/** When an agenda is due. */
export interface AgendaPolicy {
	/** `07:30`, in the workshop's zone. */
	time: string;
	timezone: string;
	/** Days without agenda, as `readClosedDays` gives them. */
	closedDays: readonly string[];
}

/** Which agenda is to be composed. */
export interface AgendaTask {
	day: string;
	since: string | null;
}

const NOT_TAKING_PLACE: readonly RowState[] = ['annule', 'deplace', 'absent'];

/** The agenda of a day, with what changed since the one before. */
export function agendaFrom(
	rows: readonly AppointmentRow[],
	{ day, since }: AgendaTask,
	timezone: string,
): Agenda {
	const before = asDate(since);
	return {
		day,
		since: before?.toISOString() ?? null,
		appointments: agendaOf(rows, day, timezone),
		changes:
			before === null
				? { created: [], moved: [], canceled: [] }
				: changesSince(rows, new Date(before.getTime() - OVERLAP_MS)),
	};
}

/** An agenda that came through n8n as an item; null for anything else. */
export function agendaOfJson(value: unknown): Agenda | null {
	const { day, since, appointments, changes } = asFields(value);
	if (typeof day !== 'string' || !Array.isArray(appointments)) return null;
	const { created, moved, canceled } = asFields(changes);
	return {
		day,
		since: asInstant(since),
		appointments: rowsOf(appointments),
		changes: { created: rowsOf(created), moved: rowsOf(moved), canceled: rowsOf(canceled) },
	};
}

function rowsOf(value: unknown): AppointmentRow[] {
	return asList(value).filter(isStoredRow);
}

/** The appointments that begin on a day of the workshop's calendar, in their order. */
export function agendaOf<Row extends AppointmentRow>(
	rows: readonly Row[],
	day: string,
	timezone: string,
): Row[] {
	return byStart(rows.filter((row) => takesPlace(row) && startsOn(row, day, timezone)));
}

/**
 * What the workshop did not know yet at a moment, as far as it still lies ahead of it. A booking that
 * was cancelled in between is told as cancelled only.
 */
export function changesSince(rows: readonly AppointmentRow[], since: Date): AgendaChanges {
	const ahead = byStart(rows.filter((row) => !isBefore(row.debut, since)));
	const heardOf = ahead.filter((row) => takesPlace(row) && isAfter(row.recu_le, since));
	return {
		created: heardOf.filter((row) => !row.deplace_depuis),
		moved: heardOf.filter((row) => Boolean(row.deplace_depuis)),
		canceled: ahead.filter((row) => row.etat === 'annule' && wasCanceledAfter(row, since)),
	};
}

/** When the last agenda left, of rows of the journal of any kind; null when none ever did. */
export function lastAgendaOf(rows: readonly unknown[]): string | null {
	const times = rows
		.map(asFields)
		.filter(({ evenement }) => evenement === AGENDA_EVENT)
		.map(({ recu_le }) => asInstant(recu_le));
	return latest(times);
}

/**
 * The agenda that is to leave now: from its time on, once a day, and no longer in the evening of a day
 * on which n8n was off.
 *
 * @param lastSent when the last one left, UTC; empty or null when none ever did
 * @param isForced for the agenda of this moment, due or not
 */
export function agendaDue(
	now: Date,
	lastSent: string | null,
	{ time, timezone, closedDays }: AgendaPolicy,
	isForced = false,
): AgendaTask | null {
	const day = localDay(now, timezone);
	const last = asDate(lastSent);
	const task = { day, since: last?.toISOString() ?? null };
	if (isForced) return task;
	const due = instantOf(`${day}T${time}`, timezone);
	const lateMs = due === null ? NaN : now.getTime() - due.getTime();
	const isTime = lateMs >= 0 && lateMs <= WORTH_SENDING_MS;
	const hasLeft = last !== null && localDay(last, timezone) === day;
	return isTime && !hasLeft && !isClosedDay(day, closedDays) ? task : null;
}

/**
 * Whether nothing takes place on a day, as far as was known at the time of its agenda: a booking of
 * later that morning has a mail of its own and makes no agenda at noon.
 */
export function isEmptyDay(
	rows: readonly AppointmentRow[],
	day: string,
	{ time, timezone }: Pick<AgendaPolicy, 'time' | 'timezone'>,
): boolean {
	const due = instantOf(`${day}T${time}`, timezone);
	const known = agendaOf(rows, day, timezone).filter(({ reserve_le: booked, recu_le: heard }) => {
		return due === null || !isAfter(booked ?? heard, due);
	});
	return known.length === 0;
}

/** Whether a value is a time of the day as `07:30`. */
export function isClockTime(value: unknown): value is string {
	return typeof value === 'string' && /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value);
}

function startsOn({ debut }: AppointmentRow, day: string, timezone: string): boolean {
	const start = asDate(debut);
	return start !== null && localDay(start, timezone) === day;
}

/** Calendly's time of a cancellation may lie before an agenda that did not know of it yet. */
function wasCanceledAfter(row: AppointmentRow, since: Date): boolean {
	return isAfter(row.annule_le, since) || isAfter(row.envoye_annule_le, since);
}

/** One without a state is being written at this moment. */
function takesPlace({ etat }: AppointmentRow): boolean {
	return !NOT_TAKING_PLACE.includes(etat as RowState);
}

function isAfter(iso: string | null | undefined, moment: Date): boolean {
	const instant = asDate(iso);
	return instant !== null && instant > moment;
}

function isBefore(iso: string | null | undefined, moment: Date): boolean {
	const instant = asDate(iso);
	return instant !== null && instant < moment;
}

/** Those whose time is not known come last, in the order they have: `sort` takes NaN for « the same ». */
function byStart<Row extends AppointmentRow>(rows: readonly Row[]): Row[] {
	const startOf = ({ debut }: Row) => asDate(debut)?.getTime() ?? Infinity;
	return [...rows].sort((one, other) => startOf(one) - startOf(other));
}
