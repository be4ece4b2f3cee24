import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { defaultsField, settingsOf } from './table';

export const listMissing: Operation = {
	resource: 'setting',
	value: 'listMissing',
	name: 'List Missing',
	action: 'List missing settings',
	description:
		'List the lines to be added to or changed in the settings table: those it lacks, with their defaults, an old version, and the help of those that cannot be used. The input items are its lines.',
	properties: [
		defaultsField,
		{
			displayName: 'Workflows Version',
			name: 'workflowsVersion',
			type: 'string',
			default: '',
			description:
				'Version of the bundled workflows to note in the table, so that the dashboard can say when the package is another; leave empty to note none',
		},
	],
	async execute(items) {
		const version = text(this, 'workflowsVersion');
		const { missing, helps } = settingsOf(this, items, version);
		return asItems([...missing, ...helps]);
	},
};
