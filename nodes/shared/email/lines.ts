/** The pieces facts are made of. What a guest wrote is cleaned here and escaped where it is rendered. */
import type { MailEvent } from '../appointment/announcement';
import type { PreviousAppointment } from '../appointment/change';
import { placeText } from '../appointment/display';
import { firstNumberIn, formatPhone, toE164 } from '../french/phone';
import { frenchList } from '../french/typography';
import { capLine, cleanLine, cleanText } from '../text/clean';
import { mailLink, mapLink, phoneLink, webLink } from '../text/links';
import type { Fact, FactLine, LineTone } from './model';
import { CALL_LABEL, callSentence, OPEN_IN_DASHBOARD, UNKNOWN } from './wording';

/** Names are short; a longer one is no reason to crowd out the other facts. */
const MAX_LINE = 500;

/** A fact before it is known which field of the mail it belongs to. */
export type Row = Omit<Fact, 'field'>;

/** A row in any case: what is not known is named as such. */
export function known(label: string, value: string | null, tone: LineTone = 'plain'): Row[] {
	const line = oneLine(value, tone) ?? plain(UNKNOWN.fact, 'muted');
	return [{ label, lines: [line] }];
}

/** A row only where one of its lines says something. */
export function whenSaid(label: string, lines: Array<FactLine | null>): Row[] {
	const said = lines.filter((line) => line !== null);
	return said.length === 0 ? [] : [{ label, lines: said }];
}

/** Null where nothing is said. */
export function oneLine(value: string | null, tone: LineTone = 'plain'): FactLine | null {
	const text = cleanLine(value ?? '');
	return text === '' ? null : plain(capLine(text, MAX_LINE), tone);
}

/** The same, lines kept. */
export function severalLines(value: string | null, tone: LineTone = 'plain'): FactLine | null {
	const text = cleanText(value ?? '');
	return text === '' ? null : plain(text, tone);
}

/** An address that can be written to by tapping. */
export function mailLine(value: string | null): FactLine | null {
	const typed = value ?? '';
	const text = cleanLine(typed);
	return text === '' ? null : { ...plain(text), href: mailLink(typed) };
}

/**
 * The text of a web link is its address.
 *
 * @param tone `muted` for a button that is only outlined
 */
export function webLine(
	value: string | null,
	button: string,
	tone: LineTone = 'plain',
): FactLine | null {
	const text = cleanLine(value ?? '');
	if (text === '') return null;
	const href = webLink(text);
	return href === null ? plain(text) : { text: href, tone, href, button };
}

/** The same for a link that a guest chose: its site is shown, so that nobody is sent where they do not see. */
export function guestLine(
	value: string | null,
	button: string,
	tone: LineTone = 'plain',
): FactLine | null {
	const line = webLine(value, button, tone);
	return line?.href == null ? line : { ...line, site: new URL(line.href).host };
}

/** A place that a map finds is opened there by tapping. */
export function onMap(line: FactLine | null, { appointment }: MailEvent): FactLine | null {
	const { mode, place, location } = appointment;
	const isElsewhere = mode === 'phone' || mode === 'video';
	if (line === null || line.href !== null || isElsewhere) return line;
	return { ...line, href: mapLink(cleanText(location ?? ''), place.kind === 'address') };
}

/** Opens the appointment in the dashboard; null where its address is not known. */
export function dashboardLine(dashboardUrl: string, id: string): FactLine | null {
	const href = webLink(dashboardUrl);
	if (href === null || id === '') return null;
	const url = new URL(href);
	url.searchParams.set('rdv', id);
	return webLine(url.href, OPEN_IN_DASHBOARD, 'muted');
}

/** Text alone; the caller has cleaned it. */
export function plain(text: string, tone: LineTone = 'plain'): FactLine {
	return { text, tone, href: null, button: null };
}

/** A telephone number that is called by tapping, as far as it can be. */
export function phoneLine(value: string | null): FactLine | null {
	const phone = cleanLine(value ?? '');
	if (phone === '') return null;
	return { ...plain(capLine(formatPhone(phone), MAX_LINE), 'strong'), href: phoneLink(phone) };
}

/** The same of a number the workshop typed, which it may have typed as it is said in France. */
export function ownPhoneLine(value: string | null): FactLine | null {
	const line = phoneLine(value);
	return line === null ? null : { ...line, href: phoneLink(firstNumberIn(value ?? '') ?? '') };
}

/** Where an appointment takes place; null for a call, and where it is the client's number once more. */
export function placeLine({ appointment, client }: MailEvent): FactLine | null {
	const place = cleanText(appointment.location ?? '');
	if (place === '' || appointment.call !== null) return null;
	const number = toE164(place, client.timezone);
	return number !== null && number === client.phone ? null : plain(place, 'strong');
}

/** What an appointment was before a move only changed, or also changed, its place. */
export function previousPlaceLine(previous: PreviousAppointment | null): FactLine {
	const text = previous === null ? null : placeText(previous);
	return text === null ? plain(UNKNOWN.fact, 'muted') : plain(text, 'struck');
}

/** With whom: the names of the hosts, by their address who has none. */
export function hostsLine({ hosts }: MailEvent['appointment']): FactLine | null {
	const names = hosts.map(({ name, email }) => cleanLine(name ?? email ?? ''));
	return oneLine(frenchList(names.filter((name) => name !== '')));
}

/** Who calls whom, and what the workshop wrote about it; none unless it is a call. */
export function callRow({ appointment: { call } }: MailEvent): Row[] {
	if (call === null) return [];
	const number = call.number === null ? null : formatPhone(cleanLine(call.number));
	const who = oneLine(callSentence(call.by, number));
	return whenSaid(CALL_LABEL, [who, severalLines(call.instructions)]);
}
