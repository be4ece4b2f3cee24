import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { processRounds } from '../../../shared/journal/round';

export const endRound: Operation = {
	resource: 'journal',
	value: 'endRound',
	name: 'End Round',
	action: 'End the round',
	description:
		'Give one item when another round is to begin at once, because something waits: what arrived meanwhile, or deliveries among the input items that were given back',
	properties: [],
	async execute(items) {
		const isAskedAgain = processRounds.end(this.getExecutionId());
		const isGivenBack = storedDeliveries(items).some(({ etat }) => etat === 'recu');
		return isAskedAgain || isGivenBack ? asItems([{ pour: 'passage' }]) : [];
	},
};
