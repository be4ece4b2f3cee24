import { CALENDLY_API } from './http';
import { invalidInput } from './problem';
import type { NewSubscription, Subscription, SubscriptionScope } from './resources';
import { isPublicHost } from './publicHost';

export type CallbackCheck = { ok: true } | { ok: false; message: string; remedy: string };

const PUBLIC_ADDRESS =
	'Set N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL) to the public https address of n8n and restart it; without one, use a tunnel such as Cloudflare Tunnel.';

/**
 * Whether Calendly can deliver to this address; asked before the call, because Calendly would accept
 * the subscription and disable it a day later. A stand-in for Calendly on this machine or network
 * reaches what is on it, so nothing is refused to it.
 *
 * @param apiUrl where the API is
 */
export function checkCallbackUrl(url: string, apiUrl: string = CALENDLY_API): CallbackCheck {
	const address = parseUrl(url);
	if (address === null || !/^https?:$/.test(address.protocol)) {
		return refuse('The webhook address of n8n is not a web address.');
	}
	if (address.username !== '' || address.password !== '') {
		return refuse('The webhook address of n8n holds a user name or password.');
	}
	if (isStandIn(apiUrl)) return { ok: true };
	if (!isPublicHost(address.hostname)) {
		return refuse(`Calendly cannot reach ${address.hostname}: it is not on the internet.`);
	}
	if (address.protocol !== 'https:') {
		return refuse(`The webhook address of n8n does not begin with https: ${address.origin}.`);
	}
	return { ok: true };
}

function refuse(message: string): CallbackCheck {
	return { ok: false, message, remedy: PUBLIC_ADDRESS };
}

function isStandIn(apiUrl: string): boolean {
	const host = parseUrl(apiUrl)?.hostname;
	return host !== undefined && !isPublicHost(host);
}

/** What somebody set in the trigger, and who the token belongs to. */
export interface SubscriptionSettings {
	/** Webhook address of n8n. */
	url: string;
	events: readonly string[];
	scope: SubscriptionScope;
	organization: string;
	user: string;
	group?: string | null;
}

export type WantedSubscription = NewSubscription;

/** Events that only one scope can have, by the beginning of their name; all others take any. */
const ONLY_SCOPE: ReadonlyArray<[family: string, scope: SubscriptionScope]> = [
	['routing_form_submission.', 'organization'],
	['meeting_recap.', 'user'],
];

/** Query parameter that tells our second subscription from the first, see `wantedSubscriptions`. */
const SCOPE_PARAMETER = 'scope';

/**
 * The subscriptions that deliver the chosen events. Those the chosen scope cannot have go to a
 * second subscription of the scope that can. Calendly refuses two subscriptions of one address
 * whatever their events, so the second carries `?scope=…`; n8n's webhooks do not look at it.
 * https://developer.calendly.com/api-docs/calendly-api/webhooks/create-webhook-subscription
 */
export function wantedSubscriptions(settings: SubscriptionSettings): WantedSubscription[] {
	const { scope, organization, user, group } = settings;
	if (scope === 'group' && !group) {
		throw invalidInput('No Calendly group is chosen.', 'Choose the group in the node.');
	}
	const byScope = new Map<SubscriptionScope, string[]>();
	for (const event of new Set(settings.events)) {
		const needed = scopeFor(event, scope);
		byScope.set(needed, [...(byScope.get(needed) ?? []), event]);
	}
	return [...byScope].map(([needed, events]) => ({
		url: needed === scope ? settings.url : withScope(settings.url, needed),
		events,
		scope: needed,
		organization,
		user: needed === 'user' ? user : null,
		group: needed === 'group' ? group : null,
	}));
}

function scopeFor(event: string, chosen: SubscriptionScope): SubscriptionScope {
	return ONLY_SCOPE.find(([family]) => event.startsWith(family))?.[1] ?? chosen;
}

function withScope(url: string, scope: SubscriptionScope): string {
	const address = new URL(url);
	address.searchParams.set(SCOPE_PARAMETER, scope);
	return address.href;
}

export interface SubscriptionPlan {
	keep: Subscription[];
	remove: Subscription[];
	create: WantedSubscription[];
}

/**
 * What to do so that Calendly has what is wanted and nothing else for our address: Calendly can
 * neither change a subscription nor enable it again, so what differs or is disabled is replaced.
 * Subscriptions of other addresses, be they n8n's test address, other workflows or other tools, are
 * not touched.
 *
 * @param renew replaces what is right, too: nobody can read which signing key a subscription has
 */
export function planSubscriptions(
	wanted: readonly WantedSubscription[],
	found: readonly Subscription[],
	{ renew = false }: { renew?: boolean } = {},
): SubscriptionPlan {
	const ours = found.filter(({ callbackUrl }) =>
		wanted.some(({ url }) => isSameWebhook(callbackUrl, url)),
	);
	const kept = wanted.map((one) =>
		renew ? undefined : ours.find((candidate) => fits(candidate, one)),
	);
	return {
		keep: kept.filter((one) => one !== undefined),
		remove: ours.filter((one) => !kept.includes(one)),
		create: wanted.filter((_one, index) => kept[index] === undefined),
	};
}

/** Whether a subscription does all that is wanted, as far as Calendly tells. */
function fits(found: Subscription, wanted: WantedSubscription): boolean {
	return (
		found.state === 'active' &&
		isSameAddress(found.callbackUrl, wanted.url) &&
		found.scope === wanted.scope &&
		found.organization === wanted.organization &&
		(wanted.scope !== 'user' || found.user === wanted.user) &&
		(wanted.scope !== 'group' || found.group === wanted.group) &&
		isSameSet(found.events, wanted.events)
	);
}

/** Whether two addresses lead to the same webhook of n8n, whatever scope they are for. */
export function isSameWebhook(one: string, other: string): boolean {
	return isSameAddress(withoutScope(one), withoutScope(other));
}

/** The same address in two spellings, `HTTPS://n8n.example.org:443/a` and `https://n8n.example.org/a`. */
export function isSameAddress(one: string, other: string): boolean {
	return (parseUrl(one)?.href ?? one) === (parseUrl(other)?.href ?? other);
}

function withoutScope(url: string): string {
	const address = parseUrl(url);
	if (address === null || !address.searchParams.has(SCOPE_PARAMETER)) return url;
	address.searchParams.delete(SCOPE_PARAMETER);
	return address.href;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
	const [a, b] = [new Set(one), new Set(other)];
	return a.size === b.size && [...a].every((entry) => b.has(entry));
}

/** How a subscription fares. */
export interface SubscriptionHealth {
	state: 'active' | 'retrying' | 'disabled' | 'missing';
	retryStartedAt: string | null;
	/** Hours until Calendly disables it unless deliveries succeed again; null when it does not retry. */
	hoursUntilDisabled: number | null;
	createdAt: string | null;
}

/** https://developer.calendly.com/api-docs/overview/webhooks/webhook-errors */
const HOURS_OF_RETRIES = 24;
const HOUR_MS = 3_600_000;

/**
 * Calendly repeats failed deliveries for 24 hours. It keeps the time of the last such start, so an
 * active subscription whose retries began earlier has come through them.
 */
export function health(found: Subscription | null, now: Date): SubscriptionHealth {
	if (found === null) {
		return { state: 'missing', retryStartedAt: null, hoursUntilDisabled: null, createdAt: null };
	}
	const { state, retryStartedAt, createdAt } = found;
	const hours = state === 'disabled' ? null : hoursLeft(retryStartedAt, now);
	return {
		state: hours === null ? state : 'retrying',
		retryStartedAt,
		hoursUntilDisabled: hours,
		createdAt,
	};
}

function hoursLeft(retryStartedAt: string | null, now: Date): number | null {
	if (retryStartedAt === null) return null;
	const passed = Math.max(0, now.getTime() - Date.parse(retryStartedAt)) / HOUR_MS;
	return passed < HOURS_OF_RETRIES ? Math.round((HOURS_OF_RETRIES - passed) * 10) / 10 : null;
}

function parseUrl(text: string): URL | null {
	return URL.canParse(text) ? new URL(text) : null;
}
