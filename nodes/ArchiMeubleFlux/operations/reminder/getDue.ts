import { NodeOperationError } from 'n8n-workflow';
import { asItems, storedRows } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { flag, number } from '../../../adapters/parameters';
import {
	DEFAULT_REMINDER_POLICY,
	dueReminders,
	isReminderPolicy,
} from '../../../shared/reminders/reminders';

const { hoursBefore, latestHoursBefore } = DEFAULT_REMINDER_POLICY;

export const getDue: Operation = {
	resource: 'reminder',
	value: 'getDue',
	name: 'Get Due',
	action: 'Get the appointments to remind of',
	description:
		'Get the stored rows whose client is to be reminded now. The input items are the stored rows.',
	properties: [
		{
			displayName: 'Client Mails Enabled',
			name: 'enabled',
			type: 'boolean',
			default: false,
			description: 'Whether the workshop writes to its clients at all; nothing is due otherwise',
		},
		{
			displayName: 'Hours Before',
			name: 'hoursBefore',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: hoursBefore,
			description:
				'Hours before the start from which on the reminder is due. Never for an appointment booked later than that.',
		},
		{
			displayName: 'Latest Hours Before',
			name: 'latestHoursBefore',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: latestHoursBefore,
			description: 'Hours before the start from which on a missed reminder is no longer sent',
		},
	],
	async execute(items) {
		const policy = {
			enabled: flag(this, 'enabled'),
			hoursBefore: number(this, 'hoursBefore'),
			latestHoursBefore: number(this, 'latestHoursBefore'),
		};
		if (!isReminderPolicy(policy)) {
			throw new NodeOperationError(this.getNode(), 'No reminder could ever be due', {
				description: '"Hours Before" must be greater than "Latest Hours Before".',
			});
		}
		return dueReminders(storedRows(items), new Date(), policy).flatMap((row) =>
			asItems(
				[row],
				items.findIndex(({ json }) => json.identifiant === row.identifiant),
			),
		);
	},
};
