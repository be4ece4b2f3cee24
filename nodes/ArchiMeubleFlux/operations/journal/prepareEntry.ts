import { asItems, requireEvent } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { THIS_PROCESS } from '../../../adapters/process';
import type { RefusalCount } from '../../../shared/calendly/refusalCounts';
import { handledHere, receivedHere } from '../../../shared/journal/answers';
import { journalEntry } from '../../../shared/journal/entry';
import { refusalEntries } from '../../../shared/journal/refusals';

export const prepareEntry: Operation = {
	resource: 'journal',
	value: 'prepareEntry',
	name: 'Prepare Entry',
	action: 'Prepare a journal entry',
	description:
		'Turn what the trigger gave into flat rows for the journal table: an event into its delivery, a report of refused requests into a row for each reason',
	properties: [],
	async execute(items) {
		// Whoever waits for its answer here was received here: n8n then runs all in this one process.
		const now = new Date();
		const isAlone = this.getMode() !== 'manual' && receivedHere.isAny(now);
		const processus = isAlone ? THIS_PROCESS : '';
		return items.flatMap(({ json }, item) => {
			if (Array.isArray(json.refusals)) {
				return asItems(refusalEntries(json.refusals as unknown as RefusalCount[]), item);
			}
			const entry = journalEntry(requireEvent(json, this.getNode(), item), processus);
			handledHere.add(now);
			return asItems([entry], item);
		});
	},
};
