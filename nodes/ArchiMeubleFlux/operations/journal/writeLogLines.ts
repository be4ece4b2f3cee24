import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { roundLog } from '../../../shared/journal/roundLog';

export const writeLogLines: Operation = {
	resource: 'journal',
	value: 'writeLogLines',
	name: 'Write Log Lines',
	action: 'Write log lines',
	description:
		'Make the log lines of the deliveries of a round, as one file to append; no output when all are written. The input items are those of Apply Events.',
	properties: [],
	async execute(items) {
		const log = roundLog(items.map(({ json }) => json));
		if (log === null) return [];
		const { lines, file, execution } = log;
		const content = Buffer.from(`${lines.join('\n')}\n`, 'utf8');
		const data = await this.helpers.prepareBinaryData(content, 'log.txt', 'text/plain');
		return asItems([{ lignes: lines.length, fichier_log: file, execution }]).map((item) => ({
			...item,
			binary: { data },
		}));
	},
};
