import { label } from '../french/typography';
import type { Fact, MailView } from './view';

const INDENT = '  ';

/** The mail as plain text, `\n` between lines: what the HTML says, in the same order. */
export function renderText({ heading, notice, wording, facts }: MailView): string {
	const blocks = [
		heading,
		wording.greeting,
		notice,
		wording.introduction,
		factsText(facts),
		wording.closing,
		wording.signature,
	];
	return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
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

function factText({ label: name, lines }: Fact): string {
	const [first, ...more] = lines.flatMap(({ text }) => text.split('\n'));
	return [`${factLabel(name)} ${first}`, ...more.map((line) => INDENT + line)].join('\n');
}
