import type { INodeExecutionData } from 'n8n-workflow';
import { timezoneField } from '../../../adapters/fields';
import { asJson, isDeliveryItem, storedDeliveries, storedRows } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text, timezone } from '../../../adapters/parameters';
import { erasureOf } from '../../../shared/privacy/erasure';
import { exportFileName, exportOf } from '../../../shared/privacy/export';
import {
	findPerson as findStoredPerson,
	type Person,
	type StoredTables,
} from '../../../shared/privacy/person';
import { personSummary } from '../../../shared/privacy/summary';
import { addressField } from './addressField';

export const findPerson: Operation = {
	resource: 'privacy',
	value: 'findPerson',
	name: 'Find Person',
	action: 'Find what is stored of a person',
	description:
		'Say what is stored of a mail address, as a file for the person, and what to delete and to change to erase it. The input items are all rows of the tables of appointments and of the journal.',
	properties: [
		addressField,
		{
			displayName: 'Workshop Addresses',
			name: 'workshopAddresses',
			type: 'string',
			default: '',
			placeholder: 'e.g. name@email.com, second@email.com',
			description:
				'Mail addresses of the workshop, separated by commas: they stand in nearly every row, and nothing is found for them',
		},
		timezoneField,
	],
	async execute(items) {
		const now = new Date();
		const workshop = text(this, 'workshopAddresses').split(',');
		const person = findStoredPerson(text(this, 'address'), tablesOf(items), workshop);
		const counts = countsOf(person);
		const json = asJson({
			address: person.address,
			isAddress: person.isAddress,
			found: counts.appointments + counts.deliveries + counts.mentions > 0,
			...counts,
			summary: personSummary(person, now, timezone(this)),
			fileName: exportFileName(person, now),
			file: exportOf(person, now),
			...erasureOf(person),
		});
		return [{ json, pairedItem: items.map((_item, item) => ({ item })) }];
	},
};

/**
 * Appointments and journal come in one stream, as Merge → Append makes it: told by their columns. A
 * delivery may come twice, found by what it holds and by its appointment.
 */
function tablesOf(items: INodeExecutionData[]): StoredTables {
	const deliveries = storedDeliveries(items.filter(isDeliveryItem));
	return {
		appointments: storedRows(items.filter((item) => !isDeliveryItem(item))),
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
