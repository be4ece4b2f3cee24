import fc from 'fast-check';
import {
	isFiltered,
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
		{ numRuns: 500 },
	);
});

test('knows whether something is filtered, and forgets it', () => {
	expect(isFiltered(readQuery({ onglet: 'tous', tri: 'client', page: '2' }))).toBe(false);
	for (const name of ['q', 'type', 'mode'])
		expect(isFiltered(readQuery({ [name]: 'x' }))).toBe(true);
	expect(isFiltered(readQuery({ etat: 'annule' }))).toBe(true);
	expect(isFiltered(readQuery({ periode: 'mois' }))).toBe(true);
	expect(isFiltered(readQuery({ au: '2026-01-01' }))).toBe(true);
	const query = readQuery({ onglet: 'tous', tri: 'client', q: 'x', page: '2', etat: 'absent' });
	expect(writeQuery(withoutFilters(query))).toBe('?onglet=tous&tri=client');
});
