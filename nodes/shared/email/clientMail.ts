import { changeOf } from '../appointment/change';
import { isKnownTimezone, sameWallClock, timezoneOrDefault } from '../french/dates';
import { asSendableAddress } from '../text/address';
import { capLine, cleanLine } from '../text/clean';
import { looksLikeLink } from '../text/links';
import { clientFactsOf, hostPlace, type ClientSource } from './clientFacts';
import { CLIENT_HEADINGS, clientCalendarSummary, defaultClientWording } from './clientWording';
import { fitFacts } from './fit';
import { renderHtml } from './html';
import { calendarAttachment, previousCalendar, NO_CALENDARS } from './invitation';
import { oneLine, plain } from './lines';
import type { ClientMailRequest, ComposedClientMail } from './mail';
import type { FactLine, MailView } from './model';
import { fillIn, fillInWording, placeholderValues } from './placeholders';
import { readSlot, slotText, type Slot, type SlotText } from './slot';
import { renderText } from './text';
import { headingOf, longMoment } from './wording';

/** Of a type under the title; the whole of it stands among the facts. */
const MAX_TYPE = 100;

/**
 * The French mail to the client about their appointment, in their own time zone. Same rules as
 * `composeMail`; what a stranger could write into it is told in `clientFacts.ts`.
 */
export function composeClientMail(request: ClientMailRequest): ComposedClientMail {
	const view = clientMailView(request);
	return {
		kind: request.kind,
		to: asSendableAddress(request.event.client.email),
		subject: view.wording.subject,
		html: renderHtml(view),
		text: renderText(view),
		replyTo: asSendableAddress(request.replyTo),
		...(request.attachCalendar ? clientCalendars(request, view) : NO_CALENDARS),
	};
}

function clientMailView(request: ClientMailRequest): MailView {
	const { kind, event } = request;
	const source = clientSource(request);
	const client = personName(event.client.name);
	const values = { ...placeholderValues(event, source.slot, source.change), client };
	const preparation = fillIn(request.preparation, values);
	return {
		kind,
		heading: headingOf(CLIENT_HEADINGS[kind], source.change),
		preheader: preheader(source, values.type),
		summary: summaryOf(request, source.slot),
		notice: '',
		wording: fillInWording(request.wording, defaultClientWording(kind).subject, values),
		facts: fitFacts(clientFactsOf({ ...source, preparation })),
		sections: [],
	};
}

function clientSource(request: ClientMailRequest): Omit<ClientSource, 'preparation'> {
	const { appointment, client } = request.event;
	const workshopZone = timezoneOrDefault(request.timezone);
	const timezone = isKnownTimezone(client.timezone) ? client.timezone : workshopZone;
	const slot = readSlot(appointment);
	const previous = request.previous === null ? null : readSlot(request.previous);
	const inFrench = (known: Slot | null) => (known === null ? null : slotText(known, timezone));
	const isElsewhere = slot !== null && !sameWallClock(slot.start, timezone, workshopZone);
	return {
		request,
		timezone,
		slot: inFrench(slot),
		previous: inFrench(previous),
		change: request.kind === 'client_rescheduled' ? changeOf(appointment, request.previous) : null,
		workshop: isElsewhere
			? { range: slotText(slot, workshopZone).range, timezone: workshopZone }
			: null,
	};
}

function preheader({ slot }: Pick<ClientSource, 'slot'>, type: string): string {
	const when = slot === null ? [] : [longMoment(slot.longDate, slot.time)];
	return cleanLine([...when, type].join(' – '));
}

/** When, and what, as far as they are known and the workshop shows them. */
function summaryOf(
	{ kind, event, fields }: ClientMailRequest,
	slot: SlotText | null,
): FactLine[][] {
	const tone = kind === 'client_canceled' ? 'struck' : undefined;
	const when = slot === null || !fields.includes('dateTime') ? null : plain(slot.moment, tone);
	const type = fields.includes('type')
		? capLine(cleanLine(event.appointment.type ?? ''), MAX_TYPE)
		: '';
	return [when, oneLine(type)].flatMap((line) => (line === null ? [] : [[line]]));
}

/** Letters, and what stands between them in names. */
const PERSON_NAME = /^\p{L}[\p{L}\p{M} '’.-]*$/u;
const MAX_NAME = 40;
const MAX_NAME_WORDS = 4;

/**
 * The client's name where it reads as one, otherwise empty: a few words, no sentence. « Gagnez 1000 € sur
 * evil.example », or « Votre compte est suspendu appelez-nous », would reach, under the workshop's name,
 * whoever's address was given with it.
 */
function personName(value: string | null): string {
	const name = cleanLine(value ?? '');
	const isShort = [...name].length <= MAX_NAME && name.split(/\s/).length <= MAX_NAME_WORDS;
	return isShort && PERSON_NAME.test(name) && !looksLikeLink(name) ? name : '';
}

/**
 * Calendars are shared more than mails: the links that move and cancel stay out of the file. What a
 * client typed as place stays out as it does of the mail.
 */
function clientCalendars(
	{ kind, event, previous, now }: ClientMailRequest,
	{ facts }: MailView,
): Pick<ComposedClientMail, 'calendar' | 'previousCalendar'> {
	const invitation = {
		appointment: { ...event.appointment, location: hostPlace(event.appointment) },
		isCanceled: kind === 'client_canceled',
		summary: clientCalendarSummary(event.appointment.type),
		facts: facts.filter(({ field }) => field !== 'manage'),
		now,
	};
	return {
		calendar: calendarAttachment(invitation),
		previousCalendar: kind === 'client_rescheduled' ? previousCalendar(invitation, previous) : null,
	};
}
