import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { relatedRows } from '../../../shared/journal/related';

export const listRelated: Operation = {
	resource: 'journal',
	value: 'listRelated',
	name: 'List Related',
	action: 'List what deliveries relate to',
	description:
		'Say which appointments deliveries concern: their rows, and all deliveries about them, are to be read. The input items are deliveries.',
	properties: [],
	async execute(items) {
		return asItems(relatedRows(storedDeliveries(items)));
	},
};
