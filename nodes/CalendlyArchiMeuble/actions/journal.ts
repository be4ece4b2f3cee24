import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { relatedIdsOf } from '../../shared/appointment/row';
import { DEFAULT_TIMEZONE, timezoneOrDefault } from '../../shared/french/dates';
import { alertDue } from '../../shared/journal/alert';
import { morningBulletin } from '../../shared/journal/bulletin';
import { claimOf } from '../../shared/journal/claim';
import { journalEntry, type StoredDelivery } from '../../shared/journal/entry';
import { failureOf } from '../../shared/journal/failure';
import { logLines } from '../../shared/journal/log';
import {
	DEFAULT_RETRY_POLICY,
	retryDecision,
	type RetryPolicy,
} from '../../shared/journal/unfinished';
import { asList } from '../../shared/text/fields';
import { engine } from './engine';
import { asJson, eventProperty, requireEvent, type Resource } from './operation';

/** Rows of the journal table; n8n gives one empty item where there is none. */
function storedDeliveries(items: INodeExecutionData[]): StoredDelivery[] {
	return items
		.map(({ json }) => json as unknown as StoredDelivery)
		.filter(({ id }) => typeof id === 'number');
}

async function prepareEntry(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	return items.map(({ json }, item) => ({
		json: asJson(journalEntry(requireEvent(json, this.getNode(), item))),
		pairedItem: { item },
	}));
}

async function checkClaim(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const deliveries = storedDeliveries(items);
	const execution = this.getExecutionId();
	const claim = claimOf(deliveries, execution);
	if (claim === 'lost') return [];
	const [oldest] = deliveries.sort((a, b) => a.id - b.id);
	const isHandled = claim === 'handle';
	// Only what is handled needs its content: that of a repetition may have been erased since.
	const related = isHandled ? relatedIdsOf(requireEvent(oldest, this.getNode(), 0)) : null;
	const kept = isHandled ? oldest.id : 0;
	return [
		{ json: asJson({ ...oldest, claim, execution, kept, related }), pairedItem: { item: 0 } },
	];
}

async function checkAlert(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const own = this.getNodeParameter('failure', 0, 0) as number;
	const due = alertDue(storedDeliveries(items), own > 0 ? own : null, new Date());
	return [{ json: { due }, pairedItem: { item: 0 } }];
}

async function writeBulletin(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const bulletin = morningBulletin({
		refusals: asList(this.getNodeParameter('refusals', 0, [])),
		deliveries: storedDeliveries(items),
		now: new Date(),
		timezone: timezoneOrDefault(this.getNodeParameter('timezone', 0, DEFAULT_TIMEZONE)),
	});
	return [{ json: asJson(bulletin), pairedItem: { item: 0 } }];
}

async function describeFailure(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	return items.map(({ json }, item) => ({
		json: asJson(failureOf(json, this.getExecutionId())),
		pairedItem: { item },
	}));
}

async function selectUnfinished(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const policy: RetryPolicy = {
		...DEFAULT_RETRY_POLICY,
		...(this.getNodeParameter('retryPolicy', 0, {}) as Partial<RetryPolicy>),
	};
	const now = new Date();
	const singleProcess = this.getNodeParameter('singleProcess', 0, false) as boolean;
	const executions = { processStart: singleProcess ? performance.timeOrigin : null };
	return storedDeliveries(items)
		.map((delivery) => ({
			delivery,
			decision: retryDecision(delivery, now, policy, executions),
		}))
		.filter(({ decision }) => decision !== 'wait')
		.map(({ delivery, decision }) => ({
			json: asJson({ ...delivery, decision, essais: delivery.essais + 1 }),
			pairedItem: { item: 0 },
		}));
}

async function writeLogLines(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	return await Promise.all(
		items.map(async (_item, item) => {
			const event = requireEvent(this.getNodeParameter('event', item), this.getNode(), item);
			const recipient = this.getNodeParameter('recipient', item, '') as string;
			const timezone = timezoneOrDefault(this.getNodeParameter('timezone', item, DEFAULT_TIMEZONE));
			const lines = logLines(event, { recipient: recipient === '' ? null : recipient, timezone });
			const content = Buffer.from(`${lines.join('\n')}\n`, 'utf8');
			return {
				json: { lines },
				binary: { data: await this.helpers.prepareBinaryData(content, 'log.txt', 'text/plain') },
				pairedItem: { item },
			};
		}),
	);
}

const { leaseMinutes, maxBackoffMinutes, maxAttempts, maxRefusals, storedMinutes } =
	DEFAULT_RETRY_POLICY;

const showFor = (operation: string) => ({ resource: ['journal'], operation: [operation] });

export const journal: Resource = {
	operations: {
		...engine,
		prepareEntry,
		checkAlert,
		checkClaim,
		describeFailure,
		selectUnfinished,
		writeBulletin,
		writeLogLines,
	},
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['journal'] } },
			default: 'prepareEntry',
			options: [
				{
					name: 'Check Alert',
					value: 'checkAlert',
					action: 'Check whether an alert is due',
					description:
						'Say whether a person is to be told of a failure now. The input items are the recorded failures of the same workflow.',
				},
				{
					name: 'Check Claim',
					value: 'checkClaim',
					action: 'Check which execution handles a delivery',
					description:
						'Say whether this execution handles a fact or has taken the repetition of one; no output when another execution was first. The input items are all journal rows of one idempotency key.',
				},
				{
					name: 'Describe Failure',
					value: 'describeFailure',
					action: 'Describe a failure',
					description:
						'Turn the output of the Error Trigger into flat text: workflow, node, message, execution',
				},
				{
					name: 'Prepare Entry',
					value: 'prepareEntry',
					action: 'Prepare a journal entry',
					description: 'Turn the event of the trigger into a flat row for the journal table',
				},
				{
					name: 'Select Unfinished',
					value: 'selectUnfinished',
					action: 'Select unfinished deliveries',
					description:
						'Keep the stored deliveries that are to be tried again or given up now. The input items are unfinished journal rows.',
				},
				{
					name: 'Write Bulletin',
					value: 'writeBulletin',
					action: 'Write the bulletin of the morning',
					description:
						'Say in a French mail what is not as it should be: refused messages, mails that wait, deliveries given up. The input items are journal rows.',
				},
				{
					name: 'Write Log Lines',
					value: 'writeLogLines',
					action: 'Write log lines',
					description: 'Make the log lines of an event, as text and as a file to append',
				},
			],
		},
		{ displayName: 'Execution', name: 'execution', type: 'string', default: '', displayOptions: { show: { resource: ['journal'], operation: ['claim', 'handle'] } } },
		{ displayName: 'Column', name: 'column', type: 'string', default: '', displayOptions: { show: { resource: ['journal'], operation: ['markSent'] } } },
		{ displayName: 'Event', name: 'event', type: 'json', default: '', displayOptions: { show: { resource: ['journal'], operation: ['steps'] } } },
		{
			displayName: 'Failure',
			name: 'failure',
			type: 'number',
			default: 0,
			description:
				'Number (column ID) of the failure’s own row; of several at the same time only the first is told. 0 when it could not be recorded.',
			displayOptions: { show: showFor('checkAlert') },
		},
		eventProperty(showFor('writeLogLines')),
		{
			displayName: 'Recipient',
			name: 'recipient',
			type: 'string',
			default: '',
			placeholder: 'e.g. atelier@example.com',
			description: 'Recipient of the mail prepared for the event; leave empty when none is due',
			displayOptions: { show: showFor('writeLogLines') },
		},
		{
			displayName: 'Refusals',
			name: 'refusals',
			type: 'json',
			default: '[]',
			description: 'Rows of the refusal table',
			displayOptions: { show: showFor('writeBulletin') },
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: DEFAULT_TIMEZONE,
			description: 'IANA zone of the time stamps',
			displayOptions: {
				show: { resource: ['journal'], operation: ['writeBulletin', 'writeLogLines'] },
			},
		},
		{
			displayName: 'Single Process',
			name: 'singleProcess',
			type: 'boolean',
			default: false,
			description:
				'Whether one n8n process runs all executions (no queue mode). What was under way before it started is then taken up at once, not after the lease.',
			displayOptions: { show: showFor('selectUnfinished') },
		},
		{
			displayName: 'Retry Policy',
			name: 'retryPolicy',
			type: 'collection',
			placeholder: 'Add setting',
			default: {},
			displayOptions: { show: showFor('selectUnfinished') },
			options: [
				{
					displayName: 'Lease (Minutes)',
					name: 'leaseMinutes',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: leaseMinutes,
					description:
						'After how long an execution that still holds a delivery is taken for dead. Must exceed the time limit of the workflow that handles deliveries.',
				},
				{
					displayName: 'Longest Wait (Minutes)',
					name: 'maxBackoffMinutes',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: maxBackoffMinutes,
					description: 'Longest wait between two attempts',
				},
				{
					displayName: 'Maximum Attempts',
					name: 'maxAttempts',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: maxAttempts,
					description: 'Attempts after which a delivery is given up',
				},
				{
					displayName: 'Maximum Refusals',
					name: 'maxRefusals',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: maxRefusals,
					description:
						'Attempts after which a delivery is given up whose mail the server refuses for good (SMTP 5xx)',
				},
				{
					displayName: 'Stored (Minutes)',
					name: 'storedMinutes',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: storedMinutes,
					description: 'After how long a stored delivery that nobody took is taken up',
				},
			],
		},
	],
};
