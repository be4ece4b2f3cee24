import {
	clientPhone,
	locationText,
	modeOf,
	placeOf,
} from '../../../nodes/shared/appointment/location';

describe('the mode', () => {
	test.each([
		['physical', 'in_person'],
		['outbound_call', 'phone'],
		['inbound_call', 'phone'],
		['google_conference', 'video'],
		['zoom', 'video'],
		['zoom_conference', 'video'],
		['gotomeeting', 'video'],
		['gotomeeting_conference', 'video'],
		['microsoft_teams_conference', 'video'],
		['webex_conference', 'video'],
		['ask_invitee', 'other'],
		['toString', 'other'],
		[undefined, 'other'],
		[['zoom'], 'other'],
	])('of the location type %s is %s', (type, expected) => {
		expect(modeOf({ type }, null)).toBe(expected);
	});

	test('of a service nobody knows yet is that of its link', () => {
		expect(modeOf({ type: 'hologram', join_url: 'https://a.fr/1' }, 'Visite')).toBe('video');
	});

	test('of the location wins over what the name says', () => {
		expect(modeOf({ type: 'zoom' }, 'Consultation téléphonique')).toBe('video');
	});

	test.each([
		['Consultation téléphonique', 'phone'],
		['Appel découverte', 'phone'],
		['Rendez-vous visio', 'video'],
		['Vidéo de suivi', 'video'],
		['Visite du chantier', 'in_person'],
		['Mesures à domicile', 'in_person'],
		['Mesures sur place', 'in_person'],
		['Rappel', 'other'],
		['Télévisio', 'other'],
		['Provisite', 'other'],
		['', 'other'],
	])('of an event type named « %s » is %s', (name, expected) => {
		expect(modeOf({ type: 'custom' }, name)).toBe(expected);
	});
});

test.each<[string, Record<string, unknown>, string | null]>([
	['is the address', { location: '1 rue A' }, '1 rue A'],
	[
		'adds what else is known',
		{ location: '1 rue A', additional_info: 'Code 2' },
		'1 rue A – Code 2',
	],
	['is what else is known', { additional_info: 'Code 2' }, 'Code 2'],
	['leaves out what is empty', { location: '1 rue A', additional_info: '' }, '1 rue A'],
	['keeps its lines', { location: '1 rue A\n59000 Lille' }, '1 rue A\n59000 Lille'],
	['is not invented', { location: null }, null],
])('the text of the place %s', (_name, location, expected) => {
	expect(locationText(location, null)).toBe(expected);
});

test.each([
	['physical', 'address', 'host'],
	['outbound_call', 'phone', 'client'],
	['inbound_call', 'phone', 'host'],
	['ask_invitee', 'custom', 'client'],
	['custom', 'custom', 'host'],
	['google_conference', 'google_meet', 'host'],
	['zoom', 'zoom', 'host'],
	['gotomeeting_conference', 'goto_meeting', 'host'],
	['microsoft_teams_conference', 'microsoft_teams', 'host'],
	['webex_conference', 'webex', 'host'],
	['toString', null, null],
	[undefined, null, null],
])('the location type %s is the place %s, its text that of the %s', (type, kind, setBy) => {
	expect(placeOf({ type }, 'ici')).toEqual({ kind, setBy, status: null });
	expect(placeOf({ type }, null)).toEqual({ kind, setBy: null, status: null });
});

test.each([
	['initiated', 'pending'],
	['processing', 'pending'],
	['pushed', 'ready'],
	['failed', 'failed'],
	['valueOf', null],
	[null, null],
])('the status %s of a video link is %s', (status, expected) => {
	expect(placeOf({ type: 'zoom', status }, null).status).toBe(expected);
});

test.each<[string, Record<string, unknown>, unknown, string | null, string | null]>([
	[
		'is the one to call',
		{ type: 'outbound_call', location: '06 00 00 00 01' },
		'06 00 00 00 02',
		'06 00 00 00 03',
		'+33600000001',
	],
	[
		'is never the workshop’s own',
		{ type: 'inbound_call', location: '06 00 00 00 01' },
		'06 00 00 00 02',
		'06 00 00 00 03',
		'+33600000002',
	],
	['is the answered one when there is no other', {}, null, '06 00 00 00 03', '+33600000003'],
	['stays as typed when it does not read as a number', {}, 'poste 12', null, 'poste 12'],
	['is not invented', { type: 'outbound_call' }, undefined, null, null],
])('the client’s number %s', (_name, location, reminder, answered, expected) => {
	const sources = { textReminderNumber: reminder, answered, timezone: 'Europe/Paris' };
	expect(clientPhone(location, sources)).toBe(expected);
});
