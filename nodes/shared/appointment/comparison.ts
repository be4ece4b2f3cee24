import { getBookings, listBookings, type ApiBooking } from '../calendly/api/bookings';
import type { ApiContext } from '../calendly/api/http';
import { CalendlyApiError } from '../calendly/api/problem';
import {
	filterFactsOfBooking,
	matchesFilter,
	NO_FILTER,
	type EventFilter,
} from '../calendly/filters';
import { DAY_MS } from '../french/dates';
import { currentBooking, type CurrentBooking } from './fromApi';
import { inviteeIdOf } from './identity';
import { differences, unlistedSuccessors, type Difference } from './reconcile';
import type { AppointmentRow } from './row';

/** What is compared, and how far. */
export interface ComparisonRequest {
	/** Whose appointments Calendly is asked for. */
	holder: { organization: string } | { user: string };
	/** All rows of the appointment table. */
	rows: readonly AppointmentRow[];
	/** Days before and after now whose appointments are compared. */
	pastDays: number;
	futureDays: number;
	/** Bookings the trigger lets in; what it does not is not caught up either. */
	filter: EventFilter;
	/** Bookings made before are recorded without a mail: somebody else announced them. */
	announcedSince: Date | null;
	/** IANA zone of the display fields. */
	timezone: string;
}

/** What differs, and how many of Calendly’s bookings were looked at. */
export interface ComparisonResult {
	differences: Difference[];
	bookings: number;
}

type Reader = (bookings: readonly ApiBooking[]) => CurrentBooking[];

/**
 * Reads what Calendly holds and says what has to go through the journal for the table to say the same.
 *
 * @param read told after each appointment how many of how many were read
 * @throws CalendlyApiError
 */
export async function compareWithCalendly(
	context: ApiContext,
	{ holder, rows, pastDays, futureDays, filter, announcedSince, timezone }: ComparisonRequest,
	read?: (appointments: number, total: number) => void,
): Promise<ComparisonResult> {
	const now = context.now();
	const window = {
		from: new Date(now.getTime() - pastDays * DAY_MS),
		to: new Date(now.getTime() + futureDays * DAY_MS),
	};
	const query = {
		...holder,
		minStartTime: window.from,
		maxStartTime: window.to,
		filter: NO_FILTER,
	};
	const listed = await listBookings(context, query, read);
	const options = { receivedAt: now, timezone };
	const { bookings, found } = await withSuccessors(context, listed, rows, (all) =>
		all.map(({ scheduledEvent, invitee }) => currentBooking(scheduledEvent, invitee, options)),
	);
	const isWanted = wantedBy(filter, bookings);
	const all = differences({ found, rows, window, now, announcedSince });
	return { differences: all.filter(isWanted), bookings: found.length };
}

/** Judged here, not while reading: a booking that is filtered out is not unknown to Calendly. */
function wantedBy(filter: EventFilter, bookings: readonly ApiBooking[]) {
	const unwanted = new Set(
		bookings
			.filter(({ scheduledEvent, invitee }) => {
				return !matchesFilter(filterFactsOfBooking(scheduledEvent, invitee), filter).matches;
			})
			.map(({ invitee }) => inviteeIdOf(String(invitee.uri))),
	);
	return ({ identifiant }: Difference) => !unwanted.has(identifiant);
}

/** Appointments moved out of the window are read one by one, along the whole chain. */
async function withSuccessors(
	context: ApiContext,
	listed: readonly ApiBooking[],
	rows: readonly AppointmentRow[],
	read: Reader,
): Promise<{ bookings: ApiBooking[]; found: CurrentBooking[] }> {
	const tried = new Set<string>();
	const bookings = [...listed];
	const found = read(listed);
	for (;;) {
		const next = unlistedSuccessors({ found, rows }).find((uri) => !tried.has(uri));
		if (next === undefined) return { bookings, found };
		tried.add(next);
		const successors = await getBookings(context, next).catch(noneIfGone);
		bookings.push(...successors);
		found.push(...read(successors));
	}
}

function noneIfGone(error: unknown): ApiBooking[] {
	if (error instanceof CalendlyApiError && error.kind === 'not_found') return [];
	throw error;
}
