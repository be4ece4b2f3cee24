import type { IExecuteFunctions } from 'n8n-workflow';
import { eventField } from '../../../adapters/fields';
import { asItems, requireEvent, storedRows } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { flag, json, text } from '../../../adapters/parameters';
import {
	ANNOUNCEMENTS,
	applyEvent as applyToRows,
	type Announcements,
} from '../../../shared/appointment/applyEvent';
import type { AppointmentEvent } from '../../../shared/appointment/event';
import { outcomeOf } from '../../../shared/appointment/outcome';
import { SENT_COLUMN, type AppointmentRow } from '../../../shared/appointment/row';
import { CLIENT_SENT_COLUMN, clientMailOf } from '../../../shared/reminders/owedMail';

export const applyEvent: Operation = {
	resource: 'appointment',
	value: 'applyEvent',
	name: 'Apply Event',
	action: 'Apply an event to the stored appointments',
	description:
		'Work out which columns of which stored rows an event changes, and which mail is due. The input items are the stored rows it concerns.',
	properties: [
		eventField,
		{
			displayName: 'Announcements',
			name: 'announcements',
			type: 'options',
			default: 'due',
			description: 'Which mails are wanted for the event',
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
		},
	],
	async execute(items) {
		const event = requireEvent(json(this, 'event'), this.getNode(), 0);
		const announcements = announcementsOf(this);
		const stored = storedRows(items);
		const applied = applyToRows(event, stored, announcements);
		const sentColumn = applied.mail === null ? null : SENT_COLUMN[applied.mail];
		const outcome = outcomeOf(applied, event.source);
		const toClient = clientMail(this, event, announcements === 'never' ? null : stored);
		return asItems([{ ...applied, sentColumn, ...toClient, outcome, event }]);
	},
};

function announcementsOf(functions: IExecuteFunctions): Announcements {
	const wanted = text(functions, 'announcements');
	return ANNOUNCEMENTS.find((one) => one === wanted) ?? 'due';
}

/**
 * The mail owed to the client. A replay that sends the workshop's mail again does not write to the
 * client again.
 *
 * @param stored null where no mail is wanted
 */
function clientMail(
	functions: IExecuteFunctions,
	event: AppointmentEvent,
	stored: readonly AppointmentRow[] | null,
) {
	if (!flag(functions, 'clientMails') || stored === null) {
		return { clientMail: null, clientSentColumn: null };
	}
	const own = stored.find(({ identifiant }) => identifiant === event.appointment.id) ?? null;
	const kind = clientMailOf(event, own, new Date());
	return { clientMail: kind, clientSentColumn: kind === null ? null : CLIENT_SENT_COLUMN[kind] };
}
