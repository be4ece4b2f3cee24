import { asWebUrl } from '../../../nodes/shared/text/url';

describe('a web address', () => {
	test.each([
		['is kept as it is', 'https://a.fr/b?c=d&e=f', 'https://a.fr/b?c=d&e=f'],
		['without a slash is kept as it is', 'https://a.fr', 'https://a.fr'],
		['in capitals is kept as it is', 'HTTPS://A.FR/B', 'HTTPS://A.FR/B'],
		['without TLS is one', 'http://a.fr/', 'http://a.fr/'],
		['loses the spaces around it', ' https://a.fr/\n', 'https://a.fr/'],
		['with accents is encoded', 'https://a.fr/é', 'https://a.fr/%C3%A9'],
		['with a quote is encoded', 'https://a.fr/"', 'https://a.fr/%22'],
		['with an angle bracket is encoded', 'https://a.fr/<b>', 'https://a.fr/%3Cb%3E'],
	])('%s', (_name, text, expected) => {
		expect(asWebUrl(text)).toBe(expected);
	});

	test('with accents is one however often one was read', () => {
		const read = Array.from({ length: 20_000 }, () => asWebUrl('https://a.fr/é'));
		expect(new Set(read)).toEqual(new Set(['https://a.fr/%C3%A9']));
	});

	test.each<[string, unknown]>([
		['with a user', 'https://user@a.fr/'],
		['with a password', 'https://:pass@a.fr/'],
		['with white space in it', 'https://a.fr/b c'],
		['with a line feed in it', 'https://a.fr/b\nc'],
		['with a NUL in it', 'https://a.fr/\u0000'],
		['with a hidden character in it', 'https://a.fr/\u200b'],
		['of a script', 'javascript:alert(1)'],
		['of a scheme that ends in http', 'xhttp://a.fr/'],
		['of a scheme that begins with https', 'httpsx://a.fr/'],
		['of a file', 'file:///etc/passwd'],
		['without a scheme', 'a.fr'],
		['without a host', 'https://'],
		['without slashes, which a browser takes for an address of its own', 'https:rest/logout'],
		['with one slash', 'https:/rest/logout'],
		['with backslashes', 'https:\\\\a.fr'],
		['that is empty', ''],
		['that is a number', 12],
		['that is an object with an address', { href: 'https://a.fr/' }],
	])('%s is none', (_name, value) => {
		expect(asWebUrl(value)).toBeNull();
	});
});
