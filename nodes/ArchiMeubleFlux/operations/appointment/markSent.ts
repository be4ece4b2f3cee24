import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { processRounds } from '../../../shared/journal/round';

export const markSent: Operation = {
	resource: 'appointment',
	value: 'markSent',
	name: 'Mark as Sent',
	action: 'Mark a mail as sent',
	description: 'Make the column that says when a mail left, to be written at once',
	properties: [
		{
			displayName: 'Column',
			name: 'column',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'envoye_nouveau_le',
			description: 'Name of the column of the appointment',
		},
	],
	async execute(items) {
		const now = new Date();
		processRounds.beat(this.getExecutionId(), now);
		return items.flatMap((_item, item) =>
			asItems([{ [text(this, 'column', item)]: now.toISOString() }], item),
		);
	},
};
