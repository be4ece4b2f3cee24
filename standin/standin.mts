import { Api, type ApiOptions } from './api.mts';
import {
	Bookings,
	type CancelOptions,
	type NewBooking,
	type RescheduleOptions,
} from './bookings.mts';
import { StandInClock } from './clock.mts';
import { Deliveries, type Delivery, type DeliveryOptions } from './deliveries.mts';
import { Demo } from './demo.mts';
import type { EventResource, InviteeResource, Location } from './resources.mts';
import { StandInServer, type Fault, type FaultRequest } from './server.mts';
import { Subscriptions, type SubscriptionResource } from './subscriptions.mts';
import {
	World,
	type EventType,
	type Group,
	type NewEventType,
	type NewToken,
	type NewUser,
	type Organization,
	type User,
} from './world.mts';

export interface StandInOptions extends ApiOptions, DeliveryOptions {
	clock?: StandInClock;
}

/**
 * Stands in for Calendly: its API v2 over HTTP, and its deliveries. Nothing leaves the machine
 * except deliveries to the URLs that were subscribed.
 *
 * URIs are those of Calendly (`https://api.calendly.com/…`): they name things. A client reaches the
 * stand-in by using `url` as the base of its requests.
 */
export class CalendlyStandIn {
	readonly clock: StandInClock;
	readonly world: World;
	/** Says what goes wrong with a request to the API; null where nothing does. */
	faults: (request: FaultRequest) => Fault = () => null;
	readonly #subscriptions: Subscriptions;
	readonly #bookings: Bookings;
	readonly #deliveries: Deliveries;
	readonly #server: StandInServer;
	#url: string | null = null;

	constructor({ clock = new StandInClock(), ...options }: StandInOptions = {}) {
		this.clock = clock;
		const now = () => clock.now();
		const world = new World(now);
		const subscriptions = new Subscriptions(now);
		const deliveries = new Deliveries(clock, subscriptions, options);
		const bookings = new Bookings(clock, (facts, inOrder) => deliveries.announce(facts, inOrder));
		this.world = world;
		this.#subscriptions = subscriptions;
		this.#deliveries = deliveries;
		this.#bookings = bookings;
		this.#server = new StandInServer({
			api: new Api({ world, bookings, subscriptions, clock }, options),
			demo: new Demo(this),
			faultFor: (request) => this.faults(request),
			log: options.log ?? (() => {}),
		});
	}

	/** @param port any free one unless told */
	async start(port = 0, host = '127.0.0.1'): Promise<void> {
		this.#url = await this.#server.start(port, host);
	}

	/** Base of the API, without a slash at its end. */
	get url(): string {
		if (this.#url === null) throw new Error('The stand-in is not started.');
		return this.#url;
	}

	/** For good: what waits for another attempt is forgotten. */
	async stop(): Promise<void> {
		this.clock.stop();
		this.#deliveries.stop();
		await this.#server.stop();
		await this.clock.idle();
	}

	/** Comes back when no delivery is under way; those waiting for another attempt do not count. */
	settled(): Promise<void> {
		return this.clock.idle();
	}

	addOrganization(organization?: Partial<Omit<Organization, 'uri'>>): Organization {
		return this.world.addOrganization(organization);
	}

	addUser(user: NewUser): User {
		return this.world.addUser(user);
	}

	addGroup(group: Omit<Group, 'uri'>): Group {
		return this.world.addGroup(group);
	}

	/** Gives the token. */
	addToken(token: NewToken): string {
		return this.world.addToken(token);
	}

	addEventType(eventType: NewEventType): EventType {
		return this.world.addEventType(eventType);
	}

	/** Gives the new invitee. @throws Error where a group is full */
	book(booking: NewBooking): InviteeResource {
		return this.#bookings.book(booking);
	}

	/** @throws Error where there is nothing to cancel */
	cancel(inviteeUri: string, options: CancelOptions): void {
		this.#bookings.cancel(inviteeUri, options);
	}

	/** Gives the new invitee, of a new event. @throws Error where there is nothing to move */
	reschedule(
		inviteeUri: string,
		newStart: Date | string,
		options?: RescheduleOptions,
	): InviteeResource {
		return this.#bookings.reschedule(inviteeUri, newStart, options);
	}

	/** The host changes the place of an event; no webhook tells. @throws Error where it is over */
	changePlace(inviteeUri: string, location: Location): void {
		this.#bookings.changePlace(inviteeUri, location);
	}

	/** Gives the URI of the mark. @throws Error where the invitee is marked already */
	markNoShow(inviteeUri: string): string {
		return this.#bookings.markNoShow(inviteeUri);
	}

	/** @throws Error where the invitee is not marked */
	unmarkNoShow(inviteeUri: string): void {
		this.#bookings.unmarkNoShow(inviteeUri);
	}

	/** Every invitee with its event, as they are now. */
	get bookings(): Array<{ invitee: InviteeResource; event: EventResource }> {
		return this.#bookings.invitees.map(({ resource, event }) =>
			structuredClone({ invitee: resource, event: event.resource }),
		);
	}

	get subscriptions(): SubscriptionResource[] {
		return this.#subscriptions.all.map(({ resource }) => structuredClone(resource));
	}

	/** Every message to a subscriber, in the order they came up. */
	get deliveries(): Delivery[] {
		return this.#deliveries.log;
	}
}
