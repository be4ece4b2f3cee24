import {
	compareWithCalendly,
	type ComparisonRequest,
} from '../../../nodes/shared/appointment/comparison';
import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import type { ApiRequest } from '../../../nodes/shared/calendly/api/exchange';
import { NO_FILTER } from '../../../nodes/shared/calendly/filters';
import {
	answer,
	BASE,
	NOW,
	ORGANIZATION,
	record,
	rejectionOf,
	USER,
} from '../calendly/api/fakeCalendly.mts';

const eventUri = (id: string) => `${BASE}/scheduled_events/${id}`;
const uriOf = (id: string) => `${eventUri(id)}/invitees/${id}`;

interface Stored {
	id: string;
	/** Not in the list: it lies outside the window. */
	far?: true;
	from?: string;
	to?: string;
	start?: string;
	email?: string;
}

/** Calendly with these appointments of one invitee each; what is not among them is gone (404). */
function calendlyWith(...stored: Stored[]) {
	return record(async ({ path }: ApiRequest) => {
		if (path === '/scheduled_events') {
			const listed = stored.filter(({ far }) => !far).map(scheduledEvent);
			return answer(200, { collection: listed, pagination: {} });
		}
		const [, , id, list, one] = path.split('/');
		const found = stored.find((booking) => booking.id === id);
		if (found === undefined) return answer(404);
		if (list === undefined) return answer(200, { resource: scheduledEvent(found) });
		return one === undefined
			? answer(200, { collection: [invitee(found)], pagination: {} })
			: answer(200, { resource: invitee(found) });
	});
}

const scheduledEvent = ({ id, start = '2026-11-26T13:00:00.000000Z' }: Stored) => ({
	uri: eventUri(id),
	name: 'Consultation',
	status: 'active',
	start_time: start,
	end_time: start.replace(':00:', ':30:'),
	updated_at: '2026-11-20T08:00:00.000000Z',
});

const invitee = ({ id, from, to, email = 'ines@example.com' }: Stored) => ({
	uri: uriOf(id),
	name: 'Inès Moreau',
	email,
	status: to === undefined ? 'active' : 'canceled',
	rescheduled: to !== undefined,
	old_invitee: from === undefined ? null : uriOf(from),
	new_invitee: to === undefined ? null : uriOf(to),
	created_at: '2026-11-20T08:00:00.000000Z',
	updated_at: '2026-11-20T08:00:00.000000Z',
});

const request = (parts: Partial<ComparisonRequest> = {}): ComparisonRequest => ({
	holder: { organization: ORGANIZATION },
	rows: [],
	pastDays: 7,
	futureDays: 60,
	filter: NO_FILTER,
	announcedSince: null,
	timezone: 'Europe/Paris',
	...parts,
});

const aRow = (id: string, parts: Partial<AppointmentRow> = {}): AppointmentRow => ({
	identifiant: id,
	etat: 'confirme',
	recu_le: '2026-11-20T08:00:01.000Z',
	debut: '2026-11-26T13:00:00.000Z',
	invite_uri: uriOf(id),
	...parts,
});

async function compared(stored: Stored[], parts: Partial<ComparisonRequest> = {}) {
	const { context, requests } = calendlyWith(...stored);
	const { differences, bookings } = await compareWithCalendly(context, request(parts));
	const brief = differences.map(
		({ kind, identifiant, announcements }) => `${kind} ${identifiant} (${announcements})`,
	);
	return { brief, differences, bookings, paths: requests.map(({ path }) => path) };
}

describe('Calendly is asked', () => {
	test.each<[string, ComparisonRequest['holder']]>([
		['the organization', { organization: ORGANIZATION }],
		['one user', { user: USER }],
	])('for the appointments of %s, those past and cancelled too', async (_name, holder) => {
		const { context, requests } = calendlyWith();
		await compareWithCalendly(context, request({ holder, pastDays: 2, futureDays: 3 }));
		expect(requests).toEqual([
			{
				method: 'GET',
				path: '/scheduled_events',
				query: {
					...holder,
					min_start_time: '2026-11-20T10:00:00.000Z',
					max_start_time: '2026-11-25T10:00:00.000Z',
					sort: 'start_time:asc',
					count: 100,
				},
			},
		]);
		expect(NOW.toISOString()).toBe('2026-11-22T10:00:00.000Z');
	});

	test('and says how far it has come', async () => {
		const told: Array<[number, number]> = [];
		const { context } = calendlyWith({ id: 'A' }, { id: 'B' });
		await compareWithCalendly(context, request(), (...progress) => told.push(progress));
		expect(told).toEqual([
			[1, 2],
			[2, 2],
		]);
	});
});

describe('what Calendly holds and the table does not', () => {
	test('is to be recorded, as read now and shown in the zone of the workshop', async () => {
		const { brief, differences, bookings } = await compared([{ id: 'A' }], {
			timezone: 'America/Montreal',
		});
		expect(brief).toEqual(['missing A (due)']);
		expect(bookings).toBe(1);
		expect(differences[0].events[0]).toMatchObject({
			action: 'created',
			source: 'reconciliation',
			receivedAt: NOW.toISOString(),
			display: { dateTime: '26/11/2026 à 08:00 - 08:30' },
		});
	});

	test('is not announced where it was booked before the first start', async () => {
		const announcedSince = new Date('2026-11-20T08:00:01Z');
		expect((await compared([{ id: 'A' }], { announcedSince })).brief).toEqual([
			'missing A (never)',
		]);
	});
});

describe('a row Calendly does not list', () => {
	test('is told where it lies in the days that were asked for, and only there', async () => {
		const rows = [aRow('A'), aRow('B', { debut: '2026-12-26T13:00:00.000Z' })];
		expect((await compared([], { rows, futureDays: 10 })).brief).toEqual([
			'unknown_to_calendly A (never)',
		]);
	});
});

describe('what the trigger does not let in', () => {
	const filter = { ...NO_FILTER, inviteeDomains: ['example.com'] };
	const stored = [{ id: 'A' }, { id: 'B', email: 'zoe@example.org' }];

	test('is not caught up', async () => {
		const { brief, bookings } = await compared(stored, { filter });
		expect(brief).toEqual(['missing A (due)']);
		expect(bookings).toBe(2);
	});

	test('is known to Calendly all the same', async () => {
		const rows = [aRow('B', { client: 'Zoé' })];
		expect((await compared(stored, { filter, rows })).brief).toEqual(['missing A (due)']);
	});

	test('hides no row that Calendly does not know', async () => {
		expect((await compared(stored, { filter, rows: [aRow('C')] })).brief).toEqual([
			'missing A (due)',
			'unknown_to_calendly C (never)',
		]);
	});
});

describe('an appointment moved out of the window', () => {
	const chain: Stored[] = [
		{ id: 'A', to: 'B' },
		{ id: 'B', from: 'A', to: 'C', far: true, start: '2027-03-01T08:00:00.000000Z' },
		{ id: 'C', from: 'B', far: true, start: '2027-04-01T08:00:00.000000Z' },
	];

	test('is followed from one move to the next, each read once', async () => {
		const { brief, bookings, paths } = await compared(chain, { rows: [aRow('A')] });
		expect(brief).toEqual(['moved A (never)', 'moved B (never)', 'moved C (due)']);
		expect(bookings).toBe(3);
		expect(paths).toEqual([
			'/scheduled_events',
			'/scheduled_events/A/invitees',
			'/scheduled_events/B/invitees/B',
			'/scheduled_events/B',
			'/scheduled_events/C/invitees/C',
			'/scheduled_events/C',
		]);
	});

	test('is not read where the table has it', async () => {
		const { paths } = await compared(chain, { rows: [aRow('A'), aRow('B')] });
		expect(paths).toEqual(['/scheduled_events', '/scheduled_events/A/invitees']);
	});

	test('to where the trigger lets nothing in is not caught up there', async () => {
		const moved = chain.map((one) => ({ ...one, email: one.id === 'C' ? 'c@c.fr' : undefined }));
		const filter = { ...NO_FILTER, inviteeDomains: ['example.com'] };
		expect((await compared(moved, { filter, rows: [aRow('A')] })).brief).toEqual([
			'moved A (never)',
			'moved B (never)',
		]);
	});

	test('that is gone is tried once and left out', async () => {
		const { brief, bookings, paths } = await compared(chain.slice(0, 1), { rows: [aRow('A')] });
		expect(brief).toEqual(['moved A (never)']);
		expect(bookings).toBe(1);
		expect(paths.slice(2)).toEqual(['/scheduled_events/B/invitees/B']);
	});

	test('that Calendly refuses to show is an error, not a part that passes for the whole', async () => {
		const { context, requests } = calendlyWith(...chain);
		const { transport } = context;
		context.transport = async (sent) => {
			const response = await transport(sent);
			return sent.path.endsWith('/invitees/B') ? answer(401) : response;
		};
		expect(await rejectionOf(compareWithCalendly(context, request()))).toMatchObject({
			kind: 'unauthorized',
		});
		expect(requests).toHaveLength(3);
	});
});
