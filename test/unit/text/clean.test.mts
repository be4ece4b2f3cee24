import fc from 'fast-check';
import { capLine, cleanLine, cleanText } from '../../../nodes/shared/text/clean';

describe('cleaning', () => {
	test.each([
		['line ends of every kind', 'a\r\nb\rc\u2028d\u2029e', 'a\nb\nc\nd\ne'],
		['controls', 'a\u0000b\u0007c\u0085d', 'abcd'],
		['bidi overrides', 'abc\u202edef\u2066', 'abcdef'],
		['half a surrogate pair', 'a\ud800', 'a\ufffd'],
		['tabs and outer space', ' \ta\tb ', 'a b'],
		['accents, emoji and direction marks stay', 'é 🪵 \u200f', 'é 🪵 \u200f'],
	])('%s', (_name, typed, expected) => {
		expect(cleanText(typed)).toBe(expected);
	});

	test('a line has no line end and no run of spaces', () => {
		expect(cleanLine('Eve\r\n  Bcc: a@b.fr')).toBe('Eve Bcc: a@b.fr');
	});

	test('nothing that breaks a line is left of any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (typed) => {
				expect(cleanLine(typed)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
				expect(cleanText(cleanText(typed))).toBe(cleanText(typed));
			}),
		);
	});

	test('a cut is by code point and shown', () => {
		expect(capLine('🪵🪵🪵', 3)).toBe('🪵🪵🪵');
		expect(capLine('🪵🪵🪵🪵', 3)).toBe('🪵🪵…');
	});

	test('a cut between two words leaves no space before its sign', () => {
		expect(capLine('un deux', 4)).toBe('un…');
	});
});
