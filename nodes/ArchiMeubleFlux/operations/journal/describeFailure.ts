import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { failureOf } from '../../../shared/journal/failure';

export const describeFailure: Operation = {
	resource: 'journal',
	value: 'describeFailure',
	name: 'Describe Failure',
	action: 'Describe a failure',
	description:
		'Turn the output of the Error Trigger into flat text: workflow, node, message, execution',
	properties: [],
	async execute(items) {
		return items.flatMap(({ json }, item) =>
			asItems([failureOf(json, this.getExecutionId())], item),
		);
	},
};
