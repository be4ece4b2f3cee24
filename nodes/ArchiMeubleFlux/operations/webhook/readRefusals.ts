import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import {
	addRefusals,
	processTally,
	type RefusalCounts,
} from '../../../shared/calendly/refusalCounts';
import { refusalRows, type RefusalRow } from '../../../shared/journal/refusals';

/**
 * Static data belongs to the trigger's workflow; n8n keeps what a manual run writes there for that
 * run only, so such a run leaves the tally alone.
 */
export const readRefusals: Operation = {
	resource: 'webhook',
	value: 'readRefusals',
	name: 'Read Refusals',
	action: 'Read the refused requests',
	description:
		'Count the requests the trigger of this workflow refused, by day and reason, as rows of the refusal table. The input items are the rows written before.',
	properties: [],
	async execute(items) {
		const now = new Date();
		const data = this.getWorkflowStaticData('global');
		const pending = this.getMode() === 'manual' ? null : processTally.takeAll(now);
		if (pending !== null) {
			data.refusals = addRefusals((data.refusals ?? {}) as RefusalCounts, pending, now);
		}
		const stored = items.map(({ json }) => json as unknown as Partial<RefusalRow>);
		return asItems(refusalRows((data.refusals ?? {}) as RefusalCounts, stored));
	},
};
