/** The pieces facts are made of. What a guest wrote is cleaned here and escaped where it is rendered. */
import type { MailEvent } from '../appointment/announcement';
import type { PreviousAppointment } from '../appointment/change';
import { placeText } from '../appointment/display';
import { formatPhone, toE164 } from '../french/phone';
import { frenchList } from '../french/typography';
import { capLine, cleanLine, cleanText } from '../text/clean';
import { mailLink, phoneLink, webLink } from '../text/links';
import type { Fact, FactLine, LineTone } from './model';
import { UNKNOWN } from './wording';

/** Names are short; a longer one is no reason to crowd out the other facts. */
const MAX_LINE = 500;

/** A fact before it is known which field of the mail it belongs to. */
export type Row = Omit<Fact, 'field'>;

export function known(label: string, value: string | null, tone: LineTone = 'plain'): Row[] {
	const line = oneLine(value, tone) ?? plain(UNKNOWN.fact, 'muted');
	return [{ label, lines: [line] }];
}

export function whenSaid(label: string, lines: Array<FactLine | null>): Row[] {
	const said = lines.filter((line) => line !== null);
	return said.length === 0 ? [] : [{ label, lines: said }];
}

export function oneLine(value: string | null, tone: LineTone = 'plain'): FactLine | null {
	const text = cleanLine(value ?? '');
	return text === '' ? null : plain(capLine(text, MAX_LINE), tone);
}

export function severalLines(value: string | null, tone: LineTone = 'plain'): FactLine | null {
	const text = cleanText(value ?? '');
	return text === '' ? null : plain(text, tone);
}

export function mailLine(value: string | null): FactLine | null {
	const text = cleanLine(value ?? '');
	return text === '' ? null : { ...plain(text), href: mailLink(value ?? '') };
}

/**
 * The text of a web link is its address, so that nobody is sent where they do not see.
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

export function plain(text: string, tone: LineTone = 'plain'): FactLine {
	return { text, tone, href: null, button: null };
}

/** A telephone number that is called by tapping, as far as it can be. */
export function phoneLine(value: string | null): FactLine | null {
	const phone = cleanLine(value ?? '');
	return phone === '' ? null : { ...plain(formatPhone(phone), 'strong'), href: phoneLink(phone) };
}

/** Where an appointment takes place; null also where it is the number to call once more. */
export function placeLine({ appointment, client }: MailEvent): FactLine | null {
	const place = cleanText(appointment.location ?? '');
	return place === '' || isSameNumber(place, client.phone) ? null : plain(place, 'strong');
}

/** What an appointment was before a move only changed, or also changed, its place. */
export function formerPlaceLine(previous: PreviousAppointment | null): FactLine {
	const text = previous === null ? null : placeText(previous);
	return text === null ? plain(UNKNOWN.fact, 'muted') : plain(text, 'struck');
}

/** With whom: the names of the hosts, by their address who has none. */
export function hostsLine({ hosts }: MailEvent['appointment']): FactLine | null {
	const names = hosts.map(({ name, email }) => cleanLine(name ?? email ?? ''));
	return oneLine(frenchList(names.filter((name) => name !== '')));
}

/** Whether two texts are one telephone number; two that are none are not. */
export function isSameNumber(one: string, other: string | null): boolean {
	const number = toE164(one);
	return number !== null && other !== null && number === toE164(other);
}
