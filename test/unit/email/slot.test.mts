import { clientRange, readSlot, slotText } from '../../../nodes/shared/email/slot';
import { anEvent, nb } from './fixtures.mts';

const PARIS = 'Europe/Paris';
const slotOf = (start: string, end: string | null) => {
	const slot = readSlot({ start, end });
	if (slot === null) throw new Error('no slot');
	return slot;
};

describe('a slot', () => {
	const START = '2025-11-15T14:00:00.000Z';

	test.each<[string, string | null, string | null]>([
		['half an hour later', '2025-11-15T14:30:00.000Z', '2025-11-15T14:30:00.000Z'],
		['a moment later', '2025-11-15T14:00:00.001Z', '2025-11-15T14:00:00.001Z'],
		['at its start', START, null],
		['before its start', '2025-11-15T13:59:59.999Z', null],
		['some time', 'demain', null],
		['not at all', null, null],
	])('that ends %s ends at %#', (_name, end, expected) => {
		expect(readSlot({ start: START, end })).toEqual({
			start: new Date(START),
			end: expected === null ? null : new Date(expected),
		});
	});

	test('without a start is none', () => {
		expect(readSlot({ start: null, end: START })).toBeNull();
		expect(readSlot({ start: 'demain', end: START })).toBeNull();
	});
});

describe('a slot in French', () => {
	test('keeps each phrase on one line', () => {
		expect(slotText(slotOf('2025-11-15T14:00:00Z', '2025-11-15T14:30:00Z'), PARIS)).toEqual({
			date: '15/11/2025',
			time: '15:00',
			range: nb('15/11/2025~à~15:00~-~15:30'),
			longDate: nb('samedi~15~novembre~2025'),
			moment: nb('samedi~15~novembre~2025, 15:00~–~15:30'),
		});
	});

	test('of unknown end is a moment', () => {
		const { range, moment } = slotText(slotOf('2025-12-01T08:00:00Z', null), PARIS);
		expect(range).toBe(nb('01/12/2025~à~09:00'));
		expect(moment).toBe(nb('lundi~1er~décembre~2025, 09:00'));
	});

	test('of two days may break before its end, which is too long for a telephone', () => {
		const { range, moment } = slotText(
			slotOf('2025-12-31T22:30:00Z', '2025-12-31T23:30:00Z'),
			PARIS,
		);
		expect(range).toBe(nb('31/12/2025~à~23:30 - 01/01/2026~à~00:30'));
		expect(moment).toBe(nb('mercredi~31~décembre~2025, 23:30~–~01/01/2026~à~00:30'));
	});

	test('in the hour that comes twice names the offset, whose hyphen is none between times', () => {
		const { time, range, moment } = slotText(
			slotOf('2026-11-01T05:30:00Z', '2026-11-01T06:00:00Z'),
			'America/New_York',
		);
		expect(time).toBe(nb('01:30~(UTC-4)'));
		expect(range).toBe(nb('01/11/2026~à~01:30~(UTC-4) - 01:00~(UTC-5)'));
		expect(moment).toBe(nb('dimanche~1er~novembre~2026, 01:30~(UTC-4)~–~01:00~(UTC-5)'));
	});
});

test('times of two offsets with minutes may break before the end, also beside the date', () => {
	const { moment } = slotText(
		slotOf('2026-11-01T04:00:00Z', '2026-11-01T04:30:00Z'),
		'America/St_Johns',
	);
	expect(moment).toBe(nb('dimanche~1er~novembre~2026, 01:30~(UTC-2:30) – 01:00~(UTC-3:30)'));
});

describe('the client’s own time', () => {
	const slot = slotOf('2025-11-15T14:00:00Z', '2025-11-15T14:30:00Z');
	const rangeIn = (timezone: string | null) =>
		clientRange(anEvent({ client: { timezone } }), slot, PARIS);

	test('is told where their clock shows another', () => {
		expect(rangeIn('America/New_York')).toEqual({
			range: nb('15/11/2025~à~09:00~-~09:30'),
			timezone: 'America/New_York',
		});
	});

	test.each([PARIS, 'Europe/Brussels', 'Mars/Olympus', null])('is none in %s', (timezone) => {
		expect(rangeIn(timezone)).toBeNull();
	});
});
