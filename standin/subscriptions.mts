import type { Fact } from './bookings.mts';
import type { SubscriptionScope } from './description.mts';
import { micros } from './times.mts';
import { newUri } from './world.mts';

export interface SubscriptionResource {
	callback_url: string;
	created_at: string;
	creator: string;
	events: string[];
	group: string | null;
	organization: string;
	retry_started_at: string | null;
	scope: SubscriptionScope;
	state: 'active' | 'disabled';
	updated_at: string;
	uri: string;
	user: string | null;
}

/** A subscription with what Calendly never gives back: its key, and how deliveries went. */
export interface Subscription {
	resource: SubscriptionResource;
	/** Null where none was given: its deliveries carry no signature. */
	signingKey: string | null;
	lastDeliveredAt: number | null;
	/** Messages that wait for another attempt. */
	retrying: number;
}

export interface NewSubscription {
	url: string;
	events: string[];
	organization: string;
	scope: SubscriptionScope;
	user?: string;
	group?: string;
	signing_key?: string;
}

export class Subscriptions {
	readonly #now: () => Date;
	#all: Subscription[] = [];

	constructor(now: () => Date) {
		this.#now = now;
	}

	get all(): readonly Subscription[] {
		return this.#all;
	}

	/** Calendly refuses a URL it has, whatever the events: also that of a disabled subscription. */
	has(organization: string, url: string): boolean {
		return this.#all.some(
			({ resource }) => resource.organization === organization && resource.callback_url === url,
		);
	}

	add(wanted: NewSubscription, creator: string): Subscription {
		const now = micros(this.#now());
		const subscription: Subscription = {
			resource: {
				callback_url: wanted.url,
				created_at: now,
				creator,
				events: wanted.events,
				group: wanted.scope === 'group' ? (wanted.group ?? null) : null,
				organization: wanted.organization,
				retry_started_at: null,
				scope: wanted.scope,
				state: 'active',
				updated_at: now,
				uri: newUri('webhook_subscriptions'),
				user: wanted.scope === 'user' ? (wanted.user ?? null) : null,
			},
			signingKey: wanted.signing_key ?? null,
			lastDeliveredAt: null,
			retrying: 0,
		};
		this.#all.push(subscription);
		return subscription;
	}

	remove(subscription: Subscription): void {
		this.#all = this.#all.filter((other) => other !== subscription);
	}

	/** Who is told of the fact. */
	toldOf(fact: Fact): Subscription[] {
		return this.#all.filter(({ resource }) => isToldOf(resource, fact));
	}
}

function isToldOf(resource: SubscriptionResource, fact: Fact): boolean {
	if (resource.state !== 'active' || !resource.events.includes(fact.event)) return false;
	if (resource.organization !== fact.organization) return false;
	if (resource.scope === 'user') return resource.user === fact.user;
	return resource.scope === 'organization' || resource.group === fact.group;
}
