import { asItems, requireEvent } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { journalEntry } from '../../../shared/journal/entry';

export const prepareEntry: Operation = {
	resource: 'journal',
	value: 'prepareEntry',
	name: 'Prepare Entry',
	action: 'Prepare a journal entry',
	description: 'Turn the event of the trigger into a flat row for the journal table',
	properties: [],
	async execute(items) {
		return items.flatMap(({ json }, item) =>
			asItems([journalEntry(requireEvent(json, this.getNode(), item))], item),
		);
	},
};
