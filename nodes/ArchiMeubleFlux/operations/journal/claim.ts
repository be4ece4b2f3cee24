import { executionField } from '../../../adapters/fields';
import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { THIS_PROCESS } from '../../../adapters/process';
import { BATCH_SIZE } from '../../../shared/journal/batch';
import { processRounds } from '../../../shared/journal/round';

export const claim: Operation = {
	resource: 'journal',
	value: 'claim',
	name: 'Claim',
	action: 'Claim what is stored',
	description:
		'Make the columns that put stored deliveries down as taken by an execution, and the highest number (ID) among them. The input items are the deliveries that wait; no output when there are none.',
	properties: [executionField],
	async execute(items) {
		const execution = text(this, 'execution');
		const waiting = storedDeliveries(items);
		const now = new Date();
		processRounds.claim(execution, now, waiting.length >= BATCH_SIZE);
		if (waiting.length === 0) return [];
		const id = Math.max(...waiting.map((delivery) => delivery.id));
		const isAlone = waiting.every(({ processus }) => Boolean(processus));
		const columns = {
			etat: 'en_cours',
			execution,
			processus: isAlone ? THIS_PROCESS : '',
			essai_le: now.toISOString(),
			erreur: null,
		};
		return asItems([{ id, ...columns }]);
	},
};
