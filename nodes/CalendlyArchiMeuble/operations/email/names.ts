import { CLIENT_FIELDS, MAIL_FIELDS } from '../../../shared/email/mail';
import type { AnyMailKind, ClientField, MailField } from '../../../shared/email/mail';

/** What the editor calls kinds of mails and the facts they show. */

export const KIND_OPTIONS: Array<{ name: string; value: AnyMailKind; description: string }> = [
	{
		name: 'Agenda',
		value: 'agenda',
		description: 'To the workshop: the appointments of a day and what changed',
	},
	{
		name: 'Canceled',
		value: 'canceled',
		description: 'To the workshop: the client or host canceled',
	},
	{
		name: 'Client: Canceled',
		value: 'client_canceled',
		description: 'To the client: the appointment will not take place',
	},
	{
		name: 'Client: Confirmation',
		value: 'confirmation',
		description: 'To the client: the appointment is booked',
	},
	{
		name: 'Client: Reminder',
		value: 'reminder',
		description: 'To the client: the appointment is near',
	},
	{
		name: 'Client: Rescheduled',
		value: 'client_rescheduled',
		description: 'To the client: what changed, time or place',
	},
	{ name: 'Created', value: 'created', description: 'To the workshop: a new booking' },
	{
		name: 'Rescheduled',
		value: 'rescheduled',
		description: 'To the workshop: what changed, time or place',
	},
];

const FIELD_NAMES: Record<MailField, string> = {
	type: 'Appointment Type',
	client: 'Client',
	email: 'Client Email',
	phone: 'Client Phone',
	dateTime: 'Date and Time',
	previousDateTime: 'Previous Date and Time',
	timezone: 'Client Time Zone',
	hosts: 'With Whom',
	mode: 'Mode',
	location: 'Location',
	previousLocation: 'Previous Location',
	joinUrl: 'Video Link',
	configurationUrl: 'Configuration Link',
	notes: 'Notes',
	answers: 'Other Answers',
	guests: 'Guests',
	invitees: 'Places of a Group',
	payment: 'Payment',
	cancellation: 'Cancellation',
	reschedule: 'Who Moved It and Why',
	dashboard: 'Link to the Dashboard',
};

const CLIENT_FIELD_NAMES: Record<ClientField, string> = {
	type: 'Appointment Type',
	dateTime: 'Date and Time',
	previousDateTime: 'Previous Date and Time',
	hosts: 'With Whom',
	phone: 'Who Calls Whom',
	location: 'Location',
	previousLocation: 'Previous Location',
	joinUrl: 'Video Link',
	preparation: 'What to Prepare',
	cancellation: 'Cancellation',
	reschedule: 'Who Moved It and Why',
	manage: 'Links to Reschedule and Cancel',
	workshopPhone: 'Workshop Phone',
};

export const FIELD_OPTIONS = MAIL_FIELDS.map((value) => ({ name: FIELD_NAMES[value], value }));

export const CLIENT_FIELD_OPTIONS = CLIENT_FIELDS.map((value) => ({
	name: CLIENT_FIELD_NAMES[value],
	value,
}));
