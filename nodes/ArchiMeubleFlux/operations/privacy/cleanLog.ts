import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { AddressMatcher } from '../../../shared/privacy/address';
import {
	cleanLog as cleanLogText,
	isLogTime,
	type LogCleaning,
} from '../../../shared/privacy/logFile';
import { addressField } from './addressField';

/** Gives only the files something was taken out of: nobody is to write the others again. */
export const cleanLog: Operation = {
	resource: 'privacy',
	value: 'cleanLog',
	name: 'Clean Log',
	action: 'Clean the log file',
	description:
		'Take lines that are too old or mention a person out of the log file, the binary property "data" of the input item. No output when there is nothing to take out.',
	properties: [
		{
			displayName: 'Before',
			name: 'before',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2026-08-28 00:00:00',
			description:
				'Lines older than this leave, as Get Retention Dates gives it in "logBefore". Leave empty to keep old lines.',
		},
		addressField,
	],
	async execute(items) {
		const cleaned = await Promise.all(
			items.map(async ({ binary }, item) => {
				if (binary?.data === undefined) return null;
				const content = await this.helpers.getBinaryDataBuffer(item, 'data');
				const { text: kept, removed } = cleanLogText(
					content.toString('utf8'),
					cleaningOf(this, item),
				);
				if (removed === 0) return null;
				const name = binary.data.fileName ?? 'log.txt';
				const data = await this.helpers.prepareBinaryData(Buffer.from(kept), name, 'text/plain');
				return { json: { removed }, binary: { data }, pairedItem: { item } };
			}),
		);
		return cleaned.filter((item) => item !== null);
	},
};

function cleaningOf(functions: IExecuteFunctions, item: number): LogCleaning {
	const before = text(functions, 'before', item).trim();
	if (before !== '' && !isLogTime(before)) {
		throw new NodeOperationError(functions.getNode(), '"Before" is not a time of the log', {
			description: 'Write it as the log does, like 2026-08-28 00:00:00, or leave it empty.',
			itemIndex: item,
		});
	}
	return {
		before: before === '' ? null : before,
		address: AddressMatcher.of(text(functions, 'address', item)),
	};
}
