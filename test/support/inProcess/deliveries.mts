import { webhook, type PayloadName } from '../payloads.mts';

const DAY_MS = 86_400_000;

/** A delivery of Calendly, parsed. */
export type Delivery = Record<string, any>;

export interface BookingFacts {
	/** Tells one booking from another. */
	number?: number;
	name?: string;
	email?: string;
	/** Days from now to its beginning; it takes half an hour. */
	inDays?: number;
}

/** A booking made now, for next week where nothing else is said. */
export function booking(facts: BookingFacts = {}): Delivery {
	const { number = 1, name = 'Camille Durand', email = 'camille.durand@example.com' } = facts;
	const start = Date.now() + (facts.inDays ?? 7) * DAY_MS;
	return numbered('01-created-google-meet', number, (payload) => {
		Object.assign(payload, { name, email });
		payload.scheduled_event.start_time = new Date(start).toISOString();
		payload.scheduled_event.end_time = new Date(start + 1_800_000).toISOString();
	});
}

/** The same appointment, cancelled by its client. */
export function cancellation(of: Delivery, reason = 'Empêchement'): Delivery {
	const cancelled = structuredClone(of);
	const { payload } = cancelled;
	Object.assign(payload, {
		status: 'canceled',
		cancellation: {
			canceled_by: payload.name,
			canceler_type: 'invitee',
			created_at: new Date().toISOString(),
			reason,
		},
	});
	return { ...cancelled, event: 'invitee.canceled' };
}

/** The new half of a move: the same client, booked for another day. */
export function move(of: Delivery, facts: { number: number; inDays: number }): Delivery {
	const { name, email, uri } = of.payload;
	const moved = booking({ name, email, ...facts });
	moved.payload.old_invitee = uri;
	return moved;
}

/** The client did not come. */
export function noShow(of: Delivery): Delivery {
	const { payload } = structuredClone(of);
	const created_at = new Date().toISOString();
	const uri = 'https://api.calendly.com/invitee_no_shows/f0000000-0000-4000-8000-000000000001';
	return {
		...of,
		event: 'invitee_no_show.created',
		payload: { ...payload, no_show: { uri, created_at } },
	};
}

function numbered(name: PayloadName, number: number, change: (payload: any) => void): Delivery {
	const identity = `0000-4000-8000-${String(number).padStart(12, '0')}`;
	const text = JSON.stringify(webhook(name, change));
	return JSON.parse(text.replace(/0000-4000-8000-\d{12}/g, identity)) as Delivery;
}
