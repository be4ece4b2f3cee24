import {
	capitalised,
	foldAccents,
	frenchList,
	frenchSpacing,
	label,
	quoted,
	unbreakable,
	uncapitalised,
} from '../../../nodes/shared/french/typography';

describe('typography', () => {
	test.each([
		['Client : Léa', 'Client\u00a0: Léa'],
		['Vraiment ? Oui ! Bien ; merci', 'Vraiment\u202f? Oui\u202f! Bien\u202f; merci'],
		['un mot : deux: trois', 'un mot\u00a0: deux: trois'],
		['emoji :-)', 'emoji :-)'],
		['« oui »', '«\u00a0oui\u00a0»'],
		['à 15:00 :', 'à 15:00\u00a0:'],
		['https://a.fr/?b', 'https://a.fr/?b'],
	])('%s gets its spaces', (typed, expected) => {
		expect(frenchSpacing(typed)).toBe(expected);
	});

	test('labels and quotes', () => {
		expect([label('Client'), quoted('oui')]).toEqual(['Client\u00a0:', '«\u00a0oui\u00a0»']);
	});

	test.each([
		[[], ''],
		[['Paul'], 'Paul'],
		[['Paul', 'Léa'], 'Paul et Léa'],
		[['Paul', 'Léa', 'Zoé'], 'Paul, Léa et Zoé'],
		[['Paul', 'Léa', 'Zoé', 'Max'], 'Paul, Léa, Zoé et Max'],
	])('the list of %j is %j', (words, expected) => {
		expect(frenchList(words)).toBe(expected);
	});

	test('a phrase that stays on one line has no space that breaks', () => {
		expect(unbreakable('samedi 15 novembre')).toBe('samedi\u00a015\u00a0novembre');
	});

	test('a sentence begins with a capital, and what goes on in one does not', () => {
		expect(['écrire ici', 'Été', ''].map(capitalised)).toEqual(['Écrire ici', 'Été', '']);
		expect(['Écrire Ici', 'été', ''].map(uncapitalised)).toEqual(['écrire Ici', 'été', '']);
	});

	test('accents and case do not matter for comparing', () => {
		expect(foldAccents('TÉLÉPHONE')).toBe('telephone');
		expect(foldAccents('Ça, Noël')).toBe('ca, noel');
	});
});
