import { asFields, asList, type Fields } from '../../text/fields';
import type { ApiRequest } from './exchange';
import { callApi, type ApiContext } from './http';
import { tooManyResults, unexpectedAnswer } from './problem';

/** The largest page Calendly gives; its own default is 20. */
const PAGE_SIZE = 100;
/** Ten thousand entries; a workshop that has more asks with a filter. */
const MAX_PAGES = 100;

/** How much of a list is read. */
export interface PageOptions {
	/** Entries wanted at most; all when there is none. */
	limit?: number;
	/** Pages read at most; a longer list is an error, because a part of it would pass for the whole. */
	maxPages?: number;
}

/**
 * All entries of a list, page by page (`pagination.next_page_token`). No page is asked for that the
 * limit does not need.
 *
 * @throws CalendlyApiError also when the pages never end
 */
export async function allPages(
	context: ApiContext,
	request: ApiRequest,
	{ limit = Infinity, maxPages = MAX_PAGES }: PageOptions = {},
): Promise<Fields[]> {
	const entries: Fields[] = [];
	const seen = new Set<string>();
	let token: string | null = null;
	while (entries.length < limit) {
		if (seen.size >= maxPages) throw tooManyResults(maxPages);
		const page = await readPage(context, request, Math.min(PAGE_SIZE, Math.ceil(limit)), token);
		entries.push(...page.entries);
		token = page.nextToken;
		if (token === null) break;
		if (seen.has(token)) throw unexpectedAnswer(page.status);
		seen.add(token);
	}
	return entries.slice(0, limit);
}

interface Page {
	status: number;
	entries: Fields[];
	nextToken: string | null;
}

async function readPage(
	context: ApiContext,
	request: ApiRequest,
	count: number,
	token: string | null,
): Promise<Page> {
	const query = { ...request.query, count, ...(token === null ? {} : { page_token: token }) };
	const { status, body } = await callApi(context, { ...request, query });
	if (!Array.isArray(body.collection)) throw unexpectedAnswer(status);
	return { status, entries: asList(body.collection), nextToken: nextTokenOf(body) };
}

/** Handed back exactly as it came: the token is opaque. */
function nextTokenOf(body: Fields): string | null {
	const { next_page_token: token } = asFields(body.pagination);
	return typeof token === 'string' && token !== '' ? token : null;
}
