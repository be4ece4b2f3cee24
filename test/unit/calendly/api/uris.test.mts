import fc from 'fast-check';
import type { ApiContext } from '../../../../nodes/shared/calendly/api/http';
import {
	baseOf,
	inviteePath,
	resourcePath,
	resourceUri,
} from '../../../../nodes/shared/calendly/api/uris';
import { BASE, record } from './fakeCalendly.mts';

const nobody = (baseUrl?: string): ApiContext =>
	record(async () => {
		throw new Error('Nothing is to be sent');
	}, baseUrl).context;
const calendly = nobody();
const standIn = nobody('http://127.0.0.1:4010');

describe('the address of something at Calendly', () => {
	test.each<[string, ApiContext, string]>([
		['a bare UUID', calendly, 'AAAAAAAAAAAAAAAA'],
		['a bare UUID between spaces', calendly, ' AAAAAAAAAAAAAAAA\n'],
		['the address in full', calendly, `${BASE}/scheduled_events/AAAAAAAAAAAAAAAA`],
		[
			'an address of the stand-in',
			standIn,
			'http://127.0.0.1:4010/scheduled_events/AAAAAAAAAAAAAAAA',
		],
		[
			'an address stored from Calendly, sent to the stand-in',
			standIn,
			`${BASE}/scheduled_events/AAAAAAAAAAAAAAAA`,
		],
	])('%s becomes a path', (_name, context, given) => {
		expect(resourcePath(context, 'scheduled_events', given)).toBe(
			'/scheduled_events/AAAAAAAAAAAAAAAA',
		);
	});

	test('a real UUID is one', () => {
		const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';
		expect(resourcePath(calendly, 'users', uuid)).toBe(`/users/${uuid}`);
	});

	test('64 characters are the most an identifier has', () => {
		expect(resourcePath(calendly, 'users', 'A'.repeat(64))).toBe(`/users/${'A'.repeat(64)}`);
		expect(() => resourcePath(calendly, 'users', 'A'.repeat(65))).toThrow(
			'not the address of a Calendly user',
		);
	});

	test.each([
		['another host', 'https://api.evil.example/scheduled_events/A'],
		['a host that begins alike', 'https://api.calendly.com.evil.example/scheduled_events/A'],
		[
			'a user name that looks like the host',
			'https://api.calendly.com@evil.example/scheduled_events/A',
		],
		['an address without a scheme', '//evil.example/scheduled_events/A'],
		['http instead of https', 'http://api.calendly.com/scheduled_events/A'],
		['the stand-in, which is not configured', 'http://127.0.0.1:4010/scheduled_events/A'],
		['another port', 'https://api.calendly.com:444/scheduled_events/A'],
		['going up', '../users/A'],
		['going up in full', `${BASE}/scheduled_events/../users/A`],
		['going up, encoded', `${BASE}/scheduled_events/%2e%2e`],
		['backslashes', `${BASE}/scheduled_events\\A`],
		['two slashes', `${BASE}//scheduled_events/A`],
		['a longer path', `${BASE}/scheduled_events/A/cancellation`],
		['a last slash', `${BASE}/scheduled_events/A/`],
		['a query', `${BASE}/scheduled_events/A?x=1`],
		['a fragment', `${BASE}/scheduled_events/A#x`],
		['something of another kind', `${BASE}/users/A`],
		['no identifier', `${BASE}/scheduled_events/`],
		['the list itself', `${BASE}/scheduled_events`],
		['nothing', ''],
		['dots', '..'],
		['a dash in front', '-A'],
		['an accent', 'É'],
		['a second line', 'A\nB'],
		['a null character', 'A\u0000'],
		['an expression that was not evaluated', '={{ $json.uri }}'],
	])('%s is refused', (_name, given) => {
		expect(() => resourcePath(calendly, 'scheduled_events', given)).toThrow(
			expect.objectContaining({
				kind: 'invalid_input',
				message: 'This is not the address of a Calendly appointment.',
				remedy: `Give its identifier or its address in full: ${BASE}/scheduled_events/…`,
			}),
		);
	});

	test.each([
		['users', 'user'],
		['organizations', 'organization'],
		['groups', 'group'],
		['webhook_subscriptions', 'subscription'],
		['invitee_no_shows', 'no-show'],
	] as const)('a wrong one of %s is called by its name', (collection, name) => {
		expect(() => resourcePath(standIn, collection, '?')).toThrow(
			expect.objectContaining({
				message: `This is not the address of a Calendly ${name}.`,
				remedy: `Give its identifier or its address in full: http://127.0.0.1:4010/${collection}/…`,
			}),
		);
	});

	test('in queries and bodies it is sent in full', () => {
		expect(resourceUri(calendly, 'users', ' A1 ')).toBe(`${BASE}/users/A1`);
		expect(resourceUri(calendly, 'users', ` ${BASE}/users/A1 `)).toBe(`${BASE}/users/A1`);
		expect(resourceUri(standIn, 'users', 'A1')).toBe('http://127.0.0.1:4010/users/A1');
		expect(() => resourceUri(calendly, 'users', 'https://evil.example/users/A1')).toThrow();
	});

	test.each<[string, string | undefined, string]>([
		['none', undefined, BASE],
		['one with slashes at its end', 'http://127.0.0.1:4010//', 'http://127.0.0.1:4010'],
		['one with a path', 'https://proxy.example/calendly/', 'https://proxy.example/calendly'],
	])('the base address of %s', (_name, baseUrl, expected) => {
		expect(baseOf({ baseUrl })).toBe(expected);
	});
});

describe('the address of an invitee', () => {
	test.each([
		['in full', calendly, `${BASE}/scheduled_events/E1/invitees/I1`],
		['of the stand-in', standIn, 'http://127.0.0.1:4010/scheduled_events/E1/invitees/I1'],
		['between spaces', calendly, ` ${BASE}/scheduled_events/E1/invitees/I1 `],
	])('%s becomes a path', (_name, context, given) => {
		expect(inviteePath(context, given)).toBe('/scheduled_events/E1/invitees/I1');
	});

	test.each([
		['a bare UUID, which says nothing of the appointment', 'I1'],
		['a path', '/scheduled_events/E1/invitees/I1'],
		['another host', 'https://evil.example/scheduled_events/E1/invitees/I1'],
		['going up', `${BASE}/scheduled_events/../invitees/I1`],
		['an appointment', `${BASE}/scheduled_events/E1`],
		['more behind it', `${BASE}/scheduled_events/E1/invitees/I1/x`],
		['more before it', `${BASE}/v2/scheduled_events/E1/invitees/I1`],
		['another line behind it', `${BASE}/scheduled_events/E1/invitees/I1\nx`],
	])('%s is refused', (_name, given) => {
		expect(() => inviteePath(calendly, given)).toThrow(
			expect.objectContaining({
				kind: 'invalid_input',
				message: 'This is not the address of a Calendly invitee.',
				remedy: `Give it in full: ${BASE}/scheduled_events/…/invitees/…`,
			}),
		);
	});
});

describe('whatever is typed', () => {
	const hosts = fc.constantFrom(
		'',
		BASE,
		'https://evil.example',
		'https://api.calendly.com@evil.example',
		'http://127.0.0.1:4010',
		'//evil.example',
		'https://api.calendly.com:443',
	);
	const steps = fc.array(
		fc.oneof(
			fc.constantFrom(
				'..',
				'.',
				'',
				'users',
				'scheduled_events',
				'invitees',
				'A',
				'%2e%2e',
				'%2F',
				'\\',
				'@evil.example',
				'?x',
				'#',
				';',
				' ',
				'\n',
			),
			fc.string({ unit: 'binary', maxLength: 6 }),
		),
		{ maxLength: 5 },
	);
	const typed = fc
		.tuple(hosts, steps, fc.constantFrom('/', '\\', '//'))
		.map(([host, parts, slash]) => host + slash + parts.join(slash));
	const anything = fc.oneof(typed, fc.webUrl(), fc.string({ unit: 'binary' }));

	test('it is refused or leads to one thing of the kind asked for, at the host of the transport', () => {
		fc.assert(
			fc.property(anything, (given) => {
				for (const path of [
					attempt(() => resourcePath(calendly, 'users', given)),
					attempt(() => inviteePath(calendly, given)),
				]) {
					if (path === null) continue;
					expect(path).toMatch(/^\/users\/[\w-]+$|^\/scheduled_events\/[\w-]+\/invitees\/[\w-]+$/);
					const url = new URL(BASE + path);
					expect(url.origin + url.pathname).toBe(BASE + path);
				}
			}),
			{ numRuns: 2_000 },
		);
	});

	test('an address in a query or a body is one of Calendly, too', () => {
		fc.assert(
			fc.property(anything, (given) => {
				const uri = attempt(() => resourceUri(calendly, 'users', given));
				if (uri !== null) expect(uri).toMatch(/^https:\/\/api\.calendly\.com\/users\/[\w-]+$/);
			}),
			{ numRuns: 2_000 },
		);
	});
});

function attempt(read: () => string): string | null {
	try {
		return read();
	} catch {
		return null;
	}
}
