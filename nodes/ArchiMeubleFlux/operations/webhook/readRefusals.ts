import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { processTally } from '../../../shared/calendly/refusalCounts';
import { refusalRows, type RefusalRow } from '../../../shared/journal/refusals';

/**
 * Takes the counts of this process: when writing the rows fails after that, they are lost. A manual
 * run leaves them to the schedule.
 */
export const readRefusals: Operation = {
	resource: 'webhook',
	value: 'readRefusals',
	name: 'Read Refusals',
	action: 'Read the refused requests',
	description:
		'Add the requests the trigger refused since the last time to the rows of the refusal table, by day and reason. The input items are these rows; the output is what changed. In queue mode the refusals of other processes stand in the n8n log only.',
	properties: [],
	async execute(items) {
		if (this.getMode() === 'manual') return [];
		const stored = items.map(({ json }) => json as unknown as Partial<RefusalRow>);
		return asItems(refusalRows(processTally.take(), stored));
	},
};
