import { timezoneField } from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { timezone } from '../../../adapters/parameters';
import { renderCsv as csvOf } from '../../../shared/dashboard/csv';
import { givenPlan, planField, queryField, queryOf, sortedOut } from './request';

export const renderCsv: Operation = {
	resource: 'dashboard',
	value: 'renderCsv',
	name: 'Render CSV',
	action: 'Render the appointments as CSV',
	description:
		'Write the appointments the query filters as a file for spreadsheets. The input items are appointment rows.',
	properties: [queryField, planField, timezoneField],
	async execute(items) {
		const answer = csvOf({
			rows: sortedOut(items).appointments,
			plan: givenPlan(this),
			query: queryOf(this),
			timezone: timezone(this),
			now: new Date(),
		});
		return asItems([answer]);
	},
};
