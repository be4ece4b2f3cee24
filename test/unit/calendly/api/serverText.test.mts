import { requiredScopesOf, serverTextOf } from '../../../../nodes/shared/calendly/api/serverText';

const said = (message: unknown, sent: unknown = {}) => serverTextOf({ message }, sent).message;

describe('what a server says', () => {
	test('is title, message and details, each on one line and without its full stop', () => {
		expect(
			serverTextOf(
				{
					title: 'Invalid Argument.',
					message: 'Not\r\nthis way!!!',
					details: [{ parameter: 'sort', message: 'is unknown .' }],
				},
				undefined,
			),
		).toEqual({
			title: 'Invalid Argument',
			message: 'Not this way',
			details: ['sort: is unknown'],
		});
	});

	test.each([
		['no object', 'Oops'],
		['fields of other types', { title: 3, message: ['x'], details: { parameter: 'x' } }],
		['marks alone', { title: ' ', message: '... !', details: [{ message: '!' }, {}] }],
	])('is nothing in %s', (_name, body) => {
		expect(serverTextOf(body, {})).toEqual({ title: null, message: null, details: [] });
	});

	test.each([
		['Bearer abc-123 is wrong', '… is wrong'],
		['bearer abc-123', '…'],
		['The BEARER  abc was sent', 'The … was sent'],
		['A bearer', 'A bearer'],
		['forbearer abc', 'forbearer abc'],
		[`x${'a'.repeat(31)} y`, '… y'],
		[`${'a'.repeat(31)} y`, `${'a'.repeat(31)} y`],
	])('is free of tokens: %s', (message, expected) => {
		expect(said(message)).toBe(expected);
	});

	test.each(['signing_key', 'Signing Key', 'signingkey', 'signing - key'])(
		'of the « %s » is dropped',
		(name) => {
			const message = `${name} "wood" is short`;
			expect(said(message)).toBe(name === 'signing - key' ? message : null);
		},
	);

	test('is quoted of a request whatever types are in it', () => {
		const sent = { a: null, b: 3, c: [undefined, true], d: { e: 'Jean Dupont' } };
		expect(said('null 3 true Jean Dupont', sent)).toBe('null 3 true …');
	});

	test('is free of what was sent also where half a sign of it stands in an address', () => {
		expect(said('see ?name=Dupont%EF%BF%BD-7', { name: 'Dupont\ud83d-7' })).toBe('see ?name=…');
	});
});

describe('the scopes a server names', () => {
	test.each<[string, unknown, string[]]>([
		['a list', ['users:read', 'webhooks:write'], ['users:read', 'webhooks:write']],
		[
			'a text',
			'users:read, webhooks:write\nusers:write',
			['users:read', 'webhooks:write', 'users:write'],
		],
		['each once', 'users:read users:read', ['users:read']],
		['nothing that only begins so', ['users:read please', 'users:readsomething'], []],
		['nothing that only ends so', ['my users:read', '_users:read'], []],
		['nothing inside of others', [['users:read'], { scope: 'users:read' }], []],
		['nothing of another type', { 0: 'users:read' }, []],
		['nothing', undefined, []],
	])('are %s', (_name, listed, expected) => {
		expect(requiredScopesOf({ required_scopes: listed })).toEqual(expected);
	});

	test('are twenty at most', () => {
		const listed = Array.from({ length: 26 }, (_value, index) => {
			return `${String.fromCharCode(97 + index)}:read`;
		});
		expect(requiredScopesOf({ required_scopes: listed })).toEqual(listed.slice(0, 20));
	});
});
