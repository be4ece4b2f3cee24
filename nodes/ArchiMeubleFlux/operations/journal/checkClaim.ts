import { asItems, requireEvent, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { relatedIdsOf } from '../../../shared/appointment/row';
import { claimOf } from '../../../shared/journal/claim';

export const checkClaim: Operation = {
	resource: 'journal',
	value: 'checkClaim',
	name: 'Check Claim',
	action: 'Check which execution handles a delivery',
	description:
		'Say whether this execution handles a fact or has taken the repetition of one; no output when another execution was first. The input items are all journal rows of one idempotency key.',
	properties: [],
	async execute(items) {
		const deliveries = storedDeliveries(items);
		const execution = this.getExecutionId();
		const claim = claimOf(deliveries, execution);
		if (claim === 'lost') return [];
		const [oldest] = deliveries.sort((a, b) => a.id - b.id);
		const isHandled = claim === 'handle';
		// Only what is handled needs its content: that of a repetition may have been erased since.
		const related = isHandled ? relatedIdsOf(requireEvent(oldest, this.getNode(), 0)) : null;
		const kept = isHandled ? oldest.id : 0;
		return asItems([{ ...oldest, claim, execution, kept, related }]);
	},
};
