import { createdDelivery, newBooking } from '../../../scripts/lib/delivery.mts';

/** Finds the booking in a mail: its name stands in the client's address, in every job's mail. */
export const MARKER = /banc-[0-9a-z]+-\d{4}/;

/** A delivery as it is sent. */
export interface Delivery {
	/** The booking it is about, as `MARKER` finds it. */
	booking: string;
	body: string;
}

let series = 0;

/** Deliveries of distinct bookings, about 2.4 kB each, as Calendly sends them. */
export function newDeliveries(count: number): Delivery[] {
	series += 1;
	const prefix = `banc-${Date.now().toString(36)}${series}`;
	return Array.from({ length: count }, (_, index) => {
		const booking = `${prefix}-${String(index).padStart(4, '0')}`;
		const now = new Date();
		const delivery = createdDelivery(newBooking(now, 0), now);
		Object.assign(delivery.payload, {
			name: `Client ${booking}`,
			email: `${booking}@example.com`,
		});
		return { booking, body: JSON.stringify(delivery) };
	});
}
