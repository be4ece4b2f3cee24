import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { eventField, timezoneField } from '../../../adapters/fields';
import { requireEvent } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { json, text, timezone } from '../../../adapters/parameters';
import { logLines } from '../../../shared/journal/log';

export const writeLogLines: Operation = {
	resource: 'journal',
	value: 'writeLogLines',
	name: 'Write Log Lines',
	action: 'Write log lines',
	description: 'Make the log lines of an event, as text and as a file to append',
	properties: [
		eventField,
		{
			displayName: 'Recipient',
			name: 'recipient',
			type: 'string',
			default: '',
			placeholder: 'e.g. atelier@example.com',
			description: 'Recipient of the mail prepared for the event; leave empty when none is due',
		},
		timezoneField,
	],
	async execute(items) {
		return await Promise.all(items.map(async (_item, item) => await linesOf(this, item)));
	},
};

async function linesOf(functions: IExecuteFunctions, item: number): Promise<INodeExecutionData> {
	const event = requireEvent(json(functions, 'event', item), functions.getNode(), item);
	const recipient = text(functions, 'recipient', item) || null;
	const lines = logLines(event, { recipient, timezone: timezone(functions, item) });
	const content = Buffer.from(`${lines.join('\n')}\n`, 'utf8');
	const data = await functions.helpers.prepareBinaryData(content, 'log.txt', 'text/plain');
	return { json: { lines }, binary: { data }, pairedItem: { item } };
}
