import { refusedSettingsField, timezoneField } from '../../../adapters/fields';
import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { asListOfWords, json, timezone } from '../../../adapters/parameters';
import type { AppointmentRow } from '../../../shared/appointment/row';
import { asList } from '../../../shared/text/fields';
import { morningBulletin } from '../../../shared/journal/bulletin';

export const writeBulletin: Operation = {
	resource: 'journal',
	value: 'writeBulletin',
	name: 'Write Bulletin',
	action: 'Write the bulletin of the morning',
	description:
		'Say in a French mail what is not as it should be: settings that cannot be used, refused messages, mails that wait, deliveries given up, recipients not reached. The input items are journal rows.',
	properties: [
		{
			displayName: 'Refusals',
			name: 'refusals',
			type: 'json',
			default: '[]',
			description: 'Rows of the refusal table',
		},
		{
			displayName: 'Lost Appointments',
			name: 'lost',
			type: 'json',
			default: '[]',
			description:
				'Rows of appointments to come that moved away (etat deplace) without one they moved to (deplace_vers empty)',
		},
		refusedSettingsField,
		timezoneField,
	],
	async execute(items) {
		const bulletin = morningBulletin({
			refusals: asList(json(this, 'refusals')),
			lost: asList(json(this, 'lost')) as unknown as AppointmentRow[],
			refusedSettings: asListOfWords(json(this, 'refusedSettings')),
			deliveries: storedDeliveries(items),
			now: new Date(),
			timezone: timezone(this),
		});
		return asItems([bulletin]);
	},
};
