import { timezoneField, workflowsVersionField } from '../../../adapters/fields';
import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { json, timezone } from '../../../adapters/parameters';
import { misfitOf } from '../../../adapters/version';
import { asList } from '../../../shared/text/fields';
import { morningBulletin } from '../../../shared/journal/bulletin';

export const writeBulletin: Operation = {
	resource: 'journal',
	value: 'writeBulletin',
	name: 'Write Bulletin',
	action: 'Write the bulletin of the morning',
	description:
		'Say in a French mail what is not as it should be: refused messages, mails that wait, deliveries given up, a package newer than its workflows. The input items are journal rows.',
	properties: [
		{
			displayName: 'Refusals',
			name: 'refusals',
			type: 'json',
			default: '[]',
			description: 'Rows of the refusal table',
		},
		timezoneField,
		workflowsVersionField,
	],
	async execute(items) {
		const bulletin = morningBulletin({
			refusals: asList(json(this, 'refusals')),
			deliveries: storedDeliveries(items),
			misfit: misfitOf(this),
			now: new Date(),
			timezone: timezone(this),
		});
		return asItems([bulletin]);
	},
};
