import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { dateOf, holderOf } from '../../../adapters/bookings';
import { withCalendly } from '../../../adapters/calendlyApi';
import { scopeField, timezoneField } from '../../../adapters/fields';
import { filtersProperty } from '../../../adapters/filters';
import { asItems, storedRows } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { collection, number, text, timezone } from '../../../adapters/parameters';
import { compareWithCalendly } from '../../../shared/appointment/comparison';
import type { Difference } from '../../../shared/appointment/reconcile';
import { invalidInput } from '../../../shared/calendly/api/problem';
import { readFilter } from '../../../shared/calendly/filters';
import { journalEntry } from '../../../shared/journal/entry';

export const compare: Operation = {
	resource: 'appointment',
	value: 'compare',
	name: 'Compare',
	action: 'Compare the stored appointments with those of the account',
	description:
		'Find bookings, cancellations and changes that never arrived, as entries for the journal. The input items are the stored rows.',
	needs: ['token'],
	properties: [
		scopeField,
		{
			...filtersProperty,
			description: 'The same as in the trigger: what it does not let in is not caught up either',
		},
		{
			displayName: 'Past Days',
			name: 'pastDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 7,
			description: 'How far back appointments are compared',
		},
		{
			displayName: 'Future Days',
			name: 'futureDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 60,
			description: 'How far ahead appointments are compared',
		},
		{
			displayName: 'Announced Since',
			name: 'announcedSince',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2026-11-22T08:00:00Z',
			description:
				'Bookings made before this moment are recorded without a mail: somebody else announced them. Empty for none.',
		},
		timezoneField,
	],
	async execute(items) {
		return await withCalendly(this, async (context) => {
			const rows = storedRows(items);
			const request = {
				holder: await holderOf(this, context),
				rows,
				pastDays: number(this, 'pastDays'),
				futureDays: number(this, 'futureDays'),
				filter: readFilter(collection(this, 'filters')),
				announcedSince: announcedSinceOf(this),
				timezone: timezone(this),
			};
			const found = await compareWithCalendly(context, request, (read, total) => {
				if (read % 50 === 0) this.logger.info(`${read} of ${total} appointments read`);
			});
			this.logger.info(
				`Compared ${found.bookings} Calendly bookings with ${rows.length} rows: ${found.differences.length} differences.`,
			);
			return asItems(found.differences.flatMap(entriesOf));
		});
	},
};

/** A date nobody can read must not count as none: then everything would be announced. */
function announcedSinceOf(functions: IExecuteFunctions): Date | null {
	const date = dateOf(functions, text(functions, 'announcedSince')) ?? null;
	if (date === null || !Number.isNaN(date.getTime())) return date;
	throw invalidInput('"Announced Since" is not a date.', 'Correct it in the node, or empty it.');
}

function entriesOf({ events, announcements, ...difference }: Difference): IDataObject[] {
	if (events.length === 0) return [{ ...difference, entry: null }];
	return events.map((event) => ({
		...difference,
		entry: { ...journalEntry(event), courriels: announcements },
	}));
}
