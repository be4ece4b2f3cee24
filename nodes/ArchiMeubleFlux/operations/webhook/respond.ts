import { requireEvent } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { answerFor } from '../../../shared/calendly/answer';
import { handledHere, receivedHere } from '../../../shared/journal/answers';
import { REFUSAL_EVENT } from '../../../shared/journal/entry';
import { processRounds } from '../../../shared/journal/round';

/**
 * Answers Calendly. n8n's own Respond to Webhook node refuses triggers that are not n8n's, hence
 * this one; it reads the item and no parameter, because nothing before the answer is to cost an
 * expression.
 */
export const respond: Operation = {
	resource: 'webhook',
	value: 'respond',
	name: 'Respond',
	action: 'Respond to the delivery',
	description:
		'Answer Calendly once the delivery is stored, so that it is not repeated. There is no output where a round of this process looks again before it ends: nothing is left to do then. What was refused has its answer.',
	properties: [],
	async execute(items) {
		if (items[0]?.json.evenement === REFUSAL_EVENT) return [];
		const { statusCode, body } = answerFor(requireEvent(items[0]?.json, this.getNode(), 0));
		this.sendResponse({ statusCode, headers: {}, body });
		for (const pending of [receivedHere, handledHere]) pending.answered();
		// Most deliveries that come together end here: a step that only says so costs n8n a millisecond.
		return processRounds.begin(this.getExecutionId(), new Date()) ? items : [];
	},
};
