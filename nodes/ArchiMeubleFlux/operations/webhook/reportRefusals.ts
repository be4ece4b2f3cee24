import { NodeOperationError } from 'n8n-workflow';
import { storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { jsonOfNode } from '../../../adapters/otherNode';
import { refusedAlert } from '../../../shared/journal/alertMail';
import type { StoredDelivery } from '../../../shared/journal/entry';
import { unusualRefusals } from '../../../shared/journal/refusals';

export const reportRefusals: Operation = {
	resource: 'webhook',
	value: 'reportRefusals',
	name: 'Report Refusals',
	action: 'Report unusual refusals',
	description:
		'Stop with an error that says so when refused requests have become unusually many, so that the error workflow tells a person; no output otherwise. The input items are the journal rows that count refusals and were not told yet.',
	properties: [
		{
			displayName: 'Known Node',
			name: 'knownNode',
			type: 'string',
			noDataExpression: true,
			default: 'Refus récents',
			description:
				'Name of the node of this workflow that read the rows of the last days before these were put down as told',
		},
	],
	async execute(items) {
		const known = jsonOfNode(this, text(this, 'knownNode')) as Array<Partial<StoredDelivery>>;
		const told = known.filter(({ termine_le }) => Boolean(termine_le));
		const message = refusedAlert(unusualRefusals(told, storedDeliveries(items)));
		if (message === null) return [];
		throw new NodeOperationError(this.getNode(), message);
	},
};
