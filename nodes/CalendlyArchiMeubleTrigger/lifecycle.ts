import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { apiContextOf, requireSigningSecret, subscriptionSettings } from '../adapters/calendlyApi';
import type { ApiContext } from '../shared/calendly/api/http';
import { CalendlyApiError } from '../shared/calendly/api/problem';
import { getCurrentUser, type SubscriptionScope } from '../shared/calendly/api/resources';
import {
	checkCallbackUrl,
	requireCallbackUrl,
	type SubscriptionSettings,
} from '../shared/calendly/api/subscription';
import {
	ensureSubscriptions,
	removeSubscriptions,
	subscriptionStatus,
} from '../shared/calendly/api/subscriptions';
import { eventsToSubscribe } from '../shared/calendly/webhook';
import { DEFAULT_TIMEZONE, isKnownTimezone } from '../shared/french/dates';

/**
 * n8n starting by itself. A throw would make it forget the webhook, or even unpublish the workflow,
 * and every delivery would be answered 404 although nothing is wrong with receiving them.
 */
const UNATTENDED_MODES = ['init', 'leadershipChange'];

/**
 * Whether Calendly has the subscription as it is wanted. Without an access token it is created by
 * hand (docs/calendly.md), and only a setup that cannot work is noticed.
 */
export async function checkExists(this: IHookFunctions): Promise<boolean> {
	const signingSecret = await requireSigningSecret(this);
	requireTimezone(this);
	return await unlessUnattended(this, async () => {
		const context = await apiContextOf(this);
		if (context === null || isLocalTest(this, context)) return true;
		const settings = await settingsOf(this, context, signingSecret);
		const statuses = await subscriptionStatus(context, settings);
		return statuses.every(({ asWanted }) => asWanted);
	});
}

/** Creates what is missing; what differs, is disabled or has another key is replaced. */
export async function create(this: IHookFunctions): Promise<boolean> {
	const signingSecret = await requireSigningSecret(this);
	return await unlessUnattended(this, async () => {
		const context = await apiContextOf(this);
		if (context === null) return true;
		const settings = await settingsOf(this, context, signingSecret);
		await ensureSubscriptions(context, settings, signingSecret);
		return true;
	});
}

/** A workflow must be able to end when Calendly cannot be reached: what is left over is only told. */
export async function remove(this: IHookFunctions): Promise<boolean> {
	try {
		const context = await apiContextOf(this);
		if (context === null || isLocalTest(this, context)) return true;
		const { uri: user, organization } = await getCurrentUser(context);
		const { group } = chosenBy(this);
		await removeSubscriptions(context, { organization, user, group, url: webhookUrlOf(this) });
	} catch (error) {
		this.logger.warn(
			`The Calendly subscription was not removed. ${sentencesOf(error)} Until it is, Calendly calls an address that answers 404.`,
		);
	}
	return true;
}

async function unlessUnattended(
	functions: IHookFunctions,
	work: () => Promise<boolean>,
): Promise<boolean> {
	try {
		return await work();
	} catch (error) {
		if (!UNATTENDED_MODES.includes(functions.getActivationMode())) {
			throw asActivationError(error, functions);
		}
		functions.logger.error(
			`The Calendly subscription could not be checked; deliveries are received all the same. ${sentencesOf(error)}`,
		);
		return true;
	}
}

/** After publishing, the editor shows the message of an error and not its description. */
function asActivationError(error: unknown, functions: IHookFunctions): unknown {
	if (!(error instanceof CalendlyApiError)) return error;
	return new NodeOperationError(functions.getNode(), sentencesOf(error));
}

/** Of an unknown error only the kind is told: an HTTP client's message may hold what was sent. */
function sentencesOf(error: unknown): string {
	if (error instanceof CalendlyApiError) return `${error.message} ${error.remedy}`;
	return `(${error instanceof Error ? error.name : 'unknown error'})`;
}

/** Calendly cannot reach this machine, but `npm run simulate -- --url` can. */
function isLocalTest(functions: IHookFunctions, context: ApiContext): boolean {
	const isTest = functions.getActivationMode() === 'manual';
	return isTest && !checkCallbackUrl(webhookUrlOf(functions), context.baseUrl).ok;
}

/** An address out of reach is told before anything is asked: no answer would help. */
async function settingsOf(
	functions: IHookFunctions,
	context: ApiContext,
	signingSecret: string,
): Promise<SubscriptionSettings> {
	const url = webhookUrlOf(functions);
	requireCallbackUrl(url, context.baseUrl);
	return await subscriptionSettings(context, signingSecret, {
		url,
		events: eventsToSubscribe(functions.getNodeParameter('events', []) as string[]),
		...chosenBy(functions),
	});
}

function chosenBy(functions: IHookFunctions): { scope: SubscriptionScope; group: string } {
	return {
		scope: functions.getNodeParameter('scope', 'organization') as SubscriptionScope,
		group: functions.getNodeParameter('group', '') as string,
	};
}

/** The production or the test address, as n8n is activating. */
function webhookUrlOf(functions: IHookFunctions): string {
	return functions.getNodeWebhookUrl('default') ?? '';
}

function requireTimezone(functions: IHookFunctions): void {
	if (isKnownTimezone(functions.getNodeParameter('timezone', DEFAULT_TIMEZONE))) return;
	throw new NodeOperationError(functions.getNode(), 'The time zone is not known', {
		description: 'Use a name of the IANA time zone database, for example Europe/Paris.',
	});
}
