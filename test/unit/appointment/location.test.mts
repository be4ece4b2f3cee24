import {
	callOf,
	clientPhone,
	joinUrlOf,
	locationFields,
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
		expect(modeOf({ type: 'hologram', join_url: 'javascript:x' }, 'Visite')).toBe('in_person');
		expect(modeOf({ type: 'physical', join_url: 'https://a.fr/1' }, null)).toBe('in_person');
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

describe('a place in the host’s own words', () => {
	const ROOM = 'https://zoom.us/j/1';
	const MAP = 'https://maps.google.com/?q=a';
	const PAGE = 'https://atelier.fr/acces';

	test.each<[string, string, string | null, unknown[]]>([
		['the link to a room', ROOM, null, ['video', null, ROOM]],
		['a room and its name', `Salle A : ${ROOM}`, null, ['video', 'Salle A', ROOM]],
		['a room in a sentence', `Venez ${ROOM} à dix`, null, ['video', `Venez ${ROOM} à dix`, ROOM]],
		['a room, whatever the event is called', ROOM, 'Visite', ['video', null, ROOM]],
		['a link to nothing that is known', PAGE, null, ['video', null, PAGE]],
		['such a link, where the event is no call', PAGE, 'Visite', ['in_person', PAGE, null]],
		['such a link with words', `Voir ${PAGE}`, null, ['in_person', `Voir ${PAGE}`, null]],
		['such a link with words, for a call', `Salle : ${PAGE}`, 'Visio', ['video', 'Salle', PAGE]],
		['a map', MAP, null, ['in_person', MAP, null]],
		['a map, for a call', MAP, 'Visio', ['video', MAP, null]],
		['a number', '03 20 00 12 34', null, ['phone', '03 20 00 12 34', null]],
		['a number, for a visit', '03 20 00 12 34', 'Visite', ['in_person', '03 20 00 12 34', null]],
		['an address', '12 rue A, Lille', null, ['other', '12 rue A, Lille', null]],
	])('may be %s', (_name, text, type, expected) => {
		const location = { type: 'custom', location: text };
		expect([
			modeOf(location, type),
			locationText(location, type),
			joinUrlOf(location, type),
		]).toEqual(expected);
	});

	test('has what else is known behind it', () => {
		const location = { type: 'custom', location: ROOM, additional_info: 'Code 2' };
		expect(locationText(location, null)).toBe('Code 2');
	});

	test('is not what a client typed: their link is a stranger’s', () => {
		const location = { type: 'ask_invitee', location: ROOM };
		expect(modeOf(location, null)).toBe('other');
		expect(locationText(location, 'Visio')).toBe(ROOM);
		expect(joinUrlOf(location, 'Visio')).toBeNull();
	});
});

describe('the link to the meeting', () => {
	test('is the service’s', () => {
		const location = { type: 'zoom', join_url: ' https://zoom.us/j/1 ' };
		expect(joinUrlOf(location, null)).toBe('https://zoom.us/j/1');
	});

	test.each([undefined, null, '', 'javascript:alert(1)', 'zoom.us/j/1', 3])(
		'is none where the service gives %j',
		(join_url) => {
			expect(joinUrlOf({ type: 'zoom', join_url }, null)).toBeNull();
		},
	);
});

test('a location that is a mere text is a place of which only the words are known', () => {
	expect(locationFields('12 rue A')).toEqual({ location: '12 rue A' });
	expect(locationFields({ type: 'zoom' })).toEqual({ type: 'zoom' });
	for (const other of [null, undefined, 3, ['x']]) expect(locationFields(other)).toEqual({});
});

describe('a call', () => {
	const calling = (
		location: Record<string, unknown>,
		timezone: string | null = 'Europe/Brussels',
	) => callOf(location, timezone);

	test('is by the host to the client’s number, which is one of their country', () => {
		expect(calling({ type: 'outbound_call', location: '0478/12.34.56' })).toEqual({
			by: 'host',
			number: '+32478123456',
			instructions: null,
		});
	});

	test('is by the client to the host’s number, which is French wherever the client is', () => {
		const location = {
			type: 'inbound_call',
			location: '03 20 00 12 34',
			additional_info: ' Dès 9 h\n(pas avant) ',
		};
		expect(calling(location)).toEqual({
			by: 'client',
			number: '+33320001234',
			instructions: 'Dès 9 h\n(pas avant)',
		});
		// A mobile in Brussels, a house in Lyon.
		expect(calling({ ...location, location: '0478/12.34.56' })?.number).toBe('+33478123456');
	});

	test.each([
		['as typed', ' poste\n12 ', 'poste 12'],
		['not known', null, null],
		['not known', '', null],
	])('has its number %s where it is %j', (_name, location, number) => {
		expect(calling({ type: 'outbound_call', location })).toMatchObject({ by: 'host', number });
	});

	test.each(['physical', 'zoom', 'custom', 'ask_invitee', 'toString', undefined, ['inbound_call']])(
		'is not what a place of the type %j is',
		(type) => {
			expect(calling({ type, location: '03 20 00 12 34' })).toBeNull();
		},
	);
});

describe('the client’s number, where they typed the place', () => {
	const typed = (location: unknown, more: object = {}) =>
		clientPhone(
			{ type: 'ask_invitee', location },
			{ textReminderNumber: null, answered: null, timezone: 'Europe/Paris', ...more },
		);

	test.each<[string, unknown, object, string | null]>([
		['is the place', '06 00 00 00 01', { textReminderNumber: '06 00 00 00 02' }, '+33600000001'],
		['is one in its words', 'Au 06 00 00 00 01, merci', {}, '+33600000001'],
		[
			'is the one for reminders before one in its words',
			'Au 06 00 00 00 01, merci',
			{ textReminderNumber: '06 00 00 00 02' },
			'+33600000002',
		],
		[
			'is the answered one before one in its words',
			'Au 06 00 00 00 01, merci',
			{ answered: '06 00 00 00 03' },
			'+33600000003',
		],
		['is one of their country', '0478/12.34.56', { timezone: 'Europe/Brussels' }, '+32478123456'],
		[
			'is one of their country, in words, too',
			'Au 0478/12.34.56, merci',
			{ timezone: 'Europe/Brussels' },
			'+32478123456',
		],
		[
			'is one of their country, too, where it is for reminders',
			null,
			{ timezone: 'Europe/Brussels', textReminderNumber: 'gsm 0478/12.34.56' },
			'+32478123456',
		],
		['is not any word', '12 rue A', {}, null],
	])('%s', (_name, location, more, expected) => {
		expect(typed(location, more)).toBe(expected);
	});

	test('is not read from a place the host set', () => {
		const sources = { textReminderNumber: null, answered: null, timezone: null };
		expect(clientPhone({ type: 'physical', location: '06 00 00 00 01' }, sources)).toBeNull();
	});
});
