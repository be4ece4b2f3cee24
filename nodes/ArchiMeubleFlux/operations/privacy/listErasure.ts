import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { jsonOfNode } from '../../../adapters/otherNode';
import { asList } from '../../../shared/text/fields';

export const listErasure: Operation = {
	resource: 'privacy',
	value: 'listErasure',
	name: 'List Erasure',
	action: 'List what to erase of a person',
	description:
		'List rows of a table that are to be deleted or changed to erase a person, one item for each, as the Data Table node takes them; no output when there are none',
	properties: [
		{
			displayName: 'Rows',
			name: 'rows',
			type: 'options',
			noDataExpression: true,
			default: 'deleteAppointments',
			options: [
				{
					name: 'Appointments to Delete',
					value: 'deleteAppointments',
					description: 'Those of the person',
				},
				{
					name: 'Appointments to Change',
					value: 'patchAppointments',
					description: 'Those of others, with the address taken out',
				},
				{
					name: 'Deliveries to Change',
					value: 'patchDeliveries',
					description: 'Those of the person, anonymised, and those of others',
				},
			],
		},
		{
			displayName: 'Person Node',
			name: 'personNode',
			type: 'string',
			noDataExpression: true,
			default: 'Trouver la personne',
			description: 'Name of the node of this workflow that found the person',
		},
	],
	async execute() {
		const [person] = jsonOfNode(this, text(this, 'personNode'));
		return asItems(asList(person?.[text(this, 'rows')]));
	},
};
