import fc from 'fast-check';
import {
	currentBooking,
	currentEvent,
	noShowRemoval,
} from '../../../nodes/shared/appointment/fromApi';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { reconciliationKeyOf } from '../../../nodes/shared/appointment/identity';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { payload, webhook, type PayloadName } from '../../support/payloads.mts';

const receivedAt = new Date('2026-11-28T08:00:00.000Z');
const options = { receivedAt };

/** The two REST resources behind a delivery; they have some keys the webhook has not. */
function resources(
	name: PayloadName,
	change?: (fields: any) => void,
): { scheduled: any; invitee: any } {
	const { scheduled_event: scheduled, ...invitee } = webhook(name, change).payload;
	const calendar = { calendar_event: { kind: 'google', external_id: 'x' } };
	return { scheduled: { ...scheduled, ...calendar }, invitee };
}

function current(name: PayloadName, change?: (fields: any) => void): AppointmentEvent {
	const { scheduled, invitee } = resources(name, change);
	return currentEvent(scheduled, invitee, options);
}

function events(name: PayloadName, change?: (fields: any) => void): AppointmentEvent[] {
	const { scheduled, invitee } = resources(name, change);
	return currentBooking(scheduled, invitee, options).events;
}

const delivered = (name: PayloadName): AppointmentEvent =>
	normalizeWebhook(payload(name), { receivedAt });
const actions = (list: AppointmentEvent[]): string[] => list.map(({ action }) => action);
const keys = (list: AppointmentEvent[]): string[] => list.map((event) => event.idempotencyKey);

describe('the present state', () => {
	test.each<[PayloadName, AppointmentEvent['action']]>([
		['01-created-google-meet', 'created'],
		['05-reschedule-2-created-new', 'rescheduled'],
		['02-canceled-by-host', 'canceled'],
		['04-reschedule-1-canceled-old', 'superseded'],
		['14-no-show-created', 'no_show'],
		['15-no-show-deleted', 'created'],
		['06-group-created-empty-questions', 'created'],
		['08-phone-outbound-call', 'created'],
	])('behind %s is %s', (name, action) => {
		expect(current(name).action).toBe(action);
	});

	test.each<PayloadName>([
		'01-created-google-meet',
		'05-reschedule-2-created-new',
		'02-canceled-by-host',
		'04-reschedule-1-canceled-old',
		'14-no-show-created',
		'11-physical-guests-special-characters',
	])('of %s is what its delivery said, without an origin', (name) => {
		const { source, occurredAt, ...expected } = delivered(name);
		const read = current(name);
		expect(source).toBe('webhook');
		expect(read).toEqual({ ...expected, occurredAt: expect.any(String) });
		const delay = Date.parse(String(occurredAt)) - Date.parse(String(read.occurredAt));
		expect([0, 1000]).toContain(delay);
	});

	test('of one who cancelled in a group event that stays active is canceled', () => {
		const left = current('06-group-created-empty-questions', (fields) => {
			fields.status = 'canceled';
			fields.cancellation = {
				canceled_by: 'test account',
				canceler_type: 'invitee',
				created_at: '2026-12-03T10:00:00.500000Z',
				reason: '',
			};
		});
		expect(left).toMatchObject({
			event: 'invitee.canceled',
			action: 'canceled',
			occurredAt: '2026-12-03T10:00:00.000Z',
			cancellation: { by: 'test account', reason: null },
			appointment: { status: 'canceled', invitees: { active: 3, limit: 8 } },
		});
	});

	test('of another invitee of a cancelled group event follows the invitee', () => {
		const stays = current('06-group-created-empty-questions', (fields) => {
			fields.scheduled_event.status = 'canceled';
		});
		expect(stays.action).toBe('created');
	});

	test('follows the event where the invitee has no status', () => {
		const gone = current('02-canceled-by-host', (fields) => delete fields.status);
		expect(gone).toMatchObject({ action: 'canceled', appointment: { status: 'canceled' } });
	});

	test('of a cancelled no-show is canceled', () => {
		const gone = current('14-no-show-created', (fields) => (fields.status = 'canceled'));
		expect(gone.action).toBe('canceled');
	});

	test('holds the rebuilt delivery only when asked for', () => {
		const { scheduled, invitee } = resources('01-created-google-meet');
		const withRaw = currentEvent(scheduled, invitee, { ...options, includeRaw: true });
		expect(withRaw.raw).toMatchObject({
			event: 'invitee.created',
			created_at: '2026-11-24T09:12:12.000000Z',
			payload: { uri: invitee.uri, scheduled_event: { uri: scheduled.uri } },
		});
		expect(current('01-created-google-meet')).not.toHaveProperty('raw');
	});

	test('is shown in the zone and read with the words that are given', () => {
		const { scheduled, invitee } = resources('01-created-google-meet');
		const elsewhere = currentEvent(scheduled, invitee, {
			receivedAt,
			timezone: 'America/Montreal',
			keywords: { configuration: ['rien'] },
		});
		expect(elsewhere.display.dateTime).toBe('26/11/2026 à 08:00 - 08:30');
		expect(elsewhere.configurationUrl).toBeNull();
	});
});

describe('the deliveries there should have been', () => {
	test.each<[PayloadName, string[]]>([
		['01-created-google-meet', ['created']],
		['05-reschedule-2-created-new', ['rescheduled']],
		['02-canceled-by-host', ['created', 'canceled']],
		['04-reschedule-1-canceled-old', ['created', 'superseded']],
		['14-no-show-created', ['created', 'no_show']],
		['15-no-show-deleted', ['created']],
	])('behind %s are %s', (name, expected) => {
		expect(actions(events(name))).toEqual(expected);
		expect(events(name).map(({ source }) => source)).toEqual(expected.map(() => 'reconciliation'));
	});

	test('of a no-show that was cancelled are all three', () => {
		const list = events('14-no-show-created', (fields) => (fields.status = 'canceled'));
		expect(actions(list)).toEqual(['created', 'no_show', 'canceled']);
		expect(list.map(({ appointment }) => appointment.status)).toEqual([
			'active',
			'active',
			'canceled',
		]);
	});

	test('begin with the booking as it was, not as it ended', () => {
		const [creation] = events('04-reschedule-1-canceled-old');
		expect(creation).toMatchObject({
			event: 'invitee.created',
			occurredAt: '2026-10-12T15:04:05.000Z',
			cancellation: null,
			reschedule: null,
			appointment: { status: 'active', start: '2026-10-23T12:00:00.000Z' },
		});
	});

	test('leave out of the rebuilt booking what came later', () => {
		const { scheduled, invitee } = resources('04-reschedule-1-canceled-old', (fields) => {
			fields.no_show = { created_at: '2026-10-23T14:00:00.000000Z' };
		});
		const {
			events: [creation, noShow],
		} = currentBooking(scheduled, invitee, { ...options, includeRaw: true });
		const later = {
			status: 'active',
			rescheduled: false,
			new_invitee: null,
			scheduled_event: { status: 'active' },
		};
		expect(creation.raw).toMatchObject({ payload: { ...later, no_show: null } });
		expect(noShow.raw).toMatchObject({ payload: { ...later, no_show: invitee.no_show } });
		expect(JSON.stringify([creation, noShow])).not.toContain('"cancellation":{');
	});

	test('tell each link of a chain of reschedules as moved to and moved away', () => {
		const old = payload('04-reschedule-1-canceled-old').payload.uri;
		const list = events('04-reschedule-1-canceled-old', (fields) => {
			fields.old_invitee = 'https://api.calendly.com/scheduled_events/E3/invitees/A3';
		});
		expect(actions(list)).toEqual(['rescheduled', 'superseded']);
		expect(list[0].reschedule).toEqual({
			oldInviteeUri: 'https://api.calendly.com/scheduled_events/E3/invitees/A3',
			newInviteeUri: null,
			by: null,
			byType: null,
			reason: null,
		});
		expect(list[1].appointment.inviteeUri).toBe(old);
	});

	test('of each invitee of a group event are their own', () => {
		const [first] = events('06-group-created-empty-questions');
		const [second] = events('06-group-created-empty-questions', (fields) => {
			fields.uri = fields.uri.replace('a0000000', 'b0000000');
		});
		expect(second.appointment.uri).toBe(first.appointment.uri);
		expect(second.appointment.id).not.toBe(first.appointment.id);
		expect(second.idempotencyKey).not.toBe(first.idempotencyKey);
	});
});

describe('the idempotency key', () => {
	test.each<PayloadName>([
		'01-created-google-meet',
		'02-canceled-by-host',
		'04-reschedule-1-canceled-old',
		'05-reschedule-2-created-new',
		'06-group-created-empty-questions',
		'14-no-show-created',
	])('of %s is that of its delivery', (name) => {
		expect(keys(events(name))).toContain(delivered(name).idempotencyKey);
		expect(current(name).idempotencyKey).toBe(delivered(name).idempotencyKey);
	});

	test('does not change from one reading to the next', () => {
		const { scheduled, invitee } = resources('14-no-show-created');
		const later = { receivedAt: new Date('2026-12-24T00:00:00.000Z') };
		const updated = { ...invitee, updated_at: '2026-12-23T00:00:00.000000Z' };
		expect(keys(currentBooking({ ...scheduled, name: 'x' }, updated, later).events)).toEqual(
			keys(currentBooking(scheduled, invitee, options).events),
		);
	});

	test('of a second no-show is another one', () => {
		const again = events('14-no-show-created', (fields) => {
			fields.no_show.created_at = '2026-11-27T09:00:00.000000Z';
		});
		expect(again[1].idempotencyKey).not.toBe(events('14-no-show-created')[1].idempotencyKey);
	});

	test('of a no-show taken back is made of the invitee’s address, or of the appointment without one', () => {
		const [present] = events('15-no-show-deleted');
		const at = '2026-11-26T14:00:08.000Z';
		const { inviteeUri, id } = present.appointment;
		const keyOf = (invitee: string) => reconciliationKeyOf('invitee_no_show.deleted', invitee, at);
		expect(noShowRemoval(present, at).idempotencyKey).toBe(keyOf(String(inviteeUri)));
		const nameless = { ...present, appointment: { ...present.appointment, inviteeUri: null } };
		expect(noShowRemoval(nameless, at).idempotencyKey).toBe(keyOf(id));
	});

	test('of a no-show taken back names the mark, and the same mark the same key', () => {
		const [present] = events('15-no-show-deleted');
		const removal = noShowRemoval(present, '2026-11-26T14:00:08.000Z');
		expect(removal).toMatchObject({
			event: 'invitee_no_show.deleted',
			action: 'no_show_removed',
			occurredAt: null,
			updatesOnly: true,
			appointment: present.appointment,
		});
		expect(noShowRemoval(present, '2026-11-26T14:00:08.000Z')).toEqual(removal);
		expect(noShowRemoval(present, '2026-11-27T14:00:08.000Z').idempotencyKey).not.toBe(
			removal.idempotencyKey,
		);
		expect(keys(events('14-no-show-created'))).not.toContain(removal.idempotencyKey);
	});
});

describe('the revision', () => {
	const revisionOf = (change?: (fields: any) => void) => {
		const { scheduled, invitee } = resources('11-physical-guests-special-characters', change);
		return currentBooking(scheduled, invitee, options).revision;
	};
	const LATER = '2026-12-01T08:00:00.000001Z';

	test.each<[string, (fields: any) => void]>([
		['invitee', (fields) => (fields.updated_at = LATER)],
		['scheduled event', (fields) => (fields.scheduled_event.updated_at = LATER)],
		['last guest', (fields) => (fields.scheduled_event.event_guests.at(-1).updated_at = LATER)],
		['guests, by one less', (fields) => fields.scheduled_event.event_guests.pop()],
	])('is another one after an edit of the %s', (_what, edit) => {
		expect(revisionOf(edit)).not.toBe(revisionOf());
	});

	test('is the same until then, whenever it is read', () => {
		const { scheduled, invitee } = resources('11-physical-guests-special-characters');
		const later = { receivedAt: new Date('2026-12-24T00:00:00.000Z') };
		expect(currentBooking(scheduled, invitee, later).revision).toBe(revisionOf());
	});

	test('of resources without times is always the same', () => {
		const { scheduled, invitee } = resources('01-created-google-meet');
		const undated = { ...invitee, updated_at: undefined };
		const { revision } = currentBooking({ ...scheduled, updated_at: 3 }, undated, options);
		expect(revision).toBe('[null,null]');
	});
});

describe('the time of a fact', () => {
	const canceledAt = (change: (fields: any) => void) => {
		const list = events('02-canceled-by-host', change);
		return list[1].occurredAt;
	};
	test.each<[string, (fields: any) => void, string | null]>([
		['is that of the cancellation', () => {}, '2026-11-24T18:54:19.000Z'],
		[
			'is that of the event’s cancellation where the invitee has none',
			(fields) => {
				delete fields.cancellation;
				fields.updated_at = '2026-11-25T01:02:03.999999Z';
			},
			'2026-11-24T18:54:19.000Z',
		],
		[
			'is that of the last change where no cancellation is told',
			(fields) => {
				delete fields.cancellation;
				delete fields.scheduled_event.cancellation;
				fields.updated_at = '2026-11-25T01:02:03.999999Z';
			},
			'2026-11-25T01:02:03.000Z',
		],
		[
			'is unknown where none is told',
			(fields) => {
				delete fields.cancellation;
				delete fields.scheduled_event.cancellation;
				delete fields.updated_at;
			},
			null,
		],
	])('%s', (_what, change, expected) => {
		expect(canceledAt(change)).toBe(expected);
	});
});

describe('resources of any shape', () => {
	test('without the scheduled event still tell the client', () => {
		const { invitee } = resources('01-created-google-meet');
		expect(currentEvent(undefined, invitee, options)).toMatchObject({
			action: 'created',
			client: { name: 'Camille Durand' },
			appointment: { uri: invitee.event, start: null },
		});
	});

	test('take the event’s URI from the event where the invitee does not name it', () => {
		const { scheduled, invitee } = resources('01-created-google-meet');
		expect(currentEvent({ uri: scheduled.uri }, { ...invitee, event: undefined }, options)).toEqual(
			expect.objectContaining({ appointment: expect.objectContaining({ uri: scheduled.uri }) }),
		);
	});

	test('never make it throw, and always give a creation first', () => {
		const hostile = fc.oneof(
			fc.anything(),
			fc.record(
				{
					uri: fc.oneof(fc.webUrl(), fc.anything()),
					status: fc.oneof(fc.constantFrom('active', 'canceled'), fc.anything()),
					no_show: fc.oneof(fc.record({ created_at: fc.anything() }), fc.anything()),
					cancellation: fc.anything(),
					created_at: fc.anything(),
					old_invitee: fc.oneof(fc.webUrl(), fc.anything()),
					new_invitee: fc.oneof(fc.webUrl(), fc.anything()),
				},
				{ requiredKeys: [] },
			),
		);
		fc.assert(
			fc.property(hostile, hostile, (scheduled, invitee) => {
				const { events: list, revision } = currentBooking(scheduled, invitee, options);
				expect(['created', 'rescheduled']).toContain(list[0].action);
				expect(list.length).toBeLessThanOrEqual(3);
				expect(revision).toMatch(/^\[/);
				expect(currentEvent(scheduled, invitee, options).schemaVersion).toBe(1);
			}),
		);
	});
});
