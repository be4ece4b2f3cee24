import {
	canceledDelivery,
	createdDelivery,
	type SimulatedBooking,
	type Delivery,
} from '../../../scripts/lib/delivery.mts';

const HALF_HOUR_MS = 1_800_000;
const FIRST_SLOT = Date.parse('2027-01-04T08:00:00.000Z');

/** Deliveries are told apart by the identity of their invitee, which starts with their case's name. */
let run = 0;

/** A prefix that no other case, and no other part of a case, has. */
export function newPrefix(name: string): string {
	run += 1;
	return `${name}-${Date.now().toString(36)}${run}-`;
}

/** The booking `number` of a series; its slot is a half hour of its own. */
export function bookingOf(prefix: string, number: number | string): SimulatedBooking {
	const slot = typeof number === 'number' ? number : number.charCodeAt(0);
	const invitee = `${prefix}${String(number).padStart(4, '0')}`;
	return {
		invitee,
		event: `evenement-${invitee}`,
		client: 0,
		start: new Date(FIRST_SLOT + slot * HALF_HOUR_MS).toISOString(),
		bookedAt: new Date().toISOString(),
	};
}

/** The address by which mails, rows and log lines of an invitee are found. */
export function emailOf(invitee: string): string {
	return `${invitee}@example.com`;
}

/** The delivery of a booking, by a client of its own. */
export function created(booking: SimulatedBooking, movedFrom?: SimulatedBooking): Delivery {
	return byOwnClient(createdDelivery(booking, new Date(), movedFrom), booking);
}

/** The delivery of a cancellation, by a client of its own. */
export function canceled(booking: SimulatedBooking, movedTo?: SimulatedBooking): Delivery {
	return byOwnClient(canceledDelivery(booking, new Date(), movedTo), booking);
}

function byOwnClient(delivery: Delivery, { invitee }: SimulatedBooking): Delivery {
	Object.assign(delivery.payload, { name: `Client ${invitee}`, email: emailOf(invitee) });
	return delivery;
}
