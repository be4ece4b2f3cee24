import { escapeHtml } from '../text/html';
import type { Fact, FactLine } from './model';
import { CUT_SHORT, LABELS, moreAppointments, moreFacts } from './wording';

/** Code points of one value, and of one label, that a mail shows at most. */
const MAX_VALUE = 5_000;
const MAX_LABEL = 300;
/** What the markup around one value weighs, with room to spare. */
const ROW_BYTES = 900;
/** The same without a button and without a label of its own. */
const LINE_BYTES = 250;

/** How much room facts have in a mail, and what they take of it. */
export interface Room {
	/** Bytes of escaped values and rows. */
	bytes: number;
	/** Markup around one fact, beyond that of its values. */
	frameBytes: number;
	/** Markup around one value. */
	markupBytes: (line: FactLine) => number;
	/** Says how many facts found no room. */
	rest: (count: number) => string;
}

/**
 * Facts of one appointment. With the frame around them the HTML stays below 60 kB; Gmail cuts
 * messages off at about 102 kB.
 */
const MAIL_ROOM: Room = {
	bytes: 40_000,
	frameBytes: 0,
	markupBytes: () => ROW_BYTES,
	rest: moreFacts,
};

/** Facts that are a whole appointment each, of many lines and few buttons. */
export function listRoom(bytes: number): Room {
	const markupBytes = ({ button }: FactLine) => (button === null ? LINE_BYTES : ROW_BYTES);
	return { bytes, frameBytes: ROW_BYTES, markupBytes, rest: moreAppointments };
}

/**
 * Shortens facts until the mail has a decent size. One fact gets at most half of what is left, so a
 * huge one leaves room for the others; answers, of which there can be any number, come last. Facts
 * that find no room are counted in a last row.
 */
export function fitFacts(facts: Fact[], room: Room = MAIL_ROOM): Fact[] {
	const fitted = new Map<Fact, Fact>();
	let left = room.bytes;
	for (const fact of answersLast(facts)) {
		if (left < 4 * ROW_BYTES) break;
		const shorter = fitFact(fact, left / 2, room);
		left -= weight(shorter, room);
		fitted.set(fact, shorter);
	}
	const fitting = facts.flatMap((fact) => fitted.get(fact) ?? []);
	const missing = facts.length - fitting.length;
	return missing === 0 ? fitting : [...fitting, restFact(room.rest(missing))];
}

function answersLast(facts: Fact[]): Fact[] {
	const isAnswer = ({ field }: Fact) => field === 'answers';
	return [...facts.filter((fact) => !isAnswer(fact)), ...facts.filter(isAnswer)];
}

function fitFact({ label, lines, ...rest }: Fact, bytes: number, room: Room): Fact {
	const fitted: FactLine[] = [];
	let left = bytes;
	for (const line of lines) {
		if (left < ROW_BYTES) break;
		const shorter = fitLine(line, left);
		left -= lineWeight(shorter, room);
		fitted.push(shorter);
	}
	const missing = lines.length - fitted.length;
	if (missing > 0) fitted.push(muted(moreFacts(missing)));
	return { ...rest, label: capText(label, MAX_LABEL, bytes / 2, '…'), lines: fitted };
}

/** A link is short (see `webLink`) and useless when cut. */
function fitLine(line: FactLine, bytes: number): FactLine {
	if (line.href !== null) return line;
	return { ...line, text: capText(line.text, MAX_VALUE, bytes, `\n${CUT_SHORT}`) };
}

/** The beginning of a text, in code points and in bytes of escaped UTF-8. */
function capText(text: string, limit: number, bytes: number, mark: string): string {
	let kept = '';
	let count = 0;
	let left = bytes;
	for (const character of text) {
		count += 1;
		left -= escapedBytes(character);
		if (count > limit || left < 0) return kept.trimEnd() + mark;
		kept += character;
	}
	return text;
}

function weight({ label, lines }: Fact, room: Room): number {
	const values = lines.reduce((sum, line) => sum + lineWeight(line, room), 0);
	return room.frameBytes + escapedBytes(label) + values;
}

function lineWeight(line: FactLine, { markupBytes }: Room): number {
	const { text, href } = line;
	return markupBytes(line) + escapedBytes(text) + (href === null ? 0 : escapedBytes(href));
}

function escapedBytes(text: string): number {
	return new TextEncoder().encode(escapeHtml(text).replace(/\n/g, '<br>')).length;
}

function restFact(text: string): Fact {
	return { field: 'answers', label: LABELS.rest, lines: [muted(text)] };
}

function muted(text: string): FactLine {
	return { text, tone: 'muted', href: null, button: null };
}
