import { NodeOperationError } from 'n8n-workflow';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { jsonOfNode } from '../../../adapters/otherNode';
import { undeliveredMessage } from '../../../shared/journal/undelivered';

export const reportUndelivered: Operation = {
	resource: 'journal',
	value: 'reportUndelivered',
	name: 'Report Undelivered',
	action: 'Report who did not get a mail',
	description:
		'Stop with an error that names the recipients a mail did not reach, so that the error workflow tells a person; no output when all got theirs',
	properties: [
		{
			displayName: 'Recorded Node',
			name: 'recordedNode',
			type: 'string',
			noDataExpression: true,
			default: 'Noter les adresses refusées',
			description: 'Name of the node of this workflow that recorded what List Undelivered gave',
		},
	],
	async execute() {
		const recorded = jsonOfNode(this, text(this, 'recordedNode'));
		if (recorded.length === 0) return [];
		throw new NodeOperationError(this.getNode(), undeliveredMessage(recorded));
	},
};
