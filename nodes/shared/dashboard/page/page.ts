/** The dashboard as one HTML document that needs nothing else. */
import type { AppointmentRow } from '../../appointment/row';
import { HOUSE } from '../../email/wording';
import { frenchLongDate, frenchTime } from '../../french/dates';
import { writtenDay, type Period } from '../../french/days';
import { counted, written } from '../../french/numbers';
import { capitalised, label, NARROW_NBSP, NBSP, uncapitalised } from '../../french/typography';
import { isDelivery, isUndelivered, type StoredDelivery } from '../../journal/entry';
import { markup, Markup } from '../../text/html';
import { pageHeaders, type WebAnswer } from '../answer';
import { bookingsOf, type Booking } from '../bookings/booking';
import { figuresOf, type Figures, type Indicators } from '../bookings/figures';
import { relativesOf, type HistorySource } from '../bookings/history';
import {
	coverageOf,
	isCovered,
	isTabCovered,
	MOST_ROWS,
	type Coverage,
	type ReadingPlan,
} from '../bookings/reading';
import { daysOf, selectBookings, sortOf, type Selection } from '../bookings/selection';
import { duration, Moments } from '../moments';
import { isFiltered, TABS, writeQuery, type DashboardQuery, type Tab } from '../request/query';
import { TAB_NAMES, TITLE } from '../wording';
import { chartsOf } from './charts';
import { filterForm, filterSummary } from './filters';
import { healthOf, type Health, type HealthSource } from './health';
import { healthStrip } from './healthStrip';
import { bookingList, type ListContext } from './list';
import { PAGE_POLICY } from './policy';
import { SCRIPT } from './script';
import { STYLE_SHEET } from './style';
import { weekTitle, weekView } from './week';

/** With fewer bookings figures and charts say nothing: they are folded away. */
const TELLING_BOOKINGS = 10;

/** Bookings on one page of the list. */
const PAGE_SIZE = 50;

/** What the page is made from. */
export interface PageRequest {
	rows: readonly AppointmentRow[];
	/** What the rows were read by; null where they are all there are. */
	plan?: ReadingPlan | null;
	query: DashboardQuery;
	health: HealthSource;
	/** Zone the workshop reads times in. */
	timezone: string;
	now: Date;
	/** Address of the CSV, relative to the page's; null for no link. */
	csvPath: string | null;
	/** Lets the page ask for its content again without a reload; null where it reloads. */
	pageToken?: string | null;
	/** Address of the calendar feed, relative to the page's, with its token; null for no link. */
	feedAddress?: string | null;
}

/** Everything the parts of the page are made from. */
interface View {
	request: PageRequest;
	moments: Moments;
	bookings: Booking[];
	selection: Selection;
	figures: Figures;
	health: Health;
	coverage: Coverage;
}

export function renderPage(request: PageRequest): WebAnswer {
	const view = viewOf(request);
	const body = pageDocument(view).source;
	return { statusCode: 200, headers: pageHeaders(body, PAGE_POLICY), body };
}

function viewOf(request: PageRequest): View {
	const { query, timezone } = request;
	const moments = new Moments(request.now.toISOString(), timezone);
	const bookings = bookingsOf(request.rows);
	const selection = selectBookings(bookings, query, moments);
	return {
		request,
		moments,
		bookings,
		selection,
		figures: figuresOf(selection.matching, daysOf(query, moments.today), moments),
		health: healthOf(request.health, request.now),
		coverage: coverageOf(request.rows, request.plan ?? null),
	};
}

function pageDocument(view: View): Markup {
	const { request } = view;
	const { pageToken = null } = request;
	const tab = TAB_NAMES[request.query.tab];
	return markup`<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
${pageToken === null ? [] : markup`<meta name="jeton" content="${pageToken}">`}
<title>${TITLE} – ${tab} – ${HOUSE}</title>
<style>${new Markup(STYLE_SHEET)}</style>
</head>
<body>
<a class="skip" href="#liste">Aller à la liste</a>
<header class="frame">
<p class="house">${HOUSE}</p>
<div class="top">
<h1>${TITLE}</h1>
${request.query.id === null ? jumps(view) : []}
</div>
<p class="muted">${updatedAt(view)}</p>
</header>
<p id="annonce" class="hidden" role="status"></p>
<main class="frame">
${healthStrip(view.health, view.moments)}
${request.query.id === null ? overview(view) : singleBooking(view, request.query.id)}
</main>
${feedNote(view)}<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
}

/** The one place that tells the feed's address; whoever reads it knows the token. */
function feedNote({ request: { feedAddress = null } }: View): Markup {
	if (feedAddress === null) return markup``;
	return markup`<footer class="frame">
<p class="muted"><a href="${feedAddress}">Agenda en ligne (.ics)</a>${NBSP}: copier l’adresse de ce lien dans Google Agenda, Thunderbird ou le téléphone («${NBSP}ajouter à partir d’une URL${NBSP}»). Qui la connaît voit les rendez-vous${NARROW_NBSP}; pour la changer${NBSP}: réglage «${NBSP}jeton_agenda${NBSP}».</p>
</footer>
`;
}

/** A week has nothing but its days. */
function jumps(view: View): Markup | Markup[] {
	if (view.request.query.tab === 'semaine') return [];
	const charts = areFiguresWhole(view) ? markup` <a href="#graphiques">Graphiques</a>` : markup``;
	return markup`<nav class="jump" aria-label="Dans cette page"><a href="#liste">Liste</a> <a href="#chiffres">Chiffres</a>${charts}</nav>`;
}

function updatedAt({ request: { now, timezone } }: View): string {
	const date = frenchLongDate(now, timezone);
	return `État du ${date} à ${frenchTime(now, timezone)}${timezone === 'Europe/Paris' ? '' : ` (${timezone})`}`;
}

function overview(view: View): Markup {
	const { bookings, request } = view;
	return markup`${tabs(view)}
${filterForm(bookings, request.query)}
${request.query.tab === 'semaine' ? weekSection(view) : listAndFigures(view)}`;
}

function listAndFigures(view: View): Markup {
	return markup`${listSection(view)}
${areFiguresWhole(view) ? figuresSection(view) : figuresOffer(view)}`;
}

/** Figures of half the rows would be wrong, so there are none then. */
function areFiguresWhole({ coverage, figures }: View): boolean {
	return isCovered(coverage, figures.previous.start, null);
}

function figuresOffer({ request: { query, plan } }: View): Markup {
	const isMost = plan?.pastLimit === MOST_ROWS;
	return markup`<section aria-labelledby="chiffres">
<h2 id="chiffres">Chiffres</h2>
<p class="card">${
		isMost
			? markup`Trop de rendez-vous pour des chiffres justes${label('')} choisir une période plus courte.`
			: markup`<a href="${writeQuery({ ...query, figures: true })}" data-live>Calculer les chiffres et les graphiques</a> (quelques secondes)`
	}</p>
</section>`;
}

function figuresSection({ bookings, figures }: View): Markup {
	if (bookings.length >= TELLING_BOOKINGS) return figuresAndCharts(figures);
	return markup`<details id="peu" class="few">
<summary>Chiffres et graphiques (ils seront parlants à partir de ${written(TELLING_BOOKINGS)} rendez-vous)</summary>
${figuresAndCharts(figures)}
</details>`;
}

function figuresAndCharts(figures: Figures): Markup {
	return markup`${indicatorCards(figures)}
<section class="charts" aria-labelledby="graphiques">
<h2 id="graphiques">Graphiques</h2>
<p class="muted">${periodText(figures.charted)}</p>
<div>
${chartsOf(figures)}
</div>
</section>`;
}

function tabs(view: View): Markup {
	const { query } = view.request;
	const item = (tab: Tab) => {
		const days = query.tab === 'semaine' ? { from: null, to: null } : {};
		const href = writeQuery({ ...query, ...days, tab, page: 1 });
		const name = `${TAB_NAMES[tab]}${tabCount(view, tab)}`;
		return tab === query.tab
			? markup`<li><a href="${href}" data-live aria-current="page">${name}</a></li>`
			: markup`<li><a href="${href}" data-live>${name}</a></li>`;
	};
	return markup`<nav class="tabs" aria-label="Onglets"><ul>
${TABS.map(item)}
</ul></nav>`;
}

/** None where it would count other days than the tab shows. */
function tabCount(view: View, tab: Tab): string {
	if (view.request.query.tab === 'semaine' || tab === 'semaine') return '';
	return ` (${atLeast(view, tab)}${written(view.selection.counts[tab])})`;
}

/** What is written before a number that is larger in truth: not all rows were read. */
function atLeast({ coverage, request: { query }, moments }: View, tab: Tab): string {
	return isTabCovered(coverage, tab, query, moments) ? '' : `plus de${NBSP}`;
}

/** Only where everything that can be read was read, and there is more. */
function unreadNote(view: View): Markup | Markup[] {
	const { query, plan } = view.request;
	if (plan?.pastLimit !== MOST_ROWS || atLeast(view, query.tab) === '') return [];
	return markup`<p class="card">Seuls ${written(MOST_ROWS)} rendez-vous passés et autant à venir sont lus à la fois, les plus proches d’aujourd’hui ou du début de la période${label('')} choisir une autre période pour voir les autres.</p>`;
}

function listSection(view: View): Markup {
	const { request, selection } = view;
	const { query } = request;
	const pages = Math.max(1, Math.ceil(selection.bookings.length / PAGE_SIZE));
	const page = Math.min(query.page, pages);
	const shown = selection.bookings.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
	return markup`<section id="liste" aria-labelledby="titre-liste" tabindex="-1">
<h2 id="titre-liste">${TAB_NAMES[query.tab]}</h2>
${countLine(view)}
${unreadNote(view)}
${shown.length === 0 ? emptyList(view) : bookingList(shown, listContext(view, shown, false))}
${pageLinks(query, page, pages, atLeast(view, query.tab) === '')}
</section>`;
}

function weekSection(view: View): Markup {
	const { request, selection, moments } = view;
	return markup`<section id="liste" aria-labelledby="titre-liste" tabindex="-1">
<h2 id="titre-liste" class="dates">${weekTitle(request.query, moments.today)}</h2>
${countLine(view)}
${unreadNote(view)}
${weekView(selection.bookings, request.query, moments)}
</section>`;
}

/** How many are listed, by which filters, and the same as a file. */
function countLine(view: View): Markup {
	const {
		request: { query, csvPath },
		selection: { bookings },
	} = view;
	const filters = filterSummary(query);
	const count = `${capitalised(atLeast(view, query.tab))}${counted(bookings.length, 'rendez-vous', 'rendez-vous')}`;
	const csv =
		csvPath === null || bookings.length === 0
			? []
			: markup`<a href="${csvPath}${writeQuery({ ...query, page: 1 })}" download>Télécharger en CSV</a>`;
	return markup`<p class="actions muted"><span id="compte">${count}${filters === '' ? '' : ` – ${filters}`}</span>${csv}</p>`;
}

/** An empty list says whether nothing was booked, nothing arrived, or nothing fits the filter. */
function emptyList({ request, bookings, health, moments }: View): Markup {
	if (bookings.length > 0) {
		return isFiltered(request.query)
			? markup`<p class="card">Aucun rendez-vous ne correspond aux filtres.</p>`
			: markup`<p class="card">Aucun rendez-vous dans cet onglet.</p>`;
	}
	const last = health.journal?.lastDelivery ?? null;
	if (last !== null) {
		const when = moments.moment(last);
		return markup`<p class="card">Aucun rendez-vous n’est enregistré. Le dernier message de Calendly est arrivé le ${when}.</p>`;
	}
	return health.journal === null
		? markup`<p class="card">Aucun rendez-vous n’est enregistré.</p>`
		: markup`<p class="card">Aucun rendez-vous n’est enregistré, et rien n’est encore arrivé de Calendly${label('')} vérifier la liaison avec Calendly.</p>`;
}

/** @param isLast whether the last page is known */
function pageLinks(
	query: DashboardQuery,
	page: number,
	pages: number,
	isLast: boolean,
): Markup | Markup[] {
	if (pages === 1) return [];
	const last = isLast ? pages : pages + 1;
	const link = (to: number, text: string) =>
		to < 1 || to > last
			? markup`<span></span>`
			: markup`<a href="${writeQuery({ ...query, page: to })}" data-live>${text}</a>`;
	return markup`<nav class="pages" aria-label="Pages">
${link(page - 1, 'Page précédente')}
<span>Page ${written(page)}${isLast ? ` sur ${written(pages)}` : ''}</span>
${link(page + 1, 'Page suivante')}
</nav>`;
}

function singleBooking(view: View, id: string): Markup {
	const { bookings, request } = view;
	const found = bookings.filter((booking) => booking.id === id).slice(0, 1);
	const back = writeQuery({ ...request.query, id: null });
	return markup`<p class="back"><a href="${back}" data-live>Retour à la liste</a></p>
<section id="liste" aria-labelledby="titre-liste" tabindex="-1">
<h2 id="titre-liste">Un rendez-vous</h2>
${found.length === 0 ? markup`<p class="card">Ce rendez-vous n’est pas (ou plus) enregistré.</p>` : bookingList(found, listContext(view, found, true))}
</section>`;
}

function listContext(view: View, shown: readonly Booking[], isOpen: boolean): ListContext {
	const { request, moments } = view;
	const { query } = request;
	const deliveries = deliveriesBy(request.health, shown);
	const starts = startsOf(view, shown);
	return {
		moments,
		isOpen,
		byDay: ['date', 'date-inverse'].includes(sortOf(query)),
		linkTo: (id) => writeQuery({ ...query, page: 1, id }),
		historyOf: ({ id }): HistorySource => ({
			deliveries: deliveries.get(id) ?? [],
			starts,
			moments,
		}),
	};
}

/** Journal rows of the bookings that are shown. */
function deliveriesBy({ deliveries }: HealthSource, shown: readonly Booking[]) {
	const by = new Map<string, Array<Partial<StoredDelivery>>>(shown.map(({ id }) => [id, []]));
	for (const delivery of deliveries ?? []) {
		if (isDelivery(delivery) || isUndelivered(delivery))
			by.get(delivery.identifiant ?? '')?.push(delivery);
	}
	return by;
}

/** Starts of the bookings the shown ones moved from and to. */
function startsOf({ bookings }: View, shown: readonly Booking[]): Map<string, string | null> {
	const wanted = new Set(shown.flatMap(relativesOf));
	if (wanted.size === 0) return new Map();
	return new Map(bookings.filter(({ id }) => wanted.has(id)).map(({ id, start }) => [id, start]));
}

/** `Du 31/08/2026 au 22/11/2026` */
function periodText({ from, to }: Period): string {
	return from === to ? `Le ${writtenDay(from)}` : `Du ${writtenDay(from)} au ${writtenDay(to)}`;
}

/** How an indicator is written, and its change against the period before. */
interface Card {
	title: string;
	value: (indicators: Indicators) => number | null;
	write: (value: number) => string;
	change: (value: number) => string;
}

const wholeNumber = { write: written, change: written };

/** `1,9 point`, `2 points`: what is written decides, not what was rounded. */
function points(rate: number): string {
	const value = Math.round(rate * 1000) / 10;
	return `${written(value)}${NBSP}${value < 2 ? 'point' : 'points'}`;
}

const CARDS: Card[] = [
	{ title: 'Créés', value: ({ created }) => created, ...wholeNumber },
	{ title: 'Honorés', value: ({ honoured }) => honoured, ...wholeNumber },
	{ title: 'Déplacés', value: ({ moved }) => moved, ...wholeNumber },
	{ title: 'Annulés', value: ({ canceled }) => canceled, ...wholeNumber },
	{
		title: 'Taux d’annulation',
		value: ({ cancellationRate }) => cancellationRate,
		write: (rate) => `${written(rate * 100)}${NBSP}%`,
		change: points,
	},
	{
		title: 'Délai médian avant le rendez-vous',
		value: ({ leadDays }) => leadDays,
		write: duration,
		change: duration,
	},
];

function indicatorCards({ period, previous, current, before }: Figures): Markup {
	return markup`<section class="kpis" aria-labelledby="chiffres">
<h2 id="chiffres">Chiffres</h2>
<p class="muted">${periodText(period)}, par rapport à la période précédente (${uncapitalised(periodText(previous))}). La recherche et les filtres de type et de mode s’appliquent aussi aux chiffres.</p>
<dl>
${CARDS.map((card) => indicatorCard(card, current, before))}
</dl>
</section>`;
}

function indicatorCard(
	{ title, value, write, change }: Card,
	current: Indicators,
	before: Indicators,
) {
	const now = value(current);
	const then = value(before);
	const difference =
		now === null || then === null
			? 'pas de comparaison'
			: `${signed(now - then, change)} (${write(then)} avant)`;
	return markup`<div><dt>${title}</dt><dd><strong>${now === null ? '–' : write(now)}</strong> <span>${difference}</span></dd></div>`;
}

/** `+ 3`, `− 3` with a true minus sign, `=` */
function signed(difference: number, write: (value: number) => string): string {
	if (difference === 0) return '=';
	return `${difference > 0 ? '+' : '−'}${NBSP}${write(Math.abs(difference))}`;
}
