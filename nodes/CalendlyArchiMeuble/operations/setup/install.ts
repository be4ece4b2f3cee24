import { randomBytes } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { asItems } from '../../../adapters/items';
import { N8N_CREDENTIAL, withN8nApi } from '../../../adapters/n8nApi';
import type { Operation } from '../../../adapters/operation';
import type { FirstValues } from '../../../shared/setup/credentials';
import { install as installShipped } from '../../../shared/setup/install';
import { asLine } from '../../../shared/text/fields';
import { alone } from './alone';

/** As long as the key of the hash it is used for (RFC 2104, section 3). */
const SECRET_BYTES = 32;

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
		const { SHIPPED } = await import('../../../adapters/shipped');
		const values = await firstValues(this);
		return await alone(this, async () =>
			asItems(await withN8nApi(this, async (api) => await installShipped(api, SHIPPED, values))),
		);
	},
};

/** Passwords and keys as they were typed; the rest is a line. */
async function firstValues(functions: IExecuteFunctions): Promise<FirstValues> {
	const given: IDataObject = await functions.getCredentials(N8N_CREDENTIAL);
	const secret = (name: string) => (typeof given[name] === 'string' ? given[name] : '');
	const line = (name: string) => asLine(given[name]) ?? '';
	return {
		accessToken: line('calendlyAccessToken'),
		signingSecret: secret('signingSecret'),
		inventedSecret: randomBytes(SECRET_BYTES).toString('hex'),
		mailServer: line('mailServer'),
		mailUser: line('mailUser'),
		mailPassword: secret('mailPassword'),
		dashboardUser: line('dashboardUser'),
		dashboardPassword: secret('dashboardPassword'),
	};
}
