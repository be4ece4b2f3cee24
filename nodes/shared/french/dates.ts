/** Zone of the workshop, used when none or an unknown one is configured. */
export const DEFAULT_TIMEZONE = 'Europe/Paris';

/** Lengths of time in milliseconds. A day of the calendar may be an hour longer or shorter. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** What a wall clock and a calendar in one zone show at an instant. */
interface WallClock {
	/** `15/11/2025` */
	date: string;
	/** `15:00` */
	time: string;
	weekday: string;
	day: number;
	month: string;
	year: string;
}

/** Whether this runtime knows the zone: Intl throws a RangeError for the others. */
export function isKnownTimezone(timezone: unknown): timezone is string {
	if (typeof timezone !== 'string') return false;
	try {
		formatterOf('digits', timezone);
		return true;
	} catch {
		return false;
	}
}

/** The zone itself when it is known, Europe/Paris otherwise: a wrong setting must not lose a booking. */
export function timezoneOrDefault(timezone: unknown): string {
	return isKnownTimezone(timezone) ? timezone : DEFAULT_TIMEZONE;
}

/** `15/11/2025` */
export function frenchDate(instant: Date, timezone: string): string {
	return wallClock(instant, timezone).date;
}

/**
 * `15:00`; during the hour that happens twice when the clocks go back, the offset is added:
 * `02:30 (UTC+2)`.
 */
export function frenchTime(instant: Date, timezone: string): string {
	const { time } = wallClock(instant, timezone);
	return isRepeatedHour(instant, timezone) ? `${time} (${offsetName(instant, timezone)})` : time;
}

/** `samedi 15 novembre 2025`, `lundi 1er décembre 2025` (Intl writes `1 décembre`). */
export function frenchLongDate(instant: Date, timezone: string): string {
	const { weekday, day, month, year } = wallClock(instant, timezone);
	return `${weekday} ${day === 1 ? '1er' : day} ${month} ${year}`;
}

/** `15:00 - 15:30`, or `15:00` when the end is not known. */
export function frenchTimeRange(start: Date, end: Date | null, timezone: string): string {
	const from = frenchTime(start, timezone);
	return end === null ? from : `${from} - ${frenchTime(end, timezone)}`;
}

/**
 * The house format `15/11/2025 à 15:00 - 15:30`. The end carries its own date when it falls on
 * another day: `31/12/2025 à 23:30 - 01/01/2026 à 00:30`.
 */
export function frenchDateTimeRange(start: Date, end: Date | null, timezone: string): string {
	const date = frenchDate(start, timezone);
	if (end === null || frenchDate(end, timezone) === date) {
		return `${date} à ${frenchTimeRange(start, end, timezone)}`;
	}
	const from = `${date} à ${frenchTime(start, timezone)}`;
	return `${from} - ${frenchDate(end, timezone)} à ${frenchTime(end, timezone)}`;
}

/** Whether both zones show the same date and time at this instant. */
export function sameWallClock(instant: Date, timezone: string, other: string): boolean {
	return offsetMs(instant, timezone) === offsetMs(instant, other);
}

/**
 * ISO 8601, also with a space for the T. `Date` reads much else, but `07-11-2026` as the 11th of July,
 * on the clocks of the server.
 */
const WRITTEN_TIME =
	/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * The instant of a date and time as a person enters it: with `Z` or an offset it says so itself, without
 * it is what the clocks of the zone show. A time the clocks leave out counts as an hour later, one they
 * show twice as the first. Null when it is no date of ISO 8601.
 */
export function instantOf(text: string, timezone: string): Date | null {
	const match = WRITTEN_TIME.exec(text);
	if (match === null) return null;
	const [, day, clock = '00:00', ownOffset] = match;
	const shown = new Date(`${day}T${clock}${ownOffset ?? 'Z'}`);
	if (Number.isNaN(shown.getTime())) return null;
	if (ownOffset !== undefined) return shown;
	const offsets = [-DAY_MS, DAY_MS].map((distance) =>
		offsetMs(new Date(shown.getTime() + distance), timezone),
	);
	const fitting = offsets
		.map((offset) => new Date(shown.getTime() - offset))
		.filter((instant) => instant.getTime() + offsetMs(instant, timezone) === shown.getTime());
	return fitting[0] ?? new Date(shown.getTime() - offsets[0]);
}

/** Minutes from one instant to a later one, both ISO 8601; null where either is not known. */
export function minutesBetween(start: string | null, end: string | null): number | null {
	const minutes = (Date.parse(end ?? '') - Date.parse(start ?? '')) / MINUTE_MS;
	return minutes > 0 ? minutes : null;
}

/** `2025-10-31 23:51:00`, the form of the log lines. */
export function logTimestamp(instant: Date, timezone: string): string {
	const { year, month, day, hour, minute, second } = partsOf(instant, 'digits', timezone);
	return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

function wallClock(instant: Date, timezone: string): WallClock {
	const words = partsOf(instant, 'words', timezone);
	const { year, month, day, hour, minute } = partsOf(instant, 'digits', timezone);
	return {
		date: `${day}/${month}/${year}`,
		time: `${hour}:${minute}`,
		weekday: words.weekday,
		day: Number(words.day),
		month: words.month,
		year: words.year,
	};
}

const STYLES = {
	digits: {
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		hourCycle: 'h23',
	},
	words: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making a formatter costs a hundred times more than using it; there are about 600 zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function partsOf(
	instant: Date,
	style: keyof typeof STYLES,
	timezone: string,
): Record<string, string> {
	const parts = formatterOf(style, timezone).formatToParts(instant);
	return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** @throws RangeError for a zone this runtime does not know */
function formatterOf(style: keyof typeof STYLES, timezone: string): Intl.DateTimeFormat {
	const key = `${style} ${timezone}`;
	const formatter =
		formatters.get(key) ??
		new Intl.DateTimeFormat('fr-FR', { ...STYLES[style], timeZone: timezone });
	formatters.set(key, formatter);
	return formatter;
}

/** Offset of the zone from UTC at this instant, in milliseconds. */
export function offsetMs(instant: Date, timezone: string): number {
	const shown = new Date(`${logTimestamp(instant, timezone).replace(' ', 'T')}Z`).getTime();
	return shown - Math.floor(instant.getTime() / 1000) * 1000;
}

/** Whether the wall clock shows this very time at another instant too (clocks going back). */
function isRepeatedHour(instant: Date, timezone: string): boolean {
	const offset = offsetMs(instant, timezone);
	return [-3 * HOUR_MS, 3 * HOUR_MS].some((distance) => {
		const other = offsetMs(new Date(instant.getTime() + distance), timezone);
		const twin = new Date(instant.getTime() + offset - other);
		return other !== offset && offsetMs(twin, timezone) === other;
	});
}

/** `UTC+2`, `UTC+10:30`; since 1970 no zone that changes its clocks is a few minutes from the hour. */
function offsetName(instant: Date, timezone: string): string {
	const minutes = offsetMs(instant, timezone) / MINUTE_MS;
	const sign = minutes < 0 ? '-' : '+';
	const hours = Math.floor(Math.abs(minutes) / 60);
	const rest = Math.abs(minutes) % 60;
	return `UTC${sign}${hours}${rest === 0 ? '' : `:${rest}`}`;
}
