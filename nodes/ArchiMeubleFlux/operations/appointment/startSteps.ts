import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { json, text } from '../../../adapters/parameters';
import { stepItem } from '../../../shared/journal/stepItem';
import { processRounds } from '../../../shared/journal/round';

export const startSteps: Operation = {
	resource: 'appointment',
	value: 'startSteps',
	name: 'Start Steps',
	action: 'Start the steps people added',
	description:
		'Give an announced fact on, flat, when somebody added steps behind the node named below; otherwise there is no output',
	properties: [
		{
			displayName: 'Announcement',
			name: 'announcement',
			type: 'json',
			default: '={{ $json }}',
			required: true,
			description: 'Item of the operation Apply Events, once its last mail is noted',
		},
		{
			displayName: 'Steps Node',
			name: 'stepsNode',
			type: 'string',
			noDataExpression: true,
			default: 'Vos étapes',
			description: 'Name of the node of this workflow the steps are connected to',
		},
	],
	async execute() {
		processRounds.beat(this.getExecutionId(), new Date());
		const steps = this.getChildNodes(text(this, 'stepsNode'));
		if (steps.every(({ disabled }) => disabled)) return [];
		const item = stepItem(json(this, 'announcement'));
		return item === null ? [] : asItems([{ ...item, pour: 'etapes' }]);
	},
};
