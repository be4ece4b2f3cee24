import { Markup, markup, repeated, withLineBreaks } from '../text/html';
import type { Fact, FactLine, LineTone, MailView, Section } from './model';
import { accentOf, ACCENTS, COLOURS, STYLE, styleSheetFor, TONES } from './style';
import { factLabel } from './text';
import { HOUSE } from './wording';

/** For Outlook on Windows, whose Word engine scales by the screen and rounds up line heights. */
const WORD_SETTINGS = markup`<!--[if mso]>
<noscript><xml><o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office"><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript>
<style>h1, h2, p, div, td, a { mso-line-height-rule: exactly; }</style>
<![endif]-->`;

/** Word knows no `max-width`: a table around the column that only Word sees. */
const WORD_COLUMN = markup`<!--[if mso]><table role="presentation" align="center" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->`;
const WORD_COLUMN_END = markup`<!--[if mso]></td></tr></table><![endif]-->`;

/** Word ignores margins between tables. */
const BUTTON_GAP = markup`<td style="width:10px">&#160;</td>`;

/** Between the pieces of a line of the summary. */
const BESIDE = markup` · `;

/** Without it inboxes fill the preview line with the text that follows; these show nothing. */
const PREHEADER_PADDING = repeated(markup`&#847;&#160;`, 80);

/** Tables that place things say so to screen readers. */
const LAYOUT = markup`role="presentation" cellpadding="0" cellspacing="0" border="0"`;

const INK_CLASS: Record<LineTone, string> = {
	plain: 'ink',
	strong: 'ink',
	muted: 'muted',
	struck: 'muted',
};

const FILLED = {
	name: 'pill',
	ground: COLOURS.ink,
	cell: STYLE.pillCell,
	link: STYLE.pill,
};
const OUTLINED = {
	name: 'outline',
	ground: COLOURS.card,
	cell: STYLE.outlineCell,
	link: STYLE.outline,
};

/**
 * The mail as one HTML document without any remote asset: one column of 600 px made of
 * presentation tables, styles inline. What mail programs support: https://www.caniemail.com
 */
export function renderHtml(view: MailView): string {
	return markup`<!DOCTYPE html>
<html lang="fr" dir="ltr">
${head(view)}
${body(view)}
</html>
`.source;
}

function head({ kind, wording }: MailView): Markup {
	return markup`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${wording.subject}</title>
<style>${styleSheetFor(kind)}</style>
${WORD_SETTINGS}
</head>`;
}

function body(view: MailView): Markup {
	const accent = accentOf(view.kind);
	return markup`<body class="paper" style="${STYLE.body}">
<div style="${STYLE.hidden}">${view.preheader}${PREHEADER_PADDING}</div>
<div role="article" aria-label="${view.heading}" lang="fr" dir="ltr">
<table class="paper" ${LAYOUT} width="100%" bgcolor="${COLOURS.paper}" style="${STYLE.frame}">
<tbody><tr><td class="gutter" align="center" style="${STYLE.gutter}">
${WORD_COLUMN}
<table ${LAYOUT} width="100%" style="${STYLE.column}">
<tbody>
<tr><td class="muted" align="center" style="${STYLE.house}">${HOUSE}</td></tr>
<tr><td class="card ${accent}" bgcolor="${COLOURS.card}" style="${STYLE.card};border-top-color:${ACCENTS[accent]}">
${card(view)}
</td></tr>
</tbody>
</table>
${WORD_COLUMN_END}
</td></tr></tbody>
</table>
</div>
</body>`;
}

function card({ kind, heading, summary, notice, wording, facts, sections }: MailView): Markup {
	const accent = accentOf(kind);
	return markup`<h1 class="${accent}" style="${STYLE.heading};color:${ACCENTS[accent]}">${heading}</h1>
${[...summaryTable(summary), ...noticeBox(notice)]}
${paragraphs([wording.greeting, wording.introduction])}
${[...factsTable(facts), ...sections.map(section)]}
${paragraphs([wording.closing, wording.signature])}`;
}

function summaryTable(lines: FactLine[][]): Markup[] {
	if (lines.length === 0) return [];
	const [first, ...more] = lines;
	return [
		markup`<div style="${STYLE.summary}">
<div class="ink" style="${STYLE.moment}">${summaryLine(first)}</div>
${more.map((line) => markup`<div class="ink" style="${STYLE.beside}">${summaryLine(line)}</div>`)}
</div>`,
	];
}

function summaryLine(pieces: FactLine[]): Markup {
	const shown = pieces.map(({ text, tone, href }) => {
		if (href !== null)
			return markup`<a class="link tap" href="${href}" style="${STYLE.call}">${text}</a>`;
		return tone === 'struck'
			? markup`<span class="muted" style="${TONES.struck}">${text}</span>`
			: markup`${text}`;
	});
	return new Markup(shown.map(({ source }) => source).join(BESIDE.source));
}

/** Set apart: what is unusual about a mail must not be read over. */
function noticeBox(notice: string): Markup[] {
	if (notice === '') return [];
	return [
		markup`<table ${LAYOUT} width="100%" style="${STYLE.noticeTable}">
<tbody><tr><td class="notice" bgcolor="${COLOURS.notice}" style="${STYLE.notice}">${withLineBreaks(notice)}</td></tr></tbody>
</table>`,
	];
}

function paragraphs(texts: string[]): Markup[] {
	return texts
		.filter((text) => text !== '')
		.map((text) => markup`<p class="ink" style="${STYLE.paragraph}">${withLineBreaks(text)}</p>`);
}

function factsTable(facts: Fact[]): Markup[] {
	if (facts.length === 0) return [];
	return [
		markup`<table class="rule" ${LAYOUT} width="100%" style="${STYLE.facts}">
<tbody>
${facts.map(factRow)}
</tbody>
</table>`,
	];
}

function section({ heading, note, facts }: Section): Markup {
	return markup`<h2 class="ink" style="${STYLE.section}">${heading}</h2>
${[...paragraphs([note]), ...factsTable(facts)]}`;
}

function factRow({ label, isLabelStrong = false, lines }: Fact): Markup {
	const tone = isLabelStrong ? 'strong' : 'muted';
	const style = isLabelStrong ? STYLE.strongLabel : STYLE.label;
	return markup`<tr>
<td class="label rule ${INK_CLASS[tone]}" valign="top" style="${style}">${withTimesTogether(markup`${factLabel(label)}`)}</td>
<td class="value rule ink" valign="top" style="${STYLE.value}">${lines.flatMap(valueLine)}</td>
</tr>`;
}

function valueLine(line: FactLine, index: number, lines: FactLine[]): Markup[] {
	const { href, text, tone } = line;
	if (href === null) return [plainLine(line)];
	if (line.button !== null) return buttonLine(href, line.button, lines.slice(index));
	const weight = tone === 'strong' ? ';font-weight:600' : '';
	const style = href.startsWith('tel:') ? STYLE.call : STYLE.link + weight;
	return [
		markup`<div><a class="link tap" href="${href}" style="${style}">${withLineBreaks(text)}</a></div>`,
	];
}

function plainLine({ text, tone }: FactLine): Markup {
	const content = withTimesTogether(withLineBreaks(text));
	return markup`<div class="${INK_CLASS[tone]}" style="${TONES[tone]}">${content}</div>`;
}

const TIME_RANGE = /(?:\d\d\/\d\d\/\d{4}\u00a0\u00e0\u00a0)?\d\d:\d\d\u00a0-\u00a0\d\d:\d\d/g;

/** Keeps `15/11/2025 à 09:00 - 09:30`, with or without its date, on one line. */
function withTimesTogether({ source }: Markup): Markup {
	return new Markup(
		source.replace(TIME_RANGE, (range) => `<span style="${STYLE.together}">${range}</span>`),
	);
}

/**
 * A cell with the colour and a link whose border is the padding: Outlook ignores padding on links.
 * Buttons that follow one another stand side by side, as far as there is room.
 *
 * @param lines the button's own and those behind it
 */
function buttonLine(href: string, button: string, [line, next]: FactLine[]): Markup[] {
	const { name, ground, cell, link } = line.tone === 'muted' ? OUTLINED : FILLED;
	const isLast = next === undefined || next.button === null;
	return [
		markup`<table ${LAYOUT} align="left" style="${STYLE.pillTable}">
<tbody><tr><td class="${name}" bgcolor="${ground}" style="${cell}"><a class="${name} ${name}-text" href="${href}" style="${link}">${button}</a></td>${isLast ? [] : BUTTON_GAP}</tr></tbody>
</table>`,
		...(isLast || line.site !== undefined ? [belowButtons(line.site ?? '')] : []),
	];
}

function belowButtons(site: string): Markup {
	return markup`<div class="muted" style="${STYLE.belowButtons}">${site}</div>`;
}
