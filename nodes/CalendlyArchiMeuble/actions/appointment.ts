import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ANNOUNCEMENTS, applyEvent, type Announcements } from '../../shared/appointment/applyEvent';
import { outcomeOf } from '../../shared/appointment/outcome';
import { SENT_COLUMN } from '../../shared/appointment/row';
import {
	bookingProperties,
	cancel,
	compare,
	get,
	getMany,
	markNoShow,
	unmarkNoShow,
} from './bookings';
import { asJson, eventProperty, requireEvent, type Resource } from './operation';
import { storedRows } from './rows';

async function apply(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const event = requireEvent(this.getNodeParameter('event', 0), this.getNode(), 0);
	const wanted = this.getNodeParameter('announcements', 0, 'due') as Announcements;
	const announcements = ANNOUNCEMENTS.includes(wanted) ? wanted : 'due';
	const applied = applyEvent(event, storedRows(items), announcements);
	const sentColumn = applied.mail === null ? null : SENT_COLUMN[applied.mail];
	const outcome = outcomeOf(applied, event.source);
	return [{ json: asJson({ ...applied, sentColumn, outcome, event }), pairedItem: { item: 0 } }];
}

export const appointment: Resource = {
	operations: { applyEvent: apply, cancel, compare, get, getMany, markNoShow, unmarkNoShow },
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
				{
					name: 'Cancel',
					value: 'cancel',
					action: 'Cancel an appointment',
					description: 'Cancel an appointment in Calendly for all its invitees',
				},
				{
					name: 'Compare with Calendly',
					value: 'compare',
					action: 'Compare the stored appointments with calendly',
					description:
						'Find bookings, cancellations and changes that never arrived, as entries for the journal. The input items are the stored rows.',
				},
				{
					name: 'Get',
					value: 'get',
					action: 'Get an appointment',
					description: 'Read one appointment from Calendly, one item for each invitee',
				},
				{
					name: 'Get Many',
					value: 'getMany',
					action: 'Get many appointments',
					description:
						'Read appointments from Calendly in the form of the trigger, one item for each invitee',
				},
				{
					name: 'Mark No-Show',
					value: 'markNoShow',
					action: 'Mark an invitee as no show',
					description: 'Note in Calendly that an invitee did not come',
				},
				{
					name: 'Unmark No-Show',
					value: 'unmarkNoShow',
					action: 'Unmark an invitee as no show',
					description: 'Take back that an invitee did not come',
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
		...bookingProperties,
	],
};
