import { asItems } from '../../../adapters/items';
import { withN8nApi } from '../../../adapters/n8nApi';
import type { Operation } from '../../../adapters/operation';
import { flag, text } from '../../../adapters/parameters';
import { remove as removeShipped } from '../../../shared/setup/remove';
import { alone } from './alone';

/** Runs once, however many items come in. */
export const remove: Operation = {
	resource: 'setup',
	value: 'remove',
	name: 'Remove',
	action: 'Remove the workflows',
	description:
		'Unpublish the workflows the package brought, and with them the subscription at Calendly. Tables and credentials stay, unless a table is named below.',
	needs: ['n8n'],
	isDestructive: true,
	properties: [
		{
			displayName: 'Delete Workflows',
			name: 'deleteWorkflows',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description: 'Whether to delete the workflows, too, with everything that was changed in them',
		},
		{
			displayName: 'Tables to Delete',
			name: 'tables',
			type: 'string',
			noDataExpression: true,
			default: '',
			placeholder: 'archimeuble_journal, archimeuble_rendezvous',
			description:
				'Names of the data tables to delete with all they hold, separated by commas; leave empty to keep all',
		},
	],
	async execute() {
		const tables = text(this, 'tables')
			.split(',')
			.map((name) => name.trim())
			.filter(Boolean);
		const removal = { deleteWorkflows: flag(this, 'deleteWorkflows'), tables };
		const { SHIPPED } = await import('../../../adapters/shipped');
		return await alone(this, async () =>
			asItems(await withN8nApi(this, async (api) => await removeShipped(api, SHIPPED, removal))),
		);
	},
};
