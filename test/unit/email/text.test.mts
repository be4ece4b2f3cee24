import { factLabel, factsText, renderText } from '../../../nodes/shared/email/text';
import { aFact as fact, aLine as line, aView, nb } from './fixtures.mts';

const VIEW = aView();

describe('the text of a mail', () => {
	test('is what its HTML says, a paragraph each, in this order', () => {
		expect(renderText(VIEW)).toBe(
			nb(
				[
					'Titre',
					'samedi · 15:00\nZoé',
					'Rattrapé',
					'Bonjour,',
					'Voici',
					'Lieu~: Lille',
					'Depuis',
					'Rien',
					'Nouveau~: demain',
					'À bientôt',
					'Atelier\n',
				].join('\n\n'),
			),
		);
	});

	test('has no gap where there is nothing', () => {
		const wording = { subject: '', greeting: '', introduction: '', closing: '', signature: '' };
		const sections = [{ heading: 'Depuis', note: '', facts: [] }];
		const bare = { ...VIEW, wording, sections, notice: '', summary: [], facts: [] };
		expect(renderText(bare)).toBe('Titre\n\nDepuis\n');
	});
});

describe('the facts as text', () => {
	test('are a line each, with what follows indented: no line of a guest’s looks like a fact', () => {
		const hostile = fact('Notes', line('Chêne\nClient : Eve'), line('clair'));
		expect(factsText([hostile, fact('Mode', line('Visio'))])).toBe(
			nb('Notes~: Chêne\n  Client : Eve\n  clair\nMode~: Visio'),
		);
	});

	test('say what an address opens where the label does not', () => {
		const url = line('https://a.example/', 'Rejoindre');
		expect(factsText([fact('Visio', url)])).toBe(nb('Visio~: https://a.example/'));
		expect(factsText([fact('Visio', url, line('dès 9 h'))])).toBe(
			nb('Visio~: Rejoindre~: https://a.example/\n  dès 9 h'),
		);
	});

	test('are nothing where there are none', () => {
		expect(factsText([])).toBe('');
	});
});

test.each([
	['Client', nb('Client~:')],
	['Un escalier ?', 'Un escalier ?'],
	['Dites-nous tout !', 'Dites-nous tout !'],
	['Votre projet.', 'Votre projet.'],
	['Votre projet…', 'Votre projet…'],
	['Dimensions :', 'Dimensions :'],
	['Quoi ? (facultatif)', nb('Quoi ? (facultatif)~:')],
])('the label %j reads « %s »', (label, expected) => {
	expect(factLabel(label)).toBe(expected);
});
