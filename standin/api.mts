import type { Bookings, Invitee, ScheduledEvent } from './bookings.mts';
import type { StandInClock } from './clock.mts';
import {
	flawInAnswer,
	readBody,
	readQuery,
	routeFor,
	rulesOf,
	type Route,
	type SubscriptionScope,
} from './description.mts';
import {
	alreadyExists,
	ApiError,
	insufficientScope,
	invalidArgument,
	notFound,
	permissionDenied,
	serverError,
	tooManyRequests,
	unauthenticated,
} from './errors.mts';
import { pageOf } from './pages.mts';
import { FREE_REQUESTS_PER_MINUTE, PAID_REQUESTS_PER_MINUTE, RateLimit } from './rateLimit.mts';
import { eventTypeResource, membershipResource, userResource } from './resources.mts';
import { sampleDelivery } from './samples.mts';
import type { NewSubscription, Subscription, Subscriptions } from './subscriptions.mts';
import { API, uuidOf, type Caller, type Organization, type User, type World } from './world.mts';

export interface ApiRequest {
	method: string;
	path: string;
	search: URLSearchParams;
	/** Value of the Authorization header. */
	authorization: string;
	body: string;
}

export interface Answer {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

export interface ApiOptions {
	/** Requests a user may make in a minute; by plan unless told. */
	requestsPerMinute?: number;
	/** Whether the stand-in's own answers are compared with the description; yes unless told. */
	checkAnswers?: boolean;
}

/** A request that is allowed and well formed. */
interface Call {
	caller: Caller;
	path: Record<string, string>;
	query: any;
	body: any;
	/** Of the list, for the links to its other pages. */
	url: string;
}

type Handler = (call: Call) => Answer;

/** API v2: authentication, limits, scopes, validation, then the operation. */
export class Api {
	readonly #world: World;
	readonly #bookings: Bookings;
	readonly #subscriptions: Subscriptions;
	readonly #clock: StandInClock;
	readonly #options: ApiOptions;
	readonly #limit: RateLimit;

	constructor(
		parts: { world: World; bookings: Bookings; subscriptions: Subscriptions; clock: StandInClock },
		options: ApiOptions,
	) {
		this.#world = parts.world;
		this.#bookings = parts.bookings;
		this.#subscriptions = parts.subscriptions;
		this.#clock = parts.clock;
		this.#options = options;
		this.#limit = new RateLimit(() => parts.clock.uptime());
	}

	/** Never throws. */
	answer(request: ApiRequest): Answer {
		const route = routeFor(request.method, request.path);
		let headers = {};
		try {
			const caller = this.#callerOf(request);
			const allowance = this.#limit.take(caller.user.uri, this.#limitOf(caller));
			headers = allowance.headers;
			if (allowance.exceeded) throw tooManyRequests();
			return { ...this.#checked(route, this.#answerTo(route, request, caller)), headers };
		} catch (error) {
			const { status, body } = error instanceof ApiError ? error : serverError(String(error));
			return { status, body, headers };
		}
	}

	#answerTo(route: Route | null, request: ApiRequest, caller: Caller): Answer {
		if (route === null) throw notFound();
		requireScopes(caller, route.operation['x-required-scopes']);
		return this.#handlers[route.operation.operationId]({
			caller,
			path: route.path,
			query: readQuery(route, request.search),
			body: readBody(route, request.body),
			url: `${API}${request.path}`,
		});
	}

	/** An answer that is not as described is a fault of the stand-in, and must not pass for one of Calendly. */
	#checked(route: Route | null, answer: Answer): Answer {
		if (this.#options.checkAnswers === false) return answer;
		const flaw = flawInAnswer(route, answer.status, answer.body);
		if (flaw !== null) throw serverError(`The stand-in's answer is not as described: ${flaw}`);
		return answer;
	}

	#callerOf({ authorization }: ApiRequest): Caller {
		const [, token = ''] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
		const caller = this.#world.callerWith(token);
		if (caller === null) throw unauthenticated();
		return caller;
	}

	#limitOf({ user }: Caller): number {
		const byPlan =
			user.organization.plan === 'paid' ? PAID_REQUESTS_PER_MINUTE : FREE_REQUESTS_PER_MINUTE;
		return this.#options.requestsPerMinute ?? byPlan;
	}

	readonly #handlers: Record<string, Handler> = {
		getCurrentUser: ({ caller }) => resource(userResource(caller.user)),

		listWebhookSubscriptions: ({ caller, query, url }) => {
			this.#requireSubscriptionScope(caller, query);
			const found = this.#subscriptions.all
				.map((subscription) => subscription.resource)
				.filter(
					({ organization, scope, user, group }) =>
						organization === query.organization &&
						scope === query.scope &&
						(scope !== 'user' || user === query.user) &&
						(scope !== 'group' || group === query.group),
				);
			return list(sorted(found, query.sort ?? 'created_at:asc'), { query, url });
		},

		createWebhookSubscription: ({ caller, body }) => {
			this.#requireCreatable(caller, body);
			return resource(this.#subscriptions.add(body, caller.user.uri).resource, 201);
		},

		getWebhookSubscription: ({ caller, path }) =>
			resource(this.#subscriptionFor(caller, path.uuid).resource),

		deleteWebhookSubscription: ({ caller, path }) => {
			this.#subscriptions.remove(this.#subscriptionFor(caller, path.uuid));
			return { status: 204 };
		},

		getSampleWebhookData: ({ caller, query }) => {
			this.#requireSubscriptionScope(caller, query);
			requireEventScope(query.event, query.scope);
			const eventType = this.#world.eventTypes.find(
				({ organization }) => organization === caller.user.organization,
			);
			if (eventType === undefined) throw notFound();
			const delivery = sampleDelivery(query.event, caller.user, eventType, this.#clock.now());
			return { status: 200, body: delivery };
		},

		listScheduledEvents: ({ caller, query, url }) => {
			this.#requireReadable(caller, query);
			const found = this.#bookings.events.filter((event) => matchesQuery(event, query));
			const resources = found.map((event) => event.resource);
			return list(sorted(resources, query.sort ?? 'start_time:asc'), { query, url });
		},

		getScheduledEvent: ({ caller, path }) => resource(this.#eventFor(caller, path.uuid).resource),

		cancelScheduledEvent: ({ caller, path, body }) => {
			const event = this.#eventFor(caller, path.uuid);
			if (event.resource.status === 'canceled') throw permissionDenied('alreadyCanceled');
			const { name } = caller.user;
			return resource(this.#bookings.cancelEvent(event, name, body.reason ?? null), 201);
		},

		listInvitees: ({ caller, path, query, url }) => {
			const found = this.#eventFor(caller, path.uuid)
				.invitees.map((invitee) => invitee.resource)
				.filter(
					({ status, email }) =>
						(query.status === undefined || status === query.status) &&
						(query.email === undefined || sameMail(email, query.email)),
				);
			return list(sorted(found, query.sort ?? 'created_at:asc'), { query, url });
		},

		getInvitee: ({ caller, path }) => {
			const invitee = this.#eventFor(caller, path.uuid).invitees.find(
				(candidate) => uuidOf(candidate.resource.uri) === path.invitee_uuid,
			);
			if (invitee === undefined) throw notFound();
			return resource(invitee.resource);
		},

		createInviteeNoShow: ({ caller, body }) => {
			const invitee = this.#inviteeFor(
				caller,
				(candidate) => candidate.resource.uri === body.invitee,
			);
			if (invitee.resource.no_show !== null) {
				throw alreadyExists('Invitee is already marked as no show');
			}
			this.#bookings.markNoShow(invitee.resource.uri);
			return resource(noShowOf(invitee), 201);
		},

		getInviteeNoShow: ({ caller, path }) => resource(noShowOf(this.#markedFor(caller, path.uuid))),

		deleteInviteeNoShow: ({ caller, path }) => {
			this.#bookings.unmarkNoShow(this.#markedFor(caller, path.uuid).resource.uri);
			return { status: 204 };
		},

		listEventTypes: ({ caller, query, url }) => {
			this.#requireReadable(caller, query);
			const found = this.#world.eventTypes
				.filter(
					({ organization, host, active }) =>
						(query.organization === undefined || organization.uri === query.organization) &&
						(query.user === undefined || host.uri === query.user) &&
						(query.active === undefined || active === query.active),
				)
				.map(eventTypeResource);
			return list(sorted(found, query.sort ?? 'name:asc'), { query, url });
		},

		getEventType: ({ caller, path }) => {
			const eventType = this.#world.eventTypes.find(({ uri }) => uuidOf(uri) === path.uuid);
			if (eventType?.organization !== caller.user.organization) throw notFound();
			return resource(eventTypeResource(eventType));
		},

		listOrganizationMemberships: ({ caller, query, url }) => {
			this.#requireReadable(caller, query);
			const found = this.#world.users
				.filter(
					(user) =>
						(query.organization === undefined || user.organization.uri === query.organization) &&
						(query.user === undefined || user.uri === query.user) &&
						(query.email === undefined || sameMail(user.email, query.email)) &&
						(query.role === undefined || user.role === query.role),
				)
				.map(membershipResource);
			return list(found, { query, url });
		},
	};

	/** In the order Calendly's answers suggest: form, scopes, organization, role, plan, URL. */
	#requireCreatable(caller: Caller, wanted: NewSubscription): void {
		for (const event of wanted.events) requireEventScope(event, wanted.scope);
		requireScopes(caller, [...new Set(wanted.events.map((event) => rulesOf(event).read))]);
		this.#requireSubscriptionScope(caller, wanted);
		requirePlan(caller.user.organization, wanted.events);
		if (this.#subscriptions.has(wanted.organization, wanted.url)) {
			throw alreadyExists('Hook with this url already exists');
		}
	}

	/** Organization and group need an owner or admin; a plain member has only their own user. */
	#requireSubscriptionScope(
		{ user }: Caller,
		query: { organization: string; scope: SubscriptionScope; user?: string; group?: string },
	): void {
		const { organization, scope } = query;
		if (scope !== 'organization' && query[scope] === undefined) {
			throw invalidArgument({ parameter: scope, message: 'is missing' });
		}
		if (organization !== user.organization.uri) throw permissionDenied('resource');
		if (isAdmin(user)) {
			if (scope === 'user') this.#requireColleague(user, query.user);
		} else if (scope !== 'user') {
			throw permissionDenied('resource');
		} else if (query.user !== user.uri) {
			throw permissionDenied('action');
		}
	}

	#requireReadable(
		{ user }: Caller,
		query: { organization?: string; user?: string; group?: string },
	): void {
		if (query.organization !== undefined && query.organization !== user.organization.uri) {
			throw permissionDenied('resource');
		}
		if (query.user === user.uri) return;
		if (!isAdmin(user)) throw permissionDenied('resource');
		if (query.user !== undefined) this.#requireColleague(user, query.user);
	}

	#requireColleague({ organization }: User, uri: string | undefined): void {
		const colleague = this.#world.users.find((user) => user.uri === uri);
		if (colleague?.organization !== organization) throw permissionDenied('resource');
	}

	#subscriptionFor({ user }: Caller, uuid: string): Subscription {
		const found = this.#subscriptions.all.find(({ resource: { uri } }) => uuidOf(uri) === uuid);
		if (found?.resource.organization !== user.organization.uri) throw notFound();
		if (!isAdmin(user) && found.resource.user !== user.uri) throw permissionDenied('action');
		return found;
	}

	#eventFor({ user }: Caller, uuid: string): ScheduledEvent {
		const found = this.#bookings.events.find(({ resource: { uri } }) => uuidOf(uri) === uuid);
		if (found?.host.organization !== user.organization) throw notFound();
		if (!isAdmin(user) && found.host !== user) throw permissionDenied('resource');
		return found;
	}

	#inviteeFor(caller: Caller, isMeant: (invitee: Invitee) => boolean): Invitee {
		const found = this.#bookings.invitees.find(isMeant);
		if (found === undefined) throw notFound();
		this.#eventFor(caller, uuidOf(found.event.resource.uri));
		return found;
	}

	#markedFor(caller: Caller, uuid: string): Invitee {
		return this.#inviteeFor(
			caller,
			({ resource: { no_show: noShow } }) => noShow !== null && uuidOf(noShow.uri) === uuid,
		);
	}
}

function resource(value: object, status = 200): Answer {
	return { status, body: { resource: structuredClone(value) } };
}

function list(items: object[], request: Parameters<typeof pageOf>[1]): Answer {
	return { status: 200, body: structuredClone(pageOf(items, request)) };
}

/** By `key:asc` or `key:desc`; equal ones stay as they came. */
function sorted<T extends object>(items: T[], sort: string): T[] {
	const [key, direction] = sort.split(':');
	const sign = direction === 'desc' ? -1 : 1;
	const text = (item: T) => String(Object.entries(item).find(([name]) => name === key)?.[1]);
	return [...items].sort((a, b) => sign * (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
}

function isAdmin({ role }: User): boolean {
	return role === 'owner' || role === 'admin';
}

/** `:write` includes the `:read` of the same domain. */
function requireScopes({ scopes }: Caller, required: string[]): void {
	const granted = (scope: string) =>
		scopes.includes(scope) || scopes.includes(scope.replace(/:read$/, ':write'));
	if (!required.every(granted)) throw insufficientScope(required);
}

function requireEventScope(event: string, scope: SubscriptionScope): void {
	if (rulesOf(event).scopes.includes(scope)) return;
	throw invalidArgument({ parameter: 'scope', message: `is not possible for ${event}` });
}

/** Since 3 November 2026 every plan may have webhooks, except for features the plan lacks. */
function requirePlan({ plan, webhooksNeedPaidPlan }: Organization, events: string[]): void {
	const needed = webhooksNeedPaidPlan || events.some((event) => rulesOf(event).paidPlan);
	if (plan === 'free' && needed) throw permissionDenied('plan');
}

function matchesQuery(
	{ host, group, resource: event, invitees }: ScheduledEvent,
	query: any,
): boolean {
	const start = Date.parse(event.start_time);
	return (
		(query.organization === undefined || host.organization.uri === query.organization) &&
		(query.user === undefined || host.uri === query.user) &&
		(query.group === undefined || group?.uri === query.group) &&
		(query.status === undefined || event.status === query.status) &&
		(query.min_start_time === undefined || start >= Date.parse(query.min_start_time)) &&
		(query.max_start_time === undefined || start < Date.parse(query.max_start_time)) &&
		(query.invitee_email === undefined ||
			invitees.some(({ resource: { email } }) => sameMail(email, query.invitee_email)))
	);
}

function sameMail(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

function noShowOf({ resource: { uri, no_show: noShow } }: Invitee): object {
	return { ...noShow, invitee: uri };
}
