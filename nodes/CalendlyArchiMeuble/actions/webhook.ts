import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { answerFor } from '../../shared/calendly/answer';
import { addRefusals, processTally, type RefusalCounts } from '../../shared/calendly/refusalCounts';
import { refusalRows, type RefusalRow } from '../../shared/journal/refusals';
import { asJson, requireEvent, type Resource } from './operation';
import { getSample, getStatus, repair, subscriptionProperties } from './subscription';

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

/**
 * Input items are the rows of the refusal table. Static data belongs to the trigger's workflow; n8n
 * keeps what a manual run writes there for that run only, so such a run leaves the tally alone.
 */
async function readRefusals(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const now = new Date();
	const data = this.getWorkflowStaticData('global');
	const pending = this.getMode() === 'manual' ? null : processTally.takeAll(now);
	if (pending !== null) {
		data.refusals = addRefusals((data.refusals ?? {}) as RefusalCounts, pending, now);
	}
	const stored = items.map(({ json }) => json as unknown as Partial<RefusalRow>);
	return refusalRows((data.refusals ?? {}) as RefusalCounts, stored).map((row) => ({
		json: asJson(row),
		pairedItem: { item: 0 },
	}));
}

export const webhook: Resource = {
	operations: { getSample, getStatus, readRefusals, repair, respond },
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
					name: 'Get Sample',
					value: 'getSample',
					action: 'Get a sample of an event',
					description:
						'Ask Calendly for a made-up delivery and give it in the form of the trigger: a run without a booking',
				},
				{
					name: 'Get Status',
					value: 'getStatus',
					action: 'Get the status of the subscription',
					description: 'Say whether the Calendly subscription of the trigger is alive',
				},
				{
					name: 'Read Refusals',
					value: 'readRefusals',
					action: 'Read the refused requests',
					description:
						'Count the requests the trigger of this workflow refused, by day and reason, as rows of the refusal table. The input items are the rows written before.',
				},
				{
					name: 'Repair',
					value: 'repair',
					action: 'Repair the subscription',
					description:
						'Delete the Calendly subscription of the trigger and create it again with the signing secret of the credential',
				},
				{
					name: 'Respond',
					value: 'respond',
					action: 'Respond to the delivery',
					description: 'Answer Calendly once the delivery is stored, so that it is not repeated',
				},
			],
		},
		...subscriptionProperties,
	],
};
