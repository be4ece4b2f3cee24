import type { MailEvent } from '../appointment/announcement';
import { changeOf, type PreviousAppointment } from '../appointment/change';
import { placeText } from '../appointment/display';
import { eventFromRow, previousFromRow } from '../appointment/fromRow';
import { frenchLongDate, frenchTime, frenchTimeRange, timezoneOrDefault } from '../french/dates';
import { capitalised, label, unbreakable } from '../french/typography';
import { capLine, cleanLine, cleanText } from '../text/clean';
import { asDate } from '../text/fields';
import {
	AGENDA_HEADING,
	appointmentCount,
	canceledBy,
	CHANGE_LABELS,
	dayInShort,
	defaultAgendaWording,
	previousPlace,
	previousTime,
	hostedBy,
	movedBy,
	newPlace,
	NO_CHANGE,
	notesLine,
	reasonLine,
	sinceAgenda,
} from './agendaWording';
import { fitFacts, listRoom } from './fit';
import { renderHtml } from './html';
import {
	callRow,
	dashboardLine,
	guestLine,
	hostsLine,
	onMap,
	oneLine,
	phoneLine,
	placeLine,
	plain,
	webLine,
} from './lines';
import type { AgendaRequest, ComposedMail, MailWording } from './mail';
import type { Fact, FactLine, LineTone, MailView, Section } from './model';
import { fillInWording } from './placeholders';
import { readSlot, slotText, type Slot } from './slot';
import { renderText } from './text';
import {
	calendarSummary,
	headingOf,
	JOIN_MEETING,
	LABELS,
	linkFailed,
	longMoment,
	paymentLine,
	UNKNOWN,
	VIEW_CONFIGURATION,
} from './wording';

/** Bytes for the day and for what changed; with the frame the HTML stays below 100 kB. */
const DAY_ROOM = listRoom(60_000);
const CHANGES_ROOM = listRoom(24_000);
/** An agenda is read standing; what is longer is in the mail of its appointment. */
const MAX_LINE = 200;
const MAX_TEXT = 500;
/** Appointments that the line beside the subject names. */
const PREHEADER_APPOINTMENTS = 3;

type Change = keyof typeof CHANGE_LABELS;

/** An appointment of the list: what its row tells, and its time where it has one. */
interface Entry {
	event: MailEvent;
	slot: Slot | null;
	/** Before it moved; null when it did not. */
	previous: PreviousAppointment | null;
	timezone: string;
}

/** The French mail to the workshop with the appointments of a day and what changed since the last one. */
export function composeAgenda(request: AgendaRequest): ComposedMail {
	const view = agendaView(request);
	return {
		kind: 'agenda',
		subject: view.wording.subject,
		html: renderHtml(view),
		text: renderText(view),
		replyTo: null,
		calendar: null,
		previousCalendar: null,
	};
}

function agendaView(request: AgendaRequest): MailView {
	const timezone = timezoneOrDefault(request.timezone);
	const entries = entriesOf(request.agenda.appointments, timezone);
	const nombre = appointmentCount(entries.length);
	const values = { jour: longDay(request.agenda.day), nombre };
	const wording = wordingFor(request, entries.length === 0);
	return {
		kind: 'agenda',
		heading: AGENDA_HEADING,
		preheader: entries.length === 0 ? nombre : preheader(entries),
		summary: [[plain(values.jour)], [plain(inShort(entries))]],
		notice: '',
		wording: capitalSubject(fillInWording(wording, defaultAgendaWording().subject, values)),
		facts: fitFacts(
			entries.map((entry) => appointmentFact(entry, request)),
			DAY_ROOM,
		),
		sections: changesSection(request.agenda, timezone),
	};
}

function wordingFor({ wording }: AgendaRequest, isEmptyDay: boolean): MailWording {
	return isEmptyDay ? { ...wording, introduction: wording.nothing } : wording;
}

function entriesOf(rows: AgendaRequest['agenda']['appointments'], timezone: string): Entry[] {
	return rows.map((row) => {
		const event = eventFromRow(row, timezone);
		const slot = readSlot(event.appointment);
		return { event, slot, previous: previousFromRow(row), timezone };
	});
}

/** `lundi 23 novembre 2026`, whatever the zone: a day is no instant. */
function longDay(day: string): string {
	const noon = asDate(`${day}T12:00:00Z`);
	return noon === null ? UNKNOWN.date : unbreakable(frenchLongDate(noon, 'UTC'));
}

/** « Aucun rendez-vous le … »: the number comes first. */
function capitalSubject(wording: MailWording): MailWording {
	return { ...wording, subject: capitalised(wording.subject) };
}

function inShort(entries: readonly Entry[]): string {
	const first = entries.at(0);
	const time = first?.slot ? frenchTime(first.slot.start, first.timezone) : null;
	return dayInShort(entries.length, time);
}

function preheader(entries: readonly Entry[]): string {
	const named = entries.slice(0, PREHEADER_APPOINTMENTS).map(({ event, slot, timezone }) => {
		const time = slot === null ? [] : [frenchTime(slot.start, timezone)];
		return [...time, shortLine(event.client.name)?.text ?? UNKNOWN.fact].join(' ');
	});
	return cleanLine([...named, ...(entries.length > named.length ? ['…'] : [])].join(', '));
}

function appointmentFact({ event, slot, timezone }: Entry, { dashboardUrl }: AgendaRequest): Fact {
	const { appointment, client } = event;
	const href = dashboardLine(dashboardUrl, appointment.id)?.href ?? null;
	const lines = [
		{ ...(shortLine(client.name, 'strong') ?? plain(UNKNOWN.fact, 'muted')), href },
		shortLine(appointment.type),
		withHosts(event),
		capped(phoneLine(client.phone)),
		...callRow(event).flatMap(({ lines: said }) => said.map(capped)),
		onMap(capped(placeLine(event)), event),
		capped(joinLine(appointment)),
		capped(guestLine(event.configurationUrl, VIEW_CONFIGURATION, 'muted')),
		notes(event),
		failedPayment(event),
	];
	const label = slot === null ? UNKNOWN.time : frenchTimeRange(slot.start, slot.end, timezone);
	return factOf(unbreakable(label), lines);
}

function joinLine({ joinUrl, place }: MailEvent['appointment']): FactLine | null {
	const link = webLine(joinUrl, JOIN_MEETING, 'muted');
	return link === null && place.status === 'failed' ? plain(linkFailed(place.kind)) : link;
}

function shortLine(value: string | null, tone?: LineTone): FactLine | null {
	return oneLine(capLine(cleanLine(value ?? ''), MAX_LINE), tone);
}

function withHosts({ appointment }: MailEvent): FactLine | null {
	const hosts = hostsLine(appointment);
	return hosts === null ? null : shortLine(hostedBy(hosts.text));
}

/** One that succeeded is in the mail of its appointment. */
function failedPayment({ payment }: MailEvent): FactLine | null {
	if (payment?.state !== 'failed') return null;
	return shortLine(`${label(LABELS.payment)} ${paymentLine(payment)}`, 'strong');
}

/** A link that is cut leads nowhere: a very long one becomes text. */
function capped(line: FactLine | null): FactLine | null {
	if (line === null || line.text.length <= MAX_TEXT) return line;
	return plain(capLine(line.text, MAX_LINE), line.tone);
}

function notes(event: MailEvent): FactLine | null {
	const text = cleanText(event.notes ?? '');
	return text === '' ? null : plain(capLine(notesLine(text), MAX_TEXT));
}

/** Left out of the first agenda, which has nothing to compare with. */
function changesSection({ since, changes }: AgendaRequest['agenda'], timezone: string): Section[] {
	const moment = asDate(since);
	if (moment === null) return [];
	const { longDate, time } = slotText({ start: moment, end: null }, timezone);
	const facts = (['created', 'moved', 'canceled'] as const).flatMap((change) =>
		entriesOf(changes[change], timezone).map((entry) => changeFact(change, entry)),
	);
	return [
		{
			heading: sinceAgenda(longMoment(longDate, time)),
			note: facts.length === 0 ? NO_CHANGE : '',
			facts: fitFacts(facts, CHANGES_ROOM),
		},
	];
}

function changeFact(change: Change, entry: Entry): Fact {
	const { event, slot, timezone } = entry;
	const { appointment, client } = event;
	const range = slot === null ? UNKNOWN.date : slotText(slot, timezone).range;
	return factOf(labelOf(change, entry), [
		plain(range, change === 'canceled' ? 'struck' : 'strong'),
		...(change === 'moved' ? previousLines(entry) : []),
		shortLine(calendarSummary(appointment.type, client.name)),
		...causeLines(change, event),
	]);
}

/** Of a move that changed nothing but the place it is not said that it moved. */
function labelOf(change: Change, { event, previous }: Entry): string {
	if (change !== 'moved') return CHANGE_LABELS[change];
	return headingOf(CHANGE_LABELS.moved, changeOf(event.appointment, previous));
}

function previousLines({ event, previous, timezone }: Entry): Array<FactLine | null> {
	const changed = changeOf(event.appointment, previous);
	if (previous === null || changed === null) return [];
	const slot = changed.time ? readSlot(previous) : null;
	const place = placeText(event.appointment);
	return [
		slot === null ? null : plain(previousTime(slotText(slot, timezone).range), 'muted'),
		changed.place && place !== null ? shortLine(newPlace(place)) : null,
		changed.place ? shortLine(previousPlace(placeText(previous) ?? UNKNOWN.fact), 'muted') : null,
	];
}

/** Who cancelled or moved it, and why. */
function causeLines(change: Change, event: MailEvent): Array<FactLine | null> {
	const ending = change === 'canceled' ? event.cancellation : event.reschedule;
	const by = cleanLine(ending?.by ?? '');
	const why = cleanLine(ending?.reason ?? '');
	const who = change === 'canceled' ? canceledBy(by) : movedBy(by);
	return [
		by === '' ? null : shortLine(who, 'muted'),
		why === '' ? null : shortLine(reasonLine(why), 'muted'),
	];
}

function factOf(label: string, lines: Array<FactLine | null>): Fact {
	const said = lines.filter((line) => line !== null);
	return { field: 'dateTime', label, isLabelStrong: true, lines: said };
}
