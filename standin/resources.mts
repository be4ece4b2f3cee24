import { micros } from './times.mts';
import { SITE, type EventType, type User } from './world.mts';

export type Status = 'active' | 'canceled';

export interface Cancellation {
	canceled_by: string;
	canceler_type: 'host' | 'invitee';
	created_at: string;
	reason: string | null;
}

export interface QuestionAndAnswer {
	answer: string;
	position: number;
	question: string;
}

/** What a location holds depends on its type (docs/design.md §5.3). */
export type Location = ({ type: string } & Record<string, unknown>) | null;

export interface NoShow {
	uri: string;
	created_at: string;
}

/** An invitee as the API gives it; a delivery adds `scheduled_event`. */
export interface InviteeResource {
	cancel_url: string;
	cancellation?: Cancellation;
	created_at: string;
	email: string;
	event: string;
	first_name: string | null;
	invitee_scheduled_by: string | null;
	last_name: string | null;
	name: string;
	new_invitee: string | null;
	no_show: NoShow | null;
	old_invitee: string | null;
	payment: Payment | null;
	questions_and_answers: QuestionAndAnswer[];
	reconfirmation: null;
	reschedule_url: string;
	rescheduled: boolean;
	routing_form_submission: string | null;
	scheduling_method: string | null;
	status: Status;
	text_reminder_number: string | null;
	timezone: string | null;
	tracking: Record<string, string | null>;
	updated_at: string;
	uri: string;
}

export interface Payment {
	external_id: string;
	provider: string;
	amount: number;
	currency: string;
	terms: string | null;
	successful: boolean;
}

export interface Membership {
	buffered_end_time: string;
	buffered_start_time: string;
	user: string;
	user_email: string;
	user_name: string;
}

/** A scheduled event as the API gives it; a delivery leaves out `calendar_event` and the buffers. */
export interface EventResource {
	calendar_event: null;
	cancellation?: Cancellation;
	created_at: string;
	end_time: string;
	event_guests: Array<{ email: string; created_at: string; updated_at: string }>;
	event_memberships: Membership[];
	event_type: string;
	invitees_counter: { total: number; active: number; limit: number };
	location: Location;
	meeting_notes_html: string | null;
	meeting_notes_plain: string | null;
	name: string;
	start_time: string;
	status: Status;
	updated_at: string;
	uri: string;
}

/** The payload of a delivery about an invitee: keys in the captured order, which is the alphabet's. */
export function payloadOf(invitee: InviteeResource, event: EventResource): { uri: string } {
	const { calendar_event: _, event_memberships: memberships, ...rest } = event;
	const scheduledEvent = inOrder({
		...rest,
		event_memberships: memberships.map(({ user, user_email, user_name }) => ({
			user,
			user_email,
			user_name,
		})),
	});
	return inOrder({ ...invitee, scheduled_event: scheduledEvent });
}

export function userResource(user: User): object {
	return {
		...person(user),
		current_organization: user.organization.uri,
		resource_type: 'User',
	};
}

export function membershipResource(user: User): object {
	const at = micros(user.createdAt);
	return {
		created_at: at,
		organization: user.organization.uri,
		role: user.role,
		updated_at: at,
		uri: user.membership,
		user: person(user),
	};
}

export function eventTypeResource(eventType: EventType): object {
	const { host, place } = eventType;
	const at = micros(eventType.createdAt);
	return {
		active: eventType.active,
		admin_managed: false,
		booking_method: 'instant',
		color: '#2f2a26',
		created_at: at,
		custom_questions: eventType.questions.map(questionResource),
		deleted_at: null,
		description_html: null,
		description_plain: null,
		duration: eventType.durationMinutes,
		internal_note: null,
		kind: eventType.limit > 1 ? 'group' : 'solo',
		locations: [
			{
				kind: place.kind,
				...(place.location === undefined ? {} : { location: place.location }),
				...(place.additionalInfo === undefined ? {} : { additional_info: place.additionalInfo }),
			},
		],
		name: eventType.name,
		pooling_type: null,
		profile: { name: host.name, owner: host.uri, type: 'User' },
		scheduling_url: `${SITE}/${host.slug}/${eventType.slug}`,
		secret: false,
		slug: eventType.slug,
		type: 'StandardEventType',
		updated_at: at,
		uri: eventType.uri,
	};
}

function questionResource(name: string, position: number): object {
	return {
		name,
		type: 'text',
		position,
		enabled: true,
		required: false,
		answer_choices: [],
		include_other: false,
	};
}

function person(user: User): object {
	const at = micros(user.createdAt);
	return {
		avatar_url: null,
		created_at: at,
		email: user.email,
		name: user.name,
		scheduling_url: `${SITE}/${user.slug}`,
		slug: user.slug,
		timezone: user.timezone,
		updated_at: at,
		uri: user.uri,
	};
}

function inOrder<T extends object>(fields: T): T {
	return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}
