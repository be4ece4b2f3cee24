import type { MailEvent } from '../appointment/announcement';
import type { Change } from '../appointment/change';
import { frenchSpacing } from '../french/typography';
import { capLine, cleanLine, cleanText } from '../text/clean';
import type { MailWording } from './mail';
import type { SlotText } from './slot';
import { changeWords, UNKNOWN } from './wording';

/** What the placeholders of a mail about an appointment stand for. */
export type PlaceholderValues = Record<'type' | 'client' | 'date' | 'heure' | 'changement', string>;

const MAX_SUBJECT = 150;
const MAX_VALUE = 200;
/** Of a subject a phone shows the beginning: what is long there must leave room for the rest. */
const MAX_IN_SUBJECT = { client: 60, type: 60 };
/** A type cut shorter than this says nothing: what is left of it then is taken from the end. */
const LEAST_TYPE = 10;
const PLACEHOLDER = /\{(\w+)\}/g;
/** « {date} à {heure} » of an unknown time is one unknown, not two. */
const DATE_AND_TIME = /\{date\}[\s,]*\u00e0\s*\{heure\}/g;
/** « Bonjour {client}, » to somebody without a name is « Bonjour, ». */
const NAMED_CLIENT = /\s*\{client\}/g;

/** What is not known is named as such. */
export function placeholderValues(
	{ appointment, client }: MailEvent,
	slot: SlotText | null,
	change: Change | null,
): PlaceholderValues {
	return {
		type: lineOr(appointment.type, UNKNOWN.fact),
		client: lineOr(client.name, UNKNOWN.fact),
		date: slot?.date ?? UNKNOWN.date,
		heure: slot?.time ?? UNKNOWN.time,
		changement: changeWords(change),
	};
}

/**
 * Wording with its placeholders filled in, in one pass: what a value itself contains is not
 * expanded again. French spacing is put right in what the workshop typed, not in the values.
 */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
	return frenchSpacing(withoutUnknown(template, values)).replace(
		PLACEHOLDER,
		(whole, name: string) => {
			return Object.hasOwn(values, name) ? values[name] : whole;
		},
	);
}

function withoutUnknown(template: string, { date, client }: Partial<PlaceholderValues>): string {
	const named = client === '' ? template.replace(NAMED_CLIENT, '') : template;
	return date === UNKNOWN.date ? named.replace(DATE_AND_TIME, '{date}') : named;
}

/** All texts of the wording filled in; an empty subject falls back to the default one. */
export function fillInWording(
	wording: MailWording,
	defaultSubject: string,
	values: Readonly<Record<string, string>>,
): MailWording {
	return {
		subject: subjectOf(wording.subject, values) || subjectOf(defaultSubject, values),
		greeting: cleanText(fillIn(wording.greeting, values)),
		introduction: cleanText(fillIn(wording.introduction, values)),
		closing: cleanText(fillIn(wording.closing, values)),
		signature: cleanText(fillIn(wording.signature, values)),
	};
}

/** A subject filled in; what is too long is cut inside the type, never in the date. */
function subjectOf(template: string, values: Readonly<Record<string, string>>): string {
	const short = shortened(values, MAX_IN_SUBJECT);
	const excess = [...cleanLine(fillIn(template, short))].length - MAX_SUBJECT;
	const types = Math.max(template.split('{type}').length - 1, 1);
	const type = [...(short.type ?? '')].length - Math.ceil(excess / types);
	return subjectLine(fillIn(template, shortened(short, { type: Math.max(type, LEAST_TYPE) })));
}

function shortened(
	values: Readonly<Record<string, string>>,
	limits: Readonly<Record<string, number>>,
): Record<string, string> {
	const entries = Object.entries(values).map(([name, value]) => {
		return [name, capLine(value, limits[name] ?? MAX_VALUE)];
	});
	return Object.fromEntries(entries) as Record<string, string>;
}

/**
 * One header line: no line break, control or bidi-override character, at most 150 code points.
 * Encoding it for the wire (RFC 2047) and folding it (RFC 5322 §2.2.3) is the mail library's work.
 */
export function subjectLine(text: string): string {
	return capLine(cleanLine(text), MAX_SUBJECT);
}

function lineOr(text: string | null, unknown: string): string {
	const line = cleanLine(text ?? '');
	return line === '' ? unknown : capLine(line, MAX_VALUE);
}
