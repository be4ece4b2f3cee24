import { markedDescription, markOf, type Mark } from '../../../nodes/shared/setup/mark';

const MARK: Mark = {
	shippedId: 'ArchiMeubleRdv01',
	version: '0.1.0',
	fingerprint: '0123456789abcdef',
	state: 'installed',
};
const line = (text: string) => `Notes de l’atelier\n${text}\nFin`;

test.each<[Mark['state'], string]>([
	['installed', '[ArchiMeubleRdv01 0.1.0 0123456789abcdef installé]'],
	['pending', '[ArchiMeubleRdv01 0.1.0 0123456789abcdef à publier]'],
	['beside', '[ArchiMeubleRdv01 0.1.0 0123456789abcdef à côté]'],
])('a workflow that is %s says so in its description', (state, written) => {
	const description = markedDescription({ ...MARK, state }, 'Rendez-vous');
	expect(description).toBe(
		`«\u00a0Rendez-vous\u00a0» du paquet n8n-nodes-calendly-archimeuble. Garder la ligne suivante, elle sert aux mises à jour.\n${written}`,
	);
	expect(markOf(description)).toEqual({ ...MARK, state });
	expect(markOf(line(written))).toEqual({ ...MARK, state });
});

test.each([
	['a version with a suffix', '10.20.30-beta.1', '[ArchiMeubleRdv01 10.20.30-beta.1 '],
	['a version of one digit each', '1.2.3', '[ArchiMeubleRdv01 1.2.3 '],
])('%s is read', (_name, version, beginning) => {
	const mark = markOf(`${beginning}0123456789abcdef installé]`);
	expect(mark?.version).toBe(version);
});

test.each<[string, unknown]>([
	['nothing', null],
	['no text', 7],
	['a list', ['[ArchiMeubleRdv01 0.1.0 0123456789abcdef installé]']],
	['another text', 'Notre flux'],
	['another’s mark', '[Autre01 0.1.0 0123456789abcdef installé]'],
	['an id of nothing more', '[ArchiMeuble 0.1.0 0123456789abcdef installé]'],
	['no version', '[ArchiMeubleRdv01 un 0123456789abcdef installé]'],
	['a version of two numbers', '[ArchiMeubleRdv01 0.1 0123456789abcdef installé]'],
	['a fingerprint cut off', '[ArchiMeubleRdv01 0.1.0 0123456789abcde installé]'],
	['a fingerprint that is none', '[ArchiMeubleRdv01 0.1.0 0123456789abcdeg installé]'],
	['another state', '[ArchiMeubleRdv01 0.1.0 0123456789abcdef effacé]'],
	['a mark cut off', '[ArchiMeubleRdv01 0.1.0 0123456789abcdef installé'],
])('%s is no mark', (_name, description) => {
	expect(markOf(description)).toBeNull();
});
