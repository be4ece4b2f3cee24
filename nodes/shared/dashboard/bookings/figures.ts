import { DAY_MS } from '../../french/dates';
import {
	addDays,
	daysIn,
	LocalCalendar,
	mondayOf,
	periodOf,
	startOf,
	weekdayOf,
	type Day,
	type Period,
} from '../../french/days';
import { compareTexts } from '../../text/order';
import { isOver, type AskedDays, type Booking, type Clock } from './booking';

/** Weeks the figures cover when the filter names no period. */
const USUAL_WEEKS = 12;
/** A chart of more has no room for its columns. */
const MAX_WEEKS = 53;

/** What happened in a period. */
export interface Indicators {
	/** New bookings made in it; a move is none. */
	created: number;
	/** Appointments of it that took place. */
	honoured: number;
	/** Moves made in it. */
	moved: number;
	/** Cancellations in it. */
	canceled: number;
	/** Share of its appointments that were cancelled, 0 to 1; null when it has none. */
	cancellationRate: number | null;
	/** Median days from booking to appointment, of those created in it. */
	leadDays: number | null;
}

/** What happened in one week. */
export interface WeekFigures {
	/** Monday of the week. */
	week: Day;
	created: number;
	canceled: number;
}

/** How many appointments one type or mode has; null names those of which it is not known. */
export interface Share {
	name: string | null;
	count: number;
}

/** All that cards and charts show. */
export interface Figures {
	/** Days the indicators count; of a period under way those that have begun. */
	period: Period;
	/** As many days before. */
	previous: Period;
	current: Indicators;
	before: Indicators;
	/** The whole period asked for, which the charts show. */
	charted: Period;
	weeks: WeekFigures[];
	/** Appointments by weekday (Monday first) and hour, at the workshop. */
	hours: number[][];
	types: Share[];
	modes: Share[];
}

/** @param days the period asked for; the last twelve weeks unless both ends are given */
export function periodsOf(
	days: AskedDays,
	{ today, timezone }: Clock,
): Pick<Figures, 'charted' | 'period' | 'previous'> {
	const charted = chartedPeriod(days, today, timezone);
	const isUnderWay = charted.from <= today && today < charted.to;
	const period = isUnderWay ? upTo(charted, today, timezone) : charted;
	return { charted, period, previous: periodBefore(period, timezone) };
}

/** @param days as for `periodsOf` */
export function figuresOf(bookings: readonly Booking[], days: AskedDays, clock: Clock): Figures {
	const { now, timezone } = clock;
	const { charted, period, previous } = periodsOf(days, clock);
	const calendar = new LocalCalendar(timezone);
	const planned = bookings.filter(
		(booking) => isStanding(booking) && isWithin(booking.start, charted),
	);
	return {
		period,
		previous,
		current: indicatorsOf(bookings, period, now),
		before: indicatorsOf(bookings, previous, now),
		charted,
		weeks: weeksOf(bookings, charted, timezone),
		hours: hoursOf(planned, calendar),
		types: sharesOf(planned, ({ type }) => type),
		modes: sharesOf(planned, ({ mode }) => mode),
	};
}

function indicatorsOf(bookings: readonly Booking[], period: Period, now: string): Indicators {
	const indicators = { created: 0, honoured: 0, moved: 0, canceled: 0 };
	let planned = 0;
	let plannedAndCanceled = 0;
	const leads: number[] = [];
	for (const booking of bookings) {
		const { state, isMove } = booking;
		if (isWithin(booking.bookedAt, period)) {
			indicators[isMove ? 'moved' : 'created'] += 1;
			const lead = isMove ? null : leadOf(booking);
			if (lead !== null) leads.push(lead);
		}
		if (state === 'annule' && isWithin(booking.canceledAt, period)) indicators.canceled += 1;
		if (state === 'deplace' || !isWithin(booking.start, period)) continue;
		planned += 1;
		if (state === 'annule') plannedAndCanceled += 1;
		if (state === 'confirme' && isOver(booking, now)) indicators.honoured += 1;
	}
	return {
		...indicators,
		cancellationRate: planned === 0 ? null : plannedAndCanceled / planned,
		leadDays: medianOf(leads),
	};
}

function chartedPeriod({ from, to }: AskedDays, today: Day, timezone: string): Period {
	if (from !== null && to !== null && from <= to) return periodOf(from, to, timezone);
	return periodOf(addDays(mondayOf(today), -7 * (USUAL_WEEKS - 1)), today, timezone);
}

function upTo({ from }: Period, to: Day, timezone: string): Period {
	return periodOf(from, to, timezone);
}

function periodBefore(period: Period, timezone: string): Period {
	return periodOf(addDays(period.from, -daysIn(period)), addDays(period.from, -1), timezone);
}

function isWithin(instant: string | null, { start, end }: Period): instant is string {
	return instant !== null && instant >= start && instant < end;
}

/** Neither cancelled nor moved away. */
function isStanding({ state }: Booking): boolean {
	return state === 'confirme' || state === 'absent';
}

/** Days from booking to appointment; null when not known or when it was entered afterwards. */
function leadOf({ bookedAt, start }: Booking): number | null {
	if (bookedAt === null || start === null || start < bookedAt) return null;
	return (Date.parse(start) - Date.parse(bookedAt)) / DAY_MS;
}

/** Null of nothing; of an even number the middle of the two in the middle. */
export function medianOf(values: readonly number[]): number | null {
	if (values.length === 0) return null;
	const ordered = Float64Array.from(values).sort();
	const middle = Math.floor(ordered.length / 2);
	return ordered.length % 2 === 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
}

/** Every week of the period, those without anything too: a gap must be seen. */
function weeksOf(bookings: readonly Booking[], period: Period, timezone: string): WeekFigures[] {
	const weeks = mondaysOf(period).map((week) => ({ week, created: 0, canceled: 0 }));
	const starts = weeks.map(({ week }) => startOf(week, timezone));
	const count = (instant: string | null, what: 'created' | 'canceled') => {
		if (!isWithin(instant, period)) return;
		const begun = starts.filter((start) => start <= instant).length;
		if (begun > 0) weeks[begun - 1][what] += 1;
	};
	for (const { bookedAt, canceledAt, state, isMove } of bookings) {
		if (!isMove) count(bookedAt, 'created');
		if (state === 'annule') count(canceledAt, 'canceled');
	}
	return weeks;
}

function mondaysOf({ from, to }: Period): Day[] {
	const last = mondayOf(to);
	const count = Math.min(MAX_WEEKS, Math.ceil(daysIn({ from: mondayOf(from), to }) / 7));
	return Array.from({ length: count }, (_value, index) => addDays(last, -7 * (count - 1 - index)));
}

function hoursOf(planned: readonly Booking[], calendar: LocalCalendar): number[][] {
	const hours = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
	for (const { start } of planned) {
		if (start === null) continue;
		const { day, hour } = calendar.at(start);
		hours[weekdayOf(day)][hour] += 1;
	}
	return hours;
}

/** Most frequent first, equal ones by name. */
function sharesOf(
	planned: readonly Booking[],
	nameOf: (booking: Booking) => string | null,
): Share[] {
	const counts = new Map<string | null, number>();
	for (const booking of planned) {
		const name = nameOf(booking);
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return [...counts]
		.map(([name, count]) => ({ name, count }))
		.sort((a, b) => b.count - a.count || compareTexts(a.name ?? '', b.name ?? ''));
}
