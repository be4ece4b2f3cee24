import type { Cancellation } from '../appointment/event';
import { frenchDate, frenchTime } from '../french/dates';
import { formatPhone, toE164 } from '../french/phone';
import { unbreakable } from '../french/typography';
import { capLine, cleanLine, cleanText } from '../text/clean';
import { mailLink, phoneLink, webLink } from './links';
import { otherAnswers } from './otherAnswers';
import { readInstant } from './slot';
import { MAIL_FIELDS, type MailField } from './types';
import type { Fact, FactLine, LineTone, MailSource } from './view';
import {
	CANCELER_TYPES,
	canceledAt,
	clientTime,
	clientTimezone,
	JOIN_MEETING,
	LABELS,
	UNKNOWN,
	VIEW_CONFIGURATION,
} from './wording';

/** Names are short; a longer one is no reason to crowd out the other facts. */
const MAX_LINE = 500;

type Row = Omit<Fact, 'field'>;

const BUILDERS: Record<MailField, (source: MailSource) => Row[]> = {
	type: ({ request }) => known(LABELS.type, request.event.appointment.type),
	client: ({ request }) => known(LABELS.client, request.event.client.name, 'strong'),
	email: emailFact,
	phone: phoneFact,
	dateTime: dateTimeFact,
	previousDateTime: previousFact,
	timezone: timezoneFact,
	mode: ({ request }) => whenSaid(LABELS.mode, [oneLine(request.event.display.mode)]),
	location: locationFact,
	joinUrl: ({ request }) =>
		whenSaid(LABELS.joinUrl, [webLine(request.event.appointment.joinUrl, JOIN_MEETING)]),
	configurationUrl: ({ request }) =>
		whenSaid(LABELS.configurationUrl, [
			webLine(request.event.configurationUrl, VIEW_CONFIGURATION),
		]),
	notes: ({ request }) => whenSaid(LABELS.notes, [severalLines(request.event.notes)]),
	answers: ({ request }) => otherAnswers(request).flatMap(answerFact),
	guests: ({ request }) => whenSaid(LABELS.guests, request.event.appointment.guests.map(mailLine)),
	cancellation: cancellationFacts,
};

/**
 * The facts a mail shows, always in the order of `MAIL_FIELDS`. The five every mail turns on (what,
 * who, mail, telephone, when) are shown as « non communiqué » when unknown; others are left out.
 */
export function factsOf(source: MailSource): Fact[] {
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
	const phone = cleanLine(request.event.client.phone ?? '');
	if (phone === '') return known(LABELS.phone, null);
	const line: FactLine = { ...plain(formatPhone(phone), 'strong'), href: phoneLink(phone) };
	return [{ label: LABELS.phone, lines: [line] }];
}

function dateTimeFact({ request, slot, clientRange }: MailSource): Row[] {
	if (slot === null) {
		return [{ label: LABELS.dateTime, lines: [plain(UNKNOWN.dateAndTime, 'muted')] }];
	}
	const range = plain(slot.range, request.kind === 'canceled' ? 'struck' : 'strong');
	const lines = [range, plain(slot.longDate)];
	if (clientRange !== null) {
		lines.push(plain(clientTime(clientRange.range, clientRange.timezone), 'muted'));
	}
	return [{ label: LABELS.dateTime, lines }];
}

function previousFact({ request, previous }: MailSource): Row[] {
	if (request.kind !== 'rescheduled') return [];
	if (previous === null) return known(LABELS.previousDateTime, null);
	const lines = [plain(previous.range, 'struck'), plain(previous.longDate, 'muted')];
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

/** Where the client is called, the place Calendly gives is their number once more. */
function locationFact({ request }: MailSource): Row[] {
	const { appointment, client } = request.event;
	const place = cleanText(appointment.location ?? '');
	const isTheirNumber = client.phone !== null && toE164(place) === toE164(client.phone);
	if (place === '' || (isTheirNumber && toE164(place) !== null)) return [];
	return [{ label: LABELS.location, lines: [plain(place, 'strong')] }];
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

function cancelerLines(cancellation: Cancellation | null, timezone: string): FactLine[] {
	const by = cleanLine(cancellation?.by ?? '');
	const byType = cancellation?.byType ?? '';
	const role = Object.hasOwn(CANCELER_TYPES, byType) ? CANCELER_TYPES[byType] : '';
	const who = by !== '' && role !== '' ? `${by} (${role})` : by || role;
	const at = readInstant(cancellation?.at ?? null);
	const lines = [who === '' ? plain(UNKNOWN.fact, 'muted') : plain(who)];
	if (at === null) return lines;
	const when = canceledAt(frenchDate(at, timezone), unbreakable(frenchTime(at, timezone)));
	return [...lines, plain(when, 'muted')];
}

function known(label: string, value: string | null, tone: LineTone = 'plain'): Row[] {
	const line = oneLine(value, tone) ?? plain(UNKNOWN.fact, 'muted');
	return [{ label, lines: [line] }];
}

function whenSaid(label: string, lines: Array<FactLine | null>): Row[] {
	const said = lines.filter((line) => line !== null);
	return said.length === 0 ? [] : [{ label, lines: said }];
}

function oneLine(value: string | null, tone: LineTone = 'plain'): FactLine | null {
	const text = cleanLine(value ?? '');
	return text === '' ? null : plain(capLine(text, MAX_LINE), tone);
}

function severalLines(value: string | null): FactLine | null {
	const text = cleanText(value ?? '');
	return text === '' ? null : plain(text);
}

function mailLine(value: string | null): FactLine | null {
	const text = cleanLine(value ?? '');
	return text === '' ? null : { ...plain(text), href: mailLink(value ?? '') };
}

/** The text of a web link is its address, so that nobody is sent where they do not see. */
function webLine(value: string | null, button: string): FactLine | null {
	const text = cleanLine(value ?? '');
	if (text === '') return null;
	const href = webLink(text);
	return href === null ? plain(text) : { text: href, tone: 'plain', href, button };
}

function plain(text: string, tone: LineTone = 'plain'): FactLine {
	return { text, tone, href: null, button: null };
}
