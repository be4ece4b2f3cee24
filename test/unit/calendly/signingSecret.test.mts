import fc from 'fast-check';
import { signHeader } from '../../../nodes/shared/calendly/signature';
import {
	signingKeyId,
	signingKeysOf,
	signingSecretFlaw,
} from '../../../nodes/shared/calendly/signingSecret';

const secret = '5mEzn9C-I28UtwOj';

describe('a signing secret', () => {
	test.each<[string, unknown, RegExp]>([
		['that is empty is asked for', '', /^Enter a signing secret. You invent it/],
		['that is missing is asked for', undefined, /^Enter a signing secret. You invent it/],
		['that is no text is asked for', 1234567890123456, /^Enter a signing secret. You invent it/],
		['with a space before it says so', ` ${secret}`, /^Remove the white space/],
		['with a line feed behind it says so', `${secret}\n`, /^Remove the white space/],
		['of 15 characters is too short', secret.slice(1), /^Use a longer .* at least 16 characters/],
	])('%s', (_name, typed, flaw) => {
		expect(signingSecretFlaw(typed)).toMatch(flaw);
	});

	test('of 16 characters is good', () => {
		expect(signingSecretFlaw(secret)).toBeNull();
	});
});

describe('the keys of a credential', () => {
	test.each<[string, Parameters<typeof signingKeysOf>[0], string[]]>([
		['are none before it is filled in', {}, []],
		['leave out what is empty', { signingSecret: '', previousSigningSecret: '' }, []],
		['leave out what is no text', { signingSecret: 12, previousSigningSecret: null }, []],
		['are the current one', { signingSecret: 'a', previousSigningSecret: '' }, ['a']],
		[
			'are the current and then the previous one while rotating',
			{ signingSecret: 'a', previousSigningSecret: 'b' },
			['a', 'b'],
		],
		['may be the previous one alone', { previousSigningSecret: 'b' }, ['b']],
	])('%s', (_name, credential, expected) => {
		expect(signingKeysOf(credential)).toEqual(expected);
	});
});

/** Frozen: subscriptions that exist carry it, and one with another would be taken for a stranger's. */
test('the name of a key is the one it has always had', () => {
	expect(signingKeyId(secret)).toBe('a417f54d');
});

describe('the name of a key', () => {
	test('is eight hexadecimal digits, whatever the key', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (key) => {
				expect(signingKeyId(key)).toMatch(/^[0-9a-f]{8}$/);
			}),
		);
	});

	test('is always the same, and another for another key', () => {
		expect(signingKeyId(secret)).toBe(signingKeyId(`${secret}`));
		const others = [`${secret} `, secret.toLowerCase(), secret.slice(1), `${secret}0`];
		expect(new Set([secret, ...others].map(signingKeyId)).size).toBe(5);
	});

	test('is no part of the key or of a signature made with it', () => {
		const signature = signHeader({ rawBody: '', signingKey: secret, timestamp: 0 });
		expect(signature).not.toContain(signingKeyId(secret));
		expect(secret).not.toContain(signingKeyId(secret));
	});
});
