import type { Change } from '../appointment/change';
import type { AnyMailKind, ClientField, MailField, MailRequest, MailWording } from './mail';
import type { SlotText } from './slot';

/** How a line of a value looks; the text part shows all of them alike. */
export type LineTone = 'plain' | 'strong' | 'muted' | 'struck';

/** One piece of a value, cleaned but not escaped; its text may hold line feeds. */
export interface FactLine {
	text: string;
	tone: LineTone;
	/** `https:`, `http:`, `mailto:` or `tel:` link; null for plain text. */
	href: string | null;
	/**
	 * A web link worth a button, and what the button says; the text is then the address itself, and
	 * only the text part shows it. The button of a muted line is only outlined.
	 */
	button: string | null;
	/** Shown under the button where a guest chose the link: nobody is sent where they do not see. */
	site?: string;
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
	/**
	 * What has to be seen within three seconds, on a telephone, under the title: the time in the first
	 * line, the rest in the others, the pieces of a line beside each other.
	 */
	summary: FactLine[][];
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
	/** What a move changed; null where it is not known or nothing moved. */
	change: Change | null;
	clientRange: { range: string; timezone: string } | null;
}
