import { asciiDomain, asMailAddress, asSendableAddress } from '../../../nodes/shared/text/address';

describe('a mail address', () => {
	const long = (length: number) => `a@${'b.'.repeat(length).slice(0, length - 6)}b.fr`;

	test.each([
		['plain', 'a@b.fr', 'a@b.fr'],
		['with the spaces around it taken off', ' a@b.fr\n', 'a@b.fr'],
		['with a plus and dots', 'zoe.h+rdv@mail.example.com', 'zoe.h+rdv@mail.example.com'],
		[
			'with signs RFC 5322 allows',
			"o'brien!#$%&*/=?^`{|}~_-@b.fr",
			"o'brien!#$%&*/=?^`{|}~_-@b.fr",
		],
		['with two dots in a row, as some providers gave out', 'a..b@c.fr', 'a..b@c.fr'],
		['with a dot before the @, as some providers gave out', 'a.@b.fr', 'a.@b.fr'],
		['in capitals', 'A@B.FR', 'A@B.FR'],
		['with accents', 'zoé@ébéniste.fr', 'zoé@ébéniste.fr'],
		['in another script', '名@例え.jp', '名@例え.jp'],
		['with a label of 63 characters', `a@${'b'.repeat(63)}.fr`, `a@${'b'.repeat(63)}.fr`],
		['with 64 characters before the @', `${'a'.repeat(64)}@b.fr`, `${'a'.repeat(64)}@b.fr`],
		['of 254 characters', long(254), long(254)],
	])('%s is one', (_name, text, expected) => {
		expect(asMailAddress(text)).toBe(expected);
	});

	test.each<[string, unknown]>([
		['of 255 characters', long(255)],
		['with 65 characters before the @', `${'a'.repeat(65)}@b.fr`],
		['with nothing before the @', '@b.fr'],
		['with nothing behind the @', 'a@'],
		['without a domain ending', 'a@b'],
		['ending in a dot', 'a@b.'],
		['with nothing before the dot', 'a@.fr'],
		['with two @', 'a@b@c.fr'],
		['with two @ and a domain behind each', 'a@b.fr@c.fr'],
		['behind a name', 'Eve <a@b.fr>'],
		['with a comma', 'a,b@c.fr'],
		['with a second address', 'a@b.fr,c@d.fr'],
		['with a line break', 'a@b.fr\nBcc: c@d.fr'],
		['with a space', 'a b@c.fr'],
		['with a space in the domain', 'a@b c.fr'],
		['with a NUL', 'a\u0000@b.fr'],
		['with a NUL in the domain', 'a@b\u0000.fr'],
		['with a NUL in the ending', 'a@b.f\u0000r'],
		['with a hidden character', 'a\u200b@b.fr'],
		['with a hidden character in the domain', 'a@b\u200b.fr'],
		['with a hidden character in the ending', 'a@b.f\u200br'],
		['with a space in the ending', 'a@b.f r'],
		['with a quoted local part', '"a b"@c.fr'],
		['with a double quote', 'a"b@c.fr'],
		['with an angle bracket', '<a@b.fr>'],
		['with two dots in a row in the domain', 'a@b..fr'],
		['beginning with a dot', '.a@b.fr'],
		['with an underscore in the domain', 'a@b_c.fr'],
		['with a hyphen at the end of a label', 'a@b-.fr'],
		['with a hyphen at the beginning of a label', 'a@-b.fr'],
		['with a label of 64 characters', `a@${'b'.repeat(64)}.fr`],
		['of a server without a name', 'a@[127.0.0.1]'],
		['that is a number', 12],
		['that is a list', ['a@b.fr']],
	])('%s is none', (_name, value) => {
		expect(asMailAddress(value)).toBeNull();
	});
});

describe('an address mail can be sent to everywhere', () => {
	test('is one of ASCII', () => {
		expect(asSendableAddress(" o'brien@b.fr ")).toBe("o'brien@b.fr");
	});

	test.each([
		['zoe@ébéniste.fr', 'zoe@xn--bniste-9uab.fr'],
		['zoe@SOCIÉTÉ.fr', 'zoe@xn--socit-esab.fr'],
		['jean.@例え.jp', 'jean.@xn--r8jz45g.jp'],
	])('%s has the domain servers know', (address, expected) => {
		expect(asSendableAddress(address)).toBe(expected);
	});

	test.each([
		'zoé@exemple.fr',
		'zoé@ébéniste.fr',
		'名@例え.jp',
		'a@１.２.３.４',
		'a@１.２.３.４.５',
		'a@xn--é.fr',
		'a b@c.fr',
		'',
		null,
	])('%j is none', (value) => {
		expect(asSendableAddress(value)).toBeNull();
	});
});

test.each([
	['Société.FR', 'xn--socit-esab.fr'],
	['XN--Socit-esab.fr', 'xn--socit-esab.fr'],
	['Exemple.fr', 'exemple.fr'],
	['a b', 'a b'],
	['É É', 'é é'],
	['b.fr/a.example', 'b.fr'],
	['', ''],
	['0x7F.1', '0x7f.1'],
	['A<B', 'a<b'],
])('the domain %j is known to DNS as %j', (domain, expected) => {
	expect(asciiDomain(domain)).toBe(expected);
});
