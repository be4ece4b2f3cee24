import type { Change, PreviousAppointment } from '../appointment/change';
import { placeText } from '../appointment/display';
import { asCalendlyLink } from '../calendly/links';
import type { Appointment } from '../appointment/event';
import { formatPhone, toE164 } from '../french/phone';
import { frenchList } from '../french/typography';
import { capLine, cleanLine, cleanText } from '../text/clean';
import { asWordOf } from '../text/fields';
import { looksLikeLink, webLink } from '../text/links';
import {
	CALL_US,
	CALL_US_WITHOUT_NUMBER,
	CANCEL_APPOINTMENT,
	CANCELERS,
	CLIENT_LABELS,
	LINK_NOT_MADE,
	LINK_FOLLOWS,
	MOVE_APPOINTMENT,
	MOVERS,
	ownTimezone,
	PLACE_ELSEWHERE,
	PLACE_OF_CLIENT,
	WE_CALL,
	WE_CALL_YOU,
	workshopTime,
} from './clientWording';
import {
	onMap,
	oneLine,
	ownPhoneLine,
	phoneLine,
	plain,
	severalLines,
	webLine,
	whenSaid,
	type Row,
} from './lines';
import { CLIENT_FIELDS, type ClientField, type ClientMailRequest } from './mail';
import type { Fact, FactLine, LineTone } from './model';
import type { SlotText } from './slot';
import { JOIN_MEETING } from './wording';

/** Addresses are short; what is longer is read in Calendly's invitation. */
const MAX_PLACE = 300;

/** What a client's facts are read from: the request, its times in French in the client's zone. */
export interface ClientSource {
	request: ClientMailRequest;
	/** The client's zone where it is known, otherwise the workshop's. */
	timezone: string;
	slot: SlotText | null;
	previous: SlotText | null;
	/** What a move changed; null where it is not known or nothing moved. */
	change: Change | null;
	/** The same time on the workshop's clock, only when it shows another one. */
	workshop: { range: string; timezone: string } | null;
	/** `preparation` with its placeholders filled in. */
	preparation: string;
}

/**
 * Anybody can book with somebody else's address, so a mail to the client shows nothing a guest could
 * write a message or a link with: no answers, notes, configuration link, nor the reason they gave, nor
 * a place or a number to call that they typed.
 */
const BUILDERS: Record<ClientField, (source: ClientSource) => Row[]> = {
	type: ({ request }) =>
		whenSaid(CLIENT_LABELS.type, [oneLine(request.event.appointment.type, 'strong')]),
	dateTime: dateTimeFact,
	previousDateTime: previousFact,
	hosts: hostsFact,
	phone: phoneFact,
	location: locationFact,
	previousLocation: previousLocationFacts,
	joinUrl: joinFact,
	preparation: preparationFact,
	cancellation: cancellationFacts,
	reschedule: rescheduleFacts,
	manage: manageFact,
	workshopPhone: workshopPhoneFact,
};

/** What nobody has use for once the appointment is cancelled. */
const BEFORE_THE_MEETING: readonly ClientField[] = [
	'hosts',
	'phone',
	'joinUrl',
	'preparation',
	'manage',
];

/** The facts a mail to the client shows; what is not known is left out. */
export function clientFactsOf(source: ClientSource): Fact[] {
	const chosen = new Set(source.request.fields);
	const isShown = (field: ClientField) =>
		chosen.has(field) && !(isCanceled(source.request) && BEFORE_THE_MEETING.includes(field));
	return CLIENT_FIELDS.filter(isShown).flatMap((field) =>
		BUILDERS[field](source).map((row) => ({ field, ...row })),
	);
}

function dateTimeFact({ request, slot, timezone, workshop }: ClientSource): Row[] {
	if (slot === null) return [];
	const toned = (text: string, tone: LineTone) =>
		plain(text, isCanceled(request) ? 'struck' : tone);
	const lines = [toned(slot.range, 'strong'), toned(slot.longDate, 'plain')];
	if (workshop !== null) {
		lines.push(plain(ownTimezone(timezone), 'muted'));
		lines.push(toned(workshopTime(workshop.range, workshop.timezone), 'muted'));
	}
	return [{ label: CLIENT_LABELS.dateTime, lines }];
}

function previousFact({ previous, change }: ClientSource): Row[] {
	if (previous === null || !change?.time) return [];
	const lines = [plain(previous.range, 'struck'), plain(previous.longDate, 'struck')];
	return [{ label: CLIENT_LABELS.previousDateTime, lines }];
}

/** Who calls whom, as far as Calendly says. Of another place the workshop's number alone is one to call. */
function phoneFact({ request }: ClientSource): Row[] {
	const { appointment, client } = request.event;
	const { call } = appointment;
	if (call === null) return whenSaid(CLIENT_LABELS.phone, [ownPhoneLine(hostNumber(appointment))]);
	if (call.by === 'host') {
		const theirs = toE164(client.phone ?? call.number ?? '', client.timezone);
		if (theirs === null) return [{ label: CLIENT_LABELS.phone, lines: [plain(WE_CALL_YOU)] }];
		const lines = [plain(formatPhone(theirs), 'strong'), plain(WE_CALL, 'muted')];
		return [{ label: CLIENT_LABELS.phone, lines }];
	}
	const asked = plain(call.number === null ? CALL_US_WITHOUT_NUMBER : CALL_US);
	const lines = [asked, ownPhoneLine(call.number), severalLines(call.instructions)];
	return whenSaid(CLIENT_LABELS.phone, lines);
}

/** A place of the workshop's that is a number and nothing else. */
function hostNumber(appointment: Appointment): string | null {
	return toE164(hostPlace(appointment) ?? '');
}

/** What the host wrote as place; null for what a client typed, and for what nobody knows who did. */
export function hostPlace({ location, place }: Appointment): string | null {
	return place.setBy === 'host' ? location : null;
}

/** Where to go; a call, and a number, are told by `phoneFact`. */
function locationFact({ request }: ClientSource): Row[] {
	const { appointment } = request.event;
	const { location, call, place } = appointment;
	if (cleanText(location ?? '') === '' || call !== null || hostNumber(appointment) !== null)
		return [];
	const text = cleanText(hostPlace(appointment) ?? '');
	if (text === '') {
		const elsewhere = place.setBy === 'client' ? PLACE_OF_CLIENT : PLACE_ELSEWHERE;
		return [{ label: CLIENT_LABELS.location, lines: [plain(elsewhere, 'muted')] }];
	}
	const line = onMap(plain(capLine(text, MAX_PLACE), 'strong'), request.event);
	return whenSaid(CLIENT_LABELS.location, [line]);
}

/** The new place where `locationFact` does not tell it: a video call. */
function previousLocationFacts({ request, change }: ClientSource): Row[] {
	const { event, previous } = request;
	if (previous === null || !change?.place) return [];
	const place = event.appointment.location === null ? placeText(event.appointment) : null;
	return [
		...whenSaid(CLIENT_LABELS.previousLocation, [previousPlaceLine(previous)]),
		...whenSaid(CLIENT_LABELS.newLocation, [oneLine(place, 'strong')]),
	];
}

/** Only what the workshop wrote, or what Calendly calls it. */
function previousPlaceLine({ location, place }: PreviousAppointment): FactLine | null {
	if (location !== null && place.setBy !== 'host') return null;
	const text = cleanLine(placeText({ location, place }) ?? '');
	return text === '' || looksLikeLink(text) ? null : plain(capLine(text, MAX_PLACE), 'struck');
}

/** By name only: an address of somebody of the workshop is not for clients. */
function hostsFact({ request }: ClientSource): Row[] {
	const names = request.event.appointment.hosts.map(({ name }) => name ?? '');
	return whenSaid(CLIENT_LABELS.hosts, [oneLine(frenchList(names.filter((name) => name !== '')))]);
}

function joinFact({ request }: ClientSource): Row[] {
	const { joinUrl, mode, place } = request.event.appointment;
	if (joinUrl !== null && webLink(joinUrl) !== null) {
		return whenSaid(CLIENT_LABELS.joinUrl, [webLine(joinUrl, JOIN_MEETING)]);
	}
	if (mode !== 'video') return [];
	const missing = place.status === 'failed' ? LINK_NOT_MADE : LINK_FOLLOWS;
	const isMade = place.kind !== null && place.kind !== 'custom';
	return isMade ? [{ label: CLIENT_LABELS.joinUrl, lines: [plain(missing, 'muted')] }] : [];
}

function preparationFact({ preparation }: ClientSource): Row[] {
	return whenSaid(CLIENT_LABELS.preparation, [severalLines(preparation)]);
}

/** The reason is shown only where the workshop wrote it. */
function cancellationFacts({ request }: ClientSource): Row[] {
	const { byType = null, reason = null } = request.event.cancellation ?? {};
	if (!isCanceled(request)) return [];
	return [
		...whenSaid(CLIENT_LABELS.cancellation, [oneLine(asWordOf(CANCELERS, byType))]),
		...whenSaid(CLIENT_LABELS.reason, [severalLines(byType === 'host' ? reason : null)]),
	];
}

/** The same of a move. */
function rescheduleFacts({ request, change }: ClientSource): Row[] {
	if (request.kind !== 'client_rescheduled') return [];
	const { byType = null, reason = null } = request.previous ?? {};
	const label = change?.time === false ? CLIENT_LABELS.changedBy : CLIENT_LABELS.movedBy;
	return [
		...whenSaid(label, [oneLine(asWordOf(MOVERS, byType))]),
		...whenSaid(CLIENT_LABELS.reason, [severalLines(byType === 'host' ? reason : null)]),
	];
}

function manageFact({ request }: ClientSource): Row[] {
	const { rescheduleUrl, cancelUrl } = request.event.appointment;
	return whenSaid(CLIENT_LABELS.manage, [
		bearerLine(rescheduleUrl, MOVE_APPOINTMENT),
		bearerLine(cancelUrl, CANCEL_APPOINTMENT),
	]);
}

/** Not once more where the client is told to call that number. */
function workshopPhoneFact({ request }: ClientSource): Row[] {
	const { appointment } = request.event;
	const number = toE164(request.workshopPhone);
	const shown = [hostNumber(appointment), toE164(appointment.call?.number ?? '')];
	const isShown = shown.includes(number);
	return isShown && !isCanceled(request)
		? []
		: whenSaid(CLIENT_LABELS.workshopPhone, [phoneLine(number)]);
}

/** A link that acts for whoever holds it; anything but Calendly's own https link is left out. */
function bearerLine(value: string | null, button: string): FactLine | null {
	const href = webLink(asCalendlyLink(value) ?? '');
	return href === null ? null : { text: href, tone: 'muted', href, button };
}

function isCanceled({ kind }: ClientMailRequest): boolean {
	return kind === 'client_canceled';
}
