import {
	NodeOperationError,
	type IBinaryData,
	type IBinaryKeyData,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { asJson, requireEvent } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import {
	asListOfWords,
	asWords,
	collection,
	flag,
	json,
	text,
	timezone,
} from '../../../adapters/parameters';
import { composeAgenda } from '../../../shared/email/agendaMail';
import { composeClientMail } from '../../../shared/email/clientMail';
import { defaultClientFields, defaultClientWording } from '../../../shared/email/clientWording';
import { composeMail } from '../../../shared/email/workshopMail';
import { defaultAgendaWording } from '../../../shared/email/agendaWording';
import { defaultFields, defaultWording } from '../../../shared/email/wording';
import type {
	AnyMailKind,
	CalendarAttachment,
	ClientField,
	ComposedMail,
	MailField,
} from '../../../shared/email/mail';
import {
	CLIENT_MAIL_KINDS,
	type ClientMailKind,
	type MailEvent,
} from '../../../shared/appointment/announcement';
import { agendaOfJson } from '../../../shared/reminders/agenda';
import { previousFromJson } from '../../../shared/appointment/change';
import { eventFromRow, isStoredRow } from '../../../shared/appointment/fromRow';
import { composeProperties } from './properties';

/** Texts and facts a person chose in place of the node's own. */
type Content = Record<string, unknown>;

/** Binary property that holds the calendar file. */
const CALENDAR_PROPERTY = 'agenda';
/** The same for the one that takes the former appointment off. */
const PREVIOUS_PROPERTY = 'agenda_ancien';

export const compose: Operation = {
	resource: 'email',
	value: 'compose',
	name: 'Compose',
	action: 'Compose a mail',
	description:
		'Write subject, HTML and text of a mail about an appointment or a day, ready for the Send Email node',
	properties: composeProperties,
	async execute(items) {
		return await Promise.all(items.map(async (_item, item) => await composeItem(this, item)));
	},
};

async function composeItem(context: IExecuteFunctions, item: number): Promise<INodeExecutionData> {
	const { calendar, previousCalendar, ...mail } = mailOf(context, item);
	const binary: IBinaryKeyData = {};
	if (calendar !== null) binary[CALENDAR_PROPERTY] = await fileOf(context, calendar);
	if (previousCalendar !== null)
		binary[PREVIOUS_PROPERTY] = await fileOf(context, previousCalendar);
	const composed = { json: asJson(mail), pairedItem: { item } };
	return calendar === null && previousCalendar === null ? composed : { ...composed, binary };
}

async function fileOf(
	context: IExecuteFunctions,
	{ content, fileName, contentType }: CalendarAttachment,
): Promise<IBinaryData> {
	const bytes = Buffer.from(content, 'utf8');
	return await context.helpers.prepareBinaryData(bytes, fileName, contentType);
}

function mailOf(context: IExecuteFunctions, item: number): ComposedMail {
	const kind = text(context, 'kind', item) as AnyMailKind;
	const content = {
		...collection<Content>(context, 'opening', item),
		...collection<Content>(context, 'ending', item),
	};
	if (kind === 'agenda') return agendaMail(context, content, item);
	const request = {
		event: mailEventOf(context, item),
		previous: previousFromJson(json(context, 'previous', item)),
		timezone: timezone(context, item),
		attachCalendar: flag(context, 'attachCalendar', item),
		now: new Date(),
	};
	if (!isClientKind(kind)) {
		const wording = worded(defaultWording(kind), content);
		const fields = asListOfWords(content.fields ?? defaultFields(kind)) as MailField[];
		const dashboardUrl = text(context, 'dashboardUrl', item);
		return composeMail({ ...request, kind, wording, fields, dashboardUrl });
	}
	return composeClientMail({
		...request,
		kind,
		wording: worded(defaultClientWording(kind), content),
		fields: asListOfWords(content.clientFields ?? defaultClientFields(kind)) as ClientField[],
		preparation: text(context, 'preparation', item),
		workshopPhone: text(context, 'workshopPhone', item),
		replyTo: text(context, 'replyTo', item),
	});
}

function agendaMail(context: IExecuteFunctions, content: Content, item: number): ComposedMail {
	const agenda = agendaOfJson(json(context, 'agenda', item));
	if (agenda === null) {
		throw new NodeOperationError(context.getNode(), 'The item holds no agenda', {
			description: 'Connect the output of the operation "Get Agenda" of the node ArchiMeuble Flux.',
			itemIndex: item,
		});
	}
	const wording = worded(defaultAgendaWording(), content);
	const dashboardUrl = text(context, 'dashboardUrl', item);
	return composeAgenda({ agenda, wording, timezone: timezone(context, item), dashboardUrl });
}

/** The texts a person wrote in place of the node's own. */
function worded<Wording extends object>(own: Wording, content: Content): Wording {
	const chosen = Object.keys(own).filter((name) => content[name] !== undefined);
	return { ...own, ...Object.fromEntries(chosen.map((name) => [name, asWords(content[name])])) };
}

function isClientKind(kind: AnyMailKind): kind is ClientMailKind {
	return (CLIENT_MAIL_KINDS as readonly string[]).includes(kind);
}

/** An event, or a stored row that is as good as one. */
function mailEventOf(context: IExecuteFunctions, item: number): MailEvent {
	const value = json(context, 'event', item);
	if (isStoredRow(value)) return eventFromRow(value, timezone(context, item));
	return requireEvent(value, context.getNode(), item);
}
