import { addDays, mondayOf, startOf, type Day } from '../../french/days';
import { formatPhone } from '../../french/phone';
import { foldAccents } from '../../french/typography';
import { compareTexts } from '../../text/order';
import { TABS, type DashboardQuery, type PeriodName, type Sort, type Tab } from '../request/query';
import { answersOf, isOver, lineOf, type AskedDays, type Booking, type Clock } from './booking';

/** Name of the mode in the address for appointments whose mode is not known. */
export const OTHER_MODE = 'autre';

/** What the dashboard shows of the bookings. */
export interface Selection {
	/** Of the tab asked for, filtered and in order. */
	bookings: Booking[];
	/** How many each tab would show with the same filters, in the same days. */
	counts: Record<Tab, number>;
	/** All that match search, type and mode, whatever their tab, state and period: for the figures. */
	matching: Booking[];
}

/** Instants a filter lets through; null for an open end. */
interface Range {
	start: string | null;
	end: string | null;
}

type Test = (booking: Booking) => boolean;

/** The bookings a query asks for, in their order. */
export function selectBookings(
	bookings: readonly Booking[],
	query: DashboardQuery,
	{ now, today, timezone }: Clock,
): Selection {
	const matching = bookings.filter(allOf([searchTest(query.search), kindTest(query)]));
	const isWanted = allOf([stateTest(query), rangeTest(rangeOf(query, today, timezone))]);
	const counts = Object.fromEntries(TABS.map((tab) => [tab, 0])) as Record<Tab, number>;
	const selected: Booking[] = [];
	for (const booking of matching) {
		if (!isWanted(booking)) continue;
		for (const tab of TABS) {
			if (!isInTab(booking, tab, now)) continue;
			counts[tab] += 1;
			if (tab === query.tab) selected.push(booking);
		}
	}
	return { bookings: sorted(selected, sortOf(query)), counts, matching };
}

/** The order of the list: what comes next first, what is past latest first. */
export function sortOf({ sort, tab }: DashboardQuery): Sort {
	if (tab === 'semaine') return 'date';
	return sort ?? (tab === 'a-venir' ? 'date' : 'date-inverse');
}

/**
 * An appointment that moved is shown under « Tous » only: its successor tells of it, and it would be
 * counted twice. One whose time is not known stays among those to come, where it is seen.
 */
function isInTab(booking: Booking, tab: Tab, now: string): boolean {
	if (tab === 'tous') return true;
	if (booking.state === 'deplace') return false;
	if (booking.state === 'annule') return tab === 'annules';
	if (tab === 'semaine') return true;
	return tab === (isOver(booking, now) ? 'passes' : 'a-venir');
}

/** The days a query asks for. */
export function daysOf(query: DashboardQuery, today: Day): AskedDays {
	if (query.tab === 'semaine') return weekFrom(mondayOf(query.from ?? today));
	return query.period === null ? { from: query.from, to: query.to } : PERIODS[query.period](today);
}

const PERIODS: Record<PeriodName, (today: Day) => { from: Day; to: Day }> = {
	aujourdhui: (today) => ({ from: today, to: today }),
	semaine: (today) => weekFrom(mondayOf(today)),
	'semaine-prochaine': (today) => weekFrom(addDays(mondayOf(today), 7)),
	mois: monthOf,
	'mois-dernier': (today) => monthOf(addDays(firstOfMonth(today), -1)),
	annee: (today) => ({ from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` }),
};

function weekFrom(monday: Day): { from: Day; to: Day } {
	return { from: monday, to: addDays(monday, 6) };
}

function monthOf(day: Day): { from: Day; to: Day } {
	const from = firstOfMonth(day);
	return { from, to: addDays(firstOfMonth(addDays(from, 31)), -1) };
}

function firstOfMonth(day: Day): Day {
	return `${day.slice(0, 7)}-01`;
}

function rangeOf(query: DashboardQuery, today: Day, timezone: string): Range {
	const { from, to } = daysOf(query, today);
	return {
		start: from === null ? null : startOf(from, timezone),
		end: to === null ? null : startOf(addDays(to, 1), timezone),
	};
}

function rangeTest({ start, end }: Range): Test | null {
	if (start === null && end === null) return null;
	return (booking) =>
		booking.start !== null &&
		(start === null || booking.start >= start) &&
		(end === null || booking.start < end);
}

function stateTest({ states }: DashboardQuery): Test | null {
	return states.length === 0 ? null : ({ state }) => states.includes(state);
}

function kindTest({ types, modes }: DashboardQuery): Test {
	return ({ type, mode }) =>
		(types.length === 0 || types.includes(type ?? '')) &&
		(modes.length === 0 || modes.includes(mode ?? OTHER_MODE));
}

/** The most words looked for: each costs time in every appointment. */
const MAX_WORDS = 8;

/** Every word has to occur, in whatever field, without regard to case and accents. */
function searchTest(search: string): Test | null {
	if (search === '') return null;
	const words = foldAccents(search).split(/\s+/).slice(0, MAX_WORDS);
	return (booking) => {
		const text = searchedText(booking);
		return words.every((word) => text.includes(word));
	};
}

const SEARCHED = [
	'client',
	'email',
	'telephone',
	'type',
	'lieu',
	'notes',
	'motif_annulation',
	'annule_par',
	'invites',
	'identifiant',
] as const;

function searchedText({ row }: Booking): string {
	const { telephone } = row;
	const national = typeof telephone === 'string' ? formatPhone(telephone) : '';
	const texts = [
		...SEARCHED.map((column) => row[column]),
		...answersOf(row).map(({ answer }) => answer),
		national.replace(/\s/g, ''),
	];
	return foldAccents(texts.filter((text) => typeof text === 'string').join('\n'));
}

function allOf(tests: Array<Test | null>): Test {
	const asked = tests.filter((test) => test !== null);
	return (booking) => asked.every((test) => test(booking));
}

/** Text to sort by; bookings of which it is not known come last, equal ones by date. */
const SORT_KEYS: Record<Sort, (booking: Booking) => string | null> = {
	date: ({ start }) => start,
	'date-inverse': ({ start, canceledAt }) => start ?? canceledAt,
	reception: ({ receivedAt }) => receivedAt,
	client: ({ row }) => folded(lineOf(row, 'client') ?? lineOf(row, 'email')),
	type: ({ type }) => folded(type),
};

const DESCENDING: readonly Sort[] = ['date-inverse', 'reception'];

function folded(text: string | null): string | null {
	return text === null ? null : foldAccents(text);
}

function sorted(bookings: readonly Booking[], sort: Sort): Booking[] {
	const direction = DESCENDING.includes(sort) ? -1 : 1;
	return bookings
		.map((booking) => ({ booking, key: SORT_KEYS[sort](booking) }))
		.sort(
			(a, b) =>
				nullsLast(a.key, b.key) ||
				direction * compareTexts(a.key ?? '', b.key ?? '') ||
				nullsLast(a.booking.start, b.booking.start) ||
				compareTexts(a.booking.start ?? '', b.booking.start ?? '') ||
				compareTexts(a.booking.id, b.booking.id),
		)
		.map(({ booking }) => booking);
}

function nullsLast(a: string | null, b: string | null): number {
	return Number(a === null) - Number(b === null);
}
