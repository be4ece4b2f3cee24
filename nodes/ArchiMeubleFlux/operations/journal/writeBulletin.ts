import {
	refusedSettingsField,
	timezoneField,
	workflowsVersionField,
} from '../../../adapters/fields';
import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { asListOfWords, json, text, timezone } from '../../../adapters/parameters';
import { jsonOfNode } from '../../../adapters/round';
import { misfitOf } from '../../../adapters/version';
import { isStoredRow } from '../../../shared/appointment/fromRow';
import { asList } from '../../../shared/text/fields';
import { morningBulletin } from '../../../shared/journal/bulletin';

export const writeBulletin: Operation = {
	resource: 'journal',
	value: 'writeBulletin',
	name: 'Write Bulletin',
	action: 'Write the bulletin of the morning',
	description:
		'Say in a French mail what is not as it should be: settings that cannot be used, refused messages, mails that wait, deliveries given up, recipients not reached, a package newer than its workflows. The input items are journal rows.',
	properties: [
		{
			displayName: 'Refusals',
			name: 'refusals',
			type: 'json',
			default: '[]',
			description: 'Rows of the journal that count refusals',
		},
		timezoneField,
		workflowsVersionField,
		refusedSettingsField,
		{
			displayName: 'Appointments Node',
			name: 'appointmentsNode',
			type: 'string',
			noDataExpression: true,
			default: 'Rendez-vous proches',
			description: 'Name of the node of this workflow that gave the appointments to come',
		},
	],
	async execute(items) {
		const bulletin = morningBulletin({
			refusals: asList(json(this, 'refusals')),
			appointments: jsonOfNode(this, text(this, 'appointmentsNode')).filter(isStoredRow),
			refusedSettings: asListOfWords(json(this, 'refusedSettings')),
			deliveries: storedDeliveries(items),
			misfit: misfitOf(this),
			now: new Date(),
			timezone: timezone(this),
		});
		return asItems([bulletin]);
	},
};
