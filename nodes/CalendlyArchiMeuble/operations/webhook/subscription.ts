import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { subscriptionSettings } from '../../../adapters/calendlyApi';
import { text, texts } from '../../../adapters/parameters';
import { webhookUrlField } from '../../../adapters/webhookUrl';
import type { ApiContext } from '../../../shared/calendly/api/http';
import type { SubscriptionScope } from '../../../shared/calendly/api/resources';
import type { SubscriptionSettings } from '../../../shared/calendly/api/subscription';
import { settingsOfExisting } from '../../../shared/calendly/api/subscriptions';
import { CALENDLY_EVENTS } from '../../../shared/calendly/webhook';

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
	webhookUrlField,
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
