import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { DEFAULT_TIMEZONE, timezoneOrDefault } from '../../shared/french/dates';
import { agendaDue, agendaFrom, isClockTime, type AgendaTask } from '../../shared/reminders/agenda';
import {
	DEFAULT_REMINDER_POLICY,
	dueReminders,
	isReminderPolicy,
	type ReminderPolicy,
} from '../../shared/reminders/reminders';
import { asJson, type Resource } from './operation';
import { storedRows } from './rows';

const DEFAULT_AGENDA_TIME = '07:30';

async function getDue(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const policy: ReminderPolicy = {
		enabled: this.getNodeParameter('enabled', 0, false) === true,
		hoursBefore: Number(this.getNodeParameter('hoursBefore', 0)),
		latestHoursBefore: Number(this.getNodeParameter('latestHoursBefore', 0)),
	};
	if (!isReminderPolicy(policy)) {
		throw new NodeOperationError(this.getNode(), 'No reminder could ever be due', {
			description: '"Hours Before" must be greater than "Latest Hours Before".',
		});
	}
	return dueReminders(storedRows(items), new Date(), policy).map((row) => ({
		json: asJson(row),
		pairedItem: { item: items.findIndex(({ json }) => json.identifiant === row.identifiant) },
	}));
}

async function getAgenda(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const timezone = timezoneOrDefault(this.getNodeParameter('timezone', 0, DEFAULT_TIMEZONE));
	const task = agendaTask(this, timezone);
	if (task === null) return [];
	const agenda = agendaFrom(storedRows(items), task, timezone);
	return [{ json: asJson(agenda), pairedItem: items.map((_item, item) => ({ item })) }];
}

function agendaTask(context: IExecuteFunctions, timezone: string): AgendaTask | null {
	const time = context.getNodeParameter('agendaTime', 0, DEFAULT_AGENDA_TIME);
	const isForced = context.getNodeParameter('onlyWhenDue', 0, true) === false;
	if (time === '' && !isForced) return null;
	if (time !== '' && !isClockTime(time)) {
		throw new NodeOperationError(context.getNode(), 'The time of the agenda is not a time', {
			description: 'Write it with two digits each, like 07:30, or leave it empty for no agenda.',
		});
	}
	const lastSent = String(context.getNodeParameter('lastSent', 0, '') ?? '');
	return agendaDue(new Date(), lastSent, { time, timezone }, isForced);
}

const { hoursBefore, latestHoursBefore } = DEFAULT_REMINDER_POLICY;

const showDue = { resource: ['reminders'], operation: ['getDue'] };
const showAgenda = { resource: ['reminders'], operation: ['getAgenda'] };

const dueProperties: INodeProperties[] = [
	{
		displayName: 'Client Mails Enabled',
		name: 'enabled',
		type: 'boolean',
		default: false,
		description: 'Whether the workshop writes to its clients at all; nothing is due otherwise',
		displayOptions: { show: showDue },
	},
	{
		displayName: 'Hours Before',
		name: 'hoursBefore',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: hoursBefore,
		description:
			'Hours before the start from which on the reminder is due. Never for an appointment booked later than that.',
		displayOptions: { show: showDue },
	},
	{
		displayName: 'Latest Hours Before',
		name: 'latestHoursBefore',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: latestHoursBefore,
		description: 'Hours before the start from which on a missed reminder is no longer sent',
		displayOptions: { show: showDue },
	},
];

const agendaProperties: INodeProperties[] = [
	{
		displayName: 'Agenda Time',
		name: 'agendaTime',
		type: 'string',
		default: DEFAULT_AGENDA_TIME,
		placeholder: '07:30',
		description:
			'Time of the day from which on the agenda is due, in the time zone below; leave empty for no agenda',
		displayOptions: { show: showAgenda },
	},
	{
		displayName: 'Last Sent',
		name: 'lastSent',
		type: 'string',
		default: '',
		description:
			'When the last agenda left, in UTC; the changes since then are listed. Leave empty when there was none.',
		displayOptions: { show: showAgenda },
	},
	{
		displayName: 'Only When Due',
		name: 'onlyWhenDue',
		type: 'boolean',
		default: true,
		description:
			'Whether to return nothing before the agenda time, after the agenda of the day left, and more than six hours late',
		displayOptions: { show: showAgenda },
	},
	{
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: DEFAULT_TIMEZONE,
		description: 'IANA zone of the workshop',
		displayOptions: { show: showAgenda },
	},
];

export const reminders: Resource = {
	operations: { getAgenda, getDue },
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['reminders'] } },
			default: 'getDue',
			options: [
				{
					name: 'Get Agenda',
					value: 'getAgenda',
					action: 'Get the agenda of the day',
					description:
						'Get the appointments of today and what changed since the last agenda, as one item for Compose. The input items are the stored rows.',
				},
				{
					name: 'Get Due',
					value: 'getDue',
					action: 'Get the appointments to remind of',
					description:
						'Get the stored rows whose client is to be reminded now. The input items are the stored rows.',
				},
			],
		},
		...dueProperties,
		...agendaProperties,
	],
};
