import fc from 'fast-check';
import {
	isClosedDay,
	readClosedDays,
	writtenClosedDays,
} from '../../../nodes/shared/reminders/closedDays';

test.each([
	['', []],
	['dimanche', ['dimanche']],
	['Samedi et Dimanche', ['samedi', 'dimanche']],
	['tous les dimanches', ['dimanche']],
	['sam., dim.', ['samedi', 'dimanche']],
	['lun mar;mer', ['lundi', 'mardi', 'mercredi']],
	['lu, di', ['lundi', 'dimanche']],
	['lundi ,; mardi', ['lundi', 'mardi']],
	['25/12', ['12-25']],
	['1/5, 14/07/2027', ['05-01', '2027-07-14']],
	['2027-07-14', ['2027-07-14']],
	['25.12', ['12-25']],
	['le 25 décembre et le 1er mai 2027', ['12-25', '2027-05-01']],
	['29/02', ['02-29']],
])('%j is read as %j, and written so that it reads the same', (text, days) => {
	expect(readClosedDays(text)).toEqual(days);
	expect(readClosedDays(writtenClosedDays(days))).toEqual(days);
});

test.each([
	'fériés',
	'm',
	'32/01',
	'31/02/2027',
	'29/02/2027',
	'25',
	'12/25',
	'dimanche!',
	'sam.edi',
	'25/12/27',
])('%j is refused as a whole', (text) => {
	expect(readClosedDays(text)).toBeNull();
	expect(readClosedDays(`lundi, ${text}`)).toBeNull();
});

test.each([
	['2026-11-22', 'dimanche', true],
	['2026-11-23', 'dimanche', false],
	['2026-12-25', '25/12', true],
	['2027-12-25', '25/12', true],
	['2027-12-25', '25/12/2026', false],
	['2026-12-25', '25/12/2026', true],
	['2026-12-25', '', false],
])('on %s a workshop closed « %s » is closed: %s', (day, text, is) => {
	expect(isClosedDay(day, readClosedDays(text) ?? [])).toBe(is);
});

test('whatever is typed is days or nothing', () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/-., dimanche') }), (text) => {
			const days = readClosedDays(text);
			if (days !== null) expect(readClosedDays(writtenClosedDays(days))).toEqual(days);
		}),
	);
});
