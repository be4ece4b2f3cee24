import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { json } from '../../../adapters/parameters';
import { undeliveredEntries } from '../../../shared/journal/undelivered';

export const listUndelivered: Operation = {
	resource: 'journal',
	value: 'listUndelivered',
	name: 'List Undelivered',
	action: 'List who did not get a mail',
	description:
		'Make a row for the journal of each recipient whose address the mail server refused while it took the mail for others; no output when all got it. The input items are the output of the Send Email node.',
	properties: [
		{
			displayName: 'About',
			name: 'about',
			type: 'json',
			default: '',
			description:
				'The announcement the mail was about (identifiant, client, type, quand); empty for none. Read only when somebody was not reached.',
		},
	],
	async execute(items) {
		const now = new Date();
		return items.flatMap(({ json: sent }, item) => {
			const { rejected } = sent;
			if (!Array.isArray(rejected) || rejected.length === 0) return [];
			return asItems(undeliveredEntries(sent, json(this, 'about', item), now), item);
		});
	},
};
