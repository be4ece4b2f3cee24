import { perItem } from '../../../adapters/bookings';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { cancelScheduledEvent } from '../../../shared/calendly/api/resources';

export const cancel: Operation = {
	resource: 'appointment',
	value: 'cancel',
	name: 'Cancel',
	action: 'Cancel an appointment',
	description: 'Cancel an appointment in Calendly for all its invitees',
	needs: ['token'],
	isDestructive: true,
	properties: [
		{
			displayName: 'Appointment',
			name: 'appointment',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA',
			description:
				'Address (URI) or UUID of the appointment. It is cancelled for all its invitees, and Calendly tells them.',
		},
		{
			displayName: 'Reason',
			name: 'reason',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			description: 'Why it is cancelled; the client reads it',
		},
	],
	execute: perItem(async (functions, context, item) => {
		const [appointment] = text(functions, 'appointment', item).trim().split('/invitees/');
		const given = text(functions, 'reason', item);
		const { by, at, reason } = await cancelScheduledEvent(context, appointment, given);
		return [{ success: true, appointment, by, at, reason }];
	}),
};
