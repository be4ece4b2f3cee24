import { timezoneField } from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { flag, timezone } from '../../../adapters/parameters';
import { Moments } from '../../../shared/dashboard/moments';
import { readingPlan } from '../../../shared/dashboard/reading';
import { queryField, queryOf } from './request';

export const planReading: Operation = {
	resource: 'dashboard',
	value: 'planReading',
	name: 'Plan Reading',
	action: 'Plan which appointments to read',
	description:
		'Tell which rows of the table a query needs, so that the first page is there at once however many there are',
	properties: [
		queryField,
		{
			displayName: 'Everything',
			name: 'everything',
			type: 'boolean',
			default: false,
			description:
				'Whether to read every appointment the query asks for, as a file needs, rather than those of its first pages',
		},
		timezoneField,
	],
	async execute() {
		const clock = new Moments(new Date().toISOString(), timezone(this));
		return asItems([readingPlan(queryOf(this), clock, flag(this, 'everything'))]);
	},
};
