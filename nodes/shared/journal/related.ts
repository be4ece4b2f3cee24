import { relatedIdsOf } from '../appointment/row';
import { eventOf, type StoredDelivery } from './entry';

/** Rows to read: an appointment, and deliveries of a key with a lower number; '' and 0 for none. */
export interface RelatedRows {
	identifiant: string;
	cle: string;
	id: number;
}

/**
 * What has to be read before deliveries are applied: the appointments they are about, moved from and
 * moved to, each once, and what came before with the same key.
 */
export function relatedRows(deliveries: readonly StoredDelivery[]): RelatedRows[] {
	const asked = new Set<string>();
	const once = (identifiant: string) => {
		const isNew = !asked.has(identifiant);
		asked.add(identifiant);
		return isNew ? identifiant : '';
	};
	return deliveries.flatMap((delivery) => {
		const { cle, id } = delivery;
		const [own = '', ...others] = appointmentsOf(delivery);
		const more = others.filter((other) => !asked.has(other) && other !== own);
		return [
			{ identifiant: once(own), cle, id },
			...more.map((other) => ({ identifiant: once(other), cle: '', id: 0 })),
		];
	});
}

/** The appointment of a delivery first; none where its content cannot be read any more. */
function appointmentsOf(delivery: StoredDelivery): string[] {
	const event = eventOf(delivery);
	return event === null ? [] : Object.values(relatedIdsOf(event)).filter((id) => id !== null);
}
