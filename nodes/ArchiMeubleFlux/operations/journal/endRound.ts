import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { announcementsOf, batchNodeField } from '../../../adapters/otherNode';
import { processRounds } from '../../../shared/journal/round';
import { stepItems } from '../../../shared/journal/stepItem';

export const endRound: Operation = {
	resource: 'journal',
	value: 'endRound',
	name: 'End Round',
	action: 'End the round',
	description:
		'Give one item for each execution that is to begin now: for every announced fact that is done, where somebody added steps behind the node named below; and for another round, when something waits. The input items are the deliveries of the round as they were put down.',
	properties: [
		batchNodeField,
		{
			displayName: 'Steps Node',
			name: 'stepsNode',
			type: 'string',
			noDataExpression: true,
			default: 'Vos étapes',
			description: 'Name of the node of this workflow the steps are connected to',
		},
	],
	async execute(items) {
		const deliveries = storedDeliveries(items);
		const next = processRounds.end(this.getExecutionId());
		const isGivenBack = deliveries.some(({ etat }) => etat === 'recu');
		const hasSteps = this.getChildNodes(text(this, 'stepsNode')).some(({ disabled }) => !disabled);
		const steps = hasSteps ? stepItems(announcementsOf(this), deliveries) : [];
		return asItems([
			...steps.map((step) => ({ ...step, pour: 'etapes' })),
			...(next !== 'none' || isGivenBack
				? [{ pour: 'passage', pause: next === 'after a pause' && !isGivenBack }]
				: []),
		]);
	},
};
