import { aPage, aRow, attribute, elementsOf, textOf, withClass, within } from '../fixtures.mts';

/** It is Sunday, 22 November 2026. */
const at = (identifiant: string, debut: string, more: object = {}) =>
	aRow({ identifiant, debut, fin: debut.replace(':00:00.', ':30:00.'), ...more });

const ROWS = [
	at('monday', '2026-11-16T09:00:00.000Z'),
	at('late', '2026-11-18T22:00:00.000Z', { client: 'Luc Tard' }),
	at('night', '2026-11-18T23:30:00.000Z', { client: 'Nadia Nuit' }),
	at('absent', '2026-11-19T09:00:00.000Z', { etat: 'absent', client: 'Ali Absent' }),
	at('off', '2026-11-19T10:00:00.000Z', { etat: 'annule', client: 'Anne Annulée' }),
	at('moved', '2026-11-19T11:00:00.000Z', { etat: 'deplace', client: 'Mia Partie' }),
	at('sunday', '2026-11-22T22:59:00.000Z', { client: 'Dimanche Soir' }),
	at('next', '2026-11-22T23:00:00.000Z', { client: 'Lundi Matin' }),
	aRow({ identifiant: 'nowhen', debut: null, fin: null, client: 'Sans Date' }),
];

const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

function days(query: Record<string, unknown> = {}, rows = ROWS): string[] {
	const [week] = withClass(elementsOf(aPage(rows, { onglet: 'semaine', ...query })), 'week');
	return week.childNodes
		.filter(({ nodeName }) => nodeName === 'li')
		.map((day) => flat(textOf(day)));
}

const links = (query: Record<string, unknown> = {}) =>
	elementsOf(aPage(ROWS, { onglet: 'semaine', ...query }))
		.filter(({ tagName }) => tagName === 'a')
		.map((link) => [flat(textOf(link)), attribute(link, 'href')]);

test('has the seven days of this week, each with who comes, by the clock of the workshop', () => {
	expect(days()).toEqual([
		'Lundi 16/11 10:00 Zoé Müller Visite',
		'Mardi 17/11 Aucun rendez-vous',
		'Mercredi 18/11 23:00 Luc Tard Visite',
		'Jeudi 19/11 00:30 Nadia Nuit Visite 10:00 Ali Absent (absent) Visite',
		'Vendredi 20/11 Aucun rendez-vous',
		'Samedi 21/11 Aucun rendez-vous',
		'Dimanche 22/11 23:59 Dimanche Soir Visite',
	]);
});

test.each(['2026-11-23', '2026-11-29'])('is the week of any day it is asked for: %s', (du) => {
	expect(days({ du })[0]).toBe('Lundi 23/11 00:00 Lundi Matin Visite');
	expect(days({ du })[6]).toBe('Dimanche 29/11 Aucun rendez-vous');
});

test('leads to the weeks around, back to this one, and to each booking', () => {
	expect(links({ du: '2026-11-25', q: 'matin' })).toEqual(
		expect.arrayContaining([
			['Précédente', '?onglet=semaine&q=matin&du=2026-11-16'],
			['Cette semaine', '?onglet=semaine&q=matin'],
			['Suivante', '?onglet=semaine&q=matin&du=2026-11-30'],
			['00:00 Lundi Matin', '?onglet=semaine&q=matin&du=2026-11-25&rdv=next'],
		]),
	);
	expect(links()).toEqual(expect.arrayContaining([['Aujourd’hui', '#aujourdhui']]));
});

test('forgets its days in the other tabs, and counts in none', () => {
	expect(links({ du: '2026-11-25' })).toEqual(
		expect.arrayContaining([
			['À venir', '?'],
			['Passés', '?onglet=passes'],
			['Tous', '?onglet=tous'],
		]),
	);
});

test('does not offer periods and order, and keeps its days when it is filtered', () => {
	const html = aPage(ROWS, { onglet: 'semaine', du: '2026-11-25' });
	const named = elementsOf(html)
		.filter(({ tagName }) => ['input', 'select'].includes(tagName))
		.map((field) => `${attribute(field, 'name')}=${attribute(field, 'value') ?? ''}`);
	expect(named).toEqual(expect.arrayContaining(['onglet=semaine', 'du=2026-11-25', 'q=']));
	expect(named.filter((field) => /^(periode|au|tri)=/.test(field))).toEqual([]);
	expect(html).not.toContain('Effacer les filtres');
});

test('shows of a crowded day what fits, and says how many more there are', () => {
	const crowd = Array.from({ length: 60 }, (_item, index) =>
		at(`c${index}`, '2026-11-18T09:00:00.000Z'),
	);
	expect(days({}, crowd)[2]).toMatch(/et 20 autres$/);
});

describe('a week', () => {
	const elements = (query: Record<string, unknown> = {}, rows = ROWS) =>
		elementsOf(aPage(rows, { onglet: 'semaine', ...query }));

	test.each([
		[{}, 'Semaine du 16/11/2026 au 22/11/2026'],
		[{ du: '2026-12-30' }, 'Semaine du 28/12/2026 au 03/01/2027'],
	])('is called by its first and last day: %j', (query, expected) => {
		expect(
			elements(query)
				.filter(({ tagName }) => tagName === 'h2')
				.map(textOf),
		).toContain(expected);
	});

	test('has one day of today, to which its link leads; another week has none', () => {
		const todays = (query: Record<string, unknown>) =>
			elements(query)
				.filter((element) => attribute(element, 'id') === 'aujourdhui')
				.map((day) => [attribute(day, 'class'), flat(textOf(day)).split(' ')[0]]);
		expect(todays({})).toEqual([['today', 'Dimanche']]);
		expect(todays({ du: '2026-11-23' })).toEqual([]);
		expect(withClass(elements({ du: '2026-11-23' }), 'today')).toEqual([]);
	});

	test('leads to the weeks around from the first page on, without the days of another tab', () => {
		const [nav] = withClass(elements({ du: '2026-11-25', au: '2026-11-26', page: '3' }), 'pages');
		expect(attribute(nav, 'aria-label')).toBe('Semaine');
		expect(links({ du: '2026-11-25', au: '2026-11-26', page: '3' })).toEqual(
			expect.arrayContaining([
				['Précédente', '?onglet=semaine&du=2026-11-16'],
				['Cette semaine', '?onglet=semaine'],
				['Suivante', '?onglet=semaine&du=2026-11-30'],
			]),
		);
		expect(links().filter(([name]) => name === 'Cette semaine')).toEqual([]);
		expect(links({ du: '2026-11-25' }).filter(([name]) => name === 'Aujourd’hui')).toEqual([]);
	});

	test('says who comes by the address where there is no name, and what is not known', () => {
		const rows = [
			at('a', '2026-11-17T09:00:00.000Z', { client: null }),
			at('b', '2026-11-17T10:00:00.000Z', { client: null, email: null, type: null }),
		];
		expect(days({}, rows)[1]).toBe(
			'Mardi 17/11 10:00 zoe@example.com Visite 11:00 Client non communiqué Type non communiqué',
		);
	});

	test('marks who did not come', () => {
		expect(withClass(elements(), 'warning').map((mark) => textOf(mark))).toEqual(['(absent)']);
	});

	test.each([
		[40, 40, ''],
		[41, 40, 'et 1 autre'],
		[42, 40, 'et 2 autres'],
	])('of %i in a day shows %i', (count, shown, more) => {
		const crowd = Array.from({ length: count }, (_item, index) =>
			at(`c${index}`, '2026-11-18T09:00:00.000Z'),
		);
		const [week] = withClass(elements({}, crowd), 'week');
		expect(flat(textOf(week)).match(/10:00/g)).toHaveLength(shown);
		expect(/et \d+ autres?/.exec(flat(textOf(week)))?.[0] ?? '').toBe(more);
	});

	test('of nothing says so in each of its days', () => {
		expect(days({}, []).map((day) => day.slice(-17))).toEqual(Array(7).fill('Aucun rendez-vous'));
		const [week] = withClass(elements({}, []), 'week');
		expect(within(week, 'ul', 'a')).toEqual([]);
	});
});
