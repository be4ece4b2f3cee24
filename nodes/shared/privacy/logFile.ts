import type { AddressMatcher } from './address';

/** Time stamp of a log line, in the zone of the workshop. */
const STAMP = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]/;
const STAMP_LENGTH = '[2026-08-28 00:00:00]'.length;
/** Where the JSON of an event begins; no guest text can write the bar (`logText`). */
const DATA = ' | Data: ';

/** What is to leave the log; null for nothing of that kind. */
export interface LogCleaning {
	/** Lines older than this, `2026-08-28 00:00:00`, local as the stamps are. */
	before: string | null;
	/** Lines in which this address occurs. */
	address: AddressMatcher | null;
}

/** What is left of a log, and how much left it. */
export interface CleanedLog {
	text: string;
	/** Number of lines. */
	removed: number;
}

/** Whether a text is a time as log lines are stamped with. */
export function isLogTime(text: string): boolean {
	return STAMP.test(`[${text}]`) && `[${text}]`.length === STAMP_LENGTH;
}

/**
 * The log without what is too old or mentions a person; the rest as it was, to the byte. A line without
 * a stamp belongs to the line before it: they stay or leave together. One pass, for files of any length.
 */
export function cleanLog(text: string, cleaning: LogCleaning): CleanedLog {
	const kept: string[] = [];
	let removed = 0;
	for (const entry of entriesOf(text)) {
		if (isToLeave(entry.text, cleaning)) removed += entry.lines;
		else kept.push(entry.text);
	}
	return { text: kept.join(''), removed };
}

/** A stamped line and those that follow it without a stamp; before the first, what there is, if any. */
function* entriesOf(text: string): Generator<{ text: string; lines: number }> {
	let start = 0;
	let lines = 0;
	for (let line = 0; line < text.length; line = lineEnd(text, line)) {
		if (isStamped(text, line)) {
			yield { text: text.slice(start, line), lines };
			start = line;
			lines = 0;
		}
		lines += 1;
	}
	yield { text: text.slice(start), lines };
}

/** Where the next line begins. */
function lineEnd(text: string, line: number): number {
	const end = text.indexOf('\n', line);
	return end === -1 ? text.length : end + 1;
}

function isStamped(text: string, line: number): boolean {
	return STAMP.test(text.slice(line, line + STAMP_LENGTH));
}

function isToLeave(entry: string, { before, address }: LogCleaning): boolean {
	const stamp = STAMP.exec(entry)?.[1];
	if (before !== null && stamp !== undefined && stamp < before) return true;
	return address !== null && address.occursIn(unescaped(entry));
}

/**
 * An entry with its escapes undone (`logText`, JSON): `\n` before an address is no letter of it, and a
 * bar in one is written `\u007c`. Outside the JSON a backslash is one that somebody typed.
 */
function unescaped(entry: string): string {
	const data = entry.indexOf(DATA);
	const head = data === -1 ? entry : entry.slice(0, data);
	const json = data === -1 ? '' : entry.slice(data);
	return (
		head.replace(/\\u([\da-f]{4})/g, (_escape, code: string) => characterOf(code)) +
		json.replace(/\\(?:u([\da-f]{4})|.)/g, (_escape, code?: string) => characterOf(code))
	);
}

/** Of the escapes without a code each stands for something no address holds. */
function characterOf(code: string | undefined): string {
	return code === undefined ? ' ' : String.fromCharCode(parseInt(code, 16));
}
