import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ANNOUNCEMENTS, applyEvent, type Announcements } from '../../shared/appointment/applyEvent';
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
	const wanted = this.getNodeParameter('announcements', 0, 'due') as Announcements;
	const announcements = ANNOUNCEMENTS.includes(wanted) ? wanted : 'due';
	const applied = applyEvent(event, storedRows(items), announcements);
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
		{
			displayName: 'Announcements',
			name: 'announcements',
			type: 'options',
			default: 'due',
			description: 'Which mails are wanted for the event',
			displayOptions: { show: { resource: ['appointment'], operation: ['applyEvent'] } },
			options: [
				{ name: 'Again', value: 'again', description: 'Also the one that left before' },
				{ name: 'Due', value: 'due', description: 'The one that has not left yet' },
				{ name: 'Never', value: 'never', description: 'None' },
			],
		},
	],
};
