/**
 * Which stored rows an answer is made from. Data tables cost n8n about 70 µs a row, so the page people
 * open first reads what it shows; searches, filters and figures read on, up to a limit that keeps the
 * memory bounded. What was not read is said, never passed over.
 */
import type { AppointmentRow } from '../../appointment/row';
import { addDays, startOf, type Day } from '../../french/days';
import { earliest, latest } from '../../text/order';
import { isFiltered, readQuery, type DashboardQuery, type Tab } from '../request/query';
import type { Clock } from './booking';
import { periodsOf } from './figures';
import { daysOf } from './selection';

/** What the first pages read: ten pages to come, twenty past. */
const FIRST_UPCOMING = 500;
const FIRST_PAST = 1_000;
const FIRST_PAGES = 10;
/** The most that is read of either side. */
export const MOST_ROWS = 10_000;

/** Before every time there is, as text. */
const BEGINNING = '0000';

/**
 * What to ask the table for, as one flat item for the nodes that read it. Rows are told apart by the
 * beginning of today, so that the next and the latest come first on either side.
 */
export interface ReadingPlan {
	/** First instant of today at the workshop, UTC. */
	today: string;
	/** Past rows from this instant on. */
	pastFrom: string;
	/** A period is read from its beginning on, everything else backwards from today. */
	pastOrder: 'ASC' | 'DESC';
	pastLimit: number;
	upcomingLimit: number;
}

/** The times between which every stored row was read, UTC; null where nothing is missing. */
export interface Coverage {
	pastSince: string | null;
	pastUntil: string | null;
	upcomingUntil: string | null;
}

/** Nothing is missing. */
export const EVERYTHING: Coverage = { pastSince: null, pastUntil: null, upcomingUntil: null };

/**
 * What to read for a query.
 * @param isWhole whether all that fits is wanted, as for a file; not only what the page shows
 */
export function readingPlan(query: DashboardQuery, clock: Clock, isWhole = false): ReadingPlan {
	const { from } = daysOf(query, clock.today);
	const isFirst = !isWhole && isFirstPage(query);
	return {
		today: startOf(clock.today, clock.timezone),
		pastFrom: from === null ? BEGINNING : earliestOf(query, from, clock, isWhole),
		pastOrder: from === null ? 'DESC' : 'ASC',
		pastLimit: isFirst ? FIRST_PAST : MOST_ROWS,
		upcomingLimit: isFirst ? FIRST_UPCOMING : MOST_ROWS,
	};
}

/**
 * What the calendar feed is made from: what is to come, and what is not too long ago. A day more than
 * that, for what was under way then.
 */
export function feedPlan(clock: Clock, pastDays: number): ReadingPlan {
	const since = addDays(clock.today, -pastDays - 1);
	return {
		...readingPlan(readQuery({}), clock, true),
		pastFrom: startOf(since, clock.timezone),
	};
}

/** A list in its own order without anything chosen: the rows nearest to today are enough for it. */
function isFirstPage(query: DashboardQuery): boolean {
	const isNearToday = query.tab === 'a-venir' || query.tab === 'passes';
	const isPlain = !isFiltered(query) && query.sort === null && query.id === null;
	return isNearToday && isPlain && !query.figures && query.page <= FIRST_PAGES;
}

/** The figures compare with the period before, so its rows are needed too; a file has none. */
function earliestOf(query: DashboardQuery, from: Day, clock: Clock, isWhole: boolean): string {
	const start = startOf(from, clock.timezone);
	const { previous } = periodsOf(daysOf(query, clock.today), clock);
	return isWhole || start < previous.start ? start : previous.start;
}

/** What a reading brought, seen from the plan it followed: a side that is full to its limit was cut. */
export function coverageOf(rows: readonly AppointmentRow[], plan: ReadingPlan | null): Coverage {
	if (plan === null) return EVERYTHING;
	const starts = rows.map(({ debut }) => debut).filter((start) => typeof start === 'string');
	const past = starts.filter((start) => start < plan.today);
	const upcoming = starts.filter((start) => start >= plan.today);
	const isPastCut = past.length >= plan.pastLimit;
	return {
		pastSince: isPastCut && plan.pastOrder === 'DESC' ? earliest(past) : null,
		pastUntil: isPastCut && plan.pastOrder === 'ASC' ? latest(past) : null,
		upcomingUntil: upcoming.length >= plan.upcomingLimit ? latest(upcoming) : null,
	};
}

/** Whether every row that begins between two instants was read; null for an open end. */
export function isCovered(coverage: Coverage, start: string | null, end: string | null): boolean {
	const { pastSince, pastUntil, upcomingUntil } = coverage;
	const isBegun = pastSince === null || (start !== null && start > pastSince);
	return (
		isBegun && [pastUntil, upcomingUntil].every((until) => until === null || isBefore(end, until))
	);
}

/** Whether a tab shows, and counts, all there is of it. */
export function isTabCovered(
	coverage: Coverage,
	tab: Tab,
	query: DashboardQuery,
	{ today, timezone }: Clock,
): boolean {
	const { from, to } = daysOf({ ...query, tab }, today);
	// Past rows are cut before today, wherever later the period begins.
	const start = tab === 'a-venir' ? today : from;
	const end = tab === 'passes' ? earlier(to, today) : to;
	return isCovered(
		coverage,
		start === null ? null : startOf(start, timezone),
		end === null ? null : startOf(addDays(end, 1), timezone),
	);
}

/** A plan that came through n8n as an item; null for anything else. */
export function planOf(value: unknown): ReadingPlan | null {
	const plan = value as Partial<ReadingPlan> | null | undefined;
	const isPlan = typeof plan?.today === 'string' && Number.isInteger(plan.pastLimit);
	return isPlan ? (plan as ReadingPlan) : null;
}

function isBefore(end: string | null, until: string): boolean {
	return end !== null && end <= until;
}

function earlier(day: Day | null, other: Day): Day {
	return day === null || day > other ? other : day;
}
