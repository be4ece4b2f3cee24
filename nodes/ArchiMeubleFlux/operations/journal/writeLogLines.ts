import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { announcementsOf, batchNodeField } from '../../../adapters/otherNode';
import { roundLog } from '../../../shared/journal/roundLog';

export const writeLogLines: Operation = {
	resource: 'journal',
	value: 'writeLogLines',
	name: 'Write Log Lines',
	action: 'Write log lines',
	description:
		'Make the log lines of the deliveries of a round, as one file to append; an empty one when all were written before',
	properties: [batchNodeField],
	async execute() {
		const log = roundLog(announcementsOf(this));
		const lines = log?.lines ?? [];
		const content = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
		const data = await this.helpers.prepareBinaryData(content, 'log.txt', 'text/plain');
		return asItems([{ lignes: lines.length, fichier_log: log?.file ?? '' }]).map((item) => ({
			...item,
			binary: { data },
		}));
	},
};
