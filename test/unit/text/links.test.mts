import fc from 'fast-check';
import { linkedText } from '../../../nodes/shared/text/linkedText';
import {
	linkOf,
	linksIn,
	looksLikeLink,
	mailLink,
	phoneLink,
	webLink,
} from '../../../nodes/shared/text/links';
import { elementsOf } from '../email/fixtures.mts';

const found = (text: string) => linksIn(text).map(({ href }) => href);

/** Of 2000 characters: mail programs open no longer ones reliably. */
const longest = `https://a.fr/${'x'.repeat(1_987)}`;

describe('the links of a text', () => {
	test.each<[string, string, string[]]>([
		['one alone', 'https://a.fr/b?c=d#e', ['https://a.fr/b?c=d#e']],
		['one with a full stop', 'Voir https://a.fr/b.', ['https://a.fr/b']],
		[
			'one with other punctuation',
			'https://a.fr/b ! https://a.fr/c…',
			['https://a.fr/b', 'https://a.fr/c'],
		],
		['one with three full stops', 'https://a.fr/b...', ['https://a.fr/b']],
		['one in brackets', '(https://a.fr/b).', ['https://a.fr/b']],
		['one in brackets without its scheme', '(www.a.fr).', ['https://www.a.fr']],
		['one with brackets of its own', 'https://a.fr/b_(c)', ['https://a.fr/b_(c)']],
		['one in guillemets', '«https://a.fr/b»', ['https://a.fr/b']],
		['one in capitals', 'HTTPS://A.FR/B', ['HTTPS://A.FR/B']],
		['one of another script', 'https://société.fr/b', ['https://xn--socit-esab.fr/b']],
		['one with an ending of another script', 'https://a.рф/b', ['https://a.xn--p1ai/b']],
		['two', 'https://a.fr/b, http://c.fr', ['https://a.fr/b', 'http://c.fr']],
		['one with www', 'www.a.fr', ['https://www.a.fr']],
		['one with www between words', 'voir www.a.fr ici', ['https://www.a.fr']],
		['one that holds another', 'www.a.fr/?u=https://b.fr', ['https://www.a.fr/?u=https://b.fr']],
		['one as long as can be', longest, [longest]],
		['one of a page without its scheme', 'a.fr/b', ['https://a.fr/b']],
		[
			'one of a page with a long name',
			'salle.mon-atelier.example/1?x',
			['https://salle.mon-atelier.example/1?x'],
		],
	])('are found: %s', (_name, text, expected) => {
		expect(found(text)).toEqual(expected);
	});

	test.each([
		['a host name alone', 'a.fr'],
		['a page of an ending nobody has', 'chêne.clair/blanc'],
		['words with a dot', 'sapin.massif/2'],
		['words with a known ending among them', 'sapin.fr.massif/2'],
		['a part of a word with accents', 'chêne.fr/b'],
		['a host name with www in it', 'awww.a.fr'],
		['a host with an ending of one letter', 'https://a.fr.x/b'],
		['numbers', '1.20/0.80'],
		['a mail address', 'zoe@a.fr/b'],
		['a part of a name', 'x_a.fr/b'],
		['an IP address', 'https://203.0.113.7/a'],
		['an IPv6 address', 'https://[2001:db8::1]/a'],
		['a host without a name', 'http://localhost/a'],
		['another sign for the dot', 'https://evil。com/a'],
		['the full-width dot', 'https://evil．com/a'],
		['the leader', 'https://evil․com/a'],
		['credentials', 'https://a.fr@evil.com/a'],
		['no slashes', 'https:evil.com'],
		['another scheme', 'javascript:alert(1)'],
		['a hidden sign', 'https://a.fr/\u200bb'],
		['too long', `${longest}x`],
		['too long with its scheme', `${longest.replace('https://', '')}x`],
		['nothing', ''],
	])('are none where it is not certain: %s', (_name, text) => {
		expect(linksIn(text)).toStrictEqual([]);
	});

	test('stand where they are said to, whatever is around them', () => {
		const piece = fc.constantFrom(
			...['https://a.fr/b', 'www.a.fr', 'a.fr/b', ' ', '.', '(', ')', '\n', '<', '"', '@'],
		);
		fc.assert(
			fc.property(fc.array(piece), (pieces) => {
				const text = pieces.join('');
				for (const { start, end, href } of linksIn(text)) {
					expect(href.replace(/^https?:\/\//, '')).toBe(
						text.slice(start, end).replace(/^https?:\/\//, ''),
					);
				}
			}),
		);
	});

	test('are found, or not, in any text of any length, at once', () => {
		for (const piece of ['a.', 'a-', '.', ')', 'https://', 'https://a.fr/)', 'www.a.fr ']) {
			for (const text of [piece.repeat(30_000), `https://a.fr/${piece.repeat(30_000)}x`]) {
				const began = performance.now();
				linksIn(text);
				linkOf(text);
				expect([piece, performance.now() - began < 2_000]).toEqual([piece, true]);
			}
		}
	});
});

test.each([
	['https://a.fr/b', 'https://a.fr/b'],
	[' https://a.fr/b. ', 'https://a.fr/b'],
	['http://a.fr/b', 'http://a.fr/b'],
	['a.fr/b', null],
	['www.a.fr/?u=https://b.fr', null],
	['voir https://a.fr/b', null],
	['https://203.0.113.7/b', null],
])('%j is the link %j', (text, expected) => {
	expect(linkOf(text)).toBe(expected);
});

describe('a link to an address of the web', () => {
	test.each([
		['is the address', 'https://a.fr/b', 'https://a.fr/b'],
		['may be as long as mail programs open', longest, longest],
		['may not be longer', `${longest}x`, null],
		['is none to a file', 'file:///a', null],
	])('%s', (_name, text, expected) => {
		expect(webLink(text)).toBe(expected);
	});
});

describe('a link to write a mail with (RFC 6068)', () => {
	test.each([
		['is to the address', 'zoe.h@a.fr', 'mailto:zoe.h@a.fr'],
		['has a plus that stays one', 'zoe+rdv@a.fr', 'mailto:zoe%2Brdv@a.fr'],
		['adds no other recipient', 'a?bcc=b&c@d.fr', 'mailto:a%3Fbcc%3Db%26c@d.fr'],
		['has the domain servers know', 'zoe@ébéniste.fr', 'mailto:zoe@xn--bniste-9uab.fr'],
		['is none to a name', 'Zoé <zoe@a.fr>', null],
		['is none to two', 'zoe@a.fr,paul@a.fr', null],
		['is none to nobody', '', null],
	])('%s', (_name, text, expected) => {
		expect(mailLink(text)).toBe(expected);
	});
});

describe('a link to call (RFC 3966)', () => {
	test.each([
		['is to a number of E.164', '+33639984567', 'tel:+33639984567'],
		['may have 8 digits', '+12345678', 'tel:+12345678'],
		['may have 15 digits', '+123456789012345', 'tel:+123456789012345'],
		['is none to 7 digits', '+1234567', null],
		['is none to 16 digits', '+1234567890123456', null],
		['is none to a country that begins with zero', '+0639984567', null],
		['is none to a number as somebody typed it', '06 39 98 45 67', null],
		['is none to a number behind something', '1+33639984567', null],
		['is none to a number before something', '+33639984567;ext=1', null],
		['is none to nothing', '', null],
	])('%s', (_name, phone, expected) => {
		expect(phoneLink(phone)).toBe(expected);
	});
});

describe('what may be taken for a link', () => {
	test.each([
		...['https://a.fr', 'evil.com', 'zoe@a.fr', 'evil。com', 'evil．com', 'evil｡com', 'evil․com'],
		...[
			'1.2.3.4/x',
			'http:evil',
			'tel:0899',
			'javascript:x',
			'java\u200bscript:x',
			'Motel tel:0899',
			'http://10.20.30.40',
			'10.20.30.40',
			'163.com',
			'ev\u200bil.com',
			'ｅｖｉｌ．ｃｏｍ',
			't.co',
		],
	])('%j', (text) => {
		expect(looksLikeLink(text)).toBe(true);
	});

	test.each([
		...['Jean-Pierre', 'J. P. Dupont', 'J.P. Dupont', 'Zoé Müller', 'St. Martin', '12, rue A'],
		...['Motel : 5', 'Motel:5', 'lot 1.2.3', 'un .pdf'],
	])('%j is none', (text) => {
		expect(looksLikeLink(text)).toBe(false);
	});
});

describe('a text with its links', () => {
	test('keeps its lines, and is escaped', () => {
		expect(linkedText('a <b>\nhttps://a.fr/?b&c.').source).toBe(
			'a &lt;b&gt;<br><a href="https://a.fr/?b&amp;c" rel="noopener noreferrer">https://a.fr/?b&amp;c</a>.',
		);
	});

	test('says what it says, and is made of nothing but links and lines', () => {
		const unit = fc.constantFrom(...'<>"&\' \n.:/', 'https://a.fr/', 'www.', 'é', 'javascript:');
		fc.assert(
			fc.property(fc.array(unit), (units) => {
				const text = units.join('').trim();
				const body = elementsOf(`<main>${linkedText(text).source}</main>`);
				const [main, ...rest] = body.filter(({ tag }) => !/^(html|head|body)$/.test(tag));
				expect(main.text).toBe(text);
				for (const { tag, attributes } of rest) {
					expect(['a', 'br']).toContain(tag);
					expect(attributes.href ?? 'https://').toMatch(/^https?:\/\//);
				}
			}),
		);
	});
});
