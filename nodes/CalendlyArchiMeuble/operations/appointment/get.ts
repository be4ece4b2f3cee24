import { eventsFrom, perItem } from '../../../adapters/bookings';
import { timezoneField } from '../../../adapters/fields';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { getBookings } from '../../../shared/calendly/api/bookings';

export const get: Operation = {
	resource: 'appointment',
	value: 'get',
	name: 'Get',
	action: 'Get an appointment',
	description: 'Read one appointment from Calendly, one item for each invitee',
	needs: ['token'],
	properties: [
		{
			displayName: 'Appointment',
			name: 'appointment',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA',
			description:
				'Address (URI) of the appointment or of one of its invitees, or the UUID of the appointment',
		},
		timezoneField,
	],
	execute: perItem(async (functions, context, item) => {
		const bookings = await getBookings(context, text(functions, 'appointment', item));
		return eventsFrom(bookings, functions, item);
	}),
};
