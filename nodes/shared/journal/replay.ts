import { label, quoted } from '../french/typography';

/**
 * What a person reads where nothing was put back into the queue.
 *
 * @param number what was asked for
 */
export function nothingToReplay(number: string): string {
	const asked = label(`Rien à rejouer sous le numéro ${number}`);
	return `${asked} la table archimeuble_journal (colonne ${quoted('id')}) n’en a pas, ou son message est en cours de traitement, ou effacé.`;
}
