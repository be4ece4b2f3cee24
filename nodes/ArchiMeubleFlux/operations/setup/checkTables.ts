import { NodeOperationError } from 'n8n-workflow';
import type { Operation } from '../../../adapters/operation';
import { gapSentences, tableGaps } from '../../../shared/setup/tables';

export const checkTables: Operation = {
	resource: 'setup',
	value: 'checkTables',
	name: 'Check Tables',
	action: 'Check the data tables',
	description:
		'Stop with an error that says what the tables of the workflows lack and what to do about it; no output when they lack nothing. The input items are those of the Data Table node (Table: List).',
	properties: [],
	async execute(items) {
		const gaps = tableGaps(items.map(({ json }) => json));
		if (gaps.length === 0) return [];
		throw new NodeOperationError(this.getNode(), gapSentences(gaps).join(' '));
	},
};
