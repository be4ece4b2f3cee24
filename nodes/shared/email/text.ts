import { label } from '../french/typography';
import type { Fact, FactLine, MailView, Section } from './model';

const INDENT = '  ';

/** The mail as plain text, `\n` between lines: what the HTML says, in the same order. */
export function renderText(view: MailView): string {
	const { heading, summary, notice, wording, facts, sections } = view;
	const blocks = [
		heading,
		summaryText(summary),
		notice,
		wording.greeting,
		wording.introduction,
		factsText(facts),
		...sections.flatMap(sectionBlocks),
		wording.closing,
		wording.signature,
	];
	return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function summaryText(lines: FactLine[][]): string {
	return lines.map((pieces) => pieces.map(({ text }) => text).join(' · ')).join('\n');
}

/**
 * The facts alone, one `Label : value` each. Further lines are indented, so that a guest's line
 * feed never makes a line that looks like a fact of its own.
 */
export function factsText(facts: Fact[]): string {
	return facts.map(factText).join('\n');
}

/** `Client :`; a question that ends in its own punctuation keeps it: `Un escalier ?`. */
export function factLabel(text: string): string {
	return /[:?!.…]$/.test(text) ? text : label(text);
}

function sectionBlocks({ heading, note, facts }: Section): string[] {
	return [heading, note, factsText(facts)];
}

function factText({ label: name, lines }: Fact): string {
	const [first, ...more] = lines.flatMap((line) => lineText(line, lines.length).split('\n'));
	return [`${factLabel(name)} ${first}`, ...more.map((line) => INDENT + line)].join('\n');
}

/** Among other lines an address says what it opens; alone the label says it. */
function lineText({ text, button }: FactLine, count: number): string {
	return button === null || count === 1 ? text : `${label(button)} ${text}`;
}
