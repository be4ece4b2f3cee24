import { randomBytes } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';
import { asItems } from '../../../adapters/items';
import { withN8nApi } from '../../../adapters/n8nApi';
import type { Operation } from '../../../adapters/operation';
import { install as installShipped } from '../../../shared/setup/install';
import type { N8nApi } from '../../../shared/setup/n8nApi';

/** As long as the key of the hash it is used for (RFC 2104, section 3). */
const SECRET_BYTES = 32;

/** Whether this process is at it; a second one would make everything twice. */
let isUnderWay = false;

/** Runs once, however many items come in. */
export const install: Operation = {
	resource: 'setup',
	value: 'install',
	name: 'Install',
	action: 'Install or update the workflows',
	description:
		'Make or update what the package brings in this n8n: credentials to fill in, data tables, and workflows, published in their order. What a person changed is kept. It can be run again at any time.',
	needs: ['n8n'],
	isDestructive: true,
	properties: [],
	async execute() {
		if (isUnderWay) {
			throw new NodeOperationError(this.getNode(), 'An installation is under way', {
				description: 'Wait until it has ended, and look at its report.',
			});
		}
		isUnderWay = true;
		try {
			const { SHIPPED } = await import('../../../adapters/shipped');
			const signingSecret = randomBytes(SECRET_BYTES).toString('hex');
			const work = async (api: N8nApi) => await installShipped(api, SHIPPED, { signingSecret });
			return asItems(await withN8nApi(this, work));
		} finally {
			isUnderWay = false;
		}
	},
};
