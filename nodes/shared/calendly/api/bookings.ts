import type { Fields } from '../../text/fields';
import { matchesFilter, filterFactsOfBooking, type EventFilter } from '../filters';
import type { ApiContext } from './http';
import {
	getInvitee,
	getScheduledEvent,
	listInvitees,
	listScheduledEvents,
	type ScheduledEventFilter,
} from './resources';

/** One invitee's appointment, as Calendly's API tells it. */
export interface ApiBooking {
	scheduledEvent: Fields;
	invitee: Fields;
}

/** Which bookings are wanted. */
export interface BookingQuery extends Omit<ScheduledEventFilter, 'sort'> {
	/** What the API cannot filter by. */
	filter: EventFilter;
	/** Bookings wanted at most; all when there is none. */
	limit?: number;
}

/**
 * The bookings of a query in the order of their times, invitees joined: Calendly lists appointments,
 * and each one's invitees separately, so this takes one request per appointment.
 *
 * @param read told after each appointment how many of how many were read
 * @throws CalendlyApiError
 */
export async function listBookings(
	context: ApiContext,
	{ filter, limit = Infinity, ...query }: BookingQuery,
	read: (appointments: number, total: number) => void = () => {},
): Promise<ApiBooking[]> {
	const isFiltered = Object.values(filter).some((wanted) => wanted.length > 0);
	const events = await listScheduledEvents(
		context,
		{ ...query, sort: 'start_time:asc' },
		// Each appointment has an invitee, so no more of them are needed.
		isFiltered ? {} : { limit },
	);
	const bookings: ApiBooking[] = [];
	for (const [index, { uri, raw: scheduledEvent }] of events.entries()) {
		if (bookings.length >= limit) break;
		if (!matchesFilter(filterFactsOfBooking(scheduledEvent, {}), filter).matches) continue;
		const invitees = await listInvitees(context, uri, { email: query.inviteeEmail });
		bookings.push(
			...invitees
				.map(({ raw: invitee }) => ({ scheduledEvent, invitee }))
				.filter(({ invitee }) => {
					return matchesFilter(filterFactsOfBooking(scheduledEvent, invitee), filter).matches;
				}),
		);
		read(index + 1, events.length);
	}
	return bookings.slice(0, limit);
}

/**
 * One booking by the address of its invitee, or all of an appointment by the address or UUID of that.
 *
 * @throws CalendlyApiError
 */
export async function getBookings(context: ApiContext, given: string): Promise<ApiBooking[]> {
	const [event, invitee] = given.split('/invitees/');
	if (invitee === undefined) {
		const { raw: scheduledEvent } = await getScheduledEvent(context, event);
		const invitees = await listInvitees(context, event);
		return invitees.map(({ raw }) => ({ scheduledEvent, invitee: raw }));
	}
	// Read first, because it looks at the whole address before anything is sent.
	const { raw } = await getInvitee(context, given);
	const { raw: scheduledEvent } = await getScheduledEvent(context, event);
	return [{ scheduledEvent, invitee: raw }];
}
