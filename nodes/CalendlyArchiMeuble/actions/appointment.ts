import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { SENT_COLUMN } from '../../shared/appointment/announcement';
import { CLIENT_SENT_COLUMN, clientMailOf } from '../../shared/appointment/announcement';
import { ANNOUNCEMENTS, applyEvent, type Announcements } from '../../shared/appointment/applyEvent';
import type { AppointmentEvent } from '../../shared/appointment/event';
import { outcomeOf } from '../../shared/appointment/outcome';
import type { AppointmentRow } from '../../shared/appointment/row';
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
	const stored = storedRows(items);
	const applied = applyEvent(event, stored, announcements);
	const sentColumn = applied.mail === null ? null : SENT_COLUMN[applied.mail];
	const outcome = outcomeOf(applied, event.source);
	const toClient = clientMail(this, event, announcements === 'never' ? null : stored);
	return [
		{
			json: asJson({ ...applied, sentColumn, ...toClient, outcome, event }),
			pairedItem: { item: 0 },
		},
	];
}

/**
 * The mail owed to the client. A replay that sends the workshop's mail again does not write to the
 * client again.
 *
 * @param stored null where no mail is wanted
 */
function clientMail(
	context: IExecuteFunctions,
	event: AppointmentEvent,
	stored: readonly AppointmentRow[] | null,
) {
	const isWanted = context.getNodeParameter('clientMails', 0, false) === true;
	if (!isWanted || stored === null) return { clientMail: null, clientSentColumn: null };
	const own = stored.find(({ identifiant }) => identifiant === event.appointment.id) ?? null;
	const kind = clientMailOf(event, own, new Date());
	return { clientMail: kind, clientSentColumn: kind === null ? null : CLIENT_SENT_COLUMN[kind] };
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
		{
			displayName: 'Client Mails',
			name: 'clientMails',
			type: 'boolean',
			default: false,
			description:
				'Whether to say which mail is owed to the client too. Calendly may write to clients itself.',
			displayOptions: { show: { resource: ['appointment'], operation: ['applyEvent'] } },
		},
		...bookingProperties,
	],
};
