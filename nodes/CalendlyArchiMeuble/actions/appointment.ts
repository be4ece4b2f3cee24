import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { applyEvent } from '../../shared/appointment/applyEvent';
import { outcomeOf } from '../../shared/appointment/outcome';
import { SENT_COLUMN, type AppointmentRow } from '../../shared/appointment/row';
import { asJson, eventProperty, requireEvent, type Resource } from './operation';

/** Input items are the stored rows; n8n gives one empty item where there is none. */
function storedRows(items: INodeExecutionData[]): AppointmentRow[] {
	return items
		.map(({ json }) => json as unknown as AppointmentRow)
		.filter(({ identifiant }) => typeof identifiant === 'string' && identifiant !== '');
}

async function apply(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const event = requireEvent(this.getNodeParameter('event', 0), this.getNode(), 0);
	const applied = applyEvent(event, storedRows(items));
	const sentColumn = applied.mail === null ? null : SENT_COLUMN[applied.mail];
	const outcome = outcomeOf(applied);
	return [{ json: asJson({ ...applied, sentColumn, outcome, event }), pairedItem: { item: 0 } }];
}

export const appointment: Resource = {
	operations: { applyEvent: apply },
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['appointment'] } },
			default: 'applyEvent',
			options: [
				{
					name: 'Apply Event',
					value: 'applyEvent',
					action: 'Apply an event to the stored appointments',
					description:
						'Work out which columns of which stored rows an event changes, and which mail is due. The input items are the stored rows it concerns.',
				},
			],
		},
		eventProperty({ resource: ['appointment'], operation: ['applyEvent'] }),
	],
};
