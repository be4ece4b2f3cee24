import {
	asksAbout,
	DEFAULT_KEYWORDS,
	readAnswers,
} from '../../../nodes/shared/appointment/answers';

const answersTo = (...list: unknown[]) =>
	readAnswers({ questions_and_answers: list }, DEFAULT_KEYWORDS);

describe('a question asks about', () => {
	test.each<[string, string, string[], boolean]>([
		['a word in it', 'Votre lien', ['lien'], true],
		['a word that begins with the keyword', 'Vos notes', ['note'], true],
		['a word whatever its case and accents', 'TÉLÉPHONE', ['telephone'], true],
		['a keyword written with capitals and accents', 'telephone', ['Téléphone'], true],
		['a word behind an apostrophe', 'L’information', ['information'], true],
		['a word with digits', 'Adresse 2', ['2'], true],
		['any of several keywords', 'Vos notes', ['lien', 'note'], true],
		[
			'a phrase, whatever stands between its words',
			'Page  de - projet',
			[' page de projet '],
			true,
		],
		['nothing when the word only ends with the keyword', 'client', ['lien'], false],
		[
			'nothing when the words of a phrase are elsewhere',
			'Projet de page',
			['page de projet'],
			false,
		],
		['nothing without keywords', 'Lien', [], false],
		['nothing by an empty keyword', 'Lien', ['', ' ? '], false],
	])('%s', (_name, question, keywords, expected) => {
		expect(asksAbout(question, keywords)).toBe(expected);
	});
});

describe('answers', () => {
	test('keep question, answer and position, cleaned', () => {
		expect(answersTo({ question: ' Pièces\n? ', answer: ' a\r\nb ', position: 3 }).all).toEqual([
			{ question: 'Pièces ?', answer: 'a\nb', position: 3 },
		]);
	});

	test('without a position stand where they are in the list', () => {
		const all = answersTo(
			{ question: 'a', answer: '1', position: 4 },
			{ question: 'b', answer: '2' },
		).all;
		expect(all.map(({ position }) => position)).toEqual([4, 1]);
	});

	test.each([
		['without a question', { answer: 'a', position: 0 }],
		['without an answer', { question: 'q', position: 0 }],
		['with an empty answer', { question: 'q', answer: ' ', position: 0 }],
		['that is a text', 'q'],
	])('%s are left out', (_name, entry) => {
		expect(answersTo(entry).all).toEqual([]);
	});

	test('that are missing read as nothing known', () => {
		expect(readAnswers({}, DEFAULT_KEYWORDS)).toEqual({
			all: [],
			configurationUrl: null,
			notes: null,
			phone: null,
		});
	});

	test.each(['Lien', 'Votre configuration'])('give a link when asked « %s »', (question) => {
		expect(answersTo({ question, answer: 'https://a.fr/1' }).configurationUrl).toBe(
			'https://a.fr/1',
		);
	});

	test('give all notes in their order, each a paragraph', () => {
		const { notes } = answersTo(
			{ question: 'Une note', answer: 'une\nseule' },
			{ question: 'Adresse', answer: '1 rue A' },
			{ question: 'Informations utiles', answer: 'deux' },
		);
		expect(notes).toBe('une\nseule\n\ndeux');
		expect(answersTo({ question: 'Adresse', answer: '1 rue A' }).notes).toBeNull();
	});

	test('give the first link that is one', () => {
		const { configurationUrl } = answersTo(
			{ question: 'Lien', answer: 'aucun' },
			{ question: 'Configuration', answer: 'https://a.fr/1' },
			{ question: 'Lien', answer: 'https://a.fr/2' },
		);
		expect(configurationUrl).toBe('https://a.fr/1');
	});

	test.each([
		...['Téléphone', 'Votre portable', 'Mobile', 'Phone number', 'Numéro à rappeler'],
		...['Tél', 'Tél.', 'N° de tél. :', 'GSM', 'WhatsApp', 'Coordonnées téléphoniques', 'Natel'],
		...['Comment vous rappeler ?', 'Où vous joindre ?', 'Fixe', 'Contact sur place', 'SMS au'],
		...['Cellulaire', 'Numéro', 'Un contact', 'Rappel', 'Appel', 'Qui joindre', 'Téléphone fixe'],
		...['Téléphone et code de la porte', 'Votre devis : où vous appeler ?', 'Vos coordonnées'],
	])('give a phone number when asked « %s »', (question) => {
		expect(answersTo({ question, answer: '06 39 98 45 67' }).phone).toBe('+33639984567');
		expect(answersTo({ question, answer: 'le 06 39 98 45 67 (soir)' }).phone).toBe('+33639984567');
	});

	test.each(['Une question ?', 'Autre', 'Pour finir'])(
		'give an answer that is a phone number and nothing else when asked « %s »',
		(question) => {
			expect(answersTo({ question, answer: '06 39 98 45 67' }).phone).toBe('+33639984567');
			expect(answersTo({ question, answer: 'Mon frère : 06 39 98 45 67' }).phone).toBeNull();
		},
	);

	test.each([
		...['Numéro de SIRET', 'SIREN', 'N° de TVA', 'Fax', 'IBAN', 'Budget'],
		...['Numéro de commande', 'N° de facture', 'Devis', 'N° de dossier', 'Référence', 'Contrat'],
		...['Numéro de rue', 'Voie', 'Lot', 'Code de la porte', 'Digicode', 'Interphone'],
	])('give no phone number when asked « %s »', (question) => {
		expect(answersTo({ question, answer: '0639984567' }).phone).toBeNull();
	});

	test('give the first answer that reads as a phone number', () => {
		const { phone } = answersTo(
			{ question: 'Adresse', answer: '06 00 00 00 00' },
			{ question: 'Téléphone', answer: 'plus tard' },
			{ question: 'Mobile', answer: '+33 6 39 98 45 67' },
			{ question: 'Mobile', answer: '06 39 98 00 11' },
		);
		expect(phone).toBe('+33639984567');
	});

	const answeredIn = (zone: string, answer: string) =>
		readAnswers(
			{ questions_and_answers: [{ question: 'Téléphone', answer }] },
			DEFAULT_KEYWORDS,
			zone,
		).phone;

	test('give a number of the country the client is in', () => {
		expect(answeredIn('Europe/Brussels', '0478/12.34.56')).toBe('+32478123456');
	});

	test('give a number as typed where its country is not certain', () => {
		expect(answeredIn('Africa/Casablanca', '06 39 98 45 67 (soir)')).toBe('06 39 98 45 67 (soir)');
		expect(answeredIn('Africa/Casablanca', 'le\n06 39 98 45 67')).toBe('le 06 39 98 45 67');
		expect(answeredIn('Africa/Casablanca', 'le 01/02/2026 à 10h')).toBeNull();
	});

	test('give a number of the client’s country also where another question was asked', () => {
		const entry = { question: 'Autre', answer: '0478/12.34.56' };
		const { phone } = readAnswers(
			{ questions_and_answers: [entry] },
			DEFAULT_KEYWORDS,
			'Europe/Brussels',
		);
		expect(phone).toBe('+32478123456');
	});
});
