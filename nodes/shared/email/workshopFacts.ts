import { placeText } from '../appointment/display';
import type { Cancellation, Ending } from '../appointment/event';
import { PARTIES } from '../appointment/rowWords';
import { frenchDate, frenchTime } from '../french/dates';
import { unbreakable } from '../french/typography';
import { cleanLine } from '../text/clean';
import { asDate, asWordOf } from '../text/fields';
import {
	callRow,
	dashboardLine,
	previousPlaceLine,
	guestLine,
	hostsLine,
	known,
	mailLine,
	onMap,
	oneLine,
	phoneLine,
	placeLine,
	plain,
	severalLines,
	webLine,
	whenSaid,
	type Row,
} from './lines';
import { MAIL_FIELDS, type MailField } from './mail';
import type { Fact, FactLine, MailSource } from './model';
import { otherAnswers } from './otherAnswers';
import {
	canceledAt,
	clientTime,
	clientTimezone,
	JOIN_MEETING,
	LABELS,
	linkFailed,
	paymentLine,
	placesTaken,
	UNKNOWN,
	VIEW_CONFIGURATION,
} from './wording';

const BUILDERS: Record<MailField, (source: MailSource) => Row[]> = {
	type: ({ request }) => known(LABELS.type, request.event.appointment.type),
	client: ({ request }) => known(LABELS.client, request.event.client.name, 'strong'),
	email: emailFact,
	phone: phoneFact,
	dateTime: dateTimeFact,
	previousDateTime: previousFact,
	timezone: timezoneFact,
	hosts: ({ request }) => whenSaid(LABELS.hosts, [hostsLine(request.event.appointment)]),
	mode: ({ request }) => whenSaid(LABELS.mode, [oneLine(request.event.display.mode)]),
	location: locationFact,
	previousLocation: previousLocationFacts,
	joinUrl: joinFact,
	configurationUrl: ({ request }) =>
		whenSaid(LABELS.configurationUrl, [
			guestLine(request.event.configurationUrl, VIEW_CONFIGURATION),
		]),
	notes: ({ request }) => whenSaid(LABELS.notes, [severalLines(request.event.notes)]),
	answers: ({ request }) => otherAnswers(request).flatMap(answerFact),
	guests: ({ request }) => whenSaid(LABELS.guests, request.event.appointment.guests.map(mailLine)),
	invitees: inviteesFact,
	payment: paymentFact,
	cancellation: cancellationFacts,
	reschedule: rescheduleFacts,
	dashboard: ({ request }) =>
		whenSaid(LABELS.dashboard, [dashboardLine(request.dashboardUrl, request.event.appointment.id)]),
};

/**
 * The facts a mail shows, always in the order of `MAIL_FIELDS`. The five every mail turns on (what,
 * who, mail, telephone, when) are shown as « non communiqué » when unknown; others are left out.
 */
export function workshopFactsOf(source: MailSource): Fact[] {
	const chosen = new Set(source.request.fields);
	return MAIL_FIELDS.filter((field) => chosen.has(field)).flatMap((field) =>
		BUILDERS[field](source).map((row) => ({ field, ...row })),
	);
}

function emailFact({ request }: MailSource): Row[] {
	const line = mailLine(request.event.client.email);
	return [{ label: LABELS.email, lines: [line ?? plain(UNKNOWN.fact, 'muted')] }];
}

function phoneFact({ request }: MailSource): Row[] {
	const line = phoneLine(request.event.client.phone);
	return line === null ? known(LABELS.phone, null) : [{ label: LABELS.phone, lines: [line] }];
}

function dateTimeFact({ request, slot, clientRange }: MailSource): Row[] {
	if (slot === null) {
		return [{ label: LABELS.dateTime, lines: [plain(UNKNOWN.dateAndTime, 'muted')] }];
	}
	const isCanceled = request.kind === 'canceled';
	const lines = [
		plain(slot.range, isCanceled ? 'struck' : 'strong'),
		plain(slot.longDate, isCanceled ? 'struck' : 'plain'),
	];
	if (clientRange !== null) {
		const time = clientTime(clientRange.range, clientRange.timezone);
		lines.push(plain(time, isCanceled ? 'struck' : 'muted'));
	}
	return [{ label: LABELS.dateTime, lines }];
}

function previousFact({ request, previous, change }: MailSource): Row[] {
	if (request.kind !== 'rescheduled' || change?.time === false) return [];
	if (previous === null) return known(LABELS.previousDateTime, null);
	const lines = [plain(previous.range, 'struck'), plain(previous.longDate, 'struck')];
	return [{ label: LABELS.previousDateTime, lines }];
}

/** The client's zone stands here unless the date names it already, with the client's own time. */
function timezoneFact({ request, timezone, slot, clientRange }: MailSource): Row[] {
	const ofClient = cleanLine(request.event.client.timezone ?? '');
	const isNamed = clientRange !== null && request.fields.includes('dateTime');
	const isNews = ofClient !== '' && ofClient !== timezone && !isNamed;
	return whenSaid(LABELS.timezone, [
		slot === null ? null : plain(timezone),
		isNews ? plain(clientTimezone(ofClient), 'muted') : null,
	]);
}

function locationFact({ request }: MailSource): Row[] {
	const { event, kind } = request;
	if (kind === 'canceled' && event.appointment.call !== null) return [];
	return [...callRow(event), ...whenSaid(LABELS.location, [onMap(placeLine(event), event)])];
}

function joinFact({ request }: MailSource): Row[] {
	const { joinUrl, place } = request.event.appointment;
	const link = webLine(joinUrl, JOIN_MEETING);
	const isMissed = link === null && place.status === 'failed' && request.kind !== 'canceled';
	return whenSaid(LABELS.joinUrl, [isMissed ? plain(linkFailed(place.kind), 'strong') : link]);
}

/** The new place where no other fact tells it: a video call, the client's own number. */
function previousLocationFacts({ request, change }: MailSource): Row[] {
	const { event, previous } = request;
	if (!change?.place) return [];
	const isTold = request.fields.includes('location') && placeLine(event) !== null;
	const place = placeText(event.appointment);
	return [
		{ label: LABELS.previousLocation, lines: [previousPlaceLine(previous)] },
		...whenSaid(LABELS.newLocation, [isTold ? null : oneLine(place, 'strong')]),
	];
}

/** A limit of one place is no group. */
function inviteesFact({ request }: MailSource): Row[] {
	const { active, limit } = request.event.appointment.invitees;
	if (active === null || limit === null || limit < 2) return [];
	return [{ label: LABELS.invitees, lines: [plain(placesTaken(active, limit))] }];
}

function paymentFact({ request }: MailSource): Row[] {
	const { payment } = request.event;
	if (payment === null) return [];
	const tone = payment.state === 'failed' ? 'strong' : 'plain';
	return whenSaid(LABELS.payment, [
		oneLine(paymentLine(payment), tone),
		severalLines(payment.terms, 'muted'),
	]);
}

function answerFact({ question, answer }: { question: string; answer: string }): Row[] {
	return whenSaid(cleanLine(question), [severalLines(answer)]);
}

function cancellationFacts(source: MailSource): Row[] {
	const { cancellation } = source.request.event;
	if (source.request.kind !== 'canceled') return [];
	const reason = severalLines(cancellation?.reason ?? null) ?? plain(UNKNOWN.fact, 'muted');
	return [
		{ label: LABELS.canceledBy, lines: cancelerLines(cancellation, source.timezone) },
		{ label: LABELS.reason, lines: [reason] },
	];
}

/** Told with the old half of a move: its row knows, or the new one where the mail is made of that. */
function rescheduleFacts({ request, change }: MailSource): Row[] {
	if (request.kind !== 'rescheduled') return [];
	const { previous, event } = request;
	const who = personOf(previous) || personOf(event.reschedule);
	const reason = previous?.reason ?? event.reschedule?.reason ?? null;
	const label = change?.time === false ? LABELS.changedBy : LABELS.movedBy;
	return [...whenSaid(label, [oneLine(who)]), ...whenSaid(LABELS.reason, [severalLines(reason)])];
}

/** `Paul Petit (client)` */
function personOf(ending: Ending | null): string {
	const by = cleanLine(ending?.by ?? '');
	const role = asWordOf(PARTIES, ending?.byType) ?? '';
	return by !== '' && role !== '' ? `${by} (${role})` : by || role;
}

function cancelerLines(cancellation: Cancellation | null, timezone: string): FactLine[] {
	const who = personOf(cancellation);
	const at = asDate(cancellation?.at);
	const lines = [who === '' ? plain(UNKNOWN.fact, 'muted') : plain(who)];
	if (at === null) return lines;
	const when = canceledAt(frenchDate(at, timezone), unbreakable(frenchTime(at, timezone)));
	return [...lines, plain(when, 'muted')];
}
