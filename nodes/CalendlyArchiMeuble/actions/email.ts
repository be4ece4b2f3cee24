import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { composeMail } from '../../shared/email/compose';
import {
	MAIL_FIELDS,
	type MailField,
	type MailKind,
	type MailWording,
	type PreviousSlot,
} from '../../shared/email/types';
import { defaultFields, defaultWording } from '../../shared/email/wording';
import { DEFAULT_TIMEZONE, timezoneOrDefault } from '../../shared/french/dates';
import { asJson, eventProperty, requireEvent, type Resource } from './operation';

/** Binary property that holds the calendar file. */
const CALENDAR_PROPERTY = 'agenda';

const KINDS: Array<{ name: string; value: MailKind; description: string }> = [
	{
		name: 'Canceled',
		value: 'canceled',
		description: 'To the workshop: the client or host canceled',
	},
	{ name: 'Created', value: 'created', description: 'To the workshop: a new booking' },
	{ name: 'Rescheduled', value: 'rescheduled', description: 'To the workshop: old and new time' },
];

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

async function compose(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	return await Promise.all(items.map(async (_item, item) => await composeItem(this, item)));
}

async function composeItem(context: IExecuteFunctions, item: number): Promise<INodeExecutionData> {
	const { calendar, ...mail } = composeMail({
		kind: context.getNodeParameter('kind', item) as MailKind,
		event: requireEvent(context.getNodeParameter('event', item), context.getNode(), item),
		previous: previousSlot(context.getNodeParameter('previous', item, '')),
		wording: wordingOf(context, item),
		fields: context.getNodeParameter('fields', item) as MailField[],
		timezone: timezoneOrDefault(context.getNodeParameter('timezone', item, DEFAULT_TIMEZONE)),
		attachCalendar: context.getNodeParameter('attachCalendar', item, false) as boolean,
		now: new Date(),
	});
	const composed: INodeExecutionData = { json: asJson(mail), pairedItem: { item } };
	if (calendar === null) return composed;
	const file = await context.helpers.prepareBinaryData(
		Buffer.from(calendar.content, 'utf8'),
		calendar.fileName,
		calendar.contentType,
	);
	return { ...composed, binary: { [CALENDAR_PROPERTY]: file } };
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
	const slot: unknown = typeof value === 'string' && value !== '' ? parseJson(value) : value;
	if (typeof slot !== 'object' || slot === null) return null;
	const { start, end } = slot as IDataObject;
	const text = (part: unknown) => (typeof part === 'string' ? part : null);
	return { start: text(start), end: text(end) };
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

/** The same fields for every kind, each kind with its own French defaults. */
function wordingProperties({ value: kind }: { value: MailKind }): INodeProperties[] {
	const shownFor = { show: { ...show, kind: [kind] } };
	const wording = defaultWording(kind);
	const fields = defaultFields(kind);
	return [
		...WORDING_FIELDS.map(({ displayName, name, rows }): INodeProperties => {
			const text = wording[name];
			return {
				displayName,
				name,
				type: 'string',
				typeOptions: { rows },
				default: text,
				description: 'Plain text; {type}, {client}, {date} and {heure} stand for the appointment’s',
				displayOptions: shownFor,
			};
		}),
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'multiOptions',
			default: [...fields],
			description: 'Facts the mail shows, as far as they are known',
			options: MAIL_FIELDS.map((value) => ({ name: FIELD_NAMES[value], value })),
			displayOptions: shownFor,
		},
	];
}

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
						'Write subject, HTML and text of a mail about an appointment, ready for the Send Email node',
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
		eventProperty(show),
		{
			displayName: 'Previous Slot',
			name: 'previous',
			type: 'json',
			default: '',
			description: 'Start and end before the appointment moved, in UTC; leave empty when not known',
			displayOptions: { show: { ...show, kind: ['rescheduled'] } },
		},
		...KINDS.flatMap(wordingProperties),
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
			displayOptions: { show },
		},
	],
};
