import { randomBytes, randomUUID } from 'node:crypto';

/** What resources are called by, as on the real service. */
export const API = 'https://api.calendly.com';
export const SITE = 'https://calendly.com';

export type Role = 'owner' | 'admin' | 'user';

export interface Organization {
	uri: string;
	name: string;
	plan: 'free' | 'paid';
	/** As before 3 November 2026: webhooks are refused on the free plan. */
	webhooksNeedPaidPlan: boolean;
}

export interface User {
	uri: string;
	membership: string;
	organization: Organization;
	role: Role;
	name: string;
	email: string;
	slug: string;
	timezone: string;
	createdAt: Date;
}

export interface Group {
	uri: string;
	organization: Organization;
	name: string;
}

/** Where an event of the type takes place; `kind` as event types name it. */
export interface Place {
	kind: string;
	/** Address, or the host's number. */
	location?: string;
	additionalInfo?: string;
}

export interface EventType {
	uri: string;
	organization: Organization;
	/** Who holds the appointments. */
	host: User;
	group: Group | null;
	name: string;
	slug: string;
	durationMinutes: number;
	place: Place;
	/** Above 1, several invitees share one scheduled event. */
	limit: number;
	questions: string[];
	active: boolean;
	createdAt: Date;
}

/** Who calls the API, and what their token allows. */
export interface Caller {
	user: User;
	scopes: string[];
}

export interface NewUser {
	organization: Organization;
	name: string;
	email: string;
	role?: Role;
	timezone?: string;
}

export interface NewEventType {
	host: User;
	name: string;
	durationMinutes: number;
	place?: Place;
	group?: Group;
	limit?: number;
	questions?: string[];
	active?: boolean;
}

export interface NewToken {
	user: User;
	/** None unless given, as with a new personal access token. */
	scopes?: string[];
	/** Made up unless given. */
	token?: string;
}

/** Who and what there is: organizations, their people, tokens and event types. */
export class World {
	readonly users: User[] = [];
	readonly eventTypes: EventType[] = [];
	readonly #tokens = new Map<string, Caller>();
	readonly #now: () => Date;

	constructor(now: () => Date) {
		this.#now = now;
	}

	addOrganization(organization: Partial<Omit<Organization, 'uri'>> = {}): Organization {
		const uri = newUri('organizations');
		return { uri, name: 'ArchiMeuble', plan: 'paid', webhooksNeedPaidPlan: false, ...organization };
	}

	addUser(user: NewUser): User {
		const added: User = {
			uri: newUri('users'),
			membership: newUri('organization_memberships'),
			role: 'user',
			timezone: 'Europe/Paris',
			slug: slugOf(user.name),
			createdAt: this.#now(),
			...user,
		};
		this.users.push(added);
		return added;
	}

	addGroup(group: Omit<Group, 'uri'>): Group {
		return { uri: newUri('groups'), ...group };
	}

	addToken({ user, scopes = [], token = randomBytes(24).toString('base64url') }: NewToken): string {
		this.#tokens.set(token, { user, scopes });
		return token;
	}

	revokeToken(token: string): void {
		this.#tokens.delete(token);
	}

	callerWith(token: string): Caller | null {
		return this.#tokens.get(token) ?? null;
	}

	addEventType({ host, group, place = { kind: 'custom' }, ...eventType }: NewEventType): EventType {
		const added: EventType = {
			uri: newUri('event_types'),
			organization: host.organization,
			host,
			group: group ?? null,
			slug: slugOf(eventType.name),
			place,
			limit: 1,
			questions: [],
			active: true,
			createdAt: this.#now(),
			...eventType,
		};
		this.eventTypes.push(added);
		return added;
	}
}

export function newUri(collection: string): string {
	return `${API}/${collection}/${randomUUID()}`;
}

/** The last part of a URI. */
export function uuidOf(uri: string): string {
	return uri.slice(uri.lastIndexOf('/') + 1);
}

function slugOf(name: string): string {
	const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
	return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
