import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import {
	asNodeError,
	requireApiContext,
	requireSigningSecret,
	subscriptionSettings,
} from '../../adapters/calendlyApi';
import { normalizeWebhook } from '../../shared/appointment/normalize';
import type { ApiContext } from '../../shared/calendly/api/http';
import { subscriptionReport } from '../../shared/calendly/api/report';
import { getSampleWebhookData, type SubscriptionScope } from '../../shared/calendly/api/resources';
import {
	requireCallbackUrl,
	type SubscriptionSettings,
} from '../../shared/calendly/api/subscription';
import {
	ensureSubscriptions,
	settingsOfExisting,
	subscriptionStatus,
} from '../../shared/calendly/api/subscriptions';
import { CALENDLY_EVENTS, INVITEE_CREATED } from '../../shared/calendly/webhook';
import { DEFAULT_TIMEZONE, timezoneOrDefault } from '../../shared/french/dates';
import { asText } from '../../shared/text/fields';
import { asJson } from './operation';

/** Where the shipped workflow’s trigger listens, below n8n’s public address. */
const WEBHOOK_PATH = '/webhook/calendly-archimeuble/webhook';

export async function getStatus(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await withErrors(this, async (context, settings) => {
		const statuses = await subscriptionStatus(context, settings);
		const report = subscriptionReport(statuses, timezoneOf(this));
		const subscriptions = statuses.map(({ subscription }) => subscription);
		return { ...report, webhookUrl: settings.url, subscriptions };
	});
}

export async function repair(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await withErrors(this, async (context, settings) => {
		const signingSecret = await requireSigningSecret(this);
		const done = await ensureSubscriptions(context, settings, signingSecret, { renew: true });
		return { success: true, webhookUrl: settings.url, ...done };
	});
}

export async function getSample(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await withErrors(this, async (context, settings) => {
		const { organization, user, group, scope } = settings;
		const event = this.getNodeParameter('event', 0) as string;
		const raw = await getSampleWebhookData(context, { event, organization, user, group, scope });
		return normalizeWebhook(raw, {
			receivedAt: new Date(),
			timezone: timezoneOf(this),
			source: null,
		});
	});
}

/** Runs once, however many items come in: there is one subscription. */
async function withErrors(
	functions: IExecuteFunctions,
	work: (context: ApiContext, settings: SubscriptionSettings) => Promise<object>,
): Promise<INodeExecutionData[]> {
	try {
		const context = await requireApiContext(functions);
		const operation = functions.getNodeParameter('operation', 0);
		const isSample = operation === 'getSample';
		const signingSecret = isSample ? null : await requireSigningSecret(functions);
		const url = isSample ? '' : webhookUrlOf(functions);
		if (operation === 'repair') requireCallbackUrl(url, context.baseUrl);
		const given = await subscriptionSettings(context, signingSecret, {
			url,
			events: functions.getNodeParameter('events', 0, []) as string[],
			scope: functions.getNodeParameter('scope', 0, 'organization') as SubscriptionScope,
			group: functions.getNodeParameter('group', 0, '') as string,
		});
		const settings = isSample ? given : await settingsOfExisting(context, given);
		return [{ json: asJson(await work(context, settings)), pairedItem: { item: 0 } }];
	} catch (error) {
		throw asNodeError(error, functions.getNode());
	}
}

/** n8n tells its public webhook address to running workflows only as the one that resumes them. */
function webhookUrlOf(functions: IExecuteFunctions): string {
	const given = asText(functions.getNodeParameter('webhookUrl', 0, ''));
	if (given !== null) return given;
	const resumeUrl = String(functions.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	return resumeUrl.replace(/\/webhook-waiting\/.*$/, '') + WEBHOOK_PATH;
}

function timezoneOf(functions: IExecuteFunctions): string {
	return timezoneOrDefault(functions.getNodeParameter('timezone', 0, DEFAULT_TIMEZONE));
}

const show = (...operation: string[]) => ({ show: { resource: ['webhook'], operation } });

const EVENT_OPTIONS = CALENDLY_EVENTS.map((event) => ({ name: event, value: event })).sort((a, b) =>
	a.name.localeCompare(b.name),
);

export const subscriptionProperties: INodeProperties[] = [
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		default: INVITEE_CREATED,
		description: 'Event a sample is wanted of',
		displayOptions: show('getSample'),
		options: EVENT_OPTIONS,
	},
	{
		displayName: 'Webhook URL',
		name: 'webhookUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/calendly-archimeuble/webhook',
		description:
			'Production URL of the trigger; when empty, that of the shipped workflow on this n8n',
		displayOptions: show('getStatus', 'repair'),
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		default: [
			'invitee.created',
			'invitee.canceled',
			'invitee_no_show.created',
			'invitee_no_show.deleted',
		],
		description: 'Events of the subscription, when there is none yet; otherwise those it has',
		displayOptions: show('getStatus', 'repair'),
		options: EVENT_OPTIONS,
	},
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'options',
		default: 'organization',
		description: 'Scope of the subscription, when there is none yet; otherwise the one it has',
		displayOptions: show('getSample', 'getStatus', 'repair'),
		options: [
			{ name: 'Group', value: 'group', description: 'Events of a group' },
			{ name: 'Organization', value: 'organization', description: 'Events of everybody' },
			{
				name: 'User',
				value: 'user',
				description: 'Events of the person the token belongs to',
			},
		],
	},
	{
		displayName: 'Group',
		name: 'group',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://api.calendly.com/groups/AAAAAAAAAAAAAAAA',
		description: 'Address (URI) of the group in Calendly’s API',
		displayOptions: {
			show: {
				resource: ['webhook'],
				operation: ['getSample', 'getStatus', 'repair'],
				scope: ['group'],
			},
		},
	},
	{
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: DEFAULT_TIMEZONE,
		description: 'IANA zone in which times are shown',
		displayOptions: show('getSample', 'getStatus'),
	},
];
