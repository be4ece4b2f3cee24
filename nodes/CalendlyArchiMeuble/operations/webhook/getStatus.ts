import { requireSigningSecret, withCalendly } from '../../../adapters/calendlyApi';
import { timezoneField } from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { timezone } from '../../../adapters/parameters';
import { webhookUrlOf } from '../../../adapters/webhookUrl';
import { subscriptionReport } from '../../../shared/calendly/api/report';
import { subscriptionStatus } from '../../../shared/calendly/api/subscriptions';
import { existingSubscription, subscriptionProperties } from './subscription';

/** Runs once, however many items come in: there is one subscription. */
export const getStatus: Operation = {
	resource: 'webhook',
	value: 'getStatus',
	name: 'Get Status',
	action: 'Get the status of the subscription',
	description: 'Say whether the Calendly subscription of the trigger is alive',
	needs: ['token', 'signing'],
	properties: [...subscriptionProperties, timezoneField],
	async execute() {
		return await withCalendly(this, async (context) => {
			const signingSecret = await requireSigningSecret(this);
			const url = webhookUrlOf(this);
			const settings = await existingSubscription(this, context, signingSecret, url);
			const statuses = await subscriptionStatus(context, settings);
			const report = subscriptionReport(statuses, timezone(this));
			const subscriptions = statuses.map(({ subscription }) => subscription);
			return asItems([{ ...report, webhookUrl: settings.url, subscriptions }]);
		});
	},
};
