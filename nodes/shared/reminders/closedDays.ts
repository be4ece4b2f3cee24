import { asDay, WEEKDAYS, weekdayOf, type Day } from '../french/days';
import { foldAccents } from '../french/typography';

const MONTHS = [
	'janvier',
	'fevrier',
	'mars',
	'avril',
	'mai',
	'juin',
	'juillet',
	'aout',
	'septembre',
	'octobre',
	'novembre',
	'decembre',
];

/** `25 decembre`, `1er mai 2027` */
const DATE_IN_WORDS = new RegExp(`(\\d{1,2})(?:er)? (${MONTHS.join('|')})(?: (\\d{4}))?`, 'g');

/** Words that say nothing: « tous les dimanches et le 25 décembre ». */
const FILLERS = ['', 'et', 'le', 'les', 'tous'];

/** A day and month of every year, leap days among them. */
const ANY_YEAR = '2024';

/**
 * The days a workshop is closed, as a person writes them: weekdays (`dimanche`, `Sam.`), dates of every
 * year (`25/12`, `25 décembre`) and of one year (`14/07/2027`), with commas, « et » or spaces between.
 *
 * @returns `samedi`, `12-25`, `2027-07-14` each; null where something cannot be read
 */
export function readClosedDays(text: string): string[] | null {
	const days = foldAccents(text)
		.replace(DATE_IN_WORDS, (_date, day: string, month: string, year?: string) =>
			[day, MONTHS.indexOf(month) + 1, ...(year === undefined ? [] : [year])].join('/'),
		)
		.split(/[\s,;]/)
		.filter((word) => !FILLERS.includes(word))
		.map((word) => weekdayNamed(word) ?? dateNamed(word));
	return days.every((day) => day !== null) ? days : null;
}

/** The same days as they are written in French: `samedi, dimanche, 25/12, 14/07/2027`. */
export function writtenClosedDays(days: readonly string[]): string {
	return days.map((day) => day.split('-').reverse().join('/')).join(', ');
}

/** Whether a day of the calendar is one of them. */
export function isClosedDay(day: Day, closed: readonly string[]): boolean {
	const names = [WEEKDAYS[weekdayOf(day)], day.slice(5), day];
	return names.some((name) => closed.includes(name));
}

/** `dimanches`, `dim.` and `di` too. */
function weekdayNamed(word: string): string | null {
	const name = word.replace(/\.$/, '').replace(/s$/, '');
	return name.length < 2 ? null : (WEEKDAYS.find((weekday) => weekday.startsWith(name)) ?? null);
}

/** `25/12`, `25.12.2027`, `2027-12-25` */
function dateNamed(word: string): string | null {
	const isIso = /^\d{4}-\d{2}-\d{2}$/.test(word);
	const [day, month, year] = isIso ? word.split('-').reverse() : word.split(/[/.-]/);
	const parts = [year ?? ANY_YEAR, month ?? '', day].map((part) => part.padStart(2, '0'));
	const date = asDay(parts.join('-'));
	return date !== null && year === undefined ? date.slice(5) : date;
}
