import { timezoneOrDefault } from '../french/dates';
import { cleanLine } from '../text/clean';
import { factsOf } from './facts';
import { fitFacts } from './fit';
import { fillInWording, placeholderValues, type PlaceholderValues } from './placeholders';
import { clientRange, readSlot, slotText, type Slot, type SlotText } from './slot';
import type { AnyMailKind, ClientField, MailField, MailRequest, MailWording } from './types';
import { CAUGHT_UP, defaultWording, HEADINGS, longMoment } from './wording';

/** How a line of a value looks; the text part shows all of them alike. */
export type LineTone = 'plain' | 'strong' | 'muted' | 'struck';

/** One piece of a value, cleaned but not escaped; its text may hold line feeds. */
export interface FactLine {
	text: string;
	tone: LineTone;
	/** `https:`, `http:`, `mailto:` or `tel:` link; null for plain text. */
	href: string | null;
	/**
	 * A web link worth a button, and what the button says; the text is then the address itself. The
	 * button of a muted line is only outlined.
	 */
	button: string | null;
}

/** One row of the mail. */
export interface Fact {
	field: MailField | ClientField;
	label: string;
	/** Whether the label is what is looked for first, as the times of an agenda are. */
	isLabelStrong?: boolean;
	lines: FactLine[];
}

/** Facts under a heading of their own, after the first ones. */
export interface Section {
	heading: string;
	/** What is said instead of facts, or empty. */
	note: string;
	facts: Fact[];
}

/** Everything a mail says, before it becomes HTML or text. */
export interface MailView {
	kind: AnyMailKind;
	heading: string;
	/** First words a mail program shows beside the subject. */
	preheader: string;
	/** What is unusual about the announcement, or empty. */
	notice: string;
	/** The wording with its placeholders filled in. */
	wording: MailWording;
	facts: Fact[];
	sections: Section[];
}

/** What the facts are read from: the request, its zone made sure of, its times in French. */
export interface MailSource {
	request: MailRequest;
	timezone: string;
	slot: SlotText | null;
	previous: SlotText | null;
	clientRange: { range: string; timezone: string } | null;
}

/** The view model that both HTML and text are rendered from. */
export function mailView(request: MailRequest): MailView {
	const source = mailSource(request);
	const { kind, event } = request;
	const values = placeholderValues(event, source.slot);
	return {
		kind,
		heading: HEADINGS[kind],
		preheader: preheader(values, source.slot),
		notice: event.source === 'reconciliation' ? CAUGHT_UP : '',
		wording: fillInWording(request.wording, defaultWording(kind).subject, values),
		facts: fitFacts(factsOf(source)),
		sections: [],
	};
}

function mailSource(request: MailRequest): MailSource {
	const timezone = timezoneOrDefault(request.timezone);
	const slot = readSlot(request.event.appointment);
	const previous = request.previous === null ? null : readSlot(request.previous);
	const inFrench = (known: Slot | null) => (known === null ? null : slotText(known, timezone));
	return {
		request,
		timezone,
		slot: inFrench(slot),
		previous: inFrench(previous),
		clientRange: slot === null ? null : clientRange(request.event, slot, timezone),
	};
}

function preheader(values: PlaceholderValues, slot: SlotText | null): string {
	const what = slot === null ? values.type : longMoment(slot.longDate, slot.time);
	return cleanLine(`${what} – ${values.client}`);
}
