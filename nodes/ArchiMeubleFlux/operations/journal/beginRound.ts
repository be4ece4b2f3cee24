import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { processRounds } from '../../../shared/journal/round';

export const beginRound: Operation = {
	resource: 'journal',
	value: 'beginRound',
	name: 'Begin Round',
	action: 'Begin a round',
	description:
		'Go on with one item, unless a round under way in this process looks again before it ends; then there is no output',
	properties: [],
	async execute() {
		const execution = this.getExecutionId();
		return processRounds.begin(execution, new Date()) ? asItems([{ execution }]) : [];
	},
};
