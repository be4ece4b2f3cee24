import { isOwnFault, remedyFor } from '../../../nodes/shared/calendly/refusal';
import { RefusalTally } from '../../../nodes/shared/calendly/refusalCounts';
import { REFUSAL_REASONS, type RefusalReason } from '../../../nodes/shared/calendly/signature';

const now = new Date('2026-11-22T10:00:00.000Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('counting refusals', () => {
	test('adds up by reason and keeps the last time', () => {
		const tally = new RefusalTally();
		tally.add('missing_header', now);
		tally.add('signature_mismatch', now);
		tally.add('missing_header', after(60));
		expect(tally.take(after(70))).toEqual([
			{ reason: 'missing_header', count: 2, last: after(60).toISOString() },
			{ reason: 'signature_mismatch', count: 1, last: now.toISOString() },
		]);
	});

	test('gives every refusal once', () => {
		const tally = new RefusalTally();
		expect(tally.take(now)).toEqual([]);
		tally.add('missing_header', now);
		const taken = tally.take(now);
		tally.add('missing_header', now);
		expect(taken).toMatchObject([{ count: 1 }]);
		expect(tally.take(now)).toMatchObject([{ count: 1 }]);
		expect(tally.take(now)).toEqual([]);
	});

	test('never holds more than the reasons there are, whatever comes', () => {
		const tally = new RefusalTally();
		for (let request = 0; request < 10_000; request += 1) {
			tally.add(REFUSAL_REASONS[request % REFUSAL_REASONS.length], new Date(request * 60_000));
		}
		expect(tally.take(now)).toHaveLength(REFUSAL_REASONS.length);
	});

	test('is handed on by one caller at a time, ten seconds after the first, every five minutes at most', () => {
		const tally = new RefusalTally();
		expect(tally.gather(now)).toBe(10_000);
		expect(tally.gather(after(1))).toBeNull();
		tally.take(after(10));
		expect(tally.gather(after(70))).toBe(240_000);
		expect(tally.gather(after(71))).toBeNull();
		tally.take(after(310));
		expect(tally.gather(after(4000))).toBe(10_000);
	});

	test.each<[RefusalReason, boolean]>(
		REFUSAL_REASONS.map((reason) => [
			reason,
			['missing_signing_key', 'invalid_configuration', 'missing_raw_body'].includes(reason),
		]),
	)('%s is our own fault: %s', (reason, expected) => {
		expect(isOwnFault(reason)).toBe(expected);
	});

	test.each<RefusalReason>(['missing_signing_key', 'signature_mismatch'])(
		'the remedy for %s names the place of the key, in n8n and outside',
		(reason) => {
			expect(remedyFor(reason)).toContain('"ArchiMeuble Calendly Signing Secret API" credential');
			expect(remedyFor(reason)).toContain('CALENDLY_SIGNING_SECRET');
		},
	);

	test('every reason has a remedy that is a sentence', () => {
		for (const reason of REFUSAL_REASONS) expect(remedyFor(reason)).toMatch(/^[A-Zn].{20,}\.$/);
	});
});
