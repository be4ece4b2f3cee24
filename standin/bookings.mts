import { randomUUID } from 'node:crypto';
import type { StandInClock } from './clock.mts';
import { locationOf, withLink, withRedirect } from './places.mts';
import {
	payloadOf,
	type Cancellation,
	type EventResource,
	type InviteeResource,
	type Location,
	type Payment,
	type QuestionAndAnswer,
} from './resources.mts';
import { later, micros } from './times.mts';
import { newUri, SITE, type EventType, type Group, type User } from './world.mts';

export interface ScheduledEvent {
	eventType: EventType;
	host: User;
	group: Group | null;
	resource: EventResource;
	invitees: Invitee[];
}

export interface Invitee {
	event: ScheduledEvent;
	resource: InviteeResource;
}

/** Something that happened and that subscribers are told. */
export interface Fact {
	event: string;
	organization: string;
	user: string;
	group: string | null;
	at: Date;
	payload: { uri: string };
}

/** Order in which the two deliveries of a reschedule are sent; Calendly promises none. */
export type RescheduleOrder = 'canceled first' | 'created first' | 'together';

export interface NewBooking {
	eventType: EventType;
	start: Date | string;
	invitee: {
		name: string;
		email: string;
		timezone?: string | null;
		firstName?: string;
		lastName?: string;
		/** For text reminders. */
		phone?: string;
	};
	/** Questions left unanswered leave gaps in the positions. */
	answers?: Array<{ question: string; answer: string; position?: number }>;
	/** What the client typed as place or number, or the whole location as Calendly would give it. */
	location?: string | Location;
	guests?: string[];
	/** Whose group the appointment counts for; the event type's unless given. */
	group?: Group;
	tracking?: Partial<InviteeResource['tracking']>;
	/** What the client paid when booking, or failed to. */
	payment?: Payment;
	/** Who holds a collective event besides the event type's host. */
	coHosts?: User[];
}

export interface CancelOptions {
	by: 'host' | 'invitee';
	reason?: string | null;
}

export interface RescheduleOptions {
	by?: 'host' | 'invitee';
	order?: RescheduleOrder;
	reason?: string | null;
}

const NO_TRACKING = {
	utm_campaign: null,
	utm_source: null,
	utm_medium: null,
	utm_content: null,
	utm_term: null,
	salesforce_uuid: null,
};

/** Seconds a video service takes to make its link; in the captures it was two. */
const LINK_DELAY_MS = 2000;

/** Everything that can happen to appointments, and who is told. */
export class Bookings {
	readonly events: ScheduledEvent[] = [];
	readonly #clock: StandInClock;
	/** `inOrder`: one delivery after the other instead of at the same time. */
	readonly #announce: (facts: Fact[], inOrder: boolean) => void;

	constructor(clock: StandInClock, announce: (facts: Fact[], inOrder: boolean) => void) {
		this.#clock = clock;
		this.#announce = announce;
	}

	get invitees(): Invitee[] {
		return this.events.flatMap(({ invitees }) => invitees);
	}

	/** @throws Error where a group is full */
	book(booking: NewBooking): InviteeResource {
		const event = this.#openEvent(booking) ?? this.#newEvent(booking);
		const invitee = this.#join(event, booking);
		this.#announce([this.#fact('invitee.created', invitee)], true);
		return structuredClone(invitee.resource);
	}

	/** @throws Error where there is nothing to cancel */
	cancel(inviteeUri: string, { by, reason = null }: CancelOptions): void {
		const invitee = this.#activeInvitee(inviteeUri);
		this.#cancelInvitee(invitee, this.#cancellation(invitee, by, reason));
		this.#announce([this.#fact('invitee.canceled', invitee)], true);
	}

	/** The host cancels the whole event: every invitee that is still coming is told. */
	cancelEvent(event: ScheduledEvent, by: string, reason: string | null): Cancellation {
		const at = micros(this.#clock.now());
		const cancellation: Cancellation = {
			canceled_by: by,
			canceler_type: 'host',
			created_at: at,
			reason,
		};
		const coming = event.invitees.filter(({ resource }) => resource.status === 'active');
		for (const invitee of coming) this.#cancelInvitee(invitee, cancellation);
		const facts = coming.map((invitee) => this.#fact('invitee.canceled', invitee));
		this.#announce(facts, false);
		return cancellation;
	}

	/** Gives the new invitee. @throws Error where there is nothing to move */
	reschedule(
		inviteeUri: string,
		newStart: Date | string,
		{ by = 'invitee', order = 'canceled first', reason = null }: RescheduleOptions = {},
	): InviteeResource {
		const old = this.#activeInvitee(inviteeUri);
		const booking = this.#again(old, newStart);
		const event = this.#openEvent(booking) ?? this.#newEvent(booking);
		const moved = this.#join(event, booking);
		moved.resource.old_invitee = old.resource.uri;
		moved.resource.questions_and_answers = structuredClone(old.resource.questions_and_answers);
		old.resource.new_invitee = moved.resource.uri;
		old.resource.rescheduled = true;
		this.#cancelInvitee(old, this.#cancellation(old, by, reason));
		const facts = [this.#fact('invitee.canceled', old), this.#fact('invitee.created', moved)];
		if (order === 'created first') facts.reverse();
		this.#announce(facts, order !== 'together');
		return structuredClone(moved.resource);
	}

	/** The host changes the place of an event; no webhook tells. @throws Error where it is over */
	changePlace(inviteeUri: string, location: Location): void {
		const { event } = this.#activeInvitee(inviteeUri);
		Object.assign(event.resource, { location, updated_at: micros(this.#clock.now()) });
	}

	/** Gives the URI of the mark. @throws Error where the invitee is marked already */
	markNoShow(inviteeUri: string): string {
		const invitee = this.#invitee(inviteeUri);
		if (invitee.resource.no_show !== null) throw new Error(`${inviteeUri} is marked already.`);
		const uri = newUri('invitee_no_shows');
		invitee.resource.no_show = { uri, created_at: micros(this.#clock.now()) };
		this.#announce([this.#fact('invitee_no_show.created', invitee)], true);
		return uri;
	}

	/** @throws Error where the invitee is not marked */
	unmarkNoShow(inviteeUri: string): void {
		const invitee = this.#invitee(inviteeUri);
		if (invitee.resource.no_show === null) throw new Error(`${inviteeUri} is not marked.`);
		invitee.resource.no_show = null;
		this.#announce([this.#fact('invitee_no_show.deleted', invitee)], true);
	}

	/** Another invitee may join an event of the same type and time while there is room. */
	#openEvent({ eventType, start }: NewBooking): ScheduledEvent | null {
		if (eventType.limit === 1) return null;
		const startTime = micros(new Date(start));
		const event = this.events.find(
			(candidate) =>
				candidate.eventType === eventType &&
				candidate.resource.start_time === startTime &&
				candidate.resource.status === 'active',
		);
		if (event === undefined) return null;
		const { active, limit } = event.resource.invitees_counter;
		if (active >= limit) throw new Error(`« ${eventType.name} » is full.`);
		return event;
	}

	#newEvent(booking: NewBooking): ScheduledEvent {
		const { eventType, start, location, guests = [], group, coHosts = [] } = booking;
		const now = micros(this.#clock.now());
		const uri = newUri('scheduled_events');
		const startTime = micros(new Date(start));
		const endTime = micros(later(new Date(start), eventType.durationMinutes));
		const { host } = eventType;
		const resource: EventResource = {
			calendar_event: null,
			created_at: now,
			end_time: endTime,
			event_guests: guests.map((email) => ({ email, created_at: now, updated_at: now })),
			event_memberships: [host, ...coHosts].map(({ uri: user, email, name }) => ({
				buffered_end_time: endTime,
				buffered_start_time: startTime,
				user,
				user_email: email,
				user_name: name,
			})),
			event_type: eventType.uri,
			invitees_counter: { total: 0, active: 0, limit: eventType.limit },
			location: withRedirect(placeGiven(eventType, location), uri),
			meeting_notes_html: null,
			meeting_notes_plain: null,
			name: eventType.name,
			start_time: startTime,
			status: 'active',
			updated_at: now,
			uri,
		};
		const event = { eventType, host, group: group ?? eventType.group, resource, invitees: [] };
		this.events.push(event);
		this.#clock.at(new Date(this.#clock.now().getTime() + LINK_DELAY_MS), () =>
			this.#linkReady(event),
		);
		return event;
	}

	/** No webhook tells: whoever wants the link reads the event again. */
	async #linkReady({ resource }: ScheduledEvent): Promise<void> {
		const location = withLink(resource.location, resource.uri);
		if (location === resource.location || resource.status !== 'active') return;
		resource.location = location;
		resource.updated_at = micros(this.#clock.now());
	}

	#join(event: ScheduledEvent, booking: NewBooking): Invitee {
		const { invitee, answers = [], tracking, payment = null } = booking;
		const now = micros(this.#clock.now());
		const uuid = randomUUID();
		const resource: InviteeResource = {
			cancel_url: `${SITE}/cancellations/${uuid}`,
			created_at: now,
			email: invitee.email,
			event: event.resource.uri,
			first_name: invitee.firstName ?? null,
			invitee_scheduled_by: null,
			last_name: invitee.lastName ?? null,
			name: invitee.name,
			new_invitee: null,
			no_show: null,
			old_invitee: null,
			payment,
			questions_and_answers: answers.map((answer, index) =>
				answered(answer, event.eventType, index),
			),
			reconfirmation: null,
			reschedule_url: `${SITE}/reschedulings/${uuid}`,
			rescheduled: false,
			routing_form_submission: null,
			scheduling_method: null,
			status: 'active',
			text_reminder_number: invitee.phone ?? null,
			timezone: invitee.timezone === undefined ? 'Europe/Paris' : invitee.timezone,
			tracking: { ...NO_TRACKING, ...(tracking as InviteeResource['tracking']) },
			updated_at: now,
			uri: `${event.resource.uri}/invitees/${uuid}`,
		};
		const joined = { event, resource };
		event.invitees.push(joined);
		event.resource.invitees_counter.total += 1;
		event.resource.invitees_counter.active += 1;
		return joined;
	}

	/** The same appointment at another time. Whether tracking survives is not established. */
	#again({ event, resource }: Invitee, start: Date | string): NewBooking {
		return {
			eventType: event.eventType,
			start,
			invitee: {
				name: resource.name,
				email: resource.email,
				timezone: resource.timezone,
				...(resource.first_name === null ? {} : { firstName: resource.first_name }),
				...(resource.last_name === null ? {} : { lastName: resource.last_name }),
				...(resource.text_reminder_number === null ? {} : { phone: resource.text_reminder_number }),
			},
			location: placeAgain(event.resource.location),
			guests: event.resource.event_guests.map(({ email }) => email),
			...(event.group === null ? {} : { group: event.group }),
			tracking: resource.tracking,
		};
	}

	/** A group event goes on while one invitee is still coming. */
	#cancelInvitee({ event, resource }: Invitee, cancellation: Cancellation): void {
		const now = micros(this.#clock.now());
		Object.assign(resource, { status: 'canceled', cancellation, updated_at: now });
		event.resource.invitees_counter.active -= 1;
		event.resource.updated_at = now;
		if (event.resource.invitees_counter.active > 0) return;
		Object.assign(event.resource, { status: 'canceled', cancellation });
	}

	#cancellation(
		{ event, resource }: Invitee,
		by: 'host' | 'invitee',
		reason: string | null,
	): Cancellation {
		return {
			canceled_by: by === 'host' ? event.host.name : resource.name,
			canceler_type: by,
			created_at: micros(this.#clock.now()),
			reason,
		};
	}

	#invitee(uri: string): Invitee {
		const found = this.invitees.find(({ resource }) => resource.uri === uri);
		if (found === undefined) throw new Error(`There is no invitee ${uri}.`);
		return found;
	}

	#activeInvitee(uri: string): Invitee {
		const invitee = this.#invitee(uri);
		if (invitee.resource.status !== 'active') throw new Error(`${uri} is canceled already.`);
		return invitee;
	}

	/** The payload is what was true then: later changes do not reach it. */
	#fact(event: string, { event: scheduled, resource }: Invitee): Fact {
		return {
			event,
			organization: scheduled.host.organization.uri,
			user: scheduled.host.uri,
			group: scheduled.group?.uri ?? null,
			at: this.#clock.now(),
			payload: structuredClone(payloadOf(resource, scheduled.resource)),
		};
	}
}

function placeGiven({ place }: EventType, given: NewBooking['location']): Location {
	return typeof given === 'object' ? given : locationOf(place, given);
}

/** A new event gets a video link of its own; a typed place stays. */
function placeAgain(location: Location): NewBooking['location'] {
	return location !== null && 'join_url' in location ? undefined : location;
}

function answered(
	{ question, answer, position }: { question: string; answer: string; position?: number },
	{ questions }: EventType,
	index: number,
): QuestionAndAnswer {
	const known = questions.indexOf(question);
	return { answer, position: position ?? (known === -1 ? index : known), question };
}
