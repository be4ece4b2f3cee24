import type { Change, PreviousAppointment } from '../appointment/change';
import { placeText } from '../appointment/display';
import { asCalendlyLink } from '../calendly/links';
import { formatPhone, toE164 } from '../french/phone';
import { frenchList } from '../french/typography';
import { capLine, cleanLine } from '../text/clean';
import { looksLikeLink, webLink } from '../text/links';
import {
	CALL_US,
	CANCEL_APPOINTMENT,
	CANCELERS,
	CLIENT_LABELS,
	LINK_FOLLOWS,
	MOVE_APPOINTMENT,
	ownTimezone,
	PLACE_ELSEWHERE,
	WE_CALL,
	WE_CALL_YOU,
	workshopTime,
} from './clientWording';
import {
	isSameNumber,
	oneLine,
	phoneLine,
	plain,
	severalLines,
	webLine,
	whenSaid,
	type Row,
} from './lines';
import { CLIENT_FIELDS, type ClientField, type ClientMailRequest } from './mail';
import type { Fact, FactLine } from './model';
import type { SlotText } from './slot';
import { JOIN_MEETING } from './wording';

/** Addresses are short; a longer place is prose, and none that the workshop wrote. */
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
 * write a message or a link with: no answers, notes, configuration link, nor the reason they gave.
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
	const tone = isCanceled(request) ? 'struck' : 'strong';
	const lines = [plain(slot.range, tone), plain(slot.longDate)];
	if (workshop !== null) {
		lines.push(plain(ownTimezone(timezone), 'muted'));
		lines.push(plain(workshopTime(workshop.range, workshop.timezone), 'muted'));
	}
	return [{ label: CLIENT_LABELS.dateTime, lines }];
}

function previousFact({ previous, change }: ClientSource): Row[] {
	if (previous === null || !change?.time) return [];
	const lines = [plain(previous.range, 'struck'), plain(previous.longDate, 'muted')];
	return [{ label: CLIENT_LABELS.previousDateTime, lines }];
}

/**
 * Who calls whom: a place that is a number, but not the client's, is the one Calendly tells the client
 * to call (`inbound_call`).
 */
function phoneFact({ request }: ClientSource): Row[] {
	const { appointment, client } = request.event;
	if (appointment.mode !== 'phone') return [];
	const place = cleanLine(appointment.location ?? '');
	const isOurs = toE164(place) !== null && !isSameNumber(place, client.phone);
	if (isOurs) return whenSaid(CLIENT_LABELS.phone, [plain(CALL_US), phoneLine(toE164(place))]);
	const theirs = toE164(client.phone ?? '');
	if (theirs === null) return [{ label: CLIENT_LABELS.phone, lines: [plain(WE_CALL_YOU)] }];
	const lines = [plain(formatPhone(theirs), 'strong'), plain(WE_CALL, 'muted')];
	return [{ label: CLIENT_LABELS.phone, lines }];
}

/** Where to go; a number is told by `phoneFact`. Places may be a guest's own words. */
function locationFact({ request }: ClientSource): Row[] {
	const place = cleanLine(request.event.appointment.location ?? '');
	if (place === '' || toE164(place) !== null) return [];
	const line = looksLikeLink(place)
		? plain(PLACE_ELSEWHERE, 'muted')
		: plain(capLine(place, MAX_PLACE), 'strong');
	return [{ label: CLIENT_LABELS.location, lines: [line] }];
}

/** The new place where `locationFact` does not tell it: a video call. */
function previousLocationFacts({ request, change }: ClientSource): Row[] {
	const { event, previous } = request;
	if (previous === null || !change?.place) return [];
	const place = event.appointment.location === null ? placeText(event.appointment) : null;
	return [
		...whenSaid(CLIENT_LABELS.previousLocation, [formerPlaceLine(previous)]),
		...whenSaid(CLIENT_LABELS.newLocation, [oneLine(place, 'strong')]),
	];
}

/** Only what the workshop wrote, or what Calendly calls it. */
function formerPlaceLine({ location, place }: PreviousAppointment): FactLine | null {
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
	const { joinUrl, mode } = request.event.appointment;
	if (joinUrl !== null && webLink(joinUrl) !== null) {
		return whenSaid(CLIENT_LABELS.joinUrl, [webLine(joinUrl, JOIN_MEETING)]);
	}
	return mode === 'video'
		? [{ label: CLIENT_LABELS.joinUrl, lines: [plain(LINK_FOLLOWS, 'muted')] }]
		: [];
}

function preparationFact({ preparation }: ClientSource): Row[] {
	return whenSaid(CLIENT_LABELS.preparation, [severalLines(preparation)]);
}

/** The reason is shown only where the workshop wrote it. */
function cancellationFacts({ request }: ClientSource): Row[] {
	const byType = request.event.cancellation?.byType ?? '';
	const who = Object.hasOwn(CANCELERS, byType) ? CANCELERS[byType] : '';
	const reason = byType === 'host' ? (request.event.cancellation?.reason ?? null) : null;
	if (!isCanceled(request)) return [];
	return [
		...whenSaid(CLIENT_LABELS.canceledBy, [oneLine(who)]),
		...whenSaid(CLIENT_LABELS.reason, [severalLines(reason)]),
	];
}

/** The same of a move. */
function rescheduleFacts({ request, change }: ClientSource): Row[] {
	if (request.kind !== 'client_rescheduled') return [];
	const { byType = null, reason = null } = request.previous ?? {};
	const label = change?.time === false ? CLIENT_LABELS.changedBy : CLIENT_LABELS.movedBy;
	return [
		...whenSaid(label, [oneLine(byType === null ? null : CANCELERS[byType])]),
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

/** A link that acts for whoever holds it; anything but Calendly's own https link is left out. */
function bearerLine(value: string | null, button: string): FactLine | null {
	const href = webLink(asCalendlyLink(value) ?? '');
	return href === null ? null : { text: href, tone: 'muted', href, button };
}

function isCanceled({ kind }: ClientMailRequest): boolean {
	return kind === 'client_canceled';
}
