import { isOwnFault, remedyFor } from '../../../nodes/shared/calendly/refusal';
import {
	processTally,
	RefusalTally,
	type RefusalCounts,
} from '../../../nodes/shared/calendly/refusalCounts';
import { REFUSAL_REASONS, type RefusalReason } from '../../../nodes/shared/calendly/signature';
import { refusalRows } from '../../../nodes/shared/journal/refusals';

const now = new Date('2026-11-22T10:00:00.000Z');

describe('counting refusals', () => {
	test('adds up by reason and keeps the last time', () => {
		const tally = new RefusalTally();
		const later = new Date('2026-11-22T11:00:00.000Z');
		tally.add('missing_header', now);
		tally.add('signature_mismatch', now);
		tally.add('missing_header', later);
		expect([...tally.take()]).toEqual([
			['missing_header', { count: 2, last: later.toISOString() }],
			['signature_mismatch', { count: 1, last: now.toISOString() }],
		]);
	});

	test('gives every refusal once', () => {
		const tally = new RefusalTally();
		expect(tally.take().size).toBe(0);
		tally.add('missing_header', now);
		const taken = tally.take();
		tally.add('missing_header', now);
		expect(taken.get('missing_header')?.count).toBe(1);
		expect(tally.take().get('missing_header')?.count).toBe(1);
		expect(tally.take().size).toBe(0);
	});

	test('never holds more than the reasons there are, whatever comes', () => {
		const tally = new RefusalTally();
		for (let request = 0; request < 10_000; request += 1) {
			tally.add(REFUSAL_REASONS[request % REFUSAL_REASONS.length], new Date(request * 60_000));
		}
		expect(tally.take().size).toBe(REFUSAL_REASONS.length);
	});

	test('one tally serves the whole process', () => {
		expect(processTally).toBeInstanceOf(RefusalTally);
	});

	test.each<[RefusalReason, boolean]>(
		REFUSAL_REASONS.map((reason) => [
			reason,
			['missing_signing_key', 'invalid_configuration', 'missing_raw_body'].includes(reason),
		]),
	)('%s is our own fault: %s', (reason, expected) => {
		expect(isOwnFault(reason)).toBe(expected);
	});

	test('every reason has a remedy that is a sentence', () => {
		for (const reason of REFUSAL_REASONS) expect(remedyFor(reason)).toMatch(/^[A-Zn].{20,}\.$/);
	});
});

describe('telling the workshop of refusals', () => {
	const counted = (reason: RefusalReason, count: number): RefusalCounts =>
		new Map([[reason, { count, last: now.toISOString() }]]);
	const alerted = (reason: RefusalReason, before: number, count: number) => {
		const [row] = refusalRows(counted(reason, count - before), [
			{ cle: `2026-11-22 ${reason}`, nombre: before },
		]);
		return row.alerte === 'oui';
	};

	test('adds to the row of the day and reason, which starts at nothing', () => {
		const expected = {
			cle: '2026-11-22 signature_mismatch',
			jour: '2026-11-22',
			raison: 'signature_mismatch',
			nombre: 4,
			dernier_le: now.toISOString(),
			alerte: 'non',
			message: expect.stringContaining('24 heures'),
		};
		expect(refusalRows(counted('signature_mismatch', 4), [{}])).toEqual([expected]);
		const stored = [
			{ cle: '2026-11-22 signature_mismatch', nombre: 3 },
			{ cle: '2026-11-21 signature_mismatch', nombre: 40 },
			{ cle: '2026-11-22 missing_header', nombre: 40 },
		];
		expect(refusalRows(counted('signature_mismatch', 1), stored)).toEqual([expected]);
	});

	test('leaves the table alone where nothing was refused', () => {
		expect(refusalRows(new Map(), [{ cle: '2026-11-22 missing_header', nombre: 40 }])).toEqual([]);
	});

	test.each<[string, RefusalReason, number, number, boolean]>([
		['a few wrong signatures are a stranger', 'signature_mismatch', 0, 4, false],
		['five are unusual', 'signature_mismatch', 4, 5, true],
		['six more are not news', 'signature_mismatch', 5, 11, false],
		['fifty are news again', 'signature_mismatch', 49, 60, true],
		['an attack of thousands is told a few times', 'signature_mismatch', 4_999, 60_000, true],
		['one missing key is our own fault and told at once', 'missing_signing_key', 0, 1, true],
		['and not again an hour later', 'missing_signing_key', 1, 3, false],
		['nonsense from strangers is only counted', 'malformed_header', 0, 100_000, false],
	])('%s', (_name, reason, before, count, expected) => {
		expect(alerted(reason, before, count)).toBe(expected);
	});

	test('has French typography', () => {
		for (const reason of REFUSAL_REASONS) {
			const [{ message }] = refusalRows(counted(reason, 1), []);
			expect(message).not.toMatch(/ :|« | »|'/);
		}
	});
});
