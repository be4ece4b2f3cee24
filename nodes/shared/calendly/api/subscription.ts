import { HOUR_MS } from '../../french/dates';
import { parseUrl } from '../../text/url';
import { CALENDLY_API } from './http';
import { invalidInput } from './problem';
import { isPublicHost } from './publicHost';
import type { NewSubscription, Subscription, SubscriptionScope } from './resources';

/** Whether Calendly can deliver to an address; if not, why, and what to do. */
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
	if (address === null || !['http:', 'https:'].includes(address.protocol)) {
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

/** @throws CalendlyApiError when Calendly cannot deliver to this address */
export function requireCallbackUrl(url: string, apiUrl?: string): void {
	const check = checkCallbackUrl(url, apiUrl);
	if (!check.ok) throw invalidInput(check.message, check.remedy);
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
	/** Tells the signing key from others without telling it, see `wantedSubscriptions`. */
	keyId?: string;
}

export type WantedSubscription = NewSubscription;

/** Events that only one scope can have, by the beginning of their name; all others take any. */
const ONLY_SCOPE: ReadonlyArray<[family: string, scope: SubscriptionScope]> = [
	['routing_form_submission.', 'organization'],
	['meeting_recap.', 'user'],
];

/** Query parameters of our subscriptions' addresses, see `wantedSubscriptions`. */
const SCOPE_PARAMETER = 'scope';
const KEY_PARAMETER = 'key_id';

/**
 * The subscriptions that deliver the chosen events. Those the chosen scope cannot have go to a
 * second subscription of the scope that can. Calendly refuses two subscriptions of one address
 * whatever their events, so the second carries `?scope=…`. Nobody can read from Calendly which key a
 * subscription has, so its address says which one by `key_id`: after a change of the key it does not
 * fit any more and is replaced. n8n's webhooks look at neither.
 * https://developer.calendly.com/api-docs/calendly-api/webhooks/create-webhook-subscription
 */
export function wantedSubscriptions(settings: SubscriptionSettings): WantedSubscription[] {
	const { scope, organization, user, group, keyId } = settings;
	if (scope === 'group' && !group) {
		throw invalidInput('No Calendly group is chosen.', 'Choose the group in the node.');
	}
	const byScope = new Map<SubscriptionScope, string[]>();
	for (const event of new Set(settings.events)) {
		const needed = scopeFor(event, scope);
		byScope.set(needed, [...(byScope.get(needed) ?? []), event]);
	}
	return [...byScope].map(([needed, events]) => ({
		url: withParameters(settings.url, {
			[SCOPE_PARAMETER]: needed === scope ? undefined : needed,
			[KEY_PARAMETER]: keyId,
		}),
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

function withParameters(url: string, parameters: Record<string, string | undefined>): string {
	const given = Object.entries(parameters).filter((entry) => entry[1] !== undefined);
	if (given.length === 0) return url;
	const address = new URL(url);
	for (const [name, value] of given) address.searchParams.set(name, String(value));
	return address.href;
}

/** What there is to do about the subscriptions of our address. */
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

/** Whether two addresses lead to the same webhook of n8n, whatever scope and key they are for. */
export function isSameWebhook(one: string, other: string): boolean {
	return isSameAddress(withoutParameters(one), withoutParameters(other));
}

/** The same address in two spellings, `HTTPS://n8n.example.org:443/a` and `https://n8n.example.org/a`. */
export function isSameAddress(one: string, other: string): boolean {
	return (parseUrl(one)?.href ?? one) === (parseUrl(other)?.href ?? other);
}

function withoutParameters(url: string): string {
	const address = parseUrl(url);
	if (address === null) return url;
	for (const name of [SCOPE_PARAMETER, KEY_PARAMETER]) address.searchParams.delete(name);
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
