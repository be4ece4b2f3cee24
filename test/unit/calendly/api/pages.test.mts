import fc from 'fast-check';
import type { ApiRequest } from '../../../../nodes/shared/calendly/api/exchange';
import { allPages } from '../../../../nodes/shared/calendly/api/pages';
import { answer, record, rejectionOf, script, type Recorder } from './fakeCalendly.mts';

const LIST: ApiRequest = { method: 'GET', path: '/scheduled_events', query: { status: 'active' } };

/** A list of `length` numbered entries; tokens are opaque and must come back untouched. */
function listOf(length: number): Recorder {
	return record(async ({ query = {} }) => {
		const start =
			query.page_token === undefined
				? 0
				: Number(/^ t\/(\d+)=$/.exec(String(query.page_token))?.[1]);
		const end = start + Number(query.count);
		const collection = Array.from({ length }, (_value, number) => ({ number })).slice(start, end);
		const token = end < length ? ` t/${end}=` : null;
		return answer(200, { collection, pagination: { next_page_token: token } });
	});
}

const page = (token: unknown, collection: unknown = [{ number: 0 }]) =>
	answer(200, { collection, pagination: { next_page_token: token } });

describe('reading a list page by page', () => {
	test.each<[string, number, number | undefined, number[], number]>([
		['an empty list', 0, undefined, [100], 0],
		['one page', 100, undefined, [100], 100],
		['a page and one more entry', 101, undefined, [100, 100], 101],
		['a limit below a page asks for no more than that', 500, 7, [7], 7],
		['a limit of a page needs no second one', 500, 100, [100], 100],
		['a limit of two pages needs no third', 500, 200, [100, 100], 200],
		['a limit within the second page', 500, 101, [100, 100], 101],
		['a limit beyond the end', 5, 50, [50], 5],
		['a limit that is no whole number', 500, 2.5, [3], 2],
		['a limit of nothing asks for nothing', 500, 0, [], 0],
		['a limit below nothing asks for nothing', 500, -1, [], 0],
	])('%s', async (_name, length, limit, counts, read) => {
		const { context, requests } = listOf(length);
		const entries = await allPages(context, LIST, { limit });
		expect(entries).toEqual(Array.from({ length: read }, (_value, number) => ({ number })));
		expect(requests.map(({ query }) => query?.count)).toEqual(counts);
	});

	test('the filters are on every page', async () => {
		const { context, requests } = listOf(250);
		await allPages(context, LIST);
		expect(requests.map(({ query }) => query)).toEqual([
			{ status: 'active', count: 100 },
			{ status: 'active', count: 100, page_token: ' t/100=' },
			{ status: 'active', count: 100, page_token: ' t/200=' },
		]);
	});

	test('any length and limit give the first entries, in order, and never a needless page', async () => {
		const cases = [fc.integer({ min: 0, max: 450 }), fc.integer({ min: 0, max: 450 })] as const;
		await fc.assert(
			fc.asyncProperty(...cases, async (length, limit) => {
				const { context, requests } = listOf(length);
				const entries = await allPages(context, LIST, { limit });
				expect(entries.map(({ number }) => number)).toEqual(
					Array.from({ length: Math.min(length, limit) }, (_value, number) => number),
				);
				const needed = Math.ceil(Math.min(length, limit) / 100);
				expect(requests).toHaveLength(limit === 0 ? 0 : Math.max(1, needed));
			}),
			{ numRuns: 60 },
		);
	});

	test.each([
		['null', null],
		['missing', undefined],
		['empty', ''],
		['of another type', 7],
	])('a token that is %s ends the list', async (_name, token) => {
		const { context } = script(page(token));
		expect(await allPages(context, LIST)).toHaveLength(1);
	});

	test('without pagination it is the only page', async () => {
		const { context } = script(answer(200, { collection: [{}, {}] }));
		expect(await allPages(context, LIST)).toHaveLength(2);
	});

	test('what is no object is left out', async () => {
		const { context } = script(page(null, [1, 'a', null, { number: 1 }, []]));
		expect(await allPages(context, LIST)).toEqual([{ number: 1 }]);
	});

	test.each([[undefined], ['text'], [{}], [null]])(
		'a collection that is %j is no list',
		async (collection) => {
			const { context } = script(answer(200, { collection }));
			expect(await rejectionOf(allPages(context, LIST))).toMatchObject({
				kind: 'unexpected_answer',
				status: 200,
			});
		},
	);

	test('the same token twice would go round for ever', async () => {
		const { context, requests } = script(page('a'), page('b'), page('a'));
		expect(await rejectionOf(allPages(context, LIST))).toMatchObject({ kind: 'unexpected_answer' });
		expect(requests).toHaveLength(3);
	});

	test('a list longer than the pages allowed is refused, not cut', async () => {
		const { context, requests } = listOf(201);
		const error = await rejectionOf(allPages(context, LIST, { maxPages: 2 }));
		expect(error).toMatchObject({
			kind: 'too_many_results',
			status: null,
			message: "Calendly's list is longer than 2 pages.",
			remedy: 'Narrow the dates or the other filters in the node.',
		});
		expect(requests).toHaveLength(2);
	});

	test('a list of just the pages allowed is read', async () => {
		const { context } = listOf(200);
		expect(await allPages(context, LIST, { maxPages: 2 })).toHaveLength(200);
	});

	test('tokens that never repeat end, too', async () => {
		let number = 0;
		const { context, requests } = record(async () => page(`token ${number++}`));
		expect(await rejectionOf(allPages(context, LIST))).toMatchObject({ kind: 'too_many_results' });
		expect(requests).toHaveLength(100);
	});
});
