import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { gapSentences, tableGaps } from '../../../shared/setup/tables';

export const checkTables: Operation = {
	resource: 'setup',
	value: 'checkTables',
	name: 'Check Tables',
	action: 'Check the data tables',
	description:
		'Say what the tables of the workflows lack, and what to do about it. The input items are those of the Data Table node (Table: List).',
	properties: [],
	async execute(items) {
		const gaps = tableGaps(items.map(({ json }) => json));
		return asItems([{ complete: gaps.length === 0, message: gapSentences(gaps).join(' '), gaps }]);
	},
};
