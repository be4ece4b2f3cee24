import { alertDue, type RecordedFailure } from '../../../nodes/shared/journal/alert';

const now = new Date('2026-01-01T12:00:00.000Z');
const before = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
const MINUTE = 60_000;
const OWN = 7;

describe('a workflow that goes on failing', () => {
	test.each([
		['within the hour after somebody was told is silent', 60 * MINUTE - 1, false],
		['an hour after somebody was told is told of again', 60 * MINUTE, true],
	])('%s', (_name, ago, expected) => {
		expect(alertDue([{ id: 1, termine_le: before(ago) }], OWN, now)).toBe(expected);
	});

	test('is silent where one of many was told of lately', () => {
		const told = [null, '', before(30 * MINUTE), before(90 * MINUTE)];
		const failures = told.map((termine_le, id) => ({ id, termine_le }));
		expect(alertDue(failures, OWN, now)).toBe(false);
	});

	test.each([
		[5 * MINUTE, false],
		[10 * MINUTE, true],
	])('with a pause of ten minutes, told of %d ms ago: due %s', (ago, expected) => {
		expect(alertDue([{ id: 1, termine_le: before(ago) }], OWN, now, 10)).toBe(expected);
	});
});

describe('of failures of the same moment', () => {
	test.each<[string, RecordedFailure, boolean]>([
		['an earlier one tells, for three minutes', { id: 6, recu_le: before(3 * MINUTE - 1) }, false],
		['an earlier one had its turn after three', { id: 6, recu_le: before(3 * MINUTE) }, true],
		['a later one is no reason to be silent', { id: 8, recu_le: before(0) }, true],
		['it is not earlier than itself', { id: 7, recu_le: before(0) }, true],
		['one whose number is not known is not earlier', { recu_le: before(0) }, true],
		['one whose number is empty is not earlier', { id: null, recu_le: before(0) }, true],
		['one without a time is not of this moment', { id: 6, recu_le: null }, true],
	])('%s', (_name, other, expected) => {
		expect(alertDue([other], OWN, now)).toBe(expected);
	});

	test('one earlier among several is enough', () => {
		const others = [8, 6].map((id) => ({ id, recu_le: before(0) }));
		expect(alertDue(others, OWN, now)).toBe(false);
	});
});

describe('an alert', () => {
	const now = new Date('2026-01-01T12:00:00.000Z');
	const told = (termine_le: string) => ({ id: 1, recu_le: termine_le, termine_le });
	const own = { id: 7, recu_le: '2026-01-01T12:00:00Z' };
	test.each<[string, RecordedFailure[], boolean]>([
		['is due for the first failure', [], true],
		['is due for a failure that is alone', [own], true],
		['is due when nobody was told of those of an hour ago', [{ id: 1, termine_le: null }], true],
		['is not due when somebody was told half an hour ago', [told('2026-01-01T11:30:00Z')], false],
		['is due again later', [told('2026-01-01T10:59:59Z')], true],
		['is due when the time cannot be read', [told('hier')], true],
		[
			'is not due beside an earlier one of the same moment',
			[{ id: 6, recu_le: '2026-01-01T11:59:59Z' }, own],
			false,
		],
		[
			'is due beside a later one of the same moment',
			[own, { id: 8, recu_le: '2026-01-01T12:00:00Z' }],
			true,
		],
		[
			'is due when nobody was told of one some minutes ago',
			[{ id: 6, recu_le: '2026-01-01T11:56:59Z' }, own],
			true,
		],
	])('%s', (_name, failures, expected) => {
		expect(alertDue(failures, own.id, now)).toBe(expected);
	});

	test('is due for a failure that could not be recorded, whoever else failed', () => {
		expect(alertDue([{ id: 6, recu_le: own.recu_le }], null, now)).toBe(true);
		expect(alertDue([told('2026-01-01T11:59:00Z')], null, now)).toBe(false);
	});
});
