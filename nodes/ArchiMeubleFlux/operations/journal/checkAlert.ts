import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { number } from '../../../adapters/parameters';
import { alertDue } from '../../../shared/journal/alert';

export const checkAlert: Operation = {
	resource: 'journal',
	value: 'checkAlert',
	name: 'Check Alert',
	action: 'Check whether an alert is due',
	description:
		'Give one item when a person is to be told of a failure now, none otherwise. The input items are the recorded failures of the same workflow.',
	properties: [
		{
			displayName: 'Failure',
			name: 'failure',
			type: 'number',
			default: 0,
			description:
				'Number (column ID) of the failure’s own row; of several at the same time only the first is told. 0 when it could not be recorded.',
		},
	],
	async execute(items) {
		const own = number(this, 'failure');
		const due = alertDue(storedDeliveries(items), own > 0 ? own : null, new Date());
		return due ? asItems([{ due }]) : [];
	},
};
