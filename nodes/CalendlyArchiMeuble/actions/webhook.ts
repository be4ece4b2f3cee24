import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { answerFor } from '../../shared/calendly/answer';
import { requireEvent, type Resource } from './operation';

/**
 * Answers Calendly. n8n's own Respond to Webhook node refuses triggers that are not n8n's, hence
 * this one; it reads the item and no parameter, because nothing before the answer is to cost an
 * expression.
 */
async function respond(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const { statusCode, body } = answerFor(requireEvent(items[0]?.json, this.getNode(), 0));
	this.sendResponse({ statusCode, headers: {}, body });
	return items;
}

export const webhook: Resource = {
	operations: { respond },
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['webhook'] } },
			default: 'respond',
			options: [
				{
					name: 'Respond',
					value: 'respond',
					action: 'Respond to the delivery',
					description: 'Answer Calendly once the delivery is stored, so that it is not repeated',
				},
			],
		},
	],
};
