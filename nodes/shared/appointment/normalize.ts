import { asCalendlyLink } from '../calendly/links';
import {
	INVITEE_CANCELED,
	INVITEE_CREATED,
	NO_SHOW_CREATED,
	NO_SHOW_DELETED,
	readWebhook,
	type Webhook,
} from '../calendly/webhook';
import { minutesBetween, timezoneOrDefault } from '../french/dates';
import { asMailAddress } from '../text/address';
import {
	asBoolean,
	asFields,
	asInstant,
	asLine,
	asList,
	asNumber,
	asText,
	asWordOf,
	type Fields,
} from '../text/fields';
import { asWebUrl } from '../text/url';
import { DEFAULT_KEYWORDS, readAnswers, type AnswerKeywords } from './answers';
import { displayOf } from './display';
import {
	SCHEMA_VERSION,
	type Appointment,
	type AppointmentAction,
	type AppointmentEvent,
	type Cancellation,
	type Client,
	type Ending,
	type EventSource,
	type Host,
	type Party,
	type Payment,
	type PaymentState,
	type Reschedule,
	type Tracking,
} from './event';
import { appointmentIdOf, idempotencyKeyOf } from './identity';
import {
	callOf,
	clientPhone,
	joinUrlOf,
	locationFields,
	locationText,
	modeOf,
	placeOf,
} from './location';

/** What a delivery does not tell of itself. */
export interface NormalizeOptions {
	/** When the delivery reached us. */
	receivedAt: Date;
	/** Zone of the workshop; an unknown one reads as Europe/Paris. */
	timezone?: string;
	/** Words that mark the questions about the configuration link and the notes. */
	keywords?: Partial<AnswerKeywords>;
	/** Whether the event carries the webhook as received along in `raw`. */
	includeRaw?: boolean;
	/** How the fact became known; null for what is only read. Without it: by webhook. */
	source?: EventSource | null;
}

/**
 * Brings one Calendly webhook, as parsed from its JSON, to the appointment contract (docs/design.md §4.3).
 * Never throws on its content: unknown events, locations, zones and wrongly typed fields read as
 * null.
 */
export function normalizeWebhook(raw: unknown, options: NormalizeOptions): AppointmentEvent {
	const webhook = readWebhook(raw);
	const { payload } = webhook;
	const appointment = readAppointment(webhook);
	const keywords = { ...DEFAULT_KEYWORDS, ...options.keywords };
	const answers = readAnswers(payload, keywords, asLine(payload.timezone));
	const client = readClient(payload, answers.phone);
	const timezone = timezoneOrDefault(options.timezone);
	const source = options.source === undefined ? 'webhook' : options.source;
	return {
		schemaVersion: SCHEMA_VERSION,
		event: webhook.event,
		action: actionOf(webhook),
		idempotencyKey: idempotencyKeyOf(webhook),
		occurredAt: asInstant(webhook.createdAt),
		receivedAt: options.receivedAt.toISOString(),
		...(source === null ? {} : { source }),
		appointment,
		client,
		answers: answers.all,
		configurationUrl: answers.configurationUrl,
		notes: answers.notes,
		cancellation: isSuperseded(payload) ? null : readCancellation(payload),
		reschedule: readReschedule(payload),
		tracking: readTracking(payload.tracking),
		payment: readPayment(payload.payment),
		display: displayOf(appointment, client, timezone),
		...(options.includeRaw ? { raw } : {}),
	};
}

/** Calendly has no reschedule event: it is told by `old_invitee` and `rescheduled`. */
function actionOf({ event, payload }: Webhook): AppointmentAction {
	switch (event) {
		case INVITEE_CREATED:
			return asWebUrl(payload.old_invitee) === null ? 'created' : 'rescheduled';
		case INVITEE_CANCELED:
			return isSuperseded(payload) ? 'superseded' : 'canceled';
		case NO_SHOW_CREATED:
			return 'no_show';
		case NO_SHOW_DELETED:
			return 'no_show_removed';
		default:
			return 'other';
	}
}

function isSuperseded(payload: Fields): boolean {
	return payload.rescheduled === true || asWebUrl(payload.new_invitee) !== null;
}

function readAppointment(webhook: Webhook): Appointment {
	const { payload } = webhook;
	const scheduled = asFields(payload.scheduled_event);
	const location = locationFields(scheduled.location);
	const start = asInstant(scheduled.start_time);
	const end = asInstant(scheduled.end_time);
	const inviteeUri = asWebUrl(payload.uri);
	const type = asLine(scheduled.name) ?? asLine(payload.event_type_name);
	const place = locationText(location, type);
	return {
		id: appointmentIdOf(inviteeUri, webhook),
		uri: asWebUrl(scheduled.uri) ?? asWebUrl(payload.event),
		inviteeUri,
		status: isCanceled(webhook) ? 'canceled' : 'active',
		type,
		mode: modeOf(location, type),
		start,
		end,
		durationMinutes: minutesBetween(start, end),
		location: place,
		place: placeOf(location, place),
		call: callOf(location, asLine(payload.timezone)),
		joinUrl: joinUrlOf(location, type),
		cancelUrl: asCalendlyLink(payload.cancel_url),
		rescheduleUrl: asCalendlyLink(payload.reschedule_url),
		hosts: readHosts(scheduled),
		guests: readGuests(scheduled),
		invitees: readInvitees(scheduled),
	};
}

function isCanceled({ event, payload }: Webhook): boolean {
	return event === INVITEE_CANCELED || payload.status === 'canceled';
}

/** One of whom neither name nor address is known tells nothing. */
function readHosts(scheduled: Fields): Host[] {
	return asList(scheduled.event_memberships)
		.map(({ user_name: name, user_email: email, user }) => ({
			name: asLine(name),
			email: asMailAddress(email),
			uri: asWebUrl(user),
		}))
		.filter(({ name, email }) => name !== null || email !== null);
}

function readGuests(scheduled: Fields): string[] {
	return asList(scheduled.event_guests)
		.map((guest) => asMailAddress(guest.email))
		.filter((email) => email !== null);
}

function readInvitees(scheduled: Fields): Appointment['invitees'] {
	const counter = asFields(scheduled.invitees_counter);
	return { active: asNumber(counter.active), limit: asNumber(counter.limit) };
}

function readClient(payload: Fields, answeredPhone: string | null): Client {
	const firstName = asLine(payload.first_name);
	const lastName = asLine(payload.last_name);
	const fullName = [firstName, lastName].filter((part) => part !== null).join(' ');
	const location = locationFields(asFields(payload.scheduled_event).location);
	const timezone = asLine(payload.timezone);
	return {
		name: asLine(payload.name) ?? (fullName === '' ? null : fullName),
		firstName,
		lastName,
		email: asMailAddress(payload.email),
		phone: clientPhone(location, {
			textReminderNumber: payload.text_reminder_number,
			answered: answeredPhone,
			timezone,
		}),
		timezone,
	};
}

function readCancellation(payload: Fields): Cancellation | null {
	const source = cancellationOf(payload);
	if (source === undefined || source === null) return null;
	return { ...readEnding(source), at: asInstant(asFields(source).created_at) };
}

/** On the event only when all of it is cancelled; on the invitee always. */
function cancellationOf(payload: Fields): unknown {
	return payload.cancellation ?? asFields(payload.scheduled_event).cancellation;
}

/** `canceler_type` of a cancellation. */
const PARTIES: Record<string, Party> = { host: 'host', invitee: 'client' };

function readEnding(source: unknown): Ending {
	const cancellation = asFields(source);
	return {
		by: asLine(cancellation.canceled_by),
		byType: asWordOf(PARTIES, cancellation.canceler_type),
		reason: asText(cancellation.reason),
	};
}

/** Calendly tells the old half of a reschedule as a cancellation: who and why stand there. */
function readReschedule(payload: Fields): Reschedule | null {
	const oldInviteeUri = asWebUrl(payload.old_invitee);
	const newInviteeUri = asWebUrl(payload.new_invitee);
	if (oldInviteeUri === null && newInviteeUri === null && !isSuperseded(payload)) return null;
	const ending = readEnding(isSuperseded(payload) ? cancellationOf(payload) : null);
	return { oldInviteeUri, newInviteeUri, ...ending };
}

function readTracking(value: unknown): Tracking {
	const tracking = asFields(value);
	return {
		utmCampaign: asLine(tracking.utm_campaign),
		utmSource: asLine(tracking.utm_source),
		utmMedium: asLine(tracking.utm_medium),
		utmContent: asLine(tracking.utm_content),
		utmTerm: asLine(tracking.utm_term),
		salesforceUuid: asLine(tracking.salesforce_uuid),
	};
}

function readPayment(value: unknown): Payment | null {
	if (value === undefined || value === null) return null;
	const payment = asFields(value);
	return {
		externalId: asLine(payment.external_id),
		provider: asLine(payment.provider),
		amount: asNumber(payment.amount),
		currency: asLine(payment.currency),
		terms: asText(payment.terms),
		state: readPaymentState(payment.successful),
	};
}

function readPaymentState(successful: unknown): PaymentState | null {
	const isPaid = asBoolean(successful);
	if (isPaid === null) return null;
	return isPaid ? 'paid' : 'failed';
}
