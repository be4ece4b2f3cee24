import { parse, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import { renderPage, type PageRequest } from '../../../nodes/shared/dashboard/page/page';
import { readQuery } from '../../../nodes/shared/dashboard/request/query';
import type { Markup } from '../../../nodes/shared/text/html';

/** A Sunday, 11:00 in Paris. */
export const NOW = new Date('2026-11-22T10:00:00.000Z');
export const PARIS = 'Europe/Paris';

/** U+00A0 for `~`, so that expected French stays readable. */
export const nb = (text: string): string => text.replace(/~/g, '\u00a0');

export function aRow(row: Partial<AppointmentRow> & { identifiant: string }): AppointmentRow {
	return {
		etat: 'confirme',
		type: 'Visite',
		mode: 'Visio',
		client: 'Zoé Müller',
		email: 'zoe@example.com',
		telephone: '+33639984567',
		debut: '2026-11-24T09:00:00.000Z',
		fin: '2026-11-24T09:30:00.000Z',
		recu_le: '2026-11-20T08:00:00.000Z',
		...row,
	};
}

export const NO_HEALTH = { deliveries: null, subscription: null };

export function aPage(
	rows: readonly AppointmentRow[],
	query: Record<string, unknown> = {},
	more: Partial<PageRequest> = {},
): string {
	const request: PageRequest = {
		rows,
		query: readQuery(query),
		health: NO_HEALTH,
		timezone: PARIS,
		now: NOW,
		csvPath: null,
		...more,
	};
	return renderPage(request).body;
}

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

/** All elements of a document, in order. Browsers keep characters that Unicode assigns nothing to. */
export function elementsOf(html: string): Element[] {
	const errors: string[] = [];
	const document = parse(html, { onParseError: ({ code }) => errors.push(code) });
	expect(errors.filter((code) => code !== 'noncharacter-in-input-stream')).toEqual([]);
	return walk(document);
}

/** All elements of a part of a document, in order. */
export function partsOf(part: Markup | readonly Markup[]): Element[] {
	const errors: string[] = [];
	const source = [part].flat().map((markup) => markup.source);
	const fragment = parseFragment(source.join('\n'), {
		onParseError: ({ code }) => errors.push(code),
	});
	expect(errors).toEqual([]);
	return walk(fragment);
}

/** The elements within one, in order. */
export function within(element: Element, ...names: string[]): Element[] {
	const [, ...elements] = walk(element);
	return names.length === 0 ? elements : elements.filter(({ tagName }) => names.includes(tagName));
}

/** Text as a reader sees it: one space for several, `~` for U+00A0. */
export function readable(node: Node): string {
	return textOf(node)
		.replace(/\u00a0/g, '~')
		.replace(/\u202f/g, '_')
		.replace(/\s+/g, ' ')
		.trim();
}

function walk(node: Node): Element[] {
	const own = 'attrs' in node ? [node] : [];
	const children = 'childNodes' in node ? node.childNodes : [];
	return [...own, ...children.flatMap(walk)];
}

export function textOf(node: Node): string {
	if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
	return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

export function attribute({ attrs }: Element, name: string): string | null {
	return attrs.find((attr) => attr.name === name)?.value ?? null;
}

export function withClass(elements: Element[], name: string): Element[] {
	return elements.filter((element) =>
		(attribute(element, 'class') ?? '').split(' ').includes(name),
	);
}

/** What the page says about each booking of its list: `10:00 - 10:30 Zoé Müller …`. */
export function listed(html: string): string[] {
	return elementsOf(html)
		.filter(({ tagName }) => tagName === 'summary')
		.filter((summary) => attribute(summary.parentNode as Element, 'id') === null)
		.map((summary) => textOf(summary).replace(/\s+/g, ' ').trim());
}

/** A reader of RFC 4180 of its own, independent of the writer. */
export function readCsv(text: string, separator = ';'): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	let cell = '';
	let quoted = false;
	for (let at = 0; at < text.length; at += 1) {
		const character = text[at];
		if (quoted) {
			if (character !== '"') cell += character;
			else if (text[at + 1] === '"') cell += text[(at += 1)];
			else quoted = false;
		} else if (character === '"' && cell === '') quoted = true;
		else if (character === separator) {
			row.push(cell);
			cell = '';
		} else if (character === '\r' && text[at + 1] === '\n') {
			rows.push([...row, cell]);
			row = [];
			cell = '';
			at += 1;
		} else cell += character;
	}
	expect([quoted, cell, row]).toEqual([false, '', []]);
	return rows;
}
