import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
	DEFAULT_TOLERANCE_SECONDS,
	GUIDE_SIGNATURE_HEADER,
	REFUSAL_REASONS,
	SIGNATURE_HEADER,
	signHeader,
	verifyGuideSignature,
	verifySignature,
} from '../../../nodes/shared/calendly/signature';

interface Case {
	id: string;
	name: string;
	header?: unknown;
	headerAbsent?: boolean;
	body?: unknown;
	bodyEncoding?: 'utf8' | 'base64' | 'object';
	bodyRepeat?: { text: string; times: number };
	keys?: string[];
	nowSeconds?: number | 'NaN';
	tolerance?: number | 'NaN';
	expect: string;
}

const vectors = JSON.parse(
	readFileSync(join(__dirname, '../../fixtures/calendly-signature-vectors.json'), 'utf8'),
) as {
	signingKey: string;
	nowSeconds: number;
	toleranceSeconds: number;
	bodyBase64: string;
	goodSignature: string;
	cases: Case[];
};

function bodyOf(vector: Case): unknown {
	if (vector.bodyRepeat) {
		return Buffer.from(vector.bodyRepeat.text.repeat(vector.bodyRepeat.times));
	}
	if (!('body' in vector)) return Buffer.from(vectors.bodyBase64, 'base64');
	if (vector.bodyEncoding === 'base64') return Buffer.from(vector.body as string, 'base64');
	return vector.body;
}

const numberOf = (value: number | 'NaN'): number => Number(value);

describe('the 100 signature vectors', () => {
	test('are all there', () => {
		expect(vectors.cases).toHaveLength(100);
	});

	test.each(vectors.cases.map((vector) => [vector.id, vector.name, vector] as const))(
		'%s %s',
		(_id, _name, vector) => {
			const result = verifySignature({
				rawBody: bodyOf(vector),
				header: vector.headerAbsent ? undefined : vector.header,
				signingKeys: vector.keys ?? [vectors.signingKey],
				now: numberOf(vector.nowSeconds ?? vectors.nowSeconds),
				toleranceSeconds: numberOf(vector.tolerance ?? vectors.toleranceSeconds),
			});
			expect(result.ok ? 'ok' : result.reason).toBe(vector.expect);
		},
	);
});

describe('verifySignature', () => {
	const key = vectors.signingKey;
	const now = vectors.nowSeconds;
	const rawBody = Buffer.from(vectors.bodyBase64, 'base64');
	/** The header of an authentic request, by the frozen digest computed outside this code. */
	const valid = `t=${now},v1=${vectors.goodSignature}`;

	test('signHeader gives the frozen digest computed outside this code', () => {
		expect(signHeader({ rawBody, signingKey: key, timestamp: now })).toBe(valid);
	});

	test('reads the headers Calendly and the original guide name, in Node’s lower case', () => {
		expect(SIGNATURE_HEADER).toBe('calendly-webhook-signature');
		expect(GUIDE_SIGNATURE_HEADER).toBe('x-calendly-webhook-signature');
	});

	test.each([
		['300 seconds old', 300, 'ok'],
		['301 seconds old', 301, 'timestamp_too_old'],
		['300 seconds ahead', -300, 'ok'],
		['301 seconds ahead', -301, 'timestamp_too_new'],
	])('without a tolerance of its own, a request %s is %s', (_name, age, expected) => {
		const result = verifySignature({ rawBody, header: valid, signingKeys: [key], now: now + age });
		expect(DEFAULT_TOLERANCE_SECONDS).toBe(300);
		expect(result.ok ? 'ok' : result.reason).toBe(expected);
	});

	test('gives the timestamp of an authentic request', () => {
		expect(verifySignature({ rawBody, header: valid, signingKeys: [key], now })).toEqual({
			ok: true,
			timestamp: now,
		});
	});

	const outcome = (change: object) => {
		const result = verifySignature({ rawBody, header: valid, signingKeys: [key], now, ...change });
		return result.ok ? 'ok' : result.reason;
	};
	const bad = `v1=${'0'.repeat(64)}`;
	const signedAt = (timestamp: number | string) =>
		signHeader({ rawBody, signingKey: key, timestamp });

	test.each<[string, () => object, string]>([
		['a header of 4096 characters', () => ({ header: `${valid},`.padEnd(4096, 'x') }), 'ok'],
		[
			'a header of 4097 characters',
			() => ({ header: `${valid},`.padEnd(4097, 'x') }),
			'malformed_header',
		],
		[
			'the eighth of eight signatures',
			() => ({ header: valid.replace(',', `,${`${bad},`.repeat(7)}`) }),
			'ok',
		],
		[
			'the ninth of nine signatures',
			() => ({ header: valid.replace(',', `,${`${bad},`.repeat(8)}`) }),
			'malformed_header',
		],
		[
			'a time stamp of 12 digits',
			() => ({ header: signedAt(999_999_999_999) }),
			'timestamp_too_new',
		],
		[
			'a time stamp of 13 digits',
			() => ({ header: signedAt('1999999999999') }),
			'invalid_timestamp',
		],
		['the first of two keys that match', () => ({ signingKeys: [key, 'other'] }), 'ok'],
		['keys of which some are unusable', () => ({ signingKeys: ['', 12, null, key] }), 'ok'],
		['keys that are no list', () => ({ signingKeys: key }), 'missing_signing_key'],
		['keys that are not there', () => ({ signingKeys: undefined }), 'missing_signing_key'],
		['no clock', () => ({ now: undefined }), 'invalid_configuration'],
		['a clock that never ends', () => ({ now: Infinity }), 'invalid_configuration'],
		['a tolerance without end', () => ({ toleranceSeconds: Infinity }), 'invalid_configuration'],
		['a tolerance below 0', () => ({ toleranceSeconds: -1 }), 'invalid_configuration'],
		['a tolerance of half a second', () => ({ toleranceSeconds: 0.5 }), 'ok'],
		['a header among nulls', () => ({ header: [null, valid] }), 'malformed_header'],
		['a list of nothing', () => ({ header: [null, undefined] }), 'missing_header'],
	])('%s', (_name, change, expected) => {
		expect(outcome(change())).toBe(expected);
	});

	test('never throws and never accepts, whatever is sent without the key', () => {
		fc.assert(
			fc.property(fc.anything(), fc.anything(), (header, body) => {
				const result = verifySignature({ rawBody: body, header, signingKeys: [key], now });
				expect(result.ok).toBe(false);
				if (!result.ok) expect(REFUSAL_REASONS).toContain(result.reason);
			}),
			{ numRuns: 2000 },
		);
	});

	test('never throws on any configuration', () => {
		fc.assert(
			fc.property(fc.anything(), fc.anything(), fc.anything(), (signingKeys, clock, tolerance) => {
				verifySignature({
					rawBody,
					header: valid,
					signingKeys: signingKeys as string[],
					now: clock as number,
					toleranceSeconds: tolerance as number,
				});
			}),
		);
	});

	test('refuses every change of the body', () => {
		fc.assert(
			fc.property(fc.nat(rawBody.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
				const mutated = Buffer.from(rawBody);
				mutated[index] ^= flip;
				expect(
					verifySignature({ rawBody: mutated, header: valid, signingKeys: [key], now }),
				).toEqual({
					ok: false,
					reason: 'signature_mismatch',
				});
			}),
		);
	});

	test('refuses every change of a character of the header that the rules do not allow', () => {
		fc.assert(
			fc.property(
				fc.nat(valid.length - 1),
				fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
				(index, character) => {
					const mutated = valid.slice(0, index) + character + valid.slice(index + 1);
					const sameDigits = mutated.toLowerCase() === valid.toLowerCase();
					const keysIntact = mutated.startsWith('t=') && mutated.includes(',v1=');
					fc.pre(!(sameDigits && keysIntact));
					expect(verifySignature({ rawBody, header: mutated, signingKeys: [key], now }).ok).toBe(
						false,
					);
				},
			),
			{ numRuns: 2000 },
		);
	});

	test('refuses every insertion that is not white space around an item or an unknown item', () => {
		fc.assert(
			fc.property(
				fc.nat(valid.length),
				fc.string({
					minLength: 1,
					maxLength: 4,
					unit: fc.constantFrom(...'0123456789abcdef=tv1.'),
				}),
				(index, inserted) => {
					const mutated = valid.slice(0, index) + inserted + valid.slice(index);
					fc.pre(mutated !== valid);
					expect(verifySignature({ rawBody, header: mutated, signingKeys: [key], now }).ok).toBe(
						false,
					);
				},
			),
			{ numRuns: 2000 },
		);
	});

	test('accepts a request signed with any of the configured keys and with no other', () => {
		const anyKey = fc.string({ minLength: 1, maxLength: 64 });
		fc.assert(
			fc.property(anyKey, anyKey, anyKey, (current, previous, other) => {
				fc.pre(other !== current && other !== previous);
				const signedWith = (signingKey: string) =>
					verifySignature({
						rawBody,
						header: signHeader({ rawBody, signingKey, timestamp: now }),
						signingKeys: [current, previous],
						now,
					}).ok;
				expect([signedWith(current), signedWith(previous)]).toEqual([true, true]);
				expect(signedWith(other)).toBe(false);
			}),
		);
	});
});

describe('the signature of the original guide', () => {
	const rawBody = Buffer.from('{"event":"invitee.created"}');
	const digest = createHmac('sha256', 'clé').update(rawBody).digest('hex');

	test.each([
		['the hex digest of the body', digest, ['clé'], 'ok'],
		['the digest in upper case', digest.toUpperCase(), ['clé'], 'ok'],
		['a digest by the previous key', digest, ['autre', 'clé'], 'ok'],
		['the digest between spaces', ` ${digest}\t`, ['clé'], 'ok'],
		['another key', digest, ['autre'], 'signature_mismatch'],
		['a longer digest', `${digest}0`, ['clé'], 'signature_mismatch'],
		['the digest behind other text', `x${digest}`, ['clé'], 'signature_mismatch'],
		['a truncated digest', digest.slice(1), ['clé'], 'signature_mismatch'],
		['an empty header', '', ['clé'], 'missing_header'],
		['no header', undefined, ['clé'], 'missing_header'],
		['two headers', [digest, digest], ['clé'], 'signature_mismatch'],
		['a number', 12, ['clé'], 'malformed_header'],
		['an oversized header', digest.padEnd(4097), ['clé'], 'malformed_header'],
		['no key', digest, [], 'missing_signing_key'],
		['an empty key', digest, [''], 'missing_signing_key'],
	])('%s', (_name, header, signingKeys, expected) => {
		const result = verifyGuideSignature({ rawBody, header, signingKeys });
		expect(result.ok ? 'ok' : result.reason).toBe(expected);
	});

	test('is refused without the raw body', () => {
		expect(verifyGuideSignature({ rawBody: {}, header: digest, signingKeys: ['clé'] })).toEqual({
			ok: false,
			reason: 'missing_raw_body',
		});
	});
});
