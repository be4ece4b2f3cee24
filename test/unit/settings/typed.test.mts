import {
	DAYS,
	HOURS,
	MONTHS,
	readAddresses,
	readClockTime,
	readQuantity,
	readYesNo,
	type Units,
} from '../../../nodes/shared/settings/typed';

describe('addresses as a person lists them', () => {
	test.each<[string, string, string[], string[]]>([
		['one, with the apostrophe of its name', "o'brien@b.fr", ["o'brien@b.fr"], []],
		['one in quotes in a sentence', '"a@b.fr".', ['a@b.fr'], []],
		['one in guillemets and quotes', '«"a@b.fr"»', ['a@b.fr'], []],
		['one copied from a link in quotes', '"mailto:a@b.fr"', ['a@b.fr'], []],
		['one behind a name with a comma in quotes', '"Petit, Paul"<a@b.fr>', ['a@b.fr'], []],
		['two with many signs between', 'a@b.fr ,;; c@d.fr', ['a@b.fr', 'c@d.fr'], []],
		['two behind names in brackets', 'Paul (a@b.fr), Léa (c@d.fr)', ['a@b.fr', 'c@d.fr'], []],
		['each once, however it is written', 'a@b.fr, A@B.FR, c@d.fr', ['a@b.fr', 'c@d.fr'], []],
		['none in nothing', '', [], []],
		['none in what stands between two', 'et & ou and + / - –', [], []],
		['none in a word that ends like one between', 'Violet', [], ['Violet']],
		['none in a word that begins like one between', 'etc', [], ['etc']],
		['one beside what has an @', 'a@b.fr, lea@x', ['a@b.fr'], ['lea@x']],
		['one beside what looks like a domain', 'a@b.fr lea.x', ['a@b.fr'], ['lea.x']],
		['one beside a name', 'Paul a@b.fr', ['a@b.fr'], []],
	])('%s', (_name, typed, addresses, unread) => {
		expect(readAddresses(typed)).toStrictEqual({ addresses, unread });
	});
});

describe('a quantity with its unit', () => {
	const BOUNDS = { least: 2, most: 60 };

	test.each<[string, Units, number | null]>([
		['2', HOURS, 2],
		['60', HOURS, 60],
		['1', HOURS, null],
		['61', HOURS, null],
		['12 h', HOURS, 12],
		['12 heure', HOURS, 12],
		['12 heures', HOURS, 12],
		['12 Heures.', HOURS, 12],
		['2 j', HOURS, 48],
		['1 jour', HOURS, 24],
		['2 jours', HOURS, 48],
		['3 jours', HOURS, null],
		['12 kwh', HOURS, null],
		['12 hier', HOURS, null],
		['2 bonjour', HOURS, null],
		['2 juin', HOURS, null],
		['2 j', DAYS, 2],
		['2 jour', DAYS, 2],
		['30 jours', DAYS, 30],
		['2 bonjour', DAYS, null],
		['2 juin', DAYS, null],
		['2 h', DAYS, null],
		['36 mois', MONTHS, 36],
		['2 an', MONTHS, 24],
		['2 ans', MONTHS, 24],
		['6 ans', MONTHS, null],
		['2 semois', MONTHS, null],
		['2 moissons', MONTHS, null],
		['2 bilans', MONTHS, null],
		['2 anneaux', MONTHS, null],
		['2 jours', MONTHS, null],
		['2,5', HOURS, null],
		['-2', HOURS, null],
		['1000000', HOURS, null],
	])('%j in %j is %j', (typed, units, expected) => {
		expect(readQuantity(typed, units, BOUNDS)).toBe(expected);
	});

	test.each(['', 'h', 'beaucoup'])('%j is none, not even where zero may be one', (typed) => {
		expect(readQuantity(typed, HOURS, { least: 0, most: 60 })).toBeNull();
		expect(readQuantity('0', HOURS, { least: 0, most: 60 })).toBe(0);
	});
});

describe('a time of the day', () => {
	test.each([
		['07:30', '07:30'],
		['7 heure 30', '07:30'],
		['7 heures', '07:00'],
		['7 H', '07:00'],
		['730', '07:30'],
		['07:30:00', '07:30'],
		['07:30:15', null],
		['10730', null],
		['07301', null],
		['7,30', null],
		['24:00', null],
		['7:60', null],
		['', null],
	])('%j is %j', (typed, expected) => {
		expect(readClockTime(typed)).toBe(expected);
	});
});

describe('yes or no', () => {
	test.each([
		...['oui', 'o', 'yes', 'true', 'vrai', '1', 'OUI', 'Oui.', 'oui !'].map((word) => [word, true]),
		...['non', 'n', 'no', 'false', 'faux', '0', 'NON', 'non...'].map((word) => [word, false]),
		...['', 'oui non', 'o ui', 'n.on', 'peut-être', '2'].map((word) => [word, null]),
	] as Array<[string, boolean | null]>)('%j is %j', (typed, expected) => {
		expect(readYesNo(typed)).toBe(expected);
	});
});
