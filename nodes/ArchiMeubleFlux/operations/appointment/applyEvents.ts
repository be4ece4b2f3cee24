import { executionField } from '../../../adapters/fields';
import { asItems, isDeliveryItem, storedDeliveries, storedRows } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { THIS_PROCESS } from '../../../adapters/process';
import { handleBatch } from '../../../shared/journal/handle';
import { processRounds } from '../../../shared/journal/round';
import { DEFAULT_SETTINGS, resolveSettings } from '../../../shared/settings/settings';

export const applyEvents: Operation = {
	resource: 'appointment',
	value: 'applyEvents',
	name: 'Apply Events',
	action: 'Apply events to the stored appointments',
	description:
		'Work out what the deliveries an execution took change and announce, one after the other. The input items are these deliveries, others about the same appointments, these appointments and the settings.',
	properties: [executionField],
	async execute(items) {
		const execution = text(this, 'execution');
		const deliveries = storedDeliveries(items.filter(isDeliveryItem));
		const isTaken = (row: (typeof deliveries)[number]) =>
			row.execution === execution && row.etat === 'en_cours';
		const taken = new Map(deliveries.filter(isTaken).map((row) => [row.id, row]));
		const settingRows = items.map(({ json }) => json).filter((json) => 'reglage' in json);
		const batch = handleBatch({
			taken: [...taken.values()],
			known: deliveries,
			rows: storedRows(items.filter((item) => !isDeliveryItem(item))),
			settings: resolveSettings(settingRows, DEFAULT_SETTINGS, {
				n8nUrl: this.getInstanceBaseUrl(),
			}).settings,
			isSingleProcess: [...taken.values()].every(({ processus }) => processus === THIS_PROCESS),
			now: new Date(),
		});
		if (batch.journal.some(({ etat }) => etat === 'recu')) processRounds.postpone(execution);
		return asItems([batch]);
	},
};
