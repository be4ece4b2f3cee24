import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
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
		'Say which executions are to begin now: for every announced fact that is done, where somebody added steps behind the node named below; and for another round, when something waits. Give the first as one item, the next one each time the node is led back to, nothing when all were given. The input items are the deliveries of the round as they were put down.',
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
		// What n8n keeps for this node as long as the execution lasts, as for Loop Over Items.
		const context = this.getContext('node') as { left?: object[] };
		context.left ??= beginnings(this, items);
		return asItems(context.left.splice(0, 1));
	},
};

/** The items of the executions to begin; called once, for it ends the round of this process. */
function beginnings(functions: IExecuteFunctions, items: INodeExecutionData[]): object[] {
	const deliveries = storedDeliveries(items);
	const next = processRounds.end(functions.getExecutionId());
	const isGivenBack = deliveries.some(({ etat }) => etat === 'recu');
	const children = functions.getChildNodes(text(functions, 'stepsNode'));
	const hasSteps = children.some(({ disabled }) => !disabled);
	const steps = hasSteps ? stepItems(announcementsOf(functions), deliveries) : [];
	return [
		...steps.map((step) => ({ ...step, pour: 'etapes' })),
		...(next !== 'none' || isGivenBack
			? [{ pour: 'passage', pause: next === 'after a pause' && !isGivenBack }]
			: []),
	];
}
