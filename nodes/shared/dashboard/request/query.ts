import { asDay, type Day } from '../../french/days';
import { cleanLine } from '../../text/clean';
import { isFields } from '../../text/fields';

/** Tabs of the dashboard, as its address names them. */
export const TABS = ['a-venir', 'semaine', 'passes', 'annules', 'tous'] as const;
export type Tab = (typeof TABS)[number];

/** What the list can be sorted by; each tab has its own order until one is chosen. */
export const SORTS = ['date', 'date-inverse', 'reception', 'client', 'type'] as const;
export type Sort = (typeof SORTS)[number];

/** Periods that move with the calendar; any other is given by its first and last day. */
export const PERIOD_NAMES = [
	'aujourdhui',
	'semaine',
	'semaine-prochaine',
	'mois',
	'mois-dernier',
	'annee',
] as const;
export type PeriodName = (typeof PERIOD_NAMES)[number];

/** States the list can be filtered by. */
export const STATES = ['confirme', 'absent', 'annule', 'deplace'] as const;
export type State = (typeof STATES)[number];

/** What the address of the dashboard asks for. Everything in it came from a browser and was cleaned. */
export interface DashboardQuery {
	tab: Tab;
	search: string;
	types: string[];
	modes: string[];
	states: State[];
	period: PeriodName | null;
	/** First and last day; they count before a named period. Of a week any day of it is the first. */
	from: Day | null;
	to: Day | null;
	sort: Sort | null;
	/** From 1; the page that exists nearest to it is shown. */
	page: number;
	/** The one appointment to show, or null for the list. */
	id: string | null;
	/** Whether figures are wanted even where they are not shown by themselves. */
	figures: boolean;
}

const MAX_SEARCH = 200;
const MAX_VALUE = 300;
const MAX_VALUES = 50;
const MAX_PAGE = 1_000_000;
const MAX_ADDRESS = 16_000;

/**
 * Reads the query of the request as the HTTP server parsed it: texts, lists of texts, or whatever a
 * stranger made of it. What cannot be read is left out.
 */
export function readQuery(raw: unknown): DashboardQuery {
	const values = isFields(raw) ? raw : {};
	const all = (name: string) => textsOf(Object.hasOwn(values, name) ? values[name] : undefined);
	const first = (name: string) => all(name).at(0) ?? '';
	const days = { from: asDay(first('du')), to: asDay(first('au')) };
	const hasDays = days.from !== null || days.to !== null;
	return {
		tab: oneOf(TABS, first('onglet')) ?? 'a-venir',
		search: first('q').slice(0, MAX_SEARCH).trim(),
		types: all('type'),
		modes: all('mode'),
		states: STATES.filter((state) => all('etat').includes(state)),
		...days,
		period: hasDays ? null : oneOf(PERIOD_NAMES, first('periode')),
		sort: oneOf(SORTS, first('tri')),
		page: pageOf(first('page')),
		id: first('rdv') || null,
		figures: first('chiffres') === 'oui',
	};
}

/** The query of an address, `?q=zoe&type=a&type=b`, as an HTTP server would parse it. */
export function parseSearch(search: unknown): Record<string, string[]> {
	const text = typeof search === 'string' ? search.slice(0, MAX_ADDRESS) : '';
	const values = new Map<string, string[]>();
	for (const [name, value] of new URLSearchParams(text)) {
		values.set(name, [...(values.get(name) ?? []), value]);
	}
	return Object.fromEntries(values);
}

/** The query as the address writes it, `?onglet=passes&q=zoe`; what is usual is left out. */
export function writeQuery(query: DashboardQuery): string {
	return `?${new URLSearchParams(parametersOf(query)).toString()}`;
}

/** Name and value of everything that is not as usual, in the order of the form. */
function parametersOf(query: DashboardQuery): Array<[string, string]> {
	const single: Array<[string, string | null]> = [
		['onglet', query.tab === 'a-venir' ? null : query.tab],
		['q', query.search],
		['periode', query.period],
		['du', query.from],
		['au', query.to],
		['tri', query.sort],
		['page', query.page === 1 ? null : String(query.page)],
		['rdv', query.id],
		['chiffres', query.figures ? 'oui' : null],
	];
	const several = (name: string, values: readonly string[]) =>
		values.map((value): [string, string] => [name, value]);
	return [
		...single.filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== ''),
		...several('type', query.types),
		...several('mode', query.modes),
		...several('etat', query.states),
	];
}

/** Whether anything but tab, order and page is chosen; which week is shown is no filter. */
export function isFiltered(query: DashboardQuery): boolean {
	const { search, types, modes, states, period, from, to } = query;
	const isListed = [types, modes, states].some((values) => values.length > 0);
	const isDated = query.tab !== 'semaine' && [period, from, to].some((day) => day !== null);
	return isListed || search !== '' || isDated;
}

/** The same tab, order and week without any filter. */
export function withoutFilters({ tab, sort, from }: DashboardQuery): DashboardQuery {
	return { ...readQuery({}), tab, sort, from: tab === 'semaine' ? from : null };
}

/** Servers give one text, a list, or (from the 21st value on) an object with numbers as names. */
function textsOf(value: unknown): string[] {
	const values: unknown[] = isFields(value) ? Object.values(value) : [value].flat();
	const texts = values
		.slice(0, MAX_VALUES)
		.filter((item) => typeof item === 'string')
		.map((text) => cleanLine(text.slice(0, MAX_VALUE)));
	return [...new Set(texts)].filter((text) => text !== '');
}

function oneOf<Value extends string>(known: readonly Value[], text: string): Value | null {
	return known.find((value) => value === text) ?? null;
}

function pageOf(text: string): number {
	return /^[1-9]\d{0,6}$/.test(text) ? Math.min(Number(text), MAX_PAGE) : 1;
}
