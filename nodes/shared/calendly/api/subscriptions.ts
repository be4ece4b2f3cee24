import { signingSecretFlaw } from '../signingSecret';
import type { ApiContext } from './http';
import { CalendlyApiError, invalidInput, type ProblemKind } from './problem';
import {
	createWebhookSubscription,
	deleteWebhookSubscription,
	listWebhookSubscriptions,
	type Subscription,
	type SubscriptionScope,
} from './resources';
import {
	health,
	isSameAddress,
	isSameWebhook,
	planSubscriptions,
	requireCallbackUrl,
	wantedSubscriptions,
	type SubscriptionHealth,
	type SubscriptionSettings,
	type WantedSubscription,
} from './subscription';
import { baseOf } from './uris';

/** Who the token belongs to, and the group when there is one. */
export type TokenOwner = Pick<SubscriptionSettings, 'organization' | 'user' | 'group'>;

/** What a token that is no admin's hears about scopes that are not its own. */
const NOT_ALLOWED: readonly ProblemKind[] = ['role', 'forbidden', 'not_found'];

/**
 * The subscriptions the token can see, each once. An earlier setting may have left one of ours in a
 * scope that is not wanted any more, so all are looked at; only there a refusal is no error.
 *
 * @param needed the scopes whose list has to be read
 */
export async function findSubscriptions(
	context: ApiContext,
	{ organization, user, group }: TokenOwner,
	needed: readonly SubscriptionScope[] = [],
): Promise<Subscription[]> {
	const scopes: SubscriptionScope[] = [
		'organization',
		'user',
		...(group ? ['group' as const] : []),
	];
	const found = new Map<string, Subscription>();
	for (const scope of scopes) {
		const list = await listWebhookSubscriptions(context, {
			organization,
			scope,
			user,
			group,
		}).catch((error: unknown) => {
			if (!needed.includes(scope) && isKind(error, NOT_ALLOWED)) return [];
			throw error;
		});
		for (const one of list) found.set(one.uri, one);
	}
	return [...found.values()];
}

/** The addresses (URIs) of what Calendly has now, and of what was taken away. */
export interface EnsuredSubscriptions {
	kept: string[];
	created: string[];
	removed: string[];
}

/**
 * Makes Calendly have exactly the wanted subscriptions for our address, with our signing key.
 *
 * @param renew creates anew what is there: after a change of the signing key, and to repair
 * @throws CalendlyApiError
 */
export async function ensureSubscriptions(
	context: ApiContext,
	settings: SubscriptionSettings,
	signingKey: string,
	options: { renew?: boolean } = {},
): Promise<EnsuredSubscriptions> {
	refuseUnusable(context, settings.url, signingKey);
	const wanted = wantedSubscriptions(settings);
	const found = await findSubscriptions(context, settings, scopesOf(wanted));
	const plan = planSubscriptions(wanted, found, options);
	const removed = await removeAll(context, plan.remove);
	const created: string[] = [];
	for (const one of plan.create) {
		const creation = await create(context, settings, one, signingKey);
		created.push(creation.uri);
		removed.push(...creation.replaced);
	}
	return { kept: plan.keep.map(({ uri }) => uri), created, removed };
}

/** Without a key nothing would be signed, and at an address out of reach nothing would arrive. */
function refuseUnusable(context: ApiContext, url: string, signingKey: string): void {
	const flaw = signingSecretFlaw(signingKey);
	if (flaw !== null) throw invalidInput('The signing secret cannot be used.', flaw);
	requireCallbackUrl(url, baseOf(context));
}

/**
 * Removes the subscriptions of one webhook address in every scope, and no others.
 *
 * @returns the addresses (URIs) of what was removed
 */
export async function removeSubscriptions(
	context: ApiContext,
	settings: TokenOwner & { url: string },
): Promise<string[]> {
	const found = await findSubscriptions(context, settings);
	const ours = found.filter(({ callbackUrl }) => isSameWebhook(callbackUrl, settings.url));
	return await removeAll(context, ours);
}

/** How one of the wanted subscriptions fares. */
export interface SubscriptionStatus extends SubscriptionHealth {
	wanted: WantedSubscription;
	/** The subscription at this address; null when there is none. */
	subscription: Subscription | null;
	/** Whether nothing needs to be created or replaced. */
	asWanted: boolean;
}

/** How each wanted subscription fares. Changes nothing. */
export async function subscriptionStatus(
	context: ApiContext,
	settings: SubscriptionSettings,
): Promise<SubscriptionStatus[]> {
	const wanted = wantedSubscriptions(settings);
	const found = await findSubscriptions(context, settings, scopesOf(wanted));
	const { keep, create: missing } = planSubscriptions(wanted, found);
	return wanted.map((one) => {
		const there = [...keep, ...found].find(({ callbackUrl }) =>
			isSameAddress(callbackUrl, one.url),
		);
		const subscription = there ?? null;
		return {
			wanted: one,
			subscription,
			asWanted: !missing.includes(one),
			...health(subscription, context.now()),
		};
	});
}

/** After these nobody knows whether Calendly created it. */
const OUTCOME_UNKNOWN: readonly ProblemKind[] = [
	'timeout',
	'server_error',
	'unreachable',
	'request_failed',
	'unexpected_answer',
];

interface Creation {
	uri: string;
	/** What stood in the way and was removed. */
	replaced: string[];
}

async function create(
	context: ApiContext,
	settings: SubscriptionSettings,
	wanted: WantedSubscription,
	signingKey: string,
): Promise<Creation> {
	const first = await outcomeOf(createWebhookSubscription(context, wanted, signingKey));
	if (first.ok) return { uri: first.value.uri, replaced: [] };
	if (isKind(first.error, OUTCOME_UNKNOWN)) {
		return await findCreated(context, settings, wanted, first.error);
	}
	if (!isKind(first.error, ['already_exists'])) throw first.error;

	const replaced = await removeObstacle(context, settings, wanted, first.error);
	const { uri } = await createWebhookSubscription(context, wanted, signingKey);
	return { uri, replaced };
}

/** Looks whether a creation without an answer worked; it could only be repeated into a 409. */
async function findCreated(
	context: ApiContext,
	settings: SubscriptionSettings,
	wanted: WantedSubscription,
	problem: unknown,
): Promise<Creation> {
	const found = await findSubscriptions(context, settings, [wanted.scope]);
	const [created] = planSubscriptions([wanted], found).keep;
	if (created === undefined) throw problem;
	return { uri: created.uri, replaced: [] };
}

/** Removes what somebody else subscribed at this very address in the meantime. */
async function removeObstacle(
	context: ApiContext,
	settings: SubscriptionSettings,
	wanted: WantedSubscription,
	problem: unknown,
): Promise<string[]> {
	const found = await findSubscriptions(context, settings, [wanted.scope]);
	const obstacles = found.filter(({ callbackUrl }) => isSameAddress(callbackUrl, wanted.url));
	if (obstacles.length === 0) throw problem;
	return await removeAll(context, obstacles);
}

async function removeAll(
	context: ApiContext,
	subscriptions: readonly Subscription[],
): Promise<string[]> {
	for (const { uri } of subscriptions) await deleteWebhookSubscription(context, uri);
	return subscriptions.map(({ uri }) => uri);
}

function scopesOf(wanted: readonly WantedSubscription[]): SubscriptionScope[] {
	return wanted.map(({ scope }) => scope);
}

function isKind(error: unknown, kinds: readonly ProblemKind[]): boolean {
	return error instanceof CalendlyApiError && kinds.includes(error.kind);
}

async function outcomeOf<T>(
	promise: Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: unknown }> {
	return await promise.then(
		(value) => ({ ok: true as const, value }),
		(error: unknown) => ({ ok: false as const, error }),
	);
}

/**
 * The settings under which a repair brings back what was there: events and scope of what Calendly has
 * at the address, disabled or not. Where there is nothing, the given ones.
 */
export async function settingsOfExisting(
	context: ApiContext,
	given: SubscriptionSettings,
): Promise<SubscriptionSettings> {
	const found = await findSubscriptions(context, given, [given.scope]);
	const ours = found.filter(({ callbackUrl }) => isSameWebhook(callbackUrl, given.url));
	const first = ours.find(({ callbackUrl }) => isSameAddress(callbackUrl, given.url)) ?? ours[0];
	if (first === undefined) return given;
	return {
		...given,
		events: [...new Set(ours.flatMap(({ events }) => events))],
		scope: first.scope ?? given.scope,
		group: first.group ?? given.group,
	};
}
