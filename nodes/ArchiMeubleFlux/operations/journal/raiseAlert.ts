import { NodeOperationError, type INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { abandonedAlert, reminderAlert } from '../../../shared/journal/alertMail';

type Rows = Array<INodeExecutionData['json']>;

/** Null where there is nothing to tell. */
const WRITERS: Record<string, (rows: Rows) => string | null> = {
	abandoned: (rows) => (rows.length === 0 ? null : abandonedAlert(rows)),
	reminders: reminderAlert,
};

export const raiseAlert: Operation = {
	resource: 'journal',
	value: 'raiseAlert',
	name: 'Raise Alert',
	action: 'Raise an alert',
	description:
		'Stop with an error that says in French what happened, what it means for the clients and what to do, so that the error workflow tells a person; no output where there is nothing to tell',
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
		if (message === null) return [];
		throw new NodeOperationError(this.getNode(), message);
	},
};
