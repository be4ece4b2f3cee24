import { asCalendlyLink } from '../calendly/links';
import { formatPhone, toE164 } from '../french/phone';
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
	onMap,
	oneLine,
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

/** Addresses are short; a longer place is prose, and none that the workshop wrote. */
const MAX_PLACE = 300;

/** What a client's facts are read from: the request, its times in French in the client's zone. */
export interface ClientSource {
	request: ClientMailRequest;
	/** The client's zone where it is known, otherwise the workshop's. */
	timezone: string;
	slot: SlotText | null;
	previous: SlotText | null;
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
	phone: phoneFact,
	location: locationFact,
	joinUrl: joinFact,
	preparation: preparationFact,
	cancellation: cancellationFacts,
	manage: manageFact,
	workshopPhone: workshopPhoneFact,
};

/** What nobody has use for once the appointment is cancelled. */
const BEFORE_THE_MEETING: readonly ClientField[] = ['phone', 'joinUrl', 'preparation', 'manage'];

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

function previousFact({ request, previous }: ClientSource): Row[] {
	if (request.kind !== 'client_rescheduled' || previous === null) return [];
	const lines = [plain(previous.range, 'struck'), plain(previous.longDate, 'struck')];
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
	return whenSaid(CLIENT_LABELS.location, [wayThere(line, request)]);
}

/** Nobody needs the way to a place of their own, and a stranger's words make no link. */
function wayThere(line: FactLine, { event }: ClientMailRequest): FactLine | null {
	return event.appointment.place.setBy === 'host' ? onMap(line, event) : line;
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
	const said = Object.hasOwn(CANCELERS, byType) ? CANCELERS[byType] : '';
	const reason = byType === 'host' ? (request.event.cancellation?.reason ?? null) : null;
	if (!isCanceled(request)) return [];
	return [
		...whenSaid(CLIENT_LABELS.cancellation, [oneLine(said)]),
		...whenSaid(CLIENT_LABELS.reason, [severalLines(reason)]),
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
	const { location, call } = request.event.appointment;
	const number = toE164(request.workshopPhone);
	const isShown = [location, call?.number].some((one) => isSameNumber(one ?? '', number));
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
