import { Markup, markup, repeated, withLineBreaks } from '../text/html';
import type { Fact, FactLine, LineTone, MailView, Section } from './model';
import { accentOf, ACCENTS, COLOURS, STYLE, styleSheetFor, TONES } from './style';
import { factLabel } from './text';
import { HOUSE } from './wording';

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
	address: STYLE.address,
};
const OUTLINED = {
	name: 'outline',
	ground: COLOURS.card,
	cell: STYLE.outlineCell,
	link: STYLE.outline,
	address: STYLE.outlineAddress,
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
</head>`;
}

function body(view: MailView): Markup {
	const accent = accentOf(view.kind);
	return markup`<body class="paper" style="${STYLE.body}">
<div style="${STYLE.hidden}">${view.preheader}${PREHEADER_PADDING}</div>
<div role="article" aria-label="${view.heading}" lang="fr" dir="ltr">
<table class="paper" ${LAYOUT} width="100%" bgcolor="${COLOURS.paper}" style="${STYLE.frame}">
<tbody><tr><td class="gutter" align="center" style="${STYLE.gutter}">
<table ${LAYOUT} width="600" style="${STYLE.column}">
<tbody>
<tr><td class="muted" align="center" style="${STYLE.house}">${HOUSE}</td></tr>
<tr><td class="card ${accent}" bgcolor="${COLOURS.card}" style="${STYLE.card};border-top-color:${ACCENTS[accent]}">
${card(view)}
</td></tr>
</tbody>
</table>
</td></tr></tbody>
</table>
</div>
</body>`;
}

function card({ kind, heading, notice, wording, facts, sections }: MailView): Markup {
	const accent = accentOf(kind);
	return markup`<h1 class="${accent}" style="${STYLE.heading};color:${ACCENTS[accent]}">${heading}</h1>
${paragraphs([wording.greeting, notice, wording.introduction])}
${[...factsTable(facts), ...sections.map(section)]}
${paragraphs([wording.closing, wording.signature])}`;
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
<td class="value rule ink" valign="top" style="${STYLE.value}">${lines.map(valueLine)}</td>
</tr>`;
}

function valueLine(line: FactLine): Markup {
	if (line.href === null) return plainLine(line);
	if (line.button !== null) return buttonLine(line.href, line.button, line);
	const style = line.href.startsWith('tel:') ? STYLE.call : STYLE.link;
	return markup`<div><a class="link" href="${line.href}" style="${style}">${line.text}</a></div>`;
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

/** A cell with the colour and a link whose border is the padding: Outlook ignores padding on links. */
function buttonLine(href: string, button: string, { text, tone }: FactLine): Markup {
	const { name, ground, cell, link, address } = tone === 'muted' ? OUTLINED : FILLED;
	return markup`<table ${LAYOUT} style="${STYLE.pillTable}">
<tbody><tr><td class="${name}" bgcolor="${ground}" style="${cell}"><a class="${name} ${name}-text" href="${href}" style="${link}">${button}</a></td></tr></tbody>
</table>
<div class="muted" style="${address}">${text}</div>`;
}
