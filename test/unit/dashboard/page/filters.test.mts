import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import { filterForm, filterSummary } from '../../../../nodes/shared/dashboard/page/filters';
import { readQuery } from '../../../../nodes/shared/dashboard/request/query';
import {
	aRow,
	attribute,
	nb,
	partsOf,
	readable,
	withClass,
	within,
	type Element,
} from '../fixtures.mts';

type Kinds = Array<[type: string | null, mode: string | null]>;

const form = (query: Record<string, unknown> = {}, kinds: Kinds = []) =>
	partsOf(
		filterForm(
			bookingsOf(
				kinds.map(([type, mode], index) => aRow({ identifiant: String(index), type, mode })),
			),
			readQuery(query),
		),
	);

const named = (elements: Element[], name: string) =>
	elements.filter((element) => attribute(element, 'name') === name);
const valueOf = (elements: Element[], name: string) =>
	named(elements, name).map((element) => attribute(element, 'value'));
const fieldset = (elements: Element[], legend: string) =>
	elements.find(
		(element) =>
			element.tagName === 'fieldset' && readable(within(element, 'legend')[0]) === legend,
	);

/** Value, name and whether it is chosen, of each box under a heading. */
function choices(elements: Element[], legend: string) {
	const labels = within(fieldset(elements, legend)!, 'label');
	return labels.map((label) => {
		const [box] = within(label, 'input');
		return [attribute(box, 'value'), readable(label), attribute(box, 'checked') !== null];
	});
}

describe('the form asks for', () => {
	test('what is searched, with what stands there', () => {
		const [field] = named(form({ q: 'zoé "x"' }), 'q');
		expect([attribute(field, 'type'), attribute(field, 'value')]).toEqual(['search', 'zoé "x"']);
		expect(valueOf(form(), 'q')).toEqual(['']);
	});

	test('the tab it stands in, unless that is the first', () => {
		expect(valueOf(form(), 'onglet')).toEqual([]);
		expect(valueOf(form({ onglet: 'passes' }), 'onglet')).toEqual(['passes']);
	});

	test('the week that is shown', () => {
		expect(valueOf(form({ onglet: 'semaine', du: '2026-11-25' }), 'du')).toEqual(['2026-11-25']);
		expect(valueOf(form({ onglet: 'semaine' }), 'du')).toEqual([]);
	});

	test('the days between which, or a period', () => {
		const elements = form({ du: '2026-11-01', au: '2026-11-30' });
		expect([valueOf(elements, 'du'), valueOf(elements, 'au')]).toEqual([
			['2026-11-01'],
			['2026-11-30'],
		]);
		const none = form({ periode: 'mois', du: '', au: 'x' });
		expect([valueOf(none, 'du'), valueOf(none, 'au')]).toEqual([[''], ['']]);
	});

	const options = (elements: Element[], name: string) =>
		within(named(elements, name)[0], 'option').map((option) => [
			...[attribute(option, 'value'), readable(option), attribute(option, 'selected') !== null],
		]);

	test.each<[string, Record<string, unknown>, string]>([
		['none', {}, 'Toutes les dates'],
		['a first day', { du: '2026-11-01' }, 'Du… au…'],
		['a last day', { au: '2026-11-01' }, 'Du… au…'],
	])('a period by name, where it has %s', (_name, query, first) => {
		expect(options(form(query), 'periode')).toEqual([
			['', first, false],
			['aujourdhui', 'Aujourd’hui', false],
			['semaine', 'Cette semaine', false],
			['semaine-prochaine', 'La semaine prochaine', false],
			['mois', 'Ce mois-ci', false],
			['mois-dernier', 'Le mois dernier', false],
			['annee', 'Cette année', false],
		]);
	});

	test('an order, the usual one first, and shows what is chosen', () => {
		const elements = form({ tri: 'client', periode: 'mois' });
		expect(options(elements, 'tri')).toEqual([
			['', 'Ordre habituel', false],
			['date', 'Date, du plus ancien au plus récent', false],
			['date-inverse', 'Date, du plus récent au plus ancien', false],
			['reception', 'Dernières réservations reçues', false],
			['client', 'Nom du client', true],
			['type', 'Type de consultation', false],
		]);
		expect(options(elements, 'periode').filter(([, , isChosen]) => isChosen)).toEqual([
			['mois', 'Ce mois-ci', true],
		]);
	});

	test('states, always in one order', () => {
		expect(choices(form({ etat: ['annule', 'confirme'] }), 'État')).toEqual([
			['confirme', 'Confirmé', true],
			['absent', 'Client absent', false],
			['annule', 'Annulé', true],
			['deplace', 'Déplacé', false],
		]);
	});
});

describe('types and modes on offer', () => {
	const KINDS: Kinds = [
		['Visite', 'Visio'],
		['Appel', null],
		['Visite', null],
		['Devis', null],
		[null, 'Sur place'],
		[null, 'Sur place'],
		[null, 'Visio'],
	];

	test('are those that occur, most frequent first, then by name', () => {
		const elements = form({}, KINDS);
		expect(choices(elements, 'Type')).toEqual([
			['Visite', 'Visite', false],
			['Appel', 'Appel', false],
			['Devis', 'Devis', false],
		]);
		expect(choices(elements, 'Mode')).toEqual([
			['autre', 'Autre mode', false],
			['Sur place', 'Sur place', false],
			['Visio', 'Visio', false],
		]);
	});

	test('are checked where they are chosen, and stay on offer even where none has them any more', () => {
		const elements = form({ type: ['Visite', 'Disparu'], mode: 'autre' }, [['Visite', 'Visio']]);
		expect(choices(elements, 'Type')).toEqual([
			['Visite', 'Visite', true],
			['Disparu', 'Disparu', true],
		]);
		expect(choices(elements, 'Mode')).toEqual([
			['Visio', 'Visio', false],
			['autre', 'Autre mode', true],
		]);
	});

	test('are not there where there is nothing to choose', () => {
		expect(fieldset(form({}, [[null, 'Visio']]), 'Type')).toBeUndefined();
		expect(fieldset(form(), 'Mode')).toBeUndefined();
		expect(fieldset(form(), 'État')).toBeDefined();
	});

	test('are thirty at most', () => {
		const many = Array.from({ length: 40 }, (_value, index): [string, string] => [
			`Type ${String(index + 10)}`,
			'Visio',
		]);
		const types = choices(form({}, [...many, ...many.slice(39)]), 'Type').map(([value]) => value);
		expect(types).toEqual([
			'Type 49',
			...Array.from({ length: 29 }, (_v, index) => `Type ${index + 10}`),
		]);
	});

	test('are called by the beginning of a long name, and ask for the whole of it', () => {
		const long = 'x'.repeat(100);
		expect(choices(form({}, [[long, long]]), 'Type')).toEqual([
			[long, `${'x'.repeat(79)}…`, false],
		]);
		expect(choices(form({}, [[long, long]]), 'Mode')).toEqual([
			[long, `${'x'.repeat(79)}…`, false],
		]);
	});

	test('each have an identity of their own', () => {
		const ids = form({}, KINDS).flatMap((element) => attribute(element, 'id') ?? []);
		expect(ids).toEqual(expect.arrayContaining(['type-0', 'type-1', 'mode-0', 'etat-3']));
		expect(new Set(ids).size).toBe(ids.length);
	});
});

describe('what is folded away', () => {
	test.each<[string, Record<string, unknown>, boolean]>([
		['nothing is chosen', {}, false],
		['something is searched', { q: 'zoe' }, false],
		['a type is chosen', { type: 'Visite' }, true],
		['a period is chosen', { periode: 'mois' }, true],
		['an order is chosen', { tri: 'client' }, true],
		[
			'an order is chosen for other tabs than the week',
			{ onglet: 'semaine', tri: 'client' },
			false,
		],
		['a week is chosen', { onglet: 'semaine', du: '2026-11-25' }, false],
		['a mode is chosen in a week', { onglet: 'semaine', mode: 'Visio' }, true],
	])('where %s: unfolded %s', (_name, query, expected) => {
		const [details] = form(query).filter((element) => attribute(element, 'id') === 'filtres');
		expect(attribute(details, 'open') !== null).toBe(expected);
		expect(readable(within(details, 'summary')[0])).toBe('Filtres et tri');
	});

	test('has no dates and no order in a week', () => {
		const fields = (onglet: string) =>
			['periode', 'au', 'tri'].flatMap((name) => named(form({ onglet }), name)).length;
		expect([fields('semaine'), fields('tous')]).toEqual([0, 3]);
	});
});

test('filters can be taken off where there are any', () => {
	const links = (query: Record<string, unknown>) =>
		form(query)
			.filter(({ tagName }) => tagName === 'a')
			.map((link) => [readable(link), attribute(link, 'href')]);
	expect(links({ onglet: 'tous', tri: 'client', q: 'zoe' })).toEqual([
		['Effacer les filtres', '?onglet=tous&tri=client'],
	]);
	expect(links({ onglet: 'tous', tri: 'client' })).toEqual([]);
	expect(withClass(form({ tri: 'client' }), 'clear')).toEqual([]);
});

describe('the heading says', () => {
	test.each<[string, Record<string, unknown>, string]>([
		['nothing of no filter', { onglet: 'tous', tri: 'client', du: '2026-11-01' }, ''],
		['what is searched', { q: 'zoé' }, 'recherche~: zoé'],
		['which types', { type: ['Visite', 'Appel'] }, 'type~: Visite, Appel'],
		['which modes', { mode: ['Visio', 'autre'] }, 'mode~: Visio, autre'],
		['which states', { etat: ['annule', 'absent'] }, 'état~: Client absent, Annulé'],
		[
			'all of it',
			{ etat: 'annule', mode: 'Visio', type: 'Visite', q: 'zoé' },
			'recherche~: zoé · type~: Visite · mode~: Visio · état~: Annulé',
		],
		['the beginning of what is long', { q: 'x'.repeat(100) }, `recherche~: ${'x'.repeat(79)}…`],
	])('%s', (_name, query, expected) => {
		expect(filterSummary(readQuery(query))).toBe(nb(expected));
	});
});
