/** Markup that is safe to send: made only by the `markup` tag, which escapes whatever is put into it. */
export class Markup {
	readonly source: string;

	// Written out, because the stand-in runs this file without a build: Node erases types only.
	constructor(source: string) {
		this.source = source;
	}
}

export type MarkupValue = string | Markup | readonly Markup[];

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/**
 * Escapes text for HTML content and quoted attribute values.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html
 */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * Template tag: the literal parts are markup, every string put in between is escaped, other markup
 * stays as it is. Not named `html`, because prettier would reformat the documents it makes.
 */
export function markup(literals: TemplateStringsArray, ...values: MarkupValue[]): Markup {
	const parts = literals.map((literal, index) => {
		return index < values.length ? literal + sourceOf(values[index]) : literal;
	});
	return new Markup(parts.join(''));
}

/** Text of several lines: escaped first, then its line feeds become `<br>`. */
export function withLineBreaks(text: string): Markup {
	return new Markup(escapeHtml(text).replace(/\n/g, '<br>'));
}

/** The same markup several times, nothing in between. */
export function repeated({ source }: Markup, times: number): Markup {
	return new Markup(source.repeat(times));
}

function sourceOf(value: MarkupValue): string {
	if (typeof value === 'string') return escapeHtml(value);
	if (value instanceof Markup) return value.source;
	return value.map(({ source }) => source).join('\n');
}
