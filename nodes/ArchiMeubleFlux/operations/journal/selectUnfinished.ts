import type { INodeProperties } from 'n8n-workflow';
import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { collection } from '../../../adapters/parameters';
import { THIS_PROCESS } from '../../../adapters/process';
import {
	DEFAULT_RETRY_POLICY,
	heldBy,
	retryDecision,
	retryPatch,
	type RetryPolicy,
} from '../../../shared/journal/unfinished';

const { leaseMinutes, maxBackoffMinutes, maxAttempts, maxRefusals, storedMinutes } =
	DEFAULT_RETRY_POLICY;

const POLICY: INodeProperties[] = [
	{
		displayName: 'Lease (Minutes)',
		name: 'leaseMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: leaseMinutes,
		description:
			'After how long an execution that still holds deliveries is taken for dead, at most. Must exceed the time limit of the workflow that handles deliveries. In queue mode, where its worker may have ended, 2 minutes and half a minute for each delivery it holds are enough.',
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
];

export const selectUnfinished: Operation = {
	resource: 'journal',
	value: 'selectUnfinished',
	name: 'Select Unfinished',
	action: 'Select unfinished deliveries',
	description:
		'Keep the stored deliveries that are to be tried again or given up now, with what is to be written into each row (next). The input items are unfinished journal rows.',
	properties: [
		{
			displayName: 'Retry Policy',
			name: 'retryPolicy',
			type: 'collection',
			placeholder: 'Add setting',
			default: {},
			options: POLICY,
		},
	],
	async execute(items) {
		const policy = { ...DEFAULT_RETRY_POLICY, ...collection<RetryPolicy>(this, 'retryPolicy') };
		const now = new Date();
		const deliveries = storedDeliveries(items);
		const holders = { process: THIS_PROCESS, held: heldBy(deliveries) };
		const decided = deliveries.map((delivery) => {
			const decision = retryDecision(delivery, now, policy, holders);
			const next = retryPatch(delivery, decision === 'give_up', now, holders);
			return { ...delivery, decision, next };
		});
		return asItems(decided.filter(({ decision }) => decision !== 'wait'));
	},
};
