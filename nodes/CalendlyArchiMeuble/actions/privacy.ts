import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { DEFAULT_TIMEZONE, timezoneOrDefault } from '../../shared/french/dates';
import type { StoredDelivery } from '../../shared/journal/entry';
import { AddressMatcher } from '../../shared/privacy/address';
import { erasureOf } from '../../shared/privacy/erasure';
import { exportFileName, exportOf } from '../../shared/privacy/export';
import {
	cleanLog as cleanLogText,
	isLogTime,
	type LogCleaning,
} from '../../shared/privacy/logFile';
import {
	findPerson as findStoredPerson,
	type Person,
	type StoredTables,
} from '../../shared/privacy/person';
import {
	DEFAULT_APPOINTMENT_MONTHS,
	DEFAULT_JOURNAL_DAYS,
	isRetentionPolicy,
	MAX_APPOINTMENT_MONTHS,
	MAX_JOURNAL_DAYS,
	retentionDates,
	type RetentionPolicy,
} from '../../shared/privacy/retention';
import { personSummary } from '../../shared/privacy/summary';
import { asJson, type Resource } from './operation';
import { storedRows } from './rows';

async function getRetentionDates(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const policy: RetentionPolicy = {
		appointmentMonths: Number(this.getNodeParameter('appointmentMonths', 0)),
		journalDays: Number(this.getNodeParameter('journalDays', 0)),
		timezone: timezoneOrDefault(this.getNodeParameter('timezone', 0, DEFAULT_TIMEZONE)),
	};
	if (!isRetentionPolicy(policy)) {
		throw new NodeOperationError(this.getNode(), 'The retention periods cannot be used', {
			description: `Write whole numbers: "Appointment Months" from 1 to ${MAX_APPOINTMENT_MONTHS}, "Journal Days" from 1 to ${MAX_JOURNAL_DAYS}.`,
		});
	}
	return [{ json: asJson(retentionDates(policy, new Date())), pairedItem: { item: 0 } }];
}

async function findPerson(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const now = new Date();
	const workshop = String(this.getNodeParameter('workshopAddresses', 0, '') ?? '').split(',');
	const typed = this.getNodeParameter('address', 0, '');
	const person = findStoredPerson(typed, tablesOf(items), workshop);
	const counts = countsOf(person);
	const found = counts.appointments + counts.deliveries + counts.mentions > 0;
	const json = asJson({
		address: person.address,
		isAddress: person.isAddress,
		found,
		...counts,
		summary: personSummary(person, now),
		fileName: exportFileName(person, now),
		file: exportOf(person, now),
		...erasureOf(person),
	});
	return [{ json, pairedItem: items.map((_item, item) => ({ item })) }];
}

/**
 * Appointments and journal come in one stream, as Merge → Append makes it: told by their columns. A
 * delivery may come twice, found by what it holds and by its appointment.
 */
function tablesOf(items: INodeExecutionData[]): StoredTables {
	const isDelivery = ({ json }: INodeExecutionData) => 'cle' in json && 'evenement' in json;
	const deliveries = items
		.filter(isDelivery)
		.map(({ json }) => json as unknown as StoredDelivery)
		.filter(({ id }) => typeof id === 'number');
	return {
		appointments: storedRows(items.filter((item) => !isDelivery(item))),
		deliveries: [...new Map(deliveries.map((row) => [row.id, row])).values()],
	};
}

function countsOf({ appointments, deliveries, mentions }: Person) {
	return {
		appointments: appointments.length,
		deliveries: deliveries.length,
		mentions: mentions.appointments.length + mentions.deliveries.length,
	};
}

/** Gives only the files something was taken out of: nobody is to write the others again. */
async function cleanLog(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const cleaned = await Promise.all(
		items.map(async ({ binary }, item) => {
			if (binary?.data === undefined) return null;
			const content = await this.helpers.getBinaryDataBuffer(item, 'data');
			const { text, removed } = cleanLogText(content.toString('utf8'), cleaningOf(this, item));
			if (removed === 0) return null;
			const fileName = binary.data.fileName ?? 'log.txt';
			const data = await this.helpers.prepareBinaryData(Buffer.from(text), fileName, 'text/plain');
			return { json: { removed }, binary: { data }, pairedItem: { item } };
		}),
	);
	return cleaned.filter((item) => item !== null);
}

function cleaningOf(context: IExecuteFunctions, item: number): LogCleaning {
	const before = String(context.getNodeParameter('before', item, '') ?? '').trim();
	if (before !== '' && !isLogTime(before)) {
		throw new NodeOperationError(context.getNode(), '"Before" is not a time of the log', {
			description: 'Write it as the log does, like 2026-08-28 00:00:00, or leave it empty.',
			itemIndex: item,
		});
	}
	return {
		before: before === '' ? null : before,
		address: AddressMatcher.of(context.getNodeParameter('address', item, '')),
	};
}

const showFor = (...operation: string[]) => ({ show: { resource: ['privacy'], operation } });

const retentionProperties: INodeProperties[] = [
	{
		displayName: 'Appointment Months',
		name: 'appointmentMonths',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_APPOINTMENT_MONTHS },
		default: DEFAULT_APPOINTMENT_MONTHS,
		description: 'Calendar months an appointment is kept after it took place',
		displayOptions: showFor('getRetentionDates'),
	},
	{
		displayName: 'Journal Days',
		name: 'journalDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_JOURNAL_DAYS },
		default: DEFAULT_JOURNAL_DAYS,
		description: 'Days the journal, the log and the counts of refusals are kept',
		displayOptions: showFor('getRetentionDates'),
	},
	{
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: DEFAULT_TIMEZONE,
		description: 'IANA zone of the workshop, whose days are meant',
		displayOptions: showFor('getRetentionDates'),
	},
];

const personProperties: INodeProperties[] = [
	{
		displayName: 'Before',
		name: 'before',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-08-28 00:00:00',
		description:
			'Lines older than this leave, as Get Retention Dates gives it in "logBefore". Leave empty to keep old lines.',
		displayOptions: showFor('cleanLog'),
	},
	{
		displayName: 'Address',
		name: 'address',
		type: 'string',
		default: '',
		placeholder: 'e.g. name@email.com',
		description: 'Mail address of the person, in upper or lower case',
		displayOptions: showFor('cleanLog', 'findPerson'),
	},
	{
		displayName: 'Workshop Addresses',
		name: 'workshopAddresses',
		type: 'string',
		default: '',
		placeholder: 'e.g. name@email.com, second@email.com',
		description:
			'Mail addresses of the workshop, separated by commas: they stand in nearly every row, and nothing is found for them',
		displayOptions: showFor('findPerson'),
	},
];

export const privacy: Resource = {
	operations: { cleanLog, findPerson, getRetentionDates },
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['privacy'] } },
			default: 'findPerson',
			options: [
				{
					name: 'Clean Log',
					value: 'cleanLog',
					action: 'Clean the log file',
					description:
						'Take lines that are too old or mention a person out of the log file, the binary property "data" of the input item. No output when there is nothing to take out.',
				},
				{
					name: 'Find Person',
					value: 'findPerson',
					action: 'Find what is stored of a person',
					description:
						'Say what is stored of a mail address, as a file for the person, and what to delete and to change to erase it. The input items are all rows of the tables of appointments and of the journal.',
				},
				{
					name: 'Get Retention Dates',
					value: 'getRetentionDates',
					action: 'Get the retention dates',
					description: 'Say before which dates stored data are to be deleted now',
				},
			],
		},
		...retentionProperties,
		...personProperties,
	],
};
