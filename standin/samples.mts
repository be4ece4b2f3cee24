import { DAY_MS, HOUR_MS } from '../nodes/shared/french/dates.ts';
import { Bookings, type Fact } from './bookings.mts';
import { StandInClock } from './clock.mts';
import { micros } from './times.mts';
import { newUri, type EventType, type User } from './world.mts';

/**
 * A delivery of GET /sample_webhook_data: of nothing that ever happened. Unlike a real one its
 * envelope carries microseconds.
 */
export function sampleDelivery(event: string, creator: User, eventType: EventType, now: Date) {
	return {
		created_at: micros(now),
		created_by: creator.uri,
		event,
		payload: samplePayload(event, eventType, now),
	};
}

function samplePayload(event: string, eventType: EventType, now: Date): { uri: string } {
	if (event.startsWith('invitee')) return inviteePayload(event, eventType, now);
	const uri = newUri(`${event.split('.')[0]}s`);
	if (/^(contact|meeting_recap)\.deleted$/.test(event))
		return { uri, deleted_at: micros(now) } as { uri: string };
	return { uri, created_at: micros(now), updated_at: micros(now) } as { uri: string };
}

function inviteePayload(event: string, eventType: EventType, now: Date): Fact['payload'] {
	const facts: Fact[] = [];
	const bookings = new Bookings(new StandInClock({ start: now }), (more) => facts.push(...more));
	const { uri } = bookings.book({
		eventType,
		start: new Date(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS + DAY_MS),
		invitee: { name: 'John Doe', email: 'john.doe@example.com', timezone: 'Europe/Paris' },
	});
	if (event === 'invitee.canceled') bookings.cancel(uri, { by: 'invitee' });
	if (event.startsWith('invitee_no_show')) bookings.markNoShow(uri);
	if (event === 'invitee_no_show.deleted') bookings.unmarkNoShow(uri);
	return (facts.at(-1) as Fact).payload;
}
