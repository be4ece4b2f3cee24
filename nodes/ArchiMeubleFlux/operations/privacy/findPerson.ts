import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { timezoneField } from '../../../adapters/fields';
import { asJson, isDeliveryItem, storedDeliveries, storedRows } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text, texts, timezone } from '../../../adapters/parameters';
import { jsonOfNode } from '../../../adapters/otherNode';
import { erasureOf } from '../../../shared/privacy/erasure';
import { exportFileName, exportOf } from '../../../shared/privacy/export';
import {
	findPerson as findStoredPerson,
	type Person,
	type StoredTables,
} from '../../../shared/privacy/person';
import { nextStep } from '../../../shared/privacy/request';
import { personSummary } from '../../../shared/privacy/summary';
import { addressField } from './addressField';

export const findPerson: Operation = {
	resource: 'privacy',
	value: 'findPerson',
	name: 'Find Person',
	action: 'Find what is stored of a person',
	description:
		'Say what is stored of a mail address and what comes next: a copy, as a file for the person (the binary property "data"), the erasure, with what to delete and to change, or nothing. The input items are rows of the tables of appointments and of the journal.',
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
		{
			displayName: 'Request',
			name: 'request',
			type: 'string',
			default: '',
			description: 'What was chosen in the form of the workflow',
		},
		{
			displayName: 'Other Nodes',
			name: 'otherNodes',
			type: 'string',
			typeOptions: { multipleValues: true },
			noDataExpression: true,
			default: [],
			description: 'Names of nodes of this workflow that gave more rows',
		},
		timezoneField,
	],
	async execute(items) {
		const now = new Date();
		const workshop = text(this, 'workshopAddresses').split(',');
		const others = texts(this, 'otherNodes').flatMap((node) => jsonOfNode(this, node));
		const tables = tablesOf([...others.map((json) => ({ json })), ...items]);
		const person = findStoredPerson(text(this, 'address'), tables, workshop);
		const counts = countsOf(person);
		const found = counts.appointments + counts.deliveries + counts.mentions > 0;
		const next = nextStep(found, text(this, 'request'));
		const json = asJson({
			address: person.address,
			isAddress: person.isAddress,
			found,
			next,
			...counts,
			summary: personSummary(person, now, timezone(this)),
			...erasureOf(person),
		});
		const pairedItem = items.map((_item, item) => ({ item }));
		if (next !== 'copy') return [{ json, pairedItem }];
		return [{ json, binary: { data: await copyOf(this, person, now) }, pairedItem }];
	},
};

async function copyOf(functions: IExecuteFunctions, person: Person, now: Date) {
	return await functions.helpers.prepareBinaryData(
		Buffer.from(JSON.stringify(exportOf(person, now), null, 2)),
		exportFileName(person, now),
		'application/json',
	);
}

/**
 * Appointments and journal come in one stream: told by their columns. A delivery may come twice, found by what it holds and by its appointment.
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
