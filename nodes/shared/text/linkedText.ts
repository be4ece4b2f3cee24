import { Markup, markup, withLineBreaks } from './html';
import { linksIn } from './links';

/** Text of several lines in which what is certainly a link can be followed, all of it escaped. */
export function linkedText(text: string): Markup {
	let from = 0;
	const pieces = linksIn(text).map(({ start, end, href }) => {
		const before = withLineBreaks(text.slice(from, start));
		from = end;
		const shown = text.slice(start, end);
		return markup`${before}<a href="${href}" rel="noopener noreferrer">${shown}</a>`;
	});
	const rest = withLineBreaks(text.slice(from));
	return new Markup([...pieces, rest].map(({ source }) => source).join(''));
}
