import { displayOf, placeText } from '../../../nodes/shared/appointment/display';
import type { AppointmentMode, PlaceKind } from '../../../nodes/shared/appointment/event';

const start = '2026-11-26T13:00:00.000Z';
const end = '2026-11-26T13:30:00.000Z';

const display = (
	slot: { start?: string | null; end?: string | null; mode?: AppointmentMode },
	clientZone: string | null = null,
) => displayOf({ start, end, mode: 'phone', ...slot }, { timezone: clientZone }, 'Europe/Paris');

test('an appointment shows its time in the zone of the workshop', () => {
	expect(display({})).toEqual({
		date: '26/11/2026',
		time: '14:00 - 14:30',
		dateTime: '26/11/2026 à 14:00 - 14:30',
		longDate: 'jeudi 26 novembre 2026',
		clientDateTime: null,
		mode: 'Téléphonique',
		timezone: 'Europe/Paris',
	});
});

test('an appointment without a start still shows its mode', () => {
	expect(display({ start: null }, 'Asia/Tokyo')).toEqual({
		date: null,
		time: null,
		dateTime: null,
		longDate: null,
		clientDateTime: null,
		mode: 'Téléphonique',
		timezone: 'Europe/Paris',
	});
});

test.each<[string, string | null]>([
	['is missing', null],
	['equals the start', start],
	['lies before the start', '2026-11-26T12:00:00.000Z'],
])('an end that %s is not shown', (_name, unusable) => {
	expect(display({ end: unusable }, 'Asia/Tokyo')).toMatchObject({
		time: '14:00',
		dateTime: '26/11/2026 à 14:00',
		clientDateTime: '26/11/2026 à 22:00 (Asia/Tokyo)',
	});
});

test.each<[AppointmentMode, string | null]>([
	['phone', 'Téléphonique'],
	['video', 'Visio'],
	['in_person', 'Sur place'],
	['other', null],
])('the mode %s is shown as %s', (mode, expected) => {
	expect(display({ mode }).mode).toBe(expected);
});

describe('where an appointment takes place', () => {
	const shown = (location: string | null, kind: PlaceKind | null) =>
		placeText({ location, place: { kind, setBy: null, status: null } });

	test.each<[PlaceKind | null, string | null]>([
		['google_meet', 'Google Meet'],
		['zoom', 'Zoom'],
		['goto_meeting', 'GoTo Meeting'],
		['microsoft_teams', 'Microsoft Teams'],
		['webex', 'Webex'],
		['phone', 'Téléphone'],
		['address', null],
		['custom', null],
		[null, null],
	])('is, where only the kind %s is known, %s', (kind, expected) => {
		expect(shown(null, kind)).toBe(expected);
	});

	test.each([
		['12 rue A', '12 rue A'],
		['+33639984567', '06\u00a039\u00a098\u00a045\u00a067'],
		['06.39.98.45.67', '06\u00a039\u00a098\u00a045\u00a067'],
	])('is in words « %s » shown as « %s »', (location, expected) => {
		expect(shown(location, 'zoom')).toBe(expected);
	});
});
