import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { processRounds } from '../../../shared/journal/round';

export const endRound: Operation = {
	resource: 'journal',
	value: 'endRound',
	name: 'End Round',
	action: 'End the round',
	description: 'Give one item when another round is to begin at once, because something waits',
	properties: [],
	async execute() {
		return processRounds.end(this.getExecutionId()) ? asItems([{ pour: 'passage' }]) : [];
	},
};
