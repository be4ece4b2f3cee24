import { subscriptionSettings, withCalendly } from '../../../adapters/calendlyApi';
import { timezoneField } from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text, timezone } from '../../../adapters/parameters';
import { normalizeWebhook } from '../../../shared/appointment/normalize';
import { getSampleWebhookData } from '../../../shared/calendly/api/resources';
import { INVITEE_CREATED } from '../../../shared/calendly/webhook';
import { EVENT_OPTIONS, holderFields, holderProperties } from './subscription';

/** Runs once, however many items come in. */
export const getSample: Operation = {
	resource: 'webhook',
	value: 'getSample',
	name: 'Get Sample',
	action: 'Get a sample of an event',
	description:
		'Ask Calendly for a made-up delivery and give it in the form of the trigger: a run without a booking',
	needs: ['token'],
	properties: [
		{
			displayName: 'Event',
			name: 'event',
			type: 'options',
			default: INVITEE_CREATED,
			description: 'Event a sample is wanted of',
			options: EVENT_OPTIONS,
		},
		...holderProperties,
		timezoneField,
	],
	async execute() {
		return await withCalendly(this, async (context) => {
			const unsubscribed = { url: '', events: [], ...holderFields(this) };
			const holder = await subscriptionSettings(context, null, unsubscribed);
			const { organization, user, group, scope } = holder;
			const event = text(this, 'event');
			const raw = await getSampleWebhookData(context, { event, organization, user, group, scope });
			const origin = { receivedAt: new Date(), timezone: timezone(this), source: null };
			return asItems([normalizeWebhook(raw, origin)]);
		});
	},
};
