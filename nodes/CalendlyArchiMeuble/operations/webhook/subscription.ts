import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { subscriptionSettings } from '../../../adapters/calendlyApi';
import { text, texts } from '../../../adapters/parameters';
import type { ApiContext } from '../../../shared/calendly/api/http';
import type { SubscriptionScope } from '../../../shared/calendly/api/resources';
import type { SubscriptionSettings } from '../../../shared/calendly/api/subscription';
import { settingsOfExisting } from '../../../shared/calendly/api/subscriptions';
import { asText } from '../../../shared/text/fields';
import { CALENDLY_EVENTS } from '../../../shared/calendly/webhook';

/** Where the shipped workflow’s trigger listens, below n8n’s public address. */
const WEBHOOK_PATH = '/webhook/calendly-archimeuble/webhook';

/** The subscription of the trigger: what Calendly has, what the fields say where it has none. */
export async function existingSubscription(
	functions: IExecuteFunctions,
	context: ApiContext,
	signingSecret: string,
	url: string,
): Promise<SubscriptionSettings> {
	const wanted = { url, events: texts(functions, 'events'), ...holderFields(functions) };
	const settings = await subscriptionSettings(context, signingSecret, wanted);
	return await settingsOfExisting(context, settings);
}

/** Whose events are meant, as the fields of `holderProperties` say. */
export function holderFields(functions: IExecuteFunctions) {
	return {
		scope: text(functions, 'scope') as SubscriptionScope,
		group: text(functions, 'group'),
	};
}

/** n8n tells its public webhook address to running workflows only as the one that resumes them. */
export function webhookUrlOf(functions: IExecuteFunctions): string {
	const given = asText(text(functions, 'webhookUrl'));
	if (given !== null) return given;
	const resumeUrl = String(functions.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	return resumeUrl.replace(/\/webhook-waiting\/.*$/, '') + WEBHOOK_PATH;
}

export const EVENT_OPTIONS = CALENDLY_EVENTS.map((event) => ({ name: event, value: event })).sort(
	(a, b) => a.name.localeCompare(b.name),
);

export const holderProperties: INodeProperties[] = [
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'options',
		default: 'organization',
		description: 'Scope of the subscription, when there is none yet; otherwise the one it has',
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
		displayOptions: { show: { scope: ['group'] } },
	},
];

export const subscriptionProperties: INodeProperties[] = [
	{
		displayName: 'Webhook URL',
		name: 'webhookUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/calendly-archimeuble/webhook',
		description:
			'Production URL of the trigger; when empty, that of the shipped workflow on this n8n',
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
		options: EVENT_OPTIONS,
	},
	...holderProperties,
];
