import { escapeHtml } from './markup';
import type { Fact, FactLine } from './view';
import { CUT_SHORT, LABELS, moreFacts } from './wording';

/** Code points of one value, and of one label, that a mail shows at most. */
const MAX_VALUE = 5_000;
const MAX_LABEL = 300;
/**
 * Bytes of escaped values and rows in one mail. With the frame around them the HTML stays below
 * 60 kB; Gmail cuts messages off at about 102 kB.
 */
const BUDGET_BYTES = 40_000;
/** What the markup around one value weighs, with room to spare. */
const ROW_BYTES = 900;

/**
 * Shortens facts until the mail has a decent size. One fact gets at most half of what is left, so a
 * huge one leaves room for the others; answers, of which there can be any number, come last. Facts
 * that find no room are counted in a last row.
 */
export function fitFacts(facts: Fact[]): Fact[] {
	const fitted = new Map<Fact, Fact>();
	let left = BUDGET_BYTES;
	for (const fact of answersLast(facts)) {
		if (left < 4 * ROW_BYTES) break;
		const shorter = fitFact(fact, left / 2);
		left -= weight(shorter);
		fitted.set(fact, shorter);
	}
	const fitting = facts.flatMap((fact) => fitted.get(fact) ?? []);
	const missing = facts.length - fitting.length;
	return missing === 0 ? fitting : [...fitting, restFact(missing)];
}

function answersLast(facts: Fact[]): Fact[] {
	const isAnswer = ({ field }: Fact) => field === 'answers';
	return [...facts.filter((fact) => !isAnswer(fact)), ...facts.filter(isAnswer)];
}

function fitFact({ field, label, lines }: Fact, bytes: number): Fact {
	const fitted: FactLine[] = [];
	let left = bytes;
	for (const line of lines) {
		if (left < ROW_BYTES) break;
		const shorter = fitLine(line, left);
		left -= lineWeight(shorter);
		fitted.push(shorter);
	}
	const missing = lines.length - fitted.length;
	if (missing > 0) fitted.push(muted(moreFacts(missing)));
	return { field, label: capText(label, MAX_LABEL, bytes / 2, '…'), lines: fitted };
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

function weight({ label, lines }: Fact): number {
	return escapedBytes(label) + lines.reduce((sum, line) => sum + lineWeight(line), 0);
}

function lineWeight({ text, href }: FactLine): number {
	return ROW_BYTES + escapedBytes(text) + (href === null ? 0 : escapedBytes(href));
}

function escapedBytes(text: string): number {
	return new TextEncoder().encode(escapeHtml(text).replace(/\n/g, '<br>')).length;
}

function restFact(count: number): Fact {
	return { field: 'answers', label: LABELS.rest, lines: [muted(moreFacts(count))] };
}

function muted(text: string): FactLine {
	return { text, tone: 'muted', href: null, button: null };
}
