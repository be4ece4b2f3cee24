import { allowedOrigin } from '../../../nodes/shared/calendly/origins';

const site = 'https://archimeuble.com';

test.each<[string, unknown, string, string | null]>([
	['nothing is allowed unless somebody says so', site, '', null],
	['the origin named is allowed', site, site, site],
	['one of several origins is allowed', site, `https://a.fr, ${site} ,https://b.fr`, site],
	['an origin that only begins alike is not', `${site}.evil.fr`, site, null],
	['part of an origin is not', 'archimeuble.com', site, null],
	['the same host without TLS is not', 'http://archimeuble.com', site, null],
	['a star allows every origin', site, 'https://a.fr, *', '*'],
	['a request without origin needs no permission', undefined, '*', null],
	['an empty origin is none, even where the list has an empty entry', '', `${site},`, null],
	['two origins in one request are none', [site], '*', null],
])('%s', (_name, origin, allowed, expected) => {
	expect(allowedOrigin(origin, allowed)).toBe(expected);
});
