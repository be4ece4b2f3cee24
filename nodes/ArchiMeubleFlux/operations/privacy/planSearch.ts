import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { AddressMatcher } from '../../../shared/privacy/address';
import { addressField } from './addressField';

export const planSearch: Operation = {
	resource: 'privacy',
	value: 'planSearch',
	name: 'Plan Search',
	action: 'Plan the search for a person',
	description:
		'Give the pattern by which a database finds every row in which a mail address may stand, however it is spelled, and a few others: Find Person tells them apart',
	properties: [addressField],
	async execute() {
		const matcher = AddressMatcher.of(text(this, 'address'));
		// Of what is no address nothing is found: an empty pattern fits no row that says something.
		return asItems([{ pattern: matcher === null ? '' : `%${matcher.plainPart}%` }]);
	},
};
