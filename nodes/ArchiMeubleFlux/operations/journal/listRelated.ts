import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { relatedRows } from '../../../shared/journal/related';

export const listRelated: Operation = {
	resource: 'journal',
	value: 'listRelated',
	name: 'List Related',
	action: 'List what deliveries relate to',
	description:
		'Say which stored rows are to be read for deliveries: appointments by their identity, earlier deliveries by their key. The input items are deliveries.',
	properties: [],
	async execute(items) {
		return asItems(relatedRows(storedDeliveries(items)));
	},
};
