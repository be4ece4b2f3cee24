import { aPage, aRow, attribute, elementsOf, textOf, withClass } from '../fixtures.mts';

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
