/** The bookings of one page: day by day, each with its details folded in. */
import type { AppointmentRow } from '../../appointment/row';
import {
	callFrom,
	campaignFrom,
	paymentFrom,
	placeFrom,
	placesFrom,
} from '../../appointment/rowWords';
import { asCalendlyLink } from '../../calendly/links';
import { callSentence, linkFailed, paymentLine, placesTaken } from '../../email/wording';
import { isKnownTimezone, sameWallClock } from '../../french/dates';
import { formatPhone, toE164 } from '../../french/phone';
import { label, NBSP } from '../../french/typography';
import { asFields } from '../../text/fields';
import { markup, withLineBreaks, type Markup } from '../../text/html';
import { linkedText } from '../../text/linkedText';
import { mailLink, phoneLink, webLink } from '../../text/links';
import {
	answersOf,
	clientOf,
	isOver,
	lineOf,
	overAt,
	textOf,
	type Booking,
} from '../bookings/booking';
import { historyOf, type HistoryEntry, type HistorySource } from '../bookings/history';
import { Moments } from '../moments';
import { HONOURED, STATE_NAMES, UNKNOWN_DATE, UNKNOWN_TYPE } from '../wording';

/** How a list of bookings is shown. */
export interface ListContext {
	moments: Moments;
	/** Whether the list is in order of date, with a heading for each day. */
	byDay: boolean;
	/** Whether the details of all are unfolded. */
	isOpen: boolean;
	historyOf: (booking: Booking) => HistorySource;
	/** Address of one booking. */
	linkTo: (id: string) => string;
}

/** Bookings under the heading of their day; one group without a heading when not sorted by date. */
interface Group {
	heading: string | null;
	bookings: Booking[];
}

export function bookingList(bookings: readonly Booking[], context: ListContext): Markup[] {
	return groupsOf(bookings, context).map(
		({ heading, bookings: ofGroup }) => markup`${dayHeading(heading, context)}
<ul class="${context.byDay ? 'bookings' : 'bookings dated'}">
${ofGroup.map((booking) => bookingItem(booking, context))}
</ul>`,
	);
}

function dayHeading(heading: string | null, { moments }: ListContext): Markup | Markup[] {
	if (heading === null) return [];
	const isToday = heading === moments.heading(moments.now);
	return markup`<h3 class="${isToday ? 'day today' : 'day'}"><span>${heading}</span></h3>`;
}

function groupsOf(bookings: readonly Booking[], context: ListContext): Group[] {
	if (!context.byDay) return [{ heading: null, bookings: [...bookings] }];
	const groups: Group[] = [];
	for (const booking of bookings) {
		const heading = headingOf(booking, context);
		const last = groups.at(-1);
		if (last?.heading === heading) last.bookings.push(booking);
		else groups.push({ heading, bookings: [booking] });
	}
	return groups;
}

function headingOf({ start }: Booking, { moments }: ListContext): string {
	return start === null ? UNKNOWN_DATE : moments.heading(start);
}

function bookingItem(booking: Booking, context: ListContext): Markup {
	const { row, state, type, mode } = booking;
	const stateName =
		state === 'confirme' && isOver(booking, context.moments.now) ? HONOURED : STATE_NAMES[state];
	const summary = markup`<summary>
<span class="when">${when(booking, context)}</span>
<span class="who">${clientOf(row)}</span>
<span class="what">${type ?? UNKNOWN_TYPE}${mode === null ? [] : markup`${NBSP}· <span class="together">${mode}</span>`}</span>
<span class="state ${state}">${stateName}</span>
</summary>`;
	return markup`<li class="booking">
${context.isOpen ? markup`<details open>${summary}` : markup`<details>${summary}`}
<dl class="facts">
${factsOf(booking, context)}
</dl>
${historyList(booking, context)}
</details>
${reach(booking)}
</li>`;
}

function when(booking: Booking, { byDay, moments }: ListContext): Markup {
	const { start } = booking;
	if (start === null) return markup`Horaire non communiqué`;
	const shown = byDay ? moments.range(booking, start) : moments.moment(start);
	return markup`<time class="together" datetime="${start}">${shown}</time>`;
}

/** What is needed with the phone in hand, without unfolding anything. */
function reach({ row, state }: Booking): Markup | Markup[] {
	if (state !== 'confirme') return [];
	const phone = lineOf(row, 'telephone') ?? '';
	const call = phoneLink(phone);
	return call === null
		? []
		: markup`<p class="reach"><a href="${call}">${formatPhone(phone)}</a></p>`;
}

function factsOf(booking: Booking, context: ListContext): Markup[] {
	const { row } = booking;
	const line = (column: Parameters<typeof lineOf>[1]) => asMarkup(lineOf(row, column));
	return [
		...fact('Date', whenInFull(booking, context)),
		...fact('Heure du client', asMarkup(clientTime(booking, context))),
		...fact('Client', line('client')),
		...fact('Email', linked(lineOf(row, 'email'), mailLink)),
		...fact('Téléphone', linked(lineOf(row, 'telephone'), phoneLink, formatPhone)),
		...fact('Appel', callText(row)),
		...fact('Lieu', place(row)),
		...fact('Lien visio', joinLink(row)),
		...fact('Lien de configuration', linked(lineOf(row, 'lien_configuration'), webLink)),
		...fact('Notes', severalLines(textOf(row, 'notes'))),
		...answersOf(row).flatMap(({ question, answer }) => fact(question, severalLines(answer))),
		...fact('Invités', line('invites')),
		...fact('Avec', line('hote')),
		...fact('Places', asMarkup(places(booking))),
		...fact('Paiement', severalLines(payment(booking))),
		...fact('Campagne', asMarkup(campaign(booking))),
		...fact('Dans Calendly', calendlyLinks(booking, context), 'screen'),
	];
}

/** Of a group; one place is none. */
function places({ row }: Booking): string | null {
	const { active, limit } = placesFrom(asFields(row));
	return active === null || limit === null || limit < 2 ? null : placesTaken(active, limit);
}

function payment({ row }: Booking): string | null {
	const paid = paymentFrom(asFields(row));
	return paid === null ? null : [paymentLine(paid), paid.terms ?? ''].join('\n').trim() || null;
}

function campaign({ row }: Booking): string | null {
	const words = Object.values(campaignFrom(asFields(row))).filter((word) => word !== null);
	return words.length === 0 ? null : words.join(' · ');
}

/** @param medium `screen` for what is of no use on paper */
function fact(name: string, value: Markup | null, medium: 'all' | 'screen' = 'all'): Markup[] {
	return value === null
		? []
		: [markup`<div class="${medium}"><dt>${name}</dt><dd>${value}</dd></div>`];
}

function asMarkup(text: string | null): Markup | null {
	return text === null ? null : markup`${text}`;
}

function severalLines(text: string | null): Markup | null {
	return text === null ? null : linkedText(text);
}

/** A place that is the number of a call, or the client's once more, is told by these. */
function place(row: AppointmentRow): Markup | null {
	const text = textOf(row, 'lieu');
	const number = toE164(text ?? '', lineOf(row, 'fuseau_client'));
	const isClients = number !== null && number === lineOf(row, 'telephone');
	return callFrom(row) !== null || isClients ? null : severalLines(text);
}

function callText(row: AppointmentRow): Markup | null {
	const call = callFrom(row);
	if (call === null) return null;
	const number = call.number === null ? null : formatPhone(call.number);
	const lines = [callSentence(call.by, number), call.instructions];
	return severalLines(lines.filter((text) => text !== null).join('\n'));
}

function joinLink(row: AppointmentRow): Markup | null {
	const { kind, status } = placeFrom(row);
	const link = linked(lineOf(row, 'lien_visio'), webLink);
	return link === null && status === 'failed' ? markup`${linkFailed(kind)}` : link;
}

/** A link where the text makes a safe one, the text alone otherwise. */
function linked(
	text: string | null,
	linkOf: (text: string) => string | null,
	shownAs: (text: string) => string = (same) => same,
): Markup | null {
	if (text === null) return null;
	const href = linkOf(text);
	return href === null
		? markup`${text}`
		: markup`<a href="${href}" rel="noopener noreferrer">${shownAs(text)}</a>`;
}

function whenInFull(booking: Booking, { moments }: ListContext): Markup | null {
	const { start } = booking;
	if (start === null) return null;
	return markup`${moments.heading(start)}, <span class="together">${moments.range(booking, start)}</span>`;
}

function clientTime(booking: Booking, { moments }: ListContext): string | null {
	const zone = lineOf(booking.row, 'fuseau_client');
	const { start } = booking;
	if (start === null || !isKnownTimezone(zone)) return null;
	const isSame = sameWallClock(new Date(start), moments.timezone, zone);
	return isSame ? null : `${new Moments(moments.now, zone).moment(start)} (${zone})`;
}

/** Only where they still do something: for what is to come. */
function calendlyLinks(booking: Booking, { moments: { now } }: ListContext): Markup | null {
	const { row, state } = booking;
	if (state !== 'confirme' || overAt(booking) === null || isOver(booking, now)) return null;
	const links = [
		[asCalendlyLink(row.lien_deplacement), 'Déplacer'],
		[asCalendlyLink(row.lien_annulation), 'Annuler'],
	].filter((pair): pair is [string, string] => pair[0] !== null);
	if (links.length === 0) return null;
	return markup`${links.map(([href, text]) => markup`<a href="${href}" rel="noopener noreferrer">${text}</a>`)}`;
}

function historyList(booking: Booking, context: ListContext): Markup | Markup[] {
	const entries = historyOf(booking, context.historyOf(booking));
	if (entries.length === 0) return [];
	return markup`<p class="subtitle">Historique</p>
<ol class="history">
${entries.map((entry) => historyItem(entry, context))}
</ol>`;
}

function historyItem({ at, text, other }: HistoryEntry, context: ListContext): Markup {
	const time =
		at === null ? [] : markup`<time datetime="${at}">${label(context.moments.moment(at))}</time> `;
	const link =
		other === null
			? []
			: markup` <a class="screen" href="${context.linkTo(other)}" data-live>Voir ce rendez-vous</a>`;
	return markup`<li>${time}<span>${withLineBreaks(text)}${link}</span></li>`;
}
