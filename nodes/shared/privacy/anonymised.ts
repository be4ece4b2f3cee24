import type { StoredDelivery } from '../journal/entry';

/**
 * What is written over a delivery of a person who is erased. The row itself stays, with its
 * idempotency key (a SHA-256), its id of Calendly and its times, none of which says who it was about:
 * the reconciliation looks for the key before it records what Calendly still lists, so a row that were
 * deleted would bring the person back six hours later. `termine` takes a delivery that waits or is
 * under way out of the hands of the relance: no mail is to leave about somebody who asked to be erased.
 */
export const ANONYMISED = {
	client: null,
	type: null,
	quand: null,
	contenu: '',
	erreur: null,
	etat: 'termine',
	resultat: 'Effacé à la demande de la personne',
} as const satisfies Partial<StoredDelivery>;

/** Whether a delivery was erased before; the table may give null for an empty text. */
export function isAnonymised(delivery: StoredDelivery): boolean {
	const columns = Object.keys(ANONYMISED) as Array<keyof typeof ANONYMISED>;
	return columns.every((column) => (delivery[column] || null) === (ANONYMISED[column] || null));
}
