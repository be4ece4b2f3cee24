import { getBookings, listBookings } from '../../../../nodes/shared/calendly/api/bookings';
import type { ApiRequest } from '../../../../nodes/shared/calendly/api/exchange';
import { NO_FILTER, type EventFilter } from '../../../../nodes/shared/calendly/filters';
import { answer, BASE, ORGANIZATION, record, rejectionOf, USER } from './fakeCalendly.mts';

const eventUri = (id: string) => `${BASE}/scheduled_events/${id}`;
const inviteeUri = (event: string, id: string) => `${eventUri(event)}/invitees/${id}`;
const scheduled = (id: string, fields: object = {}) => ({
	uri: eventUri(id),
	name: 'Consultation téléphonique',
	event_type: `${BASE}/event_types/PHONE`,
	event_memberships: [{ user: USER, user_email: 'atelier@example.com' }],
	...fields,
});
const invitee = (event: string, id: string, email = 'camille@example.com') => ({
	uri: inviteeUri(event, id),
	email,
});

const EVENTS = [
	scheduled('E1'),
	scheduled('E2', { event_type: `${BASE}/event_types/VIDEO`, name: 'Visio' }),
	scheduled('E3'),
];
const INVITEES: Record<string, object[]> = {
	E1: [invitee('E1', 'A')],
	E2: [invitee('E2', 'B', 'zoe@example.org')],
	E3: [invitee('E3', 'C'), invitee('E3', 'D', 'zoe@example.org')],
};

/** Three appointments, the last one of two invitees, in the order of their times. */
function calendly() {
	return record(async ({ path }: ApiRequest) => {
		const [, , event, list, one] = path.split('/');
		if (path === '/scheduled_events') return page(EVENTS);
		if (event !== undefined && list === undefined) return found(EVENTS, path);
		return one === undefined ? page(INVITEES[event] ?? []) : found(INVITEES[event] ?? [], path);
	});
}

const page = (collection: object[]) =>
	answer(200, { collection, pagination: { next_page_token: null } });

function found(resources: object[], path: string) {
	const resource = resources.find((one) => 'uri' in one && one.uri === BASE + path);
	return resource === undefined ? answer(404) : answer(200, { resource });
}

const filterBy = (fields: Partial<EventFilter>): EventFilter => ({ ...NO_FILTER, ...fields });
const idsOf = (bookings: Array<{ invitee: Record<string, unknown> }>) =>
	bookings.map(({ invitee: { uri } }) => String(uri).slice(-1)).join('');

describe('the list of bookings', () => {
	test('joins each invitee to the appointment, in the order of their times', async () => {
		const { context, requests } = calendly();
		const bookings = await listBookings(context, { organization: ORGANIZATION, filter: NO_FILTER });
		expect(bookings).toEqual([
			{ scheduledEvent: EVENTS[0], invitee: INVITEES.E1[0] },
			{ scheduledEvent: EVENTS[1], invitee: INVITEES.E2[0] },
			{ scheduledEvent: EVENTS[2], invitee: INVITEES.E3[0] },
			{ scheduledEvent: EVENTS[2], invitee: INVITEES.E3[1] },
		]);
		expect(requests.map(({ path }) => path)).toEqual([
			'/scheduled_events',
			'/scheduled_events/E1/invitees',
			'/scheduled_events/E2/invitees',
			'/scheduled_events/E3/invitees',
		]);
		expect(requests[0].query).toEqual({
			organization: ORGANIZATION,
			sort: 'start_time:asc',
			count: 100,
		});
	});

	test('hands on what Calendly can filter by, the mail address also for the invitees', async () => {
		const { context, requests } = calendly();
		await listBookings(context, {
			user: USER,
			minStartTime: new Date('2026-11-01T00:00:00Z'),
			maxStartTime: new Date('2026-12-01T00:00:00Z'),
			status: 'active',
			inviteeEmail: 'zoe@example.org',
			filter: NO_FILTER,
		});
		expect(requests[0].query).toEqual({
			user: USER,
			min_start_time: '2026-11-01T00:00:00.000Z',
			max_start_time: '2026-12-01T00:00:00.000Z',
			status: 'active',
			invitee_email: 'zoe@example.org',
			sort: 'start_time:asc',
			count: 100,
		});
		expect(requests[1].query).toMatchObject({ email: 'zoe@example.org' });
	});

	test.each<[string, Partial<EventFilter>, string, number]>([
		['the type', { eventTypes: [`${BASE}/event_types/VIDEO`] }, 'B', 1],
		['the name', { namePattern: 'consultation*' }, 'ACD', 2],
		['the host, whoever it is', { hosts: ['somebody@example.com'] }, '', 0],
		['the invitee, for which they have to be read', { inviteeDomains: ['example.org'] }, 'BD', 3],
	])(
		'filters by %s, without reading the invitees of what cannot fit',
		async (_name, fields, ids, reads) => {
			const { context, requests } = calendly();
			const bookings = await listBookings(context, { filter: filterBy(fields) });
			expect(idsOf(bookings)).toBe(ids);
			expect(requests).toHaveLength(1 + reads);
		},
	);

	test.each([
		[1, 'A', 1],
		[2, 'AB', 2],
		[3, 'ABC', 3],
		[9, 'ABCD', 3],
	])('of at most %d reads no more than it needs', async (limit, ids, reads) => {
		const { context, requests } = calendly();
		expect(idsOf(await listBookings(context, { limit, filter: NO_FILTER }))).toBe(ids);
		expect(requests).toHaveLength(1 + reads);
		expect(requests[0].query?.count).toBe(limit);
	});

	test('that is filtered here asks for whole pages, whatever the limit', async () => {
		const { context, requests } = calendly();
		const filter = filterBy({ namePattern: 'visio' });
		expect(idsOf(await listBookings(context, { limit: 1, filter }))).toBe('B');
		expect(requests[0].query?.count).toBe(100);
	});

	test('that is filtered here stops at the limit all the same', async () => {
		const { context, requests } = calendly();
		const filter = filterBy({ namePattern: 'consultation' });
		expect(idsOf(await listBookings(context, { limit: 1, filter }))).toBe('A');
		expect(requests.map(({ path }) => path)).toEqual([
			'/scheduled_events',
			'/scheduled_events/E1/invitees',
		]);
	});

	test('tells how far it has come after each appointment', async () => {
		const told: Array<[number, number]> = [];
		await listBookings(calendly().context, { filter: NO_FILTER }, (...progress) =>
			told.push(progress),
		);
		expect(told).toEqual([
			[1, 3],
			[2, 3],
			[3, 3],
		]);
	});

	test('is an error when the invitees of one appointment cannot be read', async () => {
		const { context } = record(async ({ path }) =>
			path === '/scheduled_events' ? page(EVENTS) : answer(401),
		);
		expect(await rejectionOf(listBookings(context, { filter: NO_FILTER }))).toMatchObject({
			kind: 'unauthorized',
		});
	});
});

describe('the bookings of one appointment', () => {
	test.each([
		['its UUID', 'E3', 'CD'],
		['its address', eventUri('E3'), 'CD'],
		['its address with white space', `\t${eventUri('E3')}\n`, 'CD'],
		['the address of an invitee', inviteeUri('E3', 'D'), 'D'],
		['the address of an invitee with white space', ` ${inviteeUri('E3', 'D')} `, 'D'],
	])('are read by %s', async (_name, given, ids) => {
		const bookings = await getBookings(calendly().context, given);
		expect(idsOf(bookings)).toBe(ids);
		for (const { scheduledEvent } of bookings) expect(scheduledEvent).toEqual(EVENTS[2]);
	});

	test.each([
		['an invitee who is gone', inviteeUri('E3', 'Z')],
		['an appointment that is gone', eventUri('E9')],
	])('of %s are an error', async (_name, given) => {
		const { context } = calendly();
		expect(await rejectionOf(getBookings(context, given))).toMatchObject({ kind: 'not_found' });
	});

	test.each([
		'',
		'E1/invitees/A',
		'E1/cancellation',
		`${eventUri('E1')}/invitees/`,
		`${eventUri('E1')}/invitees/A/invitees/B`,
		`${eventUri('E1')}/invitees/../A`,
		`${eventUri('..')}/invitees/A`,
		'https://evil.example/scheduled_events/E1/invitees/A',
	])('are not asked for by %j', async (given) => {
		const { context, requests } = calendly();
		expect(await rejectionOf(getBookings(context, given))).toMatchObject({ kind: 'invalid_input' });
		expect(requests).toEqual([]);
	});
});
