/** The form above the list: plain GET, so that every choice is an address to keep. */
import { label } from '../../french/typography';
import { capLine } from '../../text/clean';
import { markup, type Markup } from '../../text/html';
import { compareTexts } from '../../text/order';
import type { Booking } from '../bookings/booking';
import { OTHER_MODE } from '../bookings/selection';
import {
	isFiltered,
	PERIOD_NAMES,
	SORTS,
	STATES,
	withoutFilters,
	writeQuery,
	type DashboardQuery,
} from '../request/query';
import { OTHER_MODE_NAME, PERIOD_LABELS, SORT_NAMES, STATE_NAMES } from '../wording';

/** Types offered; the rarest of more are found with the search. */
const MAX_TYPES = 30;
const MAX_NAME = 80;

interface Choice {
	value: string;
	name: string;
}

/** Offers what occurs among the bookings that were read, and what is chosen already. */
export function filterForm(bookings: readonly Booking[], query: DashboardQuery): Markup {
	const types = chosenToo(frequent(bookings.map(({ type }) => type ?? '')), query.types);
	const modes = chosenToo(frequent(bookings.map(({ mode }) => mode ?? OTHER_MODE)), query.modes);
	return markup`<search class="card filters">
<form method="get" data-live aria-label="Rechercher et filtrer">
${query.tab === 'a-venir' ? [] : markup`<input type="hidden" name="onglet" value="${query.tab}">`}${shownWeek(query)}
<div class="search">
<div class="field"><label for="q">Rechercher un client, un téléphone, une réponse…</label><input type="search" id="q" name="q" maxlength="200" autocomplete="off" placeholder="Nom, téléphone, réponse…" value="${query.search}"></div>
<button type="submit">Filtrer</button>
</div>
${clearLink(query)}
${unfolded(query) ? markup`<details id="filtres" open>${MORE}` : markup`<details id="filtres">${MORE}`}
${query.tab === 'semaine' ? [] : datesAndOrder(query)}
<div class="fields">
${choices('type', 'Type', types.filter((type) => type !== '').map(named), query.types)}
${choices('mode', 'Mode', modes.map(namedMode), query.modes)}
${choices(
	'etat',
	'État',
	STATES.map((value) => ({ value, name: STATE_NAMES[value] })),
	query.states,
)}
</div>
</details>
</form>
</search>`;
}

/** The week stays the same while it is filtered. */
function shownWeek({ tab, from }: DashboardQuery): Markup | Markup[] {
	if (tab !== 'semaine' || from === null) return [];
	return markup`<input type="hidden" name="du" value="${from}">`;
}

function datesAndOrder(query: DashboardQuery): Markup {
	return markup`<div class="fields">
<div class="field"><label for="periode">Période</label><select id="periode" name="periode"><option value="">${query.from === null && query.to === null ? 'Toutes les dates' : 'Du… au…'}</option>
${options(PERIOD_NAMES, PERIOD_LABELS, query.period)}</select></div>
<div class="field"><label for="du">Du</label><input type="date" id="du" name="du" value="${query.from ?? ''}"></div>
<div class="field"><label for="au">Au</label><input type="date" id="au" name="au" value="${query.to ?? ''}"></div>
<div class="field"><label for="tri">Trier par</label><select id="tri" name="tri"><option value="">Ordre habituel</option>
${options(SORTS, SORT_NAMES, query.sort)}</select></div>
</div>`;
}

const MORE = markup`<summary>Filtres et tri</summary>`;

/** Folded away unless something of it is chosen: on a phone the list comes first. */
function unfolded(query: DashboardQuery): boolean {
	const isSorted = query.sort !== null && query.tab !== 'semaine';
	return isSorted || isFiltered({ ...query, search: '' });
}

function clearLink(query: DashboardQuery): Markup | Markup[] {
	return isFiltered(query)
		? markup`<p class="clear"><a href="${writeQuery(withoutFilters(query))}" data-live>Effacer les filtres</a></p>`
		: [];
}

function options<Value extends string>(
	values: readonly Value[],
	names: Record<Value, string>,
	chosen: Value | null,
): Markup[] {
	return values.map((value) =>
		value === chosen
			? markup`<option value="${value}" selected>${names[value]}</option>`
			: markup`<option value="${value}">${names[value]}</option>`,
	);
}

function choices(
	field: string,
	legend: string,
	offered: readonly Choice[],
	chosen: readonly string[],
): Markup | Markup[] {
	if (offered.length === 0) return [];
	return markup`<fieldset><legend>${legend}</legend><div class="choices">
${offered.map(({ value, name }, index) => {
	const id = `${field}-${index}`;
	const box = chosen.includes(value)
		? markup`<input type="checkbox" id="${id}" name="${field}" value="${value}" checked>`
		: markup`<input type="checkbox" id="${id}" name="${field}" value="${value}">`;
	return markup`<label>${box} ${name}</label>`;
})}
</div></fieldset>`;
}

function named(value: string): Choice {
	return { value, name: capLine(value, MAX_NAME) };
}

function namedMode(value: string): Choice {
	return value === OTHER_MODE ? { value, name: OTHER_MODE_NAME } : named(value);
}

/** The values that occur, most frequent first. */
function frequent(values: readonly string[]): string[] {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts]
		.sort(([a, countA], [b, countB]) => countB - countA || compareTexts(a, b))
		.map(([value]) => value)
		.slice(0, MAX_TYPES);
}

/** What is chosen stays on offer, or it could not be taken back. */
function chosenToo(offered: readonly string[], chosen: readonly string[]): string[] {
	return [...new Set([...offered, ...chosen])];
}

/** `Recherche : zoé · Type : Visio`, for the heading of the list. */
export function filterSummary(query: DashboardQuery): string {
	const parts = [
		[query.search, 'recherche'],
		[query.types.join(', '), 'type'],
		[query.modes.join(', '), 'mode'],
		[query.states.map((state) => STATE_NAMES[state]).join(', '), 'état'],
	].filter(([value]) => value !== '');
	return parts.map(([value, name]) => `${label(name)} ${capLine(value, MAX_NAME)}`).join(' · ');
}
