import { asFields, type Fields } from '../text/fields';
import type { StoredDelivery } from './entry';

/** What belongs to the round and not to the fact. */
const OF_THE_ROUND: readonly string[] = [
	'a',
	'avant',
	'courriel',
	'de',
	'evenement',
	'log_le',
	'marque',
	'sortie',
	'suite',
];

/**
 * What the workshop's own steps get of the facts of a round: `annonce`, the columns of the appointment,
 * the settings and the number of its delivery, all flat. Nothing of what was not announced, or whose
 * delivery is not done.
 *
 * @param announcements those of `handleBatch`
 * @param deliveries the deliveries of the round as they were put down
 */
export function stepItems(
	announcements: readonly unknown[],
	deliveries: readonly StoredDelivery[],
): Fields[] {
	const done = new Set(deliveries.filter(({ etat }) => etat === 'termine').map(({ id }) => id));
	return announcements
		.map(asFields)
		.filter(({ annonce, suite, numero }) => {
			return annonce && suite === 'termine' && done.has(Number(numero));
		})
		.map((fields) => {
			const own = Object.entries(fields).filter(([name]) => !OF_THE_ROUND.includes(name));
			return Object.fromEntries(own);
		});
}
