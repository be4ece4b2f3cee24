import { randomUUID } from 'node:crypto';

// Not from nodes/shared: `npm start` loads this file, and Node warns of sources it runs without a build.
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const API = 'https://api.calendly.com';
const HOST = `${API}/users/5b6f0a52-7c1e-4a8d-9e21-0c4d6f8a1b30`;

/** What stays the same of a simulated booking through its deliveries. */
export interface SimulatedBooking {
	invitee: string;
	event: string;
	client: number;
	/** Start of the appointment, UTC. */
	start: string;
	bookedAt: string;
}

/** A delivery in the shape Calendly sends (docs/design.md §5.2). */
export interface Delivery {
	created_at: string;
	created_by: string;
	event: string;
	payload: Record<string, unknown>;
}

const CLIENTS = [
	{ name: 'Jean Dupont', email: 'jean.dupont@example.com', phone: '+33 6 39 98 45 67' },
	{ name: 'Zoé L’Hôte', email: 'zoe.lhote@example.com', phone: '+33 6 39 98 12 34' },
	{ name: 'Noé Garnier', email: 'noe.garnier@example.com', phone: '+33 6 39 98 00 11' },
	{ name: 'Inès Moreau', email: 'ines.moreau@example.com', phone: '+33 6 39 98 77 88' },
];

/** A new booking, some days ahead, at a half hour. */
export function newBooking(
	now: Date,
	client = Math.floor(Math.random() * CLIENTS.length),
): SimulatedBooking {
	const start = new Date(now.getTime() + (3 + Math.floor(Math.random() * 20)) * DAY_MS);
	start.setUTCHours(8 + Math.floor(Math.random() * 8), Math.random() < 0.5 ? 0 : 30, 0, 0);
	return {
		invitee: randomUUID(),
		event: randomUUID(),
		client,
		start: start.toISOString(),
		bookedAt: now.toISOString(),
	};
}

/** What the client of a simulated booking types in Calendly. */
export function formOf({ client, invitee }: SimulatedBooking) {
	return {
		...CLIENTS[client],
		configuration: `https://archimeuble.com/configurator/save/${invitee.slice(0, 8)}`,
		notes: 'Je souhaite un meuble scandinave pour mon salon, en chêne & laiton, 1,80 m.',
	};
}

export const CANCEL_REASON = 'Empêchement de dernière minute';

export function createdDelivery(
	booking: SimulatedBooking,
	now: Date,
	movedFrom?: SimulatedBooking,
): Delivery {
	return envelope('invitee.created', now, {
		...inviteePayload(booking),
		...(movedFrom === undefined ? {} : { old_invitee: inviteeUri(movedFrom) }),
	});
}

export function canceledDelivery(
	booking: SimulatedBooking,
	now: Date,
	movedTo?: SimulatedBooking,
): Delivery {
	const cancellation = {
		canceled_by: CLIENTS[booking.client].name,
		canceler_type: 'invitee',
		created_at: micros(now.toISOString()),
		reason: movedTo === undefined ? CANCEL_REASON : null,
	};
	const payload = inviteePayload(booking);
	return envelope('invitee.canceled', now, {
		...payload,
		cancellation,
		status: 'canceled',
		rescheduled: movedTo !== undefined,
		new_invitee: movedTo === undefined ? null : inviteeUri(movedTo),
		scheduled_event: { ...payload.scheduled_event, cancellation, status: 'canceled' },
	});
}

export function noShowDelivery(booking: SimulatedBooking, now: Date): Delivery {
	return envelope('invitee_no_show.created', now, {
		...inviteePayload(booking),
		no_show: {
			uri: `${API}/invitee_no_shows/${randomUUID()}`,
			created_at: micros(now.toISOString()),
		},
	});
}

/** Whole seconds, written with six zeros, as in captured deliveries. */
function envelope(event: string, now: Date, payload: Record<string, unknown>): Delivery {
	const created_at = now.toISOString().replace(/\.\d{3}Z$/, '.000000Z');
	return { created_at, created_by: HOST, event, payload };
}

function inviteePayload(booking: SimulatedBooking) {
	const { name, email, phone } = formOf(booking);
	const bookedAt = micros(booking.bookedAt);
	return {
		cancel_url: `https://calendly.com/cancellations/${booking.invitee}`,
		created_at: bookedAt,
		email,
		event: eventUri(booking),
		first_name: null,
		invitee_scheduled_by: null,
		last_name: null,
		name,
		new_invitee: null,
		no_show: null,
		old_invitee: null,
		payment: null,
		questions_and_answers: answersOf(booking),
		reconfirmation: null,
		reschedule_url: `https://calendly.com/reschedulings/${booking.invitee}`,
		rescheduled: false,
		routing_form_submission: null,
		scheduled_event: scheduledEvent(booking, phone),
		scheduling_method: null,
		status: 'active',
		text_reminder_number: null,
		timezone: 'Europe/Paris',
		tracking: {
			utm_campaign: null,
			utm_source: 'simulation',
			utm_medium: null,
			utm_content: null,
			utm_term: null,
			salesforce_uuid: null,
		},
		updated_at: bookedAt,
		uri: inviteeUri(booking),
	};
}

function answersOf(booking: SimulatedBooking) {
	const { configuration, notes } = formOf(booking);
	return [
		{ answer: configuration, position: 0, question: 'Lien de configuration ArchiMeuble' },
		{ answer: notes, position: 1, question: 'Notes supplémentaires' },
		{ answer: '1 500 € - 3 000 €', position: 2, question: 'Budget estimé' },
	];
}

function scheduledEvent(booking: SimulatedBooking, phone: string) {
	const end = new Date(Date.parse(booking.start) + 30 * MINUTE_MS).toISOString();
	return {
		created_at: micros(booking.bookedAt),
		end_time: micros(end),
		event_guests: [],
		event_memberships: [
			{ user: HOST, user_email: 'menuisier@example.com', user_name: 'Atelier ArchiMeuble' },
		],
		event_type: `${API}/event_types/0f3a9b1c-5d72-4e84-b6a1-2c7d8e9f0a11`,
		invitees_counter: { total: 1, active: 1, limit: 1 },
		location: { location: phone, type: 'outbound_call' },
		meeting_notes_html: null,
		meeting_notes_plain: null,
		name: 'Consultation téléphonique - 30 min',
		start_time: micros(booking.start),
		status: 'active',
		updated_at: micros(booking.bookedAt),
		uri: eventUri(booking),
	};
}

function eventUri({ event }: SimulatedBooking): string {
	return `${API}/scheduled_events/${event}`;
}

function inviteeUri(booking: SimulatedBooking): string {
	return `${eventUri(booking)}/invitees/${booking.invitee}`;
}

/** `2026-11-24T09:12:12.421Z` with microseconds, as Calendly writes times inside a payload. */
function micros(iso: string): string {
	return iso.replace(/Z$/, '000Z');
}
