import type { INodeProperties } from 'n8n-workflow';
import { eventField, timezoneField } from '../../../adapters/fields';
import { CLIENT_MAIL_KINDS } from '../../../shared/appointment/announcement';
import { PREPARATION } from '../../../shared/email/clientWording';
import type { AnyMailKind } from '../../../shared/email/mail';
import { CLIENT_FIELD_OPTIONS, FIELD_OPTIONS, KIND_OPTIONS } from './names';

/** Fields of the operation Compose. */

const WORKSHOP_KINDS: readonly AnyMailKind[] = ['created', 'rescheduled', 'canceled'];
const CLIENT_KINDS: readonly AnyMailKind[] = CLIENT_MAIL_KINDS;
const APPOINTMENT_KINDS = [...WORKSHOP_KINDS, ...CLIENT_KINDS];

/** Shows a field for these kinds of mail. */
function shownFor(kinds: readonly AnyMailKind[]) {
	return { displayOptions: { show: { kind: [...kinds] } } };
}

/** The same for what stands in a collection. */
function offeredFor(kinds: readonly AnyMailKind[]) {
	return { displayOptions: { show: { '/kind': [...kinds] } } };
}

function textOption(displayName: string, name: string, rows: number): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		typeOptions: { rows },
		default: '',
		description:
			'Plain text; {type}, {client}, {date} and {heure} stand for the appointment’s, {changement} for what a move changed, in an agenda {jour} for the day and {nombre} for the number of appointments',
	};
}

/**
 * Two collections for all kinds, in the order of the mail: with a field for each text of each kind,
 * holding its French default, n8n resolved 35 fields of every mail on the canvas twice for each delivery.
 */
const contentProperties: INodeProperties[] = [
	{
		displayName: 'Opening',
		name: 'opening',
		type: 'collection',
		placeholder: 'Add Text',
		default: {},
		description:
			'Subject and first lines of the mail. What is not here the node words in French by itself; a text that is here and empty is left out.',
		options: [
			textOption('Subject', 'subject', 1),
			textOption('Greeting', 'greeting', 1),
			textOption('Introduction', 'introduction', 3),
			{
				...textOption('Introduction of an Empty Day', 'nothing', 3),
				...offeredFor(['agenda']),
			},
		],
	},
	{
		displayName: 'Facts and Ending',
		name: 'ending',
		type: 'collection',
		placeholder: 'Add Facts or Text',
		default: {},
		description:
			'Facts and last lines of the mail. What is not here the node adds by itself; a text that is here and empty is left out.',
		options: [
			{
				displayName: 'Facts',
				name: 'fields',
				type: 'multiOptions',
				default: [],
				description: 'Facts the mail to the workshop shows, as far as they are known',
				options: FIELD_OPTIONS,
				...offeredFor(WORKSHOP_KINDS),
			},
			{
				displayName: 'Facts for the Client',
				name: 'clientFields',
				type: 'multiOptions',
				default: [],
				description: 'Facts the mail to the client shows, as far as they are known',
				options: CLIENT_FIELD_OPTIONS,
				...offeredFor(CLIENT_KINDS),
			},
			textOption('Closing', 'closing', 3),
			textOption('Signature', 'signature', 2),
		],
	},
];

export const composeProperties: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		noDataExpression: true,
		default: 'created',
		options: KIND_OPTIONS,
		description: 'What the mail announces',
	},
	{
		...eventField,
		description:
			'Appointment event of the trigger, the "contenu" of a journal row, or a stored row',
		...shownFor(APPOINTMENT_KINDS),
	},
	{
		displayName: 'Agenda',
		name: 'agenda',
		type: 'json',
		default: '={{ $json }}',
		required: true,
		description: 'Output of the operation Get Agenda of the node ArchiMeuble Flux',
		...shownFor(['agenda']),
	},
	{
		displayName: 'Previous Appointment',
		name: 'previous',
		type: 'json',
		default: '',
		description:
			'What the appointment was before it moved: ID, start and end in UTC, location, place, who moved it (by, byType) and reason; leave empty when not known',
		...shownFor(['rescheduled', 'client_rescheduled']),
	},
	...contentProperties,
	{
		displayName: 'What to Prepare',
		name: 'preparation',
		type: 'string',
		typeOptions: { rows: 2 },
		default: PREPARATION,
		description: 'What the client should have at hand; leave empty for nothing',
		...shownFor(['confirmation', 'client_rescheduled', 'reminder']),
	},
	{
		displayName: 'Reply To',
		name: 'replyTo',
		type: 'string',
		default: '',
		placeholder: 'atelier@exemple.fr',
		description: 'Mail address of the workshop that answers of the client go to',
		...shownFor(CLIENT_KINDS),
	},
	{
		displayName: 'Workshop Phone',
		name: 'workshopPhone',
		type: 'string',
		default: '',
		placeholder: '03 20 00 00 00',
		description: 'Phone number of the workshop, for the client; leave empty for none',
		...shownFor(CLIENT_KINDS),
	},
	{
		displayName: 'Dashboard URL',
		name: 'dashboardUrl',
		type: 'string',
		default: '',
		placeholder: 'https://n8n.exemple.fr/webhook/archimeuble/tableau-de-bord',
		description: 'Address of the dashboard, for the link to the appointment; leave empty for none',
		...shownFor([...WORKSHOP_KINDS, 'agenda']),
	},
	timezoneField,
	{
		displayName: 'Attach Calendar File',
		name: 'attachCalendar',
		type: 'boolean',
		default: false,
		description:
			'Whether to attach the appointment as an .ics file in the binary property "agenda" and, when it moved, the cancellation of the former one in "agenda_ancien". Calendly already writes to the connected calendar.',
		...shownFor(APPOINTMENT_KINDS),
	},
];
