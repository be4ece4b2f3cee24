import { createHash } from 'node:crypto';
import { invalidArgument } from './errors.mts';

export interface Page<T> {
	collection: T[];
	pagination: {
		count: number;
		next_page: string | null;
		previous_page: string | null;
		next_page_token: string | null;
		previous_page_token: string | null;
	};
}

/** A list's address and what was asked of it. */
export interface PageRequest {
	/** Without the query. */
	url: string;
	query: Record<string, unknown> & { count?: number; page_token?: string };
}

const DEFAULT_COUNT = 20;

/**
 * The page the query asks for. A token is opaque and belongs to the list and the filters it was
 * given for: with others it is refused.
 */
export function pageOf<T>(items: readonly T[], { url, query }: PageRequest): Page<T> {
	const { count = DEFAULT_COUNT, page_token: given, ...filters } = query;
	const list = fingerprint(url, filters);
	const start = given === undefined ? 0 : offsetIn(given, list);
	const collection = items.slice(start, start + count);
	const next = start + count < items.length ? tokenFor(start + count, list) : null;
	const previous = start > 0 ? tokenFor(Math.max(0, start - count), list) : null;
	const address = (token: string | null) =>
		token === null ? null : addressOf(url, { ...filters, count, page_token: token });
	return {
		collection,
		pagination: {
			count: collection.length,
			next_page: address(next),
			previous_page: address(previous),
			next_page_token: next,
			previous_page_token: previous,
		},
	};
}

function tokenFor(offset: number, list: string): string {
	return Buffer.from(`${list}.${offset}`).toString('base64url');
}

function offsetIn(token: string, list: string): number {
	const [given, offset] = Buffer.from(token, 'base64url').toString('utf8').split('.');
	if (given !== list || !/^\d+$/.test(offset)) {
		throw invalidArgument({ parameter: 'page_token', message: 'is invalid' });
	}
	return Number(offset);
}

function fingerprint(url: string, filters: Record<string, unknown>): string {
	const entries = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
	return createHash('sha256')
		.update(JSON.stringify([url, entries]))
		.digest('hex')
		.slice(0, 24);
}

function addressOf(url: string, query: Record<string, unknown>): string {
	const entries = Object.entries(query).map(([name, value]) => [name, String(value)]);
	return `${url}?${new URLSearchParams(entries)}`;
}
