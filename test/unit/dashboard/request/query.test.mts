import fc from 'fast-check';
import {
	isFiltered,
	parseSearch,
	readQuery,
	withoutFilters,
	writeQuery,
	type DashboardQuery,
} from '../../../../nodes/shared/dashboard/request/query';

const USUAL: DashboardQuery = {
	tab: 'a-venir',
	search: '',
	types: [],
	modes: [],
	states: [],
	period: null,
	from: null,
	to: null,
	sort: null,
	page: 1,
	id: null,
	figures: false,
};

test.each<[string, unknown, Partial<DashboardQuery>]>([
	['nothing', {}, {}],
	['no object', 'onglet=tous', {}],
	['null', null, {}],
	['a tab', { onglet: 'passes' }, { tab: 'passes' }],
	['a tab that does not exist', { onglet: 'corbeille' }, {}],
	['a search', { q: ' Zoé  Müller ' }, { search: 'Zoé Müller' }],
	['one type', { type: 'Visite' }, { types: ['Visite'] }],
	['several types', { type: ['Visite', 'Appel', 'Visite'] }, { types: ['Visite', 'Appel'] }],
	['types numbered by the server', { type: { 0: 'a', 1: 'b' } }, { types: ['a', 'b'] }],
	['types that are none', { type: [1, null, { a: 'b' }, ['c']] }, {}],
	[
		'states, in one order',
		{ etat: ['annule', 'confirme', 'x'] },
		{ states: ['confirme', 'annule'] },
	],
	['a named period', { periode: 'mois' }, { period: 'mois' }],
	['days', { du: '2026-01-01', au: '2026-02-31' }, { from: '2026-01-01' }],
	['days before a named period', { periode: 'mois', au: '2026-02-01' }, { to: '2026-02-01' }],
	['a page', { page: '3' }, { page: 3 }],
	['a page that is none', { page: '-1' }, {}],
	['a page as a number of another kind', { page: '1e9' }, {}],
	['several pages', { page: ['2', '9'] }, { page: 2 }],
	['an appointment', { rdv: 'abc' }, { id: 'abc' }],
	['names every object has', { constructor: 'a', __proto__: { q: 'x' } }, {}],
	['an order', { tri: 'client' }, { sort: 'client' }],
	['a search without end', { q: 'x'.repeat(9_999) }, { search: 'x'.repeat(200) }],
	['a search that is cut at a space', { q: `${'x'.repeat(199)} y` }, { search: 'x'.repeat(199) }],
	['the first day alone', { periode: 'mois', du: '2026-02-01' }, { from: '2026-02-01' }],
	['a page of several digits', { page: '12' }, { page: 12 }],
	['a page far beyond the last', { page: '9999999' }, { page: 1_000_000 }],
	['a page of more digits than there are pages', { page: '99999999' }, {}],
	['a page zero', { page: '0' }, {}],
	['that figures are wanted', { chiffres: 'oui' }, { figures: true }],
	['that figures are not wanted', { chiffres: 'non' }, {}],
	['values that say nothing', { type: ['', ' ', 'a'], mode: '\t' }, { types: ['a'] }],
	['a value without end', { type: 'x'.repeat(9_999) }, { types: ['x'.repeat(300)] }],
	[
		'values without end',
		{ mode: Array.from({ length: 60 }, (_value, index) => `m${index}`) },
		{ modes: Array.from({ length: 50 }, (_value, index) => `m${index}`) },
	],
])('reads %s', (_name, raw, expected) => {
	expect(readQuery(raw)).toEqual({ ...USUAL, ...expected });
});

/** As an HTTP server parses an address. */
function served(address: string): Record<string, string | string[]> {
	const values: Record<string, string[]> = {};
	for (const [name, value] of new URLSearchParams(address)) (values[name] ??= []).push(value);
	return Object.fromEntries(
		Object.entries(values).map(([name, list]) => [name, list.length === 1 ? list[0] : list]),
	);
}

test('whatever a stranger asks, the address written from it means the same', () => {
	const names = fc.constantFrom(
		...['onglet', 'q', 'type', 'mode', 'etat', 'periode', 'du', 'au', 'tri', 'page', 'rdv', 'x'],
	);
	const texts = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom('tous', 'annule', 'mois', '2026-11-22', '2', 'client', 'é&=#+ %'),
	);
	const values = fc.oneof(texts, fc.array(texts, { maxLength: 4 }), fc.anything());
	fc.assert(
		fc.property(fc.dictionary(names, values), (raw) => {
			const query = readQuery(raw);
			expect(readQuery(served(writeQuery(query)))).toEqual(query);
		}),
		{ numRuns: 200 },
	);
});

describe('the address of a query', () => {
	test.each<[string, Partial<DashboardQuery>, string]>([
		['is empty for what is usual', {}, '?'],
		['names the tab', { tab: 'passes' }, '?onglet=passes'],
		['encodes what is searched', { search: 'zoé & co' }, '?q=zo%C3%A9+%26+co'],
		['names a period', { period: 'mois-dernier' }, '?periode=mois-dernier'],
		['names days', { from: '2026-01-02', to: '2026-02-03' }, '?du=2026-01-02&au=2026-02-03'],
		['names an order', { sort: 'reception' }, '?tri=reception'],
		['names a page', { page: 2 }, '?page=2'],
		['names an appointment', { id: 'a' }, '?rdv=a'],
		['asks for figures', { figures: true }, '?chiffres=oui'],
		[
			'repeats what is chosen several times',
			{ types: ['a', 'b'], modes: ['c'], states: ['annule', 'absent'] },
			'?type=a&type=b&mode=c&etat=annule&etat=absent',
		],
	])('%s', (_name, query, expected) => {
		expect(writeQuery({ ...USUAL, ...query })).toBe(expected);
	});
});

describe('the query of an address', () => {
	test.each<[string, unknown, Record<string, string[]>]>([
		['with one value', '?q=zo%C3%A9+m', { q: ['zoé m'] }],
		['with several', 'type=a&type=b&mode=c&type=d', { type: ['a', 'b', 'd'], mode: ['c'] }],
		['without any', '?', {}],
		['that is no text', ['?q=zoe'], {}],
		['that is not there', undefined, {}],
	])('%s', (_name, search, expected) => {
		expect(parseSearch(search)).toEqual(expected);
	});

	test('is read up to 16,000 characters', () => {
		expect(parseSearch(`q=${'x'.repeat(20_000)}&type=a`)).toEqual({ q: ['x'.repeat(15_998)] });
	});
});

describe('filters', () => {
	test.each<[string, Record<string, unknown>, boolean]>([
		['a search', { q: 'x' }, true],
		['a type', { type: 'x' }, true],
		['a mode', { mode: 'x' }, true],
		['a state', { etat: 'annule' }, true],
		['a named period', { periode: 'mois' }, true],
		['a first day', { du: '2026-01-01' }, true],
		['a last day', { au: '2026-01-01' }, true],
		['tab, order and page', { onglet: 'tous', tri: 'client', page: '2' }, false],
		['which week is shown', { onglet: 'semaine', du: '2026-01-01' }, false],
		['a search in a week', { onglet: 'semaine', q: 'x' }, true],
	])('%s', (_name, raw, expected) => {
		expect(isFiltered(readQuery(raw))).toBe(expected);
	});

	test.each<[string, Record<string, unknown>, string]>([
		[
			'tab and order',
			{ onglet: 'tous', tri: 'client', q: 'x', page: '2', etat: 'absent', du: '2026-01-01' },
			'?onglet=tous&tri=client',
		],
		[
			'the week',
			{ onglet: 'semaine', du: '2026-01-01', au: '2026-01-02', mode: 'x' },
			'?onglet=semaine&du=2026-01-01',
		],
	])('when they are taken off, leave %s', (_name, raw, expected) => {
		expect(writeQuery(withoutFilters(readQuery(raw)))).toBe(expected);
	});
});
