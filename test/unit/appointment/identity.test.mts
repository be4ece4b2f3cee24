import {
	appointmentIdOf,
	idempotencyKeyOf,
	inviteeIdOf,
	reconciliationKeyOf,
} from '../../../nodes/shared/appointment/identity';
import { readWebhook } from '../../../nodes/shared/calendly/webhook';

const uri = 'https://api.calendly.com/scheduled_events/EEEE/invitees/AAAA';

const webhook = (event: string, payload: object, createdAt = '2026-11-24T09:12:13Z') =>
	readWebhook({ event, created_at: createdAt, payload });
const keyOf = (...parts: Parameters<typeof webhook>) => idempotencyKeyOf(webhook(...parts));

describe('the idempotency key', () => {
	/** Frozen: another form would make every delivery stored before an update look new. */
	test.each<[string, string, object, string]>([
		[
			'a booking',
			'invitee.created',
			{ uri },
			'e5d797a1864b522fadc9e1a3ef3db99e41cb028986c63aba521530a23540232b',
		],
		[
			'a no-show',
			'invitee_no_show.created',
			{ uri },
			'98df09f0082aae572c438a4011b7b34b901b845f405f0a714ca79315ffff24ac',
		],
		[
			'a booking without uri',
			'invitee.created',
			{ name: 'a' },
			'223bfede4e67f2d832054f90ea45da11c64077cd8bf4853e7b0481f4e58e8adf',
		],
	])('of %s is the digest it has always been', (_name, event, payload, expected) => {
		expect(keyOf(event, payload)).toBe(expected);
	});

	test.each(['invitee.created', 'invitee.canceled'])(
		'of %s is the same whenever Calendly sends it',
		(event) => {
			expect(keyOf(event, { uri }, '2026-11-24T10:00:00Z')).toBe(keyOf(event, { uri }));
		},
	);

	test.each(['invitee_no_show.created', 'invitee_no_show.deleted', 'contact.updated'])(
		'of %s, which can happen again, tells the times apart',
		(event) => {
			expect(keyOf(event, { uri }, '2026-11-24T10:00:00Z')).not.toBe(keyOf(event, { uri }));
		},
	);

	test('tells events and invitees apart', () => {
		const keys = [
			keyOf('invitee.created', { uri }),
			keyOf('invitee.canceled', { uri }),
			keyOf('invitee.created', { uri: `${uri}B` }),
		];
		expect(new Set(keys).size).toBe(3);
	});

	test('of a delivery without uri is made from all of it', () => {
		const keys = [
			keyOf('invitee.created', { name: 'a' }),
			keyOf('invitee.created', { name: 'b' }),
			keyOf('invitee.canceled', { name: 'a' }),
			keyOf('invitee.created', { name: 'a' }, '2026-11-24T10:00:00Z'),
		];
		expect(new Set(keys).size).toBe(4);
		expect(keyOf('invitee.created', { name: 'a' })).toBe(keys[0]);
	});
});

describe('the identity of an appointment', () => {
	const booking = {
		email: 'a@b.fr',
		name: 'Eve',
		event_type_name: 'Visio',
		scheduled_event: { start_time: '2026-11-26T13:00:00Z' },
	};
	const idOf = (payload: object) => appointmentIdOf(null, webhook('invitee.created', payload));

	test('is the last part of the invitee’s uri', () => {
		expect(appointmentIdOf(uri, webhook('invitee.created', booking))).toBe('AAAA');
	});

	test('without a uri is made from who booked what and when', () => {
		expect(idOf(booking)).toBe('sans-uri-b0e1556e447aae5e');
		expect(idOf({ ...booking, cancel_url: 'x' })).toBe(idOf(booking));
	});

	test.each([
		['the address', { email: 'c@d.fr' }],
		['the name', { name: 'Zoé' }],
		['the event type', { event_type_name: 'Appel' }],
		['the start', { scheduled_event: { start_time: '2026-11-27T13:00:00Z' } }],
		['a missing start', { scheduled_event: null }],
	])('without a uri differs by %s', (_name, other) => {
		expect(idOf({ ...booking, ...other })).not.toBe(idOf(booking));
	});

	test('of an empty payload does not make it throw', () => {
		expect(idOf({})).toMatch(/^sans-uri-/);
	});

	test('of an address without a path is made from the content too', () => {
		expect(appointmentIdOf('https://api.calendly.com/', webhook('x', booking))).toBe(idOf(booking));
	});
});

test.each([
	[uri, 'AAAA'],
	[`${uri}/`, 'AAAA'],
	[`${uri}?a=b#c`, 'AAAA'],
	['https://api.calendly.com', null],
	['AAAA', null],
	['', null],
])('the invitee of %s is %s', (address, expected) => {
	expect(inviteeIdOf(address)).toBe(expected);
});

describe('the key of a fact found by comparing', () => {
	const key = reconciliationKeyOf;

	test('is the digest it has always been', () => {
		expect(key('changed', 'AAAA', ['lieu'])).toBe(
			'fdb577f9e81dcd7030d0daa374a81cb12f80ab5b59b83b08e3788929240aa25a',
		);
	});

	test('tells events, invitees and facts apart', () => {
		const keys = [key('a', 'b', 'c'), key('x', 'b', 'c'), key('a', 'x', 'c'), key('a', 'b', 'x')];
		expect(new Set(keys).size).toBe(4);
	});
});
