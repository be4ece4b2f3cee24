import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { alertMail } from '../../../shared/journal/alertMail';
import { failureOf } from '../../../shared/journal/failure';
import { processRounds } from '../../../shared/journal/round';

export const describeFailure: Operation = {
	resource: 'journal',
	value: 'describeFailure',
	name: 'Describe Failure',
	action: 'Describe a failure',
	description:
		'Turn the output of the Error Trigger into flat text: workflow, node, message, execution; and into the mail that tells the workshop (subject, text)',
	properties: [],
	async execute(items) {
		return items.flatMap(({ json }, item) => {
			const failure = failureOf(json, this.getExecutionId());
			// A round that failed looks again no more: the next delivery is to begin one of its own.
			processRounds.end(failure.executionId ?? '');
			return asItems([{ ...failure, ...alertMail(failure) }], item);
		});
	},
};
