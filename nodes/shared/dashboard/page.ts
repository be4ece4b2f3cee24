/** The dashboard as one HTML document that needs nothing else. */
import type { AppointmentRow } from '../appointment/row';
import { frenchLongDate, frenchTime } from '../french/dates';
import { writtenDay, type Period } from '../french/days';
import { label, NARROW_NBSP, NBSP } from '../french/typography';
import { isDelivery, isUndelivered, type StoredDelivery } from '../journal/entry';
import { markup, Markup } from '../text/html';
import { bookingsOf, type Booking } from './booking';
import { chartsOf } from './charts';
import { figuresOf, type Figures, type Indicators } from './figures';
import { filterForm, filterSummary } from './filters';
import { PAGE_POLICY, pageHeaders } from './headers';
import { healthOf, type Health, type HealthSource } from './health';
import { relativesOf, type HistorySource } from './history';
import { bookingList, type ListContext } from './list';
import { capitalised, duration, Moments } from './moments';
import { isFiltered, TABS, writeQuery, type DashboardQuery, type Tab } from './query';
import {
	coverageOf,
	isCovered,
	isTabCovered,
	MOST_ROWS,
	type Coverage,
	type ReadingPlan,
} from './reading';
import { SCRIPT } from './script';
import { daysOf, selectBookings, sortOf, type Selection } from './selection';
import { STYLE_SHEET } from './style';
import { counted, HOUSE, REASON_NAMES, TAB_NAMES, TITLE, written } from './wording';

/** Bookings on one page of the list. */
export const PAGE_SIZE = 50;

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

/** An answer to a browser. */
export interface WebAnswer {
	statusCode: number;
	headers: Record<string, string>;
	body: string;
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
	return { statusCode: 200, headers: pageHeaders(body), body };
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
<h1>${TITLE}</h1>
<p class="muted">${updatedAt(view)}</p>
${request.query.id === null ? jumps(view) : []}
</header>
<p id="annonce" class="hidden" role="status"></p>
<main class="frame">
${healthStrip(view)}
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

function jumps(view: View): Markup {
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
${listSection(view)}
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

function figuresSection({ figures }: View): Markup {
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
		const href = writeQuery({ ...query, tab, page: 1 });
		const name = `${TAB_NAMES[tab]} (${atLeast(view, tab)}${written(view.selection.counts[tab])})`;
		return tab === query.tab
			? markup`<li><a href="${href}" data-live aria-current="page">${name}</a></li>`
			: markup`<li><a href="${href}" data-live>${name}</a></li>`;
	};
	return markup`<nav class="tabs" aria-label="Onglets"><ul>
${TABS.map(item)}
</ul></nav>`;
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
	const { query, csvPath } = request;
	const pages = Math.max(1, Math.ceil(selection.bookings.length / PAGE_SIZE));
	const page = Math.min(query.page, pages);
	const shown = selection.bookings.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
	const filters = filterSummary(query);
	const csv =
		csvPath === null || selection.bookings.length === 0
			? []
			: markup`<a href="${csvPath}${writeQuery({ ...query, page: 1 })}" download>Télécharger en CSV</a>`;
	return markup`<section id="liste" aria-labelledby="titre-liste" tabindex="-1">
<h2 id="titre-liste">${TAB_NAMES[query.tab]}</h2>
<p class="actions muted"><span id="compte">${capitalised(atLeast(view, query.tab))}${counted(selection.bookings.length, 'rendez-vous', 'rendez-vous')}${filters === '' ? '' : ` – ${filters}`}</span>${csv}</p>
${unreadNote(view)}
${shown.length === 0 ? emptyList(view) : bookingList(shown, listContext(view, shown, false))}
${pageLinks(query, page, pages, atLeast(view, query.tab) === '')}
</section>`;
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
		return markup`<p class="card">Aucun rendez-vous n’est enregistré. Calendly a livré pour la dernière fois le ${when}.</p>`;
	}
	return health.journal === null
		? markup`<p class="card">Aucun rendez-vous n’est enregistré.</p>`
		: markup`<p class="card">Aucun rendez-vous n’est enregistré, et rien n’est encore arrivé de Calendly${label('')} vérifier l’abonnement.</p>`;
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

function healthStrip({ health, moments }: View): Markup | Markup[] {
	const lines = [
		...settingLines(health),
		...journalLines(health, moments),
		...refusalLine(health),
		...subscriptionLine(health, moments),
	];
	if (lines.length === 0) return [];
	return markup`<section class="card health" aria-labelledby="etat">
<h2 id="etat" class="hidden">État du système</h2>
<dl>
${lines}
</dl>
</section>`;
}

type Tone = 'plain' | 'good' | 'warning' | 'bad';

function healthLine(name: string, text: string, tone: Tone): Markup {
	return markup`<div><dt>${name}</dt><dd class="${tone}">${text}</dd></div>`;
}

/** What the workshop can put right itself comes first. */
function settingLines({ refusedSettings }: Health): Markup[] {
	return refusedSettings.length === 0
		? []
		: [healthLine('Réglages à corriger', refusedSettings.join(' '), 'bad')];
}

function journalLines({ journal }: Health, moments: Moments): Markup[] {
	if (journal === null) return [];
	const { lastDelivery, waiting, failed, failures, undelivered } = journal;
	const last = lastDelivery === null ? 'aucune' : moments.moment(lastDelivery);
	const mails = [
		waiting === 0 ? null : `${written(waiting)} en attente`,
		failed === 0 ? null : `${written(failed)} en échec`,
	].filter((part) => part !== null);
	const tone = failed > 0 ? 'bad' : 'warning';
	return [
		healthLine('Dernière livraison de Calendly', last, lastDelivery === null ? 'warning' : 'plain'),
		mails.length === 0
			? healthLine('Courriels', 'tous partis', 'good')
			: healthLine('Courriels', mails.join(', '), tone),
		...(failures === 0 ? [] : [healthLine('Erreurs depuis 7 jours', written(failures), 'bad')]),
		...(undelivered.length === 0
			? []
			: [healthLine('Adresses refusées depuis 7 jours', undelivered.join(', '), 'bad')]),
	];
}

function refusalLine({ refusals }: Health): Markup[] {
	if (refusals === null) return [];
	if (refusals.length === 0) return [healthLine('Messages refusés depuis hier', 'aucun', 'good')];
	const total = refusals.reduce((sum, { count }) => sum + count, 0);
	const reasons = refusals.map(
		({ reason, count }) => `${reasonName(reason)}${label('')} ${written(count)}`,
	);
	return [
		healthLine(
			'Messages refusés depuis hier',
			`${written(total)} (${reasons.join(', ')})`,
			'warning',
		),
	];
}

function reasonName(reason: string): string {
	return Object.hasOwn(REASON_NAMES, reason)
		? REASON_NAMES[reason as keyof typeof REASON_NAMES]
		: reason;
}

function subscriptionLine({ subscription, journal }: Health, moments: Moments): Markup[] {
	const line = (text: string, tone: Tone) => [healthLine('Abonnement Calendly', text, tone)];
	if (subscription === null) return journal === null ? [] : line('non surveillé', 'plain');
	const { state, message, isWell, outdatedSince } = subscription;
	if (outdatedSince !== null) {
		return line(`non vérifié depuis le ${moments.moment(outdatedSince)}`, 'warning');
	}
	return line(message ?? state ?? 'inconnu', isWell ? 'good' : 'bad');
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
<p class="muted">${periodText(period)}, comparé à la période précédente (${writtenDay(previous.from)} – ${writtenDay(previous.to)}). Les filtres de recherche, de type et de mode comptent.</p>
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
