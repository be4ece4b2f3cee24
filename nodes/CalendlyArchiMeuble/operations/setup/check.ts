import { asItems } from '../../../adapters/items';
import { withN8nApi } from '../../../adapters/n8nApi';
import type { Operation } from '../../../adapters/operation';
import { check as checkInstalled } from '../../../shared/setup/check';

/** Runs once, however many items come in. */
export const check: Operation = {
	resource: 'setup',
	value: 'check',
	name: 'Check',
	action: 'Check what is installed',
	description:
		'Say what Install would do in this n8n now: what is missing, what is older than the package, and what a person changed',
	needs: ['n8n'],
	properties: [],
	async execute() {
		const { SHIPPED } = await import('../../../adapters/shipped');
		return asItems(await withN8nApi(this, async (api) => await checkInstalled(api, SHIPPED)));
	},
};
