import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { duplicateSettings, type StoredSetting } from '../../../shared/settings/settings';

export const listDuplicates: Operation = {
	resource: 'setting',
	value: 'listDuplicates',
	name: 'List Duplicates',
	action: 'List settings that stand twice',
	description:
		'List the lines of the settings table that repeat an earlier one: two installations at the same moment each add what is missing. The input items are its lines.',
	properties: [],
	async execute(items) {
		return asItems(duplicateSettings(items.map(({ json }) => json as Partial<StoredSetting>)));
	},
};
