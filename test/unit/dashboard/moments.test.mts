import { bookingsOf } from '../../../nodes/shared/dashboard/bookings/booking';
import { duration, Moments } from '../../../nodes/shared/dashboard/moments';
import { aRow, NOW, PARIS } from './fixtures.mts';

/** Sunday, 22 November 2026, 11:00 in Paris. */
const inParis = () => new Moments(NOW.toISOString(), PARIS);
const plain = (text: string) => text.replace(/\u00a0/g, '~');

test('a moment is a date and a time that stay on one line', () => {
	expect(plain(inParis().moment('2025-11-15T14:00:00.000Z'))).toBe('15/11/2025~à~15:00');
	expect(plain(inParis().moment('2026-07-15T14:00:00.000Z'))).toBe('15/07/2026~à~16:00');
});

test.each([
	['today', '2026-11-22T06:12:00.000Z', 'à~07:12'],
	['in the first minute of today', '2026-11-21T23:00:00.000Z', 'à~00:00'],
	['in the last of yesterday', '2026-11-21T22:59:00.000Z', 'hier~à~23:59'],
	['the day before', '2026-11-20T17:40:00.000Z', 'le~20/11/2026~à~18:40'],
	['tomorrow', '2026-11-23T17:40:00.000Z', 'le~23/11/2026~à~18:40'],
])('near: %s', (_name, instant, expected) => {
	expect(plain(inParis().near(instant))).toBe(expected);
});

test('days are those of the workshop', () => {
	expect(inParis().today).toBe('2026-11-22');
	expect(inParis().dayOf('2026-11-22T23:00:00.000Z')).toBe('2026-11-23');
	expect(new Moments(NOW.toISOString(), 'Pacific/Auckland').dayOf(NOW.toISOString())).toBe(
		'2026-11-22',
	);
	expect(new Moments('2026-11-22T12:00:00.000Z', 'Pacific/Auckland').today).toBe('2026-11-23');
});

test.each<[string, string | null, string]>([
	['without an end', null, '10:00'],
	['with an end', '2026-11-24T09:30:00.000Z', '10:00~-~10:30'],
	['up to the last minute of its day', '2026-11-24T22:59:00.000Z', '10:00~-~23:59'],
	['into another day', '2026-11-25T00:30:00.000Z', '10:00~-~25/11/2026~à~01:30'],
	['with an end before it', '2026-11-24T08:00:00.000Z', '10:00'],
])('from when to when: %s', (_name, fin, expected) => {
	const debut = '2026-11-24T09:00:00.000Z';
	const [booking] = bookingsOf([aRow({ identifiant: 'a', debut, fin })]);
	expect(plain(inParis().range(booking, debut))).toBe(expected);
});

test.each([
	['2026-11-20T09:00:00.000Z', 'Vendredi 20 novembre 2026'],
	['2026-11-21T09:00:00.000Z', 'Hier, samedi 21 novembre 2026'],
	['2026-11-22T22:59:00.000Z', 'Aujourd’hui, dimanche 22 novembre 2026'],
	['2026-11-22T23:00:00.000Z', 'Demain, lundi 23 novembre 2026'],
	['2026-12-01T09:00:00.000Z', 'Mardi 1er décembre 2026'],
])('the heading of %s is « %s », the second time too', (instant, expected) => {
	const moments = inParis();
	expect([moments.heading(instant), moments.heading(instant)]).toEqual([expected, expected]);
});

test.each([
	['2026-10-25T00:30:00.000Z', '02:30 (UTC+2)'],
	['2026-10-25T01:30:00.000Z', '02:30 (UTC+1)'],
	['2026-10-25T11:00:00.000Z', '12:00'],
	['2026-10-24T00:30:00.000Z', '02:30'],
	['2026-03-29T00:59:00.000Z', '01:59'],
	['2026-03-29T01:00:00.000Z', '03:00'],
])('the clock at %s shows %s', (instant, expected) => {
	expect(inParis().timeOf(instant)).toBe(expected);
});

test.each([
	[0, '0~h'],
	[0.5, '12~h'],
	[1.99, '48~h'],
	[2, '2~j'],
	[3.46, '3,5~j'],
	[1290, '1\u202f290~j'],
])('%p days are written %s', (days, expected) => {
	expect(plain(duration(days))).toBe(expected);
});
