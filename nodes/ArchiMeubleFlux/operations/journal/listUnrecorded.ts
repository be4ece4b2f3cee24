import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { json } from '../../../adapters/parameters';
import { unrecorded } from '../../../shared/journal/unrecorded';
import type { JournalEntry } from '../../../shared/journal/entry';
import { isFields } from '../../../shared/text/fields';

export const listUnrecorded: Operation = {
	resource: 'journal',
	value: 'listUnrecorded',
	name: 'List Unrecorded',
	action: 'List what the journal does not hold yet',
	description:
		'Of the entries a comparison with Calendly made, keep those to be stored, in their order. The input items are the journal rows about the same bookings.',
	properties: [
		{
			displayName: 'Entries',
			name: 'entries',
			type: 'json',
			default: '[]',
			description: 'Entries for the journal, a list; whatever is none is left out',
		},
	],
	async execute(items) {
		const given = json(this, 'entries');
		const entries = (Array.isArray(given) ? given : []).filter(isEntry);
		return asItems(unrecorded(entries, storedDeliveries(items)));
	},
};

/** A difference nothing can be done about comes without an entry. */
function isEntry(value: unknown): value is JournalEntry {
	return isFields(value) && typeof value.cle === 'string' && typeof value.contenu === 'string';
}
