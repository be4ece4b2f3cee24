import { NodeOperationError } from 'n8n-workflow';
import { storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { nothingToReplay } from '../../../shared/journal/replay';

export const checkReplay: Operation = {
	resource: 'journal',
	value: 'checkReplay',
	name: 'Check Replay',
	action: 'Check that there is something to replay',
	description:
		'Stop with an error in French where no delivery was put back into the queue. The input items are the journal rows that were, and go on as they are.',
	properties: [
		{
			displayName: 'Number',
			name: 'number',
			type: 'string',
			default: '',
			description: 'Number of the delivery in the journal, as it was asked for',
		},
	],
	async execute(items) {
		if (storedDeliveries(items).length > 0) return items;
		throw new NodeOperationError(this.getNode(), nothingToReplay(text(this, 'number')));
	},
};
