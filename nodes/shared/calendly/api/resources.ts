import { asBoolean, asFields, asInstant, asLine, asNumber, type Fields } from '../../text/fields';
import { asWebUrl } from '../../text/url';
import type { ApiQuery, ApiRequest } from './exchange';
import { callApi, type ApiContext } from './http';
import { allPages, type PageOptions } from './pages';
import { CalendlyApiError, invalidInput, unexpectedAnswer } from './problem';
import { inviteePath, resourcePath, resourceUri } from './uris';

/** Whose events a subscription delivers. */
export type SubscriptionScope = 'organization' | 'user' | 'group';

/** `GET /users/me`: who the token belongs to. */
export interface CurrentUser {
	uri: string;
	organization: string;
	name: string | null;
	email: string | null;
	timezone: string | null;
}

/** A webhook subscription. Its signing key is never sent back. */
export interface Subscription {
	uri: string;
	callbackUrl: string;
	events: string[];
	/** Null for a scope of the future. */
	scope: SubscriptionScope | null;
	organization: string | null;
	user: string | null;
	group: string | null;
	/** Calendly disables after 24 hours of failures; there is no way back. */
	state: 'active' | 'disabled';
	createdAt: string | null;
	/** When Calendly last began to repeat failed deliveries. */
	retryStartedAt: string | null;
}

/** An appointment; all of it is in `raw`, in the form of the webhook's `scheduled_event`. */
export interface ScheduledEvent {
	uri: string;
	name: string | null;
	status: string | null;
	start: string | null;
	end: string | null;
	/** Address of the event type. */
	eventType: string | null;
	raw: Fields;
}

/** An invitee; all of it is in `raw`, in the form of the webhook's payload. */
export interface Invitee {
	uri: string;
	name: string | null;
	email: string | null;
	status: string | null;
	raw: Fields;
}

/** What can be booked. */
export interface EventType {
	uri: string;
	name: string;
	active: boolean;
	durationMinutes: number | null;
	/** Page where it is booked. */
	schedulingUrl: string | null;
}

/** The answer to a cancellation, in Calendly's own words. */
export interface CancellationAnswer {
	by: string | null;
	byType: string | null;
	reason: string | null;
	at: string | null;
}

/** That an invitee did not come. */
export interface InviteeNoShow {
	uri: string;
	invitee: string | null;
	createdAt: string | null;
}

/** @throws CalendlyApiError, as every function here */
export async function getCurrentUser(context: ApiContext): Promise<CurrentUser> {
	return await readOne(context, { method: 'GET', path: '/users/me' }, (resource) => {
		const uri = asWebUrl(resource.uri);
		const organization = asWebUrl(resource.current_organization);
		if (uri === null || organization === null) return null;
		return {
			uri,
			organization,
			name: asLine(resource.name),
			email: asLine(resource.email),
			timezone: asLine(resource.timezone),
		};
	});
}

/** Which subscriptions a list or a sample is about; `user` counts for the user scope only, and so on. */
export interface SubscriptionOwner {
	organization: string;
	scope: SubscriptionScope;
	user?: string | null;
	group?: string | null;
}

/** All subscriptions of one scope. Calendly's own pages hold 20, so the wanted one may be further on. */
export async function listWebhookSubscriptions(
	context: ApiContext,
	owner: SubscriptionOwner,
): Promise<Subscription[]> {
	const query = ownerFields(context, owner);
	return await readMany(context, '/webhook_subscriptions', query, subscriptionOf);
}

/** A subscription as it is to be created. */
export interface NewSubscription extends SubscriptionOwner {
	url: string;
	events: readonly string[];
}

/** @param signingKey leaves this machine here and nowhere else, and is in no error */
export async function createWebhookSubscription(
	context: ApiContext,
	subscription: NewSubscription,
	signingKey: string,
): Promise<Subscription> {
	const { url, events } = subscription;
	const body = {
		url,
		events: [...events],
		...ownerFields(context, subscription),
		signing_key: signingKey,
	};
	const request: ApiRequest = { method: 'POST', path: '/webhook_subscriptions', body };
	return await readOne(context, request, subscriptionOf);
}

/** Also where it is gone already. */
export async function deleteWebhookSubscription(context: ApiContext, uri: string): Promise<void> {
	await deleteIfThere(context, resourcePath(context, 'webhook_subscriptions', uri));
}

/** A made-up delivery (bare, unsigned) of an event. */
export async function getSampleWebhookData(
	context: ApiContext,
	{ event, ...owner }: SubscriptionOwner & { event: string },
): Promise<Fields> {
	const query = { event, ...ownerFields(context, owner) };
	const { body } = await callApi(context, { method: 'GET', path: '/sample_webhook_data', query });
	return body;
}

/**
 * Filters of `GET /scheduled_events`. The organization's and the group's appointments take an owner
 * or admin; an admin adds the organization to read another user's.
 */
export interface ScheduledEventFilter {
	organization?: string;
	user?: string;
	group?: string;
	minStartTime?: Date;
	maxStartTime?: Date;
	status?: 'active' | 'canceled';
	inviteeEmail?: string;
	sort?: 'start_time:asc' | 'start_time:desc';
}

export async function listScheduledEvents(
	context: ApiContext,
	filter: ScheduledEventFilter,
	pages: PageOptions = {},
): Promise<ScheduledEvent[]> {
	const query = known({
		...holderFields(context, filter),
		min_start_time: timeOf(filter.minStartTime),
		max_start_time: timeOf(filter.maxStartTime),
		status: filter.status,
		invitee_email: filter.inviteeEmail,
		sort: filter.sort,
	});
	return await readMany(context, '/scheduled_events', query, scheduledEventOf, pages);
}

/** @param event address or UUID */
export async function getScheduledEvent(
	context: ApiContext,
	event: string,
): Promise<ScheduledEvent> {
	const path = resourcePath(context, 'scheduled_events', event);
	return await readOne(context, { method: 'GET', path }, scheduledEventOf);
}

/** @param event address or UUID of the appointment */
export async function listInvitees(
	context: ApiContext,
	event: string,
	{ email, status }: { email?: string; status?: 'active' | 'canceled' } = {},
	pages: PageOptions = {},
): Promise<Invitee[]> {
	const path = `${resourcePath(context, 'scheduled_events', event)}/invitees`;
	return await readMany(context, path, known({ email, status }), inviteeOf, pages);
}

/** @param invitee address in full */
export async function getInvitee(context: ApiContext, invitee: string): Promise<Invitee> {
	const path = inviteePath(context, invitee);
	return await readOne(context, { method: 'GET', path }, inviteeOf);
}

/** https://developer.calendly.com/api-docs/calendly-api/scheduled-events/create-scheduled-event-cancellation */
const MAX_REASON = 10_000;

/**
 * Cancels an appointment for all its invitees; Calendly tells them, with the reason.
 *
 * @param event address or UUID
 */
export async function cancelScheduledEvent(
	context: ApiContext,
	event: string,
	reason = '',
): Promise<CancellationAnswer> {
	if (reason.length > MAX_REASON) {
		throw invalidInput(
			`The reason is longer than ${MAX_REASON} characters.`,
			'Shorten the reason: the client reads it.',
		);
	}
	const path = `${resourcePath(context, 'scheduled_events', event)}/cancellation`;
	const body: Fields = reason.trim() === '' ? {} : { reason };
	return await readOne(context, { method: 'POST', path, body }, (resource) => ({
		by: asLine(resource.canceled_by),
		byType: asLine(resource.canceler_type),
		reason: asLine(resource.reason),
		at: asInstant(resource.created_at),
	}));
}

/**
 * Notes that an invitee did not come.
 *
 * @param invitee address in full
 */
export async function createInviteeNoShow(
	context: ApiContext,
	invitee: string,
): Promise<InviteeNoShow> {
	inviteePath(context, invitee);
	const body = { invitee: invitee.trim() };
	const request: ApiRequest = { method: 'POST', path: '/invitee_no_shows', body };
	return await readOne(context, request, (resource) => {
		const uri = asWebUrl(resource.uri);
		if (uri === null) return null;
		return { uri, invitee: asWebUrl(resource.invitee), createdAt: asInstant(resource.created_at) };
	});
}

/** @param noShow address or UUID of the no-show, which is in the invitee's `no_show.uri` */
export async function deleteInviteeNoShow(context: ApiContext, noShow: string): Promise<void> {
	await deleteIfThere(context, resourcePath(context, 'invitee_no_shows', noShow));
}

/** Those of an organization or of a user. */
export async function listEventTypes(
	context: ApiContext,
	filter: { organization?: string; user?: string; active?: boolean },
	pages: PageOptions = {},
): Promise<EventType[]> {
	const query = known({ ...holderFields(context, filter), active: filter.active });
	return await readMany(context, '/event_types', query, eventTypeOf, pages);
}

function subscriptionOf(resource: Fields): Subscription | null {
	const uri = asWebUrl(resource.uri);
	const callbackUrl = asWebUrl(resource.callback_url);
	if (uri === null || callbackUrl === null) return null;
	return {
		uri,
		callbackUrl,
		events: namesOf(resource.events),
		scope: scopeOf(resource.scope),
		organization: asWebUrl(resource.organization),
		user: asWebUrl(resource.user),
		group: asWebUrl(resource.group),
		state: resource.state === 'disabled' ? 'disabled' : 'active',
		createdAt: asInstant(resource.created_at),
		retryStartedAt: asInstant(resource.retry_started_at),
	};
}

function scheduledEventOf(resource: Fields): ScheduledEvent | null {
	const uri = asWebUrl(resource.uri);
	if (uri === null) return null;
	return {
		uri,
		name: asLine(resource.name),
		status: asLine(resource.status),
		start: asInstant(resource.start_time),
		end: asInstant(resource.end_time),
		eventType: asWebUrl(resource.event_type),
		raw: resource,
	};
}

function inviteeOf(resource: Fields): Invitee | null {
	const uri = asWebUrl(resource.uri);
	if (uri === null) return null;
	return {
		uri,
		name: asLine(resource.name),
		email: asLine(resource.email),
		status: asLine(resource.status),
		raw: resource,
	};
}

function eventTypeOf(resource: Fields): EventType | null {
	const uri = asWebUrl(resource.uri);
	const name = asLine(resource.name);
	if (uri === null || name === null) return null;
	return {
		uri,
		name,
		active: asBoolean(resource.active) ?? true,
		durationMinutes: asNumber(resource.duration),
		schedulingUrl: asWebUrl(resource.scheduling_url),
	};
}

function scopeOf(value: unknown): SubscriptionScope | null {
	return value === 'organization' || value === 'user' || value === 'group' ? value : null;
}

function namesOf(value: unknown): string[] {
	return Array.isArray(value)
		? value.map(asLine).filter((name): name is string => name !== null)
		: [];
}

/** The user is sent for the user scope only and the group for the group scope only. */
function ownerFields(
	context: ApiContext,
	{ organization, scope, user, group }: SubscriptionOwner,
): ApiQuery {
	return known({
		organization: resourceUri(context, 'organizations', organization),
		scope,
		user: scope === 'user' ? resourceUri(context, 'users', user ?? '') : undefined,
		group: scope === 'group' ? resourceUri(context, 'groups', group ?? '') : undefined,
	});
}

/** Whose appointments or event types are asked for. */
function holderFields(
	context: ApiContext,
	{ organization, user, group }: { organization?: string; user?: string; group?: string },
): ApiQuery {
	return known({
		organization: organization && resourceUri(context, 'organizations', organization),
		user: user && resourceUri(context, 'users', user),
		group: group && resourceUri(context, 'groups', group),
	});
}

function timeOf(date: Date | undefined): string | undefined {
	if (date !== undefined && Number.isNaN(date.getTime())) {
		throw invalidInput('A date in the filters is not a date.', 'Correct the dates in the node.');
	}
	return date?.toISOString();
}

/** Without what was not given: an empty filter would be sent as one. */
function known(query: Record<string, string | number | boolean | undefined>): ApiQuery {
	const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries(entries) as ApiQuery;
}

/** The `resource` of an answer; what lacks the fields nobody can do without is no answer. */
async function readOne<T>(
	context: ApiContext,
	request: ApiRequest,
	read: (resource: Fields) => T | null,
): Promise<T> {
	const { status, body } = await callApi(context, request);
	const found = read(asFields(body.resource));
	if (found === null) throw unexpectedAnswer(status);
	return found;
}

/** The entries of a list; one without an address is left out, as nothing could be done with it. */
async function readMany<T extends object>(
	context: ApiContext,
	path: string,
	query: ApiQuery,
	read: (resource: Fields) => T | null,
	pages: PageOptions = {},
): Promise<T[]> {
	const entries = await allPages(context, { method: 'GET', path, query }, pages);
	return entries.map(read).filter((entry) => entry !== null);
}

/** What is gone already is as good as deleted: another run, or a repeated request, was first. */
async function deleteIfThere(context: ApiContext, path: string): Promise<void> {
	await callApi(context, { method: 'DELETE', path }).then(
		() => undefined,
		(error: unknown) => {
			if (!(error instanceof CalendlyApiError) || error.kind !== 'not_found') throw error;
		},
	);
}
