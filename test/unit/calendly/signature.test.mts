import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
	REFUSAL_REASONS,
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
	const valid = signHeader({ rawBody, signingKey: key, timestamp: now });

	test('signHeader gives the frozen digest computed outside this code', () => {
		expect(valid).toBe(`t=${now},v1=${vectors.goodSignature}`);
	});

	test('gives the timestamp of an authentic request', () => {
		expect(verifySignature({ rawBody, header: valid, signingKeys: [key], now })).toEqual({
			ok: true,
			timestamp: now,
		});
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
		['another key', digest, ['autre'], 'signature_mismatch'],
		['a truncated digest', digest.slice(1), ['clé'], 'signature_mismatch'],
		['an empty header', '', ['clé'], 'missing_header'],
		['no header', undefined, ['clé'], 'missing_header'],
		['two headers', [digest, digest], ['clé'], 'signature_mismatch'],
		['a number', 12, ['clé'], 'malformed_header'],
		['no key', digest, [], 'missing_signing_key'],
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
