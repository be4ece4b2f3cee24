import { asFields, type Fields } from '../text/fields';

/** What belongs to the round and not to the fact. */
const OF_THE_ROUND: readonly string[] = [
	'a',
	'avant',
	'courriel',
	'de',
	'evenement',
	'execution',
	'log_le',
	'marque',
	'sortie',
	'suite',
];

/**
 * What the workshop's own steps get of an announced fact: `annonce`, the columns of the appointment, the
 * settings and the number of its delivery, all flat. Null where nothing was announced, or where a mail of
 * the fact is still to be sent.
 *
 * @param announcement an item of `handleBatch`
 */
export function stepItem(announcement: unknown): Fields | null {
	const fields = asFields(announcement);
	if (!fields.annonce || fields.suite !== 'termine') return null;
	const own = Object.entries(fields).filter(([name]) => !OF_THE_ROUND.includes(name));
	return Object.fromEntries(own);
}
