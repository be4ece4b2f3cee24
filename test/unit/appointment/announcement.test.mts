import type { ClientMailKind } from '../../../nodes/shared/appointment/announcement';
import { CLIENT_SENT_COLUMN, clientMailOf } from '../../../nodes/shared/appointment/announcement';
import type { AppointmentAction } from '../../../nodes/shared/appointment/event';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from '../../../nodes/shared/appointment/row';
import { aRow, CLIENT_KINDS } from '../email/clientFixtures.mts';
import { anEvent } from '../email/fixtures.mts';

/** `anEvent()` begins on 15 November 2025 at 14:00 UTC. */
const NOW = new Date('2025-11-01T10:00:00.000Z');
const SENT = '2025-11-01T09:00:00.000Z';

const owed = (
	action: AppointmentAction,
	own: Partial<AppointmentRow> | null = null,
	now: Date = NOW,
) => clientMailOf(anEvent({ action }), own === null ? null : aRow({ etat: null, ...own }), now);

const ANNOUNCED: Array<[AppointmentAction, ClientMailKind]> = [
	['created', 'confirmation'],
	['rescheduled', 'client_rescheduled'],
	['canceled', 'client_canceled'],
];

describe('the client', () => {
	test.each(ANNOUNCED)('is told of %s by the mail %s, once', (action, kind) => {
		expect(owed(action)).toBe(kind);
		expect(owed(action, {})).toBe(kind);
		expect(owed(action, { etat: 'confirme' })).toBe(kind);
		expect(owed(action, { [CLIENT_SENT_COLUMN[kind]]: SENT })).toBeNull();
	});

	test('is told even when only the workshop was told before an execution broke off', () => {
		expect(owed('created', { etat: 'confirme', envoye_nouveau_le: SENT })).toBe('confirmation');
	});

	test.each<AppointmentAction>(['superseded', 'no_show', 'no_show_removed', 'other'])(
		'is not told of %s',
		(action) => {
			expect(owed(action)).toBeNull();
		},
	);

	test.each<[AppointmentAction, string]>([
		['created', 'annule'],
		['created', 'deplace'],
		['rescheduled', 'annule'],
		['rescheduled', 'deplace'],
		['canceled', 'deplace'],
	])('is not told that it was %s once it is %s', (action, etat) => {
		expect(owed(action, { etat })).toBeNull();
	});

	test('is told of the cancellation of what is cancelled already', () => {
		expect(owed('canceled', { etat: 'annule' })).toBe('client_canceled');
	});

	test.each(ANNOUNCED)('is not told of %s when it has begun', (action, kind) => {
		expect(owed(action, null, new Date('2025-11-15T13:59:59Z'))).toBe(kind);
		expect(owed(action, null, new Date('2025-11-15T14:00:00Z'))).toBeNull();
	});

	test('is not told of the past when only the row knows the start', () => {
		const event = anEvent({ action: 'canceled', appointment: { start: null } });
		const own = aRow({ debut: '2025-10-01T08:00:00.000Z' });
		expect(clientMailOf(event, own, NOW)).toBeNull();
		expect(clientMailOf(event, null, NOW)).toBe('client_canceled');
	});

	test.each([null, '', 'Zoé', 'a@example.com, b@example.com'])('is not told at %j', (email) => {
		expect(clientMailOf(anEvent({ client: { email } }), null, NOW)).toBeNull();
	});
});

test('each mail to the client is marked in a column of its own', () => {
	const columns = CLIENT_KINDS.map((kind) => CLIENT_SENT_COLUMN[kind]);
	expect(new Set(columns).size).toBe(4);
	expect(APPOINTMENT_COLUMNS).toEqual(expect.arrayContaining(columns));
});
