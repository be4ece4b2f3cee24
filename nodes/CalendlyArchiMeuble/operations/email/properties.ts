import type { INodeProperties } from 'n8n-workflow';
import { eventField, timezoneField } from '../../../adapters/fields';
import { defaultAgendaWording } from '../../../shared/email/agendaWording';
import {
	defaultClientFields,
	defaultClientWording,
	PREPARATION,
} from '../../../shared/email/clientWording';
import {
	CLIENT_MAIL_KINDS,
	type ClientMailKind,
	type MailKind,
} from '../../../shared/appointment/announcement';
import { defaultFields, defaultWording } from '../../../shared/email/wording';
import { factsProperty, forEachKind, shownFor, wordingProperties } from './eachKind';
import { CLIENT_FIELD_OPTIONS, FIELD_OPTIONS, KIND_OPTIONS } from './names';

/** Fields of the operation Compose: one set of them for each kind of mail, with its French defaults. */

const WORKSHOP_KINDS: readonly MailKind[] = ['created', 'rescheduled', 'canceled'];
const CLIENT_KINDS: readonly ClientMailKind[] = CLIENT_MAIL_KINDS;
const APPOINTMENT_KINDS = [...WORKSHOP_KINDS, ...CLIENT_KINDS];

const ABOUT_APPOINTMENT =
	'Plain text; {type}, {client}, {date} and {heure} stand for the appointment’s';
const ABOUT_DAY = 'Plain text; {jour} stands for the day, {nombre} for the number of appointments';

const workshopProperties: INodeProperties[] = [
	...wordingProperties(WORKSHOP_KINDS, defaultWording, ABOUT_APPOINTMENT),
	...forEachKind(WORKSHOP_KINDS, (kind) => factsProperty(defaultFields(kind), FIELD_OPTIONS)),
];

const clientProperties: INodeProperties[] = [
	...wordingProperties(CLIENT_KINDS, defaultClientWording, ABOUT_APPOINTMENT),
	...forEachKind(CLIENT_KINDS, (kind) =>
		factsProperty(defaultClientFields(kind), CLIENT_FIELD_OPTIONS),
	),
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
];

const { nothing: emptyDay } = defaultAgendaWording();

const agendaProperties: INodeProperties[] = [
	{
		displayName: 'Agenda',
		name: 'agenda',
		type: 'json',
		default: '={{ $json }}',
		required: true,
		description: 'Output of the operation Get Agenda of the node ArchiMeuble Flux',
		...shownFor(['agenda']),
	},
	...wordingProperties(['agenda'], defaultAgendaWording, ABOUT_DAY),
	{
		displayName: 'Introduction of an Empty Day',
		name: 'nothing',
		type: 'string',
		typeOptions: { rows: 3 },
		default: emptyDay,
		description: ABOUT_DAY,
		...shownFor(['agenda']),
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
		displayName: 'Previous Slot',
		name: 'previous',
		type: 'json',
		default: '',
		description: 'Start and end before the appointment moved, in UTC; leave empty when not known',
		...shownFor(['rescheduled', 'client_rescheduled']),
	},
	...workshopProperties,
	...clientProperties,
	...agendaProperties,
	timezoneField,
	{
		displayName: 'Attach Calendar File',
		name: 'attachCalendar',
		type: 'boolean',
		default: false,
		description:
			'Whether to attach the appointment as an .ics file in the binary property "agenda". Calendly already writes to the connected calendar.',
		...shownFor(APPOINTMENT_KINDS),
	},
];
