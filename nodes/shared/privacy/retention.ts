import { addDays, type Day, LocalCalendar, startOf } from '../french/days';

/** How long data are kept; the periods a controller has to limit (art. 5 (1) (e) GDPR). */
export interface RetentionPolicy {
	/** Calendar months an appointment is kept after it took place. */
	appointmentMonths: number;
	/** Days journal and log lines are kept. */
	journalDays: number;
	/** Zone of the workshop, whose days are meant. */
	timezone: string;
}

export const DEFAULT_APPOINTMENT_MONTHS = 24;
export const DEFAULT_JOURNAL_DAYS = 90;
/** A hundred years of either: a longer period is a typing error. */
export const MAX_APPOINTMENT_MONTHS = 1_200;
export const MAX_JOURNAL_DAYS = 36_500;

/** What lies strictly before is to be deleted. */
export interface RetentionDates {
	/** First instant of a day of the workshop, `2026-11-25T23:00:00.000Z`. */
	appointmentsBefore: string;
	/** First instant of a day of the workshop, UTC. */
	journalBefore: string;
	/** `2026-08-28 00:00:00`, the local form of the log lines. */
	logBefore: string;
}

/** Whether both periods are whole numbers from 1 to a hundred years. */
export function isRetentionPolicy({ appointmentMonths, journalDays }: RetentionPolicy): boolean {
	return (
		isWholeNumber(appointmentMonths, MAX_APPOINTMENT_MONTHS) &&
		isWholeNumber(journalDays, MAX_JOURNAL_DAYS)
	);
}

/** @param policy one that `isRetentionPolicy` */
export function retentionDates(policy: RetentionPolicy, now: Date): RetentionDates {
	const { appointmentMonths, journalDays, timezone } = policy;
	const today = new LocalCalendar(timezone).at(now.toISOString()).day;
	const firstKept = addDays(today, -journalDays);
	return {
		appointmentsBefore: startOf(monthsBefore(today, appointmentMonths), timezone),
		journalBefore: startOf(firstKept, timezone),
		logBefore: `${firstKept} 00:00:00`,
	};
}

/** The same day of an earlier month; the last one where that month is shorter. */
function monthsBefore(day: Day, months: number): Day {
	const [year, month, date] = day.split('-').map(Number);
	const lastOfMonth = new Date(Date.UTC(year, month - months, 0));
	lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
	return lastOfMonth.toISOString().slice(0, 10);
}

function isWholeNumber(value: number, most: number): boolean {
	return Number.isInteger(value) && value >= 1 && value <= most;
}
