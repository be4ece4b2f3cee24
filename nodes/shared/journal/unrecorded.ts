import { eventOf, type JournalEntry, type StoredDelivery } from './entry';

/**
 * Of the entries a comparison with Calendly made, those the journal does not hold yet, in their
 * order.
 *
 * Where the journal says that a creation was handled and the comparison wants it made again, the row
 * was deleted: a person who was erased, or the hand of the workshop. Then nothing of that booking
 * goes in, since its cancellation or no-show would bring the row back.
 *
 * @param journal rows about these bookings, found by their `identifiant`
 */
export function unrecorded<Entry extends JournalEntry>(
	entries: readonly Entry[],
	journal: ReadonlyArray<Pick<StoredDelivery, 'cle' | 'etat'>>,
): Entry[] {
	const known = new Set(journal.map(({ cle }) => cle));
	const handled = new Set(journal.filter(({ etat }) => etat === 'termine').map(({ cle }) => cle));
	const deleted = new Set(
		entries
			.filter((entry) => makesRow(entry) && handled.has(entry.cle))
			.map(({ identifiant }) => identifiant),
	);
	return entries.filter(({ cle, identifiant }) => !known.has(cle) && !deleted.has(identifiant));
}

function makesRow(entry: JournalEntry): boolean {
	const event = eventOf(entry);
	const isCreation = event?.action === 'created' || event?.action === 'rescheduled';
	return isCreation && !event.updatesOnly;
}
