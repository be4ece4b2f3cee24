import fc from 'fast-check';
import { AddressMatcher } from '../../../nodes/shared/privacy/address';
import { aText, HOSTILE_ADDRESSES } from './fixtures.mts';

const matcher = (address: string): AddressMatcher => AddressMatcher.of(address) as AddressMatcher;

describe('an address', () => {
	test.each([
		['itself', 'a@b.fr', true],
		['in another case', 'A@B.fr', true],
		['with space around it', ' \na@b.fr\t', true],
		['of a longer local part', 'aa@b.fr', false],
		['of a longer domain', 'a@b.fr.example', false],
		['of a sub-domain', 'a@x.b.fr', false],
		['with another letter for the dot', 'a@bxfr', false],
		['next to another', 'a@b.fr, c@d.fr', false],
		['in an object', { email: 'a@b.fr' }, false],
		['nothing', null, false],
	])('equals %s or not', (_name, value, expected) => {
		expect(matcher('a@b.fr').equals(value)).toBe(expected);
	});

	test.each([
		['é.durand@example.com', 'É.DURAND@example.com'],
		['René@example.com', 'RENÉ@EXAMPLE.COM'],
		['zoë@example.com', 'ZOË@example.com'],
		['zoé@example.com', 'zoe\u0301@example.com'],
		['việt@example.com', 'vie\u0323\u0302t@example.com'],
		['παῦλος@example.gr', 'ΠΑΥ\u0342ΛΟΣ@example.gr'],
		['contact@société.fr', 'contact@SOCIÉTÉ.fr'],
		['contact@société.fr', 'contact@socie\u0301te\u0301.fr'],
		['contact@société.fr', 'contact@xn--socit-esab.fr'],
		['contact@société.fr', 'Contact@XN--SOCIT-ESAB.FR'],
		['a@bücher.例え.jp', 'a@xn--bcher-kva.xn--r8jz45g.jp'],
	])('%s is the one of %s, either way and wherever it stands', (one, other) => {
		for (const [asked, stored] of [
			[one, other],
			[other, one],
			[one.normalize('NFD'), other.normalize('NFC')],
		]) {
			expect(matcher(asked).equals(` ${stored}\n`)).toBe(true);
			expect(matcher(asked).erasedFrom(`Écrire à ${stored}.`)).toBe('Écrire à [effacé].');
			expect(matcher(asked).erasedFrom(`x${stored}, ${stored}x`)).toBe(`x${stored}, ${stored}x`);
		}
	});

	test('is not the one of another domain that looks alike', () => {
		expect(matcher('a@société.fr').equals('a@societe.fr')).toBe(false);
		expect(
			matcher('a@société.fr').occursIn('a@xn--socit-esab.fr.example, a@xn--autre-esab.fr'),
		).toBe(false);
	});

	test.each([
		['straße@b.fr', 'strasse@b.fr'],
		['a@127.1', 'a@127.0.0.1'],
	])('%s is not the one of %s', (one, other) => {
		expect([matcher(one).equals(other), matcher(other).equals(one)]).toEqual([false, false]);
	});

	test('is compared by case alone where its domain is none a browser could open', () => {
		expect(matcher('a@é.99').equals('A@É.99')).toBe(true);
		expect(matcher('a@é.99').equals('a@è.99')).toBe(false);
	});

	test('ends where a local part of 64 characters does, whatever stands before', () => {
		const far = (dots: number) => matcher('a@b.fr').occursIn(`x${'.'.repeat(dots)}a@b.fr`);
		expect([far(63), far(64)]).toEqual([false, true]);
	});

	test('changes nothing of a text it is not in, composed or not', () => {
		const text = 'Zoe\u0301 <zoe\u0301@example.com>';
		expect(matcher('zoe@example.com').erasedFrom(text)).toBe(text);
	});

	test.each([
		['a.b@example.com', 'a.b@example.com'],
		['é.durand@example.com', '.durand@example.com'],
		['e\u0301.durand@example.com', '.durand@example.com'],
		['zoé@société.fr', 'zo'],
		['jean@société.fr', 'jean@'],
		['jean@xn--socit-esab.fr', 'jean@'],
		['o%brien_x@a.fr', 'x@a.fr'],
		['李@例え.jp', '@'],
	])('%s has a part that no spelling changes: %s', (address, part) => {
		expect(matcher(address).plainPart).toBe(part);
	});

	test('is found by its plain part in every spelling, by a database that knows ASCII case alone', () => {
		const spellings = [
			(text: string) => text.toUpperCase(),
			(text: string) => text.normalize('NFD'),
			(text: string) => text.normalize('NFD').toUpperCase(),
			(text: string) => `${text.split('@')[0]}@${new URL(`http://${text.split('@')[1]}`).hostname}`,
		];
		const ascii = (text: string) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
		for (const address of ['é.durand@example.com', 'zoé@société.fr', 'jean@bücher.de', 'Ö@ä.fr']) {
			for (const spelling of spellings) {
				expect(ascii(spelling(address))).toContain(ascii(matcher(address).plainPart));
			}
		}
	});

	test.each([
		['xyz'],
		['a@b'],
		['a@b.fr, c@d.fr'],
		['%@%.%, a@b.fr'],
		['Eve <a@b.fr>'],
		[''],
		[null],
		[['a@b.fr']],
	])('cannot be read from %p', (text: unknown) => {
		expect(AddressMatcher.of(text)).toBeNull();
	});

	test.each([
		['the address alone', 'a@b.fr', '[effacé]'],
		['upper case', 'écrire à A@B.FR', 'écrire à [effacé]'],
		['a full stop', 'Mon adresse : a@b.fr.', 'Mon adresse : [effacé].'],
		['an exclamation', 'a@b.fr!', '[effacé]!'],
		['dots', 'a@b.fr... merci', '[effacé]... merci'],
		['a bracketed address', 'Eve <a@b.fr>', 'Eve <[effacé]>'],
		['straight quotes', "'a@b.fr'", "'[effacé]'"],
		['French elision', 'l’adresse d’a@b.fr', 'l’adresse d’[effacé]'],
		['a list', 'a@b.fr,c@d.fr;a@b.fr', '[effacé],c@d.fr;[effacé]'],
		['a list with strokes', 'c@d.fr/a@b.fr/e@f.fr', 'c@d.fr/[effacé]/e@f.fr'],
		['a query', 'https://x.fr/?email=a@b.fr&n=1', 'https://x.fr/?email=[effacé]&n=1'],
		['a mailto link', 'mailto:a@b.fr?subject=x', 'mailto:[effacé]?subject=x'],
		['a bullet', 'Adresses :\n-a@b.fr', 'Adresses :\n-[effacé]'],
		['Chinese around it', '请写信（a@b.fr）', '请写信（[effacé]）'],
		['another address that ends the same, alone', 'x=a@b.fr', 'x=a@b.fr'],
		['no address', 'a at b.fr', 'a at b.fr'],
		['nothing', '', ''],
	])('is erased from %s, or not', (_name, text, erased) => {
		expect(matcher('a@b.fr').erasedFrom(text)).toBe(erased);
		expect(matcher('a@b.fr').occursIn(text)).toBe(text !== erased);
	});

	test.each([
		['a longer local part', 'aa@b.fr'],
		['an accented letter before', 'éa@b.fr'],
		['a combining accent before', 'e\u0301a@b.fr'],
		['an astral letter before', '𝒳a@b.fr'],
		['a digit before', '1a@b.fr'],
		['a dotted local part', 'jean.a@b.fr'],
		['a hyphenated local part', 'jean--a@b.fr'],
		['an apostrophe inside', "o'a@b.fr"],
		['a plus before', '+a@b.fr'],
		['an underscore before', '_a@b.fr'],
		['a longer domain', 'a@b.fr.example'],
		['a longer last label', 'a@b.france'],
		['an accented last label', 'a@b.fré'],
		['a hyphenated last label', 'a@b.fr--x.fr'],
	])('is not found in another with %s, alone or in a list', (_name, other) => {
		const list = `c@d.fr, ${other}, e@f.fr`;
		expect([matcher('a@b.fr').occursIn(other), matcher('a@b.fr').occursIn(list)]).toEqual([
			false,
			false,
		]);
		expect(matcher('a@b.fr').erasedFrom(list)).toBe(list);
		expect(matcher('a@b.fr').equals(other)).toBe(false);
	});

	test.each([
		['$&@x.fr', '$&@x.fr$&@x.fr', '[effacé][effacé]'],
		['!a@b.c', '!a@b.c!a@b.c', '[effacé][effacé]'],
	])('%s does not hide behind itself', (address, text, erased) => {
		expect(matcher(address).erasedFrom(text)).toBe(erased);
	});

	test.each(HOSTILE_ADDRESSES)(
		'%s is erased wherever it stands, and nothing else is',
		(address) => {
			fc.assert(
				fc.property(aText(address), ({ text, erased }) => {
					expect(matcher(address).erasedFrom(text)).toBe(erased);
				}),
			);
		},
	);

	test('is gone once it is erased, whatever stood around it', () => {
		const parts = fc.constantFrom('!a@b.c', '!A@b.c', '.', '-', "'", 'x', ' ', '[effacé]', '=');
		fc.assert(
			fc.property(fc.array(parts), (words) => {
				const erased = matcher('!a@b.c').erasedFrom(words.join(''));
				expect(matcher('!a@b.c').occursIn(erased)).toBe(false);
			}),
		);
	});

	test.each([
		['apostrophes', "'".repeat(200_000)],
		['addresses', `${'.'.repeat(64)}a@b.fr`.repeat(2_000)],
		['hidden addresses', 'a@b.fr'.repeat(20_000)],
		['hyphens', `a@b.fr${'-'.repeat(64)}`.repeat(2_000)],
		['themselves', '!a@b.fr'.repeat(20_000)],
		['domains without end', 'a@b.fr.'.repeat(20_000)],
	])('is looked for in time among %s', (_name, text) => {
		const start = performance.now();
		matcher('a@b.fr').erasedFrom(text);
		matcher('!a@b.fr').erasedFrom(text);
		expect(performance.now() - start).toBeLessThan(1_000);
	});
});
