import type { INodeExecutionData } from 'n8n-workflow';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { abandonedAlert, reminderAlert } from '../../../shared/journal/alertMail';

type Rows = Array<INodeExecutionData['json']>;

/** Null where there is nothing to tell. */
const WRITERS: Record<string, (rows: Rows) => string | null> = {
	abandoned: (rows) => (rows.length === 0 ? null : abandonedAlert(rows)),
	reminders: reminderAlert,
};

export const writeAlert: Operation = {
	resource: 'journal',
	value: 'writeAlert',
	name: 'Write Alert',
	action: 'Write an alert',
	description:
		'Say in French what happened, what it means for the clients and what to do; one item, or none where there is nothing to tell',
	properties: [
		{
			displayName: 'About',
			name: 'about',
			type: 'options',
			noDataExpression: true,
			default: 'abandoned',
			description: 'What the input items are',
			options: [
				{
					name: 'Deliveries Given Up',
					value: 'abandoned',
					description: 'Journal rows that are given up now',
				},
				{
					name: 'Reminders',
					value: 'reminders',
					description: 'What became of reminders; those count that hold an error',
				},
			],
		},
	],
	async execute(items) {
		const message = WRITERS[text(this, 'about')]?.(items.map(({ json }) => json)) ?? null;
		return message === null ? [] : asItems([{ message }]);
	},
};
