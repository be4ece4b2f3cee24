import { requireSigningSecret, withCalendly } from '../../../adapters/calendlyApi';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { webhookUrlOf } from '../../../adapters/webhookUrl';
import { requireCallbackUrl } from '../../../shared/calendly/api/subscription';
import { ensureSubscriptions } from '../../../shared/calendly/api/subscriptions';
import { existingSubscription, subscriptionProperties } from './subscription';

/** Runs once, however many items come in: there is one subscription. */
export const repair: Operation = {
	resource: 'webhook',
	value: 'repair',
	name: 'Repair',
	action: 'Repair the subscription',
	description:
		'Delete the Calendly subscription of the trigger and create it again with the signing secret of the credential',
	needs: ['token', 'signing'],
	isDestructive: true,
	properties: subscriptionProperties,
	async execute() {
		return await withCalendly(this, async (context) => {
			const signingSecret = await requireSigningSecret(this);
			const url = webhookUrlOf(this);
			requireCallbackUrl(url, context.baseUrl);
			const settings = await existingSubscription(this, context, signingSecret, url);
			const done = await ensureSubscriptions(context, settings, signingSecret, { renew: true });
			return asItems([{ success: true, webhookUrl: settings.url, ...done }]);
		});
	},
};
