import fc from 'fast-check';
import { isOwnFault, remedyFor } from '../../../nodes/shared/calendly/refusal';
import {
	addRefusals,
	processTally,
	RefusalTally,
	type RefusalCounts,
} from '../../../nodes/shared/calendly/refusalCounts';
import { REFUSAL_REASONS, type RefusalReason } from '../../../nodes/shared/calendly/signature';
import { refusalRows } from '../../../nodes/shared/journal/refusals';

const now = new Date('2026-11-22T10:00:00.000Z');
const one = (reason: RefusalReason, count = 1) => new Map([[reason, count]]);

describe('counting refusals', () => {
	test('adds up by day and reason and keeps the last time', () => {
		const later = new Date('2026-11-22T11:00:00.000Z');
		const counts = addRefusals(
			addRefusals({}, one('missing_header', 3), now),
			new Map<RefusalReason, number>([
				['missing_header', 2],
				['signature_mismatch', 1],
			]),
			later,
		);
		expect(counts).toEqual({
			'2026-11-22': {
				missing_header: { count: 5, last: later.toISOString() },
				signature_mismatch: { count: 1, last: later.toISOString() },
			},
		});
	});

	test('never keeps more than seven days of ten reasons, whatever comes', () => {
		const days = fc.date({
			min: new Date('2026-01-01T00:00:00Z'),
			max: new Date('2027-01-01T00:00:00Z'),
			noInvalidDate: true,
		});
		const refusals = fc.array(fc.tuple(days, fc.constantFrom(...REFUSAL_REASONS)), {
			maxLength: 60,
		});
		fc.assert(
			fc.property(refusals, (list) => {
				const counts = list.reduce<RefusalCounts>(
					(sum, [day, reason]) => addRefusals(sum, one(reason), day),
					{},
				);
				expect(Object.keys(counts).length).toBeLessThanOrEqual(7);
				expect(JSON.stringify(counts).length).toBeLessThan(8_000);
			}),
		);
	});

	test('writes the first refusal at once and then at most every half minute, losing none', () => {
		const tally = new RefusalTally();
		const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
		const written: number[] = [];
		for (let second = 0; second < 120; second += 1) {
			tally.add('signature_mismatch');
			const taken = tally.take(at(second));
			if (taken !== null) written.push(taken.get('signature_mismatch') ?? 0);
		}
		expect(written).toEqual([1, 30, 30, 30]);
		expect(tally.take(at(120))).toEqual(one('signature_mismatch', 29));
		expect(tally.take(at(500))).toBeNull();
	});

	test('drops the oldest day, in whatever order the days come', () => {
		const day = (date: number) => new Date(`2026-11-${date}T10:00:00.000Z`);
		const counts = [17, 11, 16, 12, 15, 13, 14, 10].reduce<RefusalCounts>(
			(sum, date) => addRefusals(sum, one('missing_header'), day(date)),
			{},
		);
		expect(Object.keys(counts)).toEqual(
			[17, 16, 15, 14, 13, 12, 11].map((date) => `2026-11-${date}`),
		);
	});

	test('does not change the counts it was given', () => {
		const before = addRefusals({}, one('missing_header'), now);
		const copy = structuredClone(before);
		addRefusals(before, one('missing_header'), now);
		expect(before).toEqual(copy);
	});

	test('takes all that is pending when asked to, also within the half minute', () => {
		const tally = new RefusalTally();
		expect(tally.takeAll(now)).toBeNull();
		tally.add('missing_header');
		tally.add('missing_header');
		tally.add('signature_mismatch');
		const both = new Map([...one('missing_header', 2), ...one('signature_mismatch')]);
		expect(tally.takeAll(now)).toEqual(both);
		tally.add('missing_header');
		expect(tally.take(new Date(now.getTime() + 29_999))).toBeNull();
		expect(tally.takeAll(now)).toEqual(one('missing_header'));
		expect(tally.takeAll(now)).toBeNull();
	});

	test('nothing to write down does not delay the next refusal', () => {
		const tally = new RefusalTally();
		expect(tally.take(now)).toBeNull();
		tally.add('missing_header');
		expect(tally.take(now)).toEqual(one('missing_header'));
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
		addRefusals({}, one(reason, count), now);
	const alerted = (reason: RefusalReason, before: number, count: number) => {
		const [row] = refusalRows(counted(reason, count), [
			{ cle: `2026-11-22 ${reason}`, nombre: before },
		]);
		return row.alerte === 'oui';
	};

	test('gives one flat row per day and reason', () => {
		expect(refusalRows(counted('signature_mismatch', 4), [{}])).toEqual([
			{
				cle: '2026-11-22 signature_mismatch',
				jour: '2026-11-22',
				raison: 'signature_mismatch',
				nombre: 4,
				dernier_le: now.toISOString(),
				alerte: 'non',
				message: expect.stringContaining('24 heures'),
			},
		]);
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
