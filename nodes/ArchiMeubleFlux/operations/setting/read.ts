import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { defaultsField, settingsOf } from './table';

export const read: Operation = {
	resource: 'setting',
	value: 'read',
	name: 'Read',
	action: 'Read the settings',
	description:
		'Read the lines of the settings table into one item. What is missing falls back to its default; what is unusable is said.',
	properties: [defaultsField],
	async execute(items) {
		const { settings, refused } = settingsOf(this, items);
		return asItems([{ ...settings, refused }]);
	},
};
