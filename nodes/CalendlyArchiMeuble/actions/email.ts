import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import {
	CLIENT_MAIL_KINDS,
	type ClientMailKind,
	type MailEvent,
	type MailKind,
	type PreviousSlot,
} from '../../shared/appointment/announcement';
import { eventFromRow, isStoredRow } from '../../shared/appointment/fromRow';
import { composeAgenda } from '../../shared/email/agendaMail';
import { defaultAgendaWording } from '../../shared/email/agendaWording';
import { composeClientMail } from '../../shared/email/clientMail';
import {
	defaultClientFields,
	defaultClientWording,
	PREPARATION,
} from '../../shared/email/clientWording';
import { composeMail } from '../../shared/email/compose';
import {
	CLIENT_FIELDS,
	MAIL_FIELDS,
	type AgendaWording,
	type AnyMailKind,
	type ClientField,
	type ComposedMail,
	type MailField,
	type MailWording,
} from '../../shared/email/mail';
import { defaultFields, defaultWording } from '../../shared/email/wording';
import { DEFAULT_TIMEZONE, timezoneOrDefault } from '../../shared/french/dates';
import { agendaOfJson } from '../../shared/reminders/agenda';
import { asJson, eventProperty, requireEvent, type Resource } from './operation';

/** Binary property that holds the calendar file. */
const CALENDAR_PROPERTY = 'agenda';

const KINDS: Array<{ name: string; value: AnyMailKind; description: string }> = [
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
		description: 'To the client: old and new time',
	},
	{ name: 'Created', value: 'created', description: 'To the workshop: a new booking' },
	{ name: 'Rescheduled', value: 'rescheduled', description: 'To the workshop: old and new time' },
];
const WORKSHOP_KINDS: MailKind[] = ['created', 'rescheduled', 'canceled'];
const CLIENT_KINDS: ClientMailKind[] = [...CLIENT_MAIL_KINDS];

const FIELD_NAMES: Record<MailField, string> = {
	type: 'Appointment Type',
	client: 'Client',
	email: 'Client Email',
	phone: 'Client Phone',
	dateTime: 'Date and Time',
	previousDateTime: 'Previous Date and Time',
	timezone: 'Client Time Zone',
	mode: 'Mode',
	location: 'Location',
	joinUrl: 'Video Link',
	configurationUrl: 'Configuration Link',
	notes: 'Notes',
	answers: 'Other Answers',
	guests: 'Guests',
	cancellation: 'Cancellation',
};

const CLIENT_FIELD_NAMES: Record<ClientField, string> = {
	type: 'Appointment Type',
	dateTime: 'Date and Time',
	previousDateTime: 'Previous Date and Time',
	phone: 'Who Calls Whom',
	location: 'Location',
	joinUrl: 'Video Link',
	preparation: 'What to Prepare',
	cancellation: 'Cancellation',
	manage: 'Links to Reschedule and Cancel',
};

async function compose(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	return await Promise.all(items.map(async (_item, item) => await composeItem(this, item)));
}

async function composeItem(context: IExecuteFunctions, item: number): Promise<INodeExecutionData> {
	const { calendar, ...mail } = mailOf(context, item);
	const composed: INodeExecutionData = { json: asJson(mail), pairedItem: { item } };
	if (calendar === null) return composed;
	const file = await context.helpers.prepareBinaryData(
		Buffer.from(calendar.content, 'utf8'),
		calendar.fileName,
		calendar.contentType,
	);
	return { ...composed, binary: { [CALENDAR_PROPERTY]: file } };
}

function mailOf(context: IExecuteFunctions, item: number): ComposedMail {
	const kind = context.getNodeParameter('kind', item) as AnyMailKind;
	if (kind === 'agenda') return agendaMail(context, item);
	const request = {
		event: mailEventOf(context, item),
		previous: previousSlot(context.getNodeParameter('previous', item, '')),
		wording: wordingOf(context, item),
		timezone: timezoneOf(context, item),
		attachCalendar: context.getNodeParameter('attachCalendar', item, false) as boolean,
		now: new Date(),
	};
	const fields = context.getNodeParameter('fields', item);
	if (!isClientKind(kind)) return composeMail({ ...request, kind, fields: fields as MailField[] });
	return composeClientMail({
		...request,
		kind,
		fields: fields as ClientField[],
		preparation: context.getNodeParameter('preparation', item, PREPARATION) as string,
		replyTo: context.getNodeParameter('replyTo', item, '') as string,
	});
}

function agendaMail(context: IExecuteFunctions, item: number): ComposedMail {
	const agenda = agendaOfJson(jsonOf(context.getNodeParameter('agenda', item)));
	if (agenda === null) {
		throw new NodeOperationError(context.getNode(), 'The item holds no agenda', {
			description: 'Connect the output of the operation "Get Agenda" of the resource "Reminder".',
			itemIndex: item,
		});
	}
	const nothing = context.getNodeParameter('nothing', item) as string;
	const wording: AgendaWording = { ...wordingOf(context, item), nothing };
	return composeAgenda({ agenda, wording, timezone: timezoneOf(context, item) });
}

function isClientKind(kind: AnyMailKind): kind is ClientMailKind {
	return (CLIENT_MAIL_KINDS as readonly string[]).includes(kind);
}

/** An event, or a stored row that is as good as one. */
function mailEventOf(context: IExecuteFunctions, item: number): MailEvent {
	const value = jsonOf(context.getNodeParameter('event', item));
	if (isStoredRow(value)) return eventFromRow(value, timezoneOf(context, item));
	return requireEvent(value, context.getNode(), item);
}

function timezoneOf(context: IExecuteFunctions, item: number): string {
	return timezoneOrDefault(context.getNodeParameter('timezone', item, DEFAULT_TIMEZONE));
}

function wordingOf(context: IExecuteFunctions, item: number): MailWording {
	const text = (name: keyof MailWording) => context.getNodeParameter(name, item) as string;
	return {
		subject: text('subject'),
		greeting: text('greeting'),
		introduction: text('introduction'),
		closing: text('closing'),
		signature: text('signature'),
	};
}

/** The slot given as an object or as JSON text; anything else means « not known ». */
function previousSlot(value: unknown): PreviousSlot | null {
	const slot = jsonOf(value);
	if (typeof slot !== 'object' || slot === null) return null;
	const { start, end } = slot as IDataObject;
	const text = (part: unknown) => (typeof part === 'string' ? part : null);
	return { start: text(start), end: text(end) };
}

/** A parameter of type JSON holds the value itself where an expression made it. */
function jsonOf(value: unknown): unknown {
	return typeof value === 'string' ? parseJson(value) : value;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

const show = { resource: ['email'], operation: ['compose'] };

/** Names and heights in lines of the wording fields, in the order they stand in the mail. */
const WORDING_FIELDS: Array<{ displayName: string; name: keyof MailWording; rows: number }> = [
	{ displayName: 'Subject', name: 'subject', rows: 1 },
	{ displayName: 'Greeting', name: 'greeting', rows: 1 },
	{ displayName: 'Introduction', name: 'introduction', rows: 3 },
	{ displayName: 'Closing', name: 'closing', rows: 3 },
	{ displayName: 'Signature', name: 'signature', rows: 2 },
];

const ABOUT_APPOINTMENT =
	'Plain text; {type}, {client}, {date} and {heure} stand for the appointment’s';
const ABOUT_DAY = 'Plain text; {jour} stands for the day, {nombre} for the number of appointments';

/** The same texts for every kind, each kind with its own French defaults. */
function wordingProperties(
	kind: AnyMailKind,
	wording: MailWording,
	description: string,
): INodeProperties[] {
	return WORDING_FIELDS.map(({ displayName, name, rows }): INodeProperties => {
		const text = wording[name];
		return {
			displayName,
			name,
			type: 'string',
			typeOptions: { rows },
			default: text,
			description,
			displayOptions: { show: { ...show, kind: [kind] } },
		};
	});
}

function fieldsProperty<Field extends string>(
	kind: AnyMailKind,
	fields: Field[],
	names: ReadonlyArray<{ name: string; value: Field }>,
): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'multiOptions',
		default: [...fields],
		description: 'Facts the mail shows, as far as they are known',
		options: [...names],
		displayOptions: { show: { ...show, kind: [kind] } },
	};
}

const workshopProperties = WORKSHOP_KINDS.flatMap((kind) => [
	...wordingProperties(kind, defaultWording(kind), ABOUT_APPOINTMENT),
	fieldsProperty(
		kind,
		defaultFields(kind),
		MAIL_FIELDS.map((value) => ({ name: FIELD_NAMES[value], value })),
	),
]);

const clientProperties: INodeProperties[] = [
	...CLIENT_KINDS.flatMap((kind) => [
		...wordingProperties(kind, defaultClientWording(kind), ABOUT_APPOINTMENT),
		fieldsProperty(
			kind,
			defaultClientFields(kind),
			CLIENT_FIELDS.map((value) => ({ name: CLIENT_FIELD_NAMES[value], value })),
		),
	]),
	{
		displayName: 'What to Prepare',
		name: 'preparation',
		type: 'string',
		typeOptions: { rows: 2 },
		default: PREPARATION,
		description: 'What the client should have at hand; leave empty for nothing',
		displayOptions: {
			show: { ...show, kind: ['confirmation', 'client_rescheduled', 'reminder'] },
		},
	},
	{
		displayName: 'Reply To',
		name: 'replyTo',
		type: 'string',
		default: '',
		placeholder: 'atelier@exemple.fr',
		description: 'Mail address of the workshop that answers of the client go to',
		displayOptions: { show: { ...show, kind: CLIENT_KINDS } },
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
		description: 'Output of the operation Get Agenda of the resource Reminder',
		displayOptions: { show: { ...show, kind: ['agenda'] } },
	},
	...wordingProperties('agenda', defaultAgendaWording(), ABOUT_DAY),
	{
		displayName: 'Introduction of an Empty Day',
		name: 'nothing',
		type: 'string',
		typeOptions: { rows: 3 },
		default: emptyDay,
		description: ABOUT_DAY,
		displayOptions: { show: { ...show, kind: ['agenda'] } },
	},
];

export const email: Resource = {
	operations: { compose },
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['email'] } },
			default: 'compose',
			options: [
				{
					name: 'Compose',
					value: 'compose',
					action: 'Compose a mail',
					description:
						'Write subject, HTML and text of a mail about an appointment or a day, ready for the Send Email node',
				},
			],
		},
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			noDataExpression: true,
			default: 'created',
			options: KINDS,
			description: 'What the mail announces',
			displayOptions: { show },
		},
		{
			...eventProperty({ ...show, kind: [...WORKSHOP_KINDS, ...CLIENT_KINDS] }),
			description:
				'Appointment event of the trigger, the "contenu" of a journal row, or a stored row',
		},
		{
			displayName: 'Previous Slot',
			name: 'previous',
			type: 'json',
			default: '',
			description: 'Start and end before the appointment moved, in UTC; leave empty when not known',
			displayOptions: { show: { ...show, kind: ['rescheduled', 'client_rescheduled'] } },
		},
		...workshopProperties,
		...clientProperties,
		...agendaProperties,
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: DEFAULT_TIMEZONE,
			description: 'IANA zone the times are shown in',
			displayOptions: { show },
		},
		{
			displayName: 'Attach Calendar File',
			name: 'attachCalendar',
			type: 'boolean',
			default: false,
			description:
				'Whether to attach the appointment as an .ics file in the binary property "agenda". Calendly already writes to the connected calendar.',
			displayOptions: { show: { ...show, kind: [...WORKSHOP_KINDS, ...CLIENT_KINDS] } },
		},
	],
};
