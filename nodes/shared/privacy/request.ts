/** What can be asked for in the form of « RGPD », in its words. */
export const COPY_REQUEST = 'Recevoir une copie de ses données (fichier JSON)';
export const ERASURE_REQUEST = 'Effacer ses données';

/** What follows the search for a person; nothing is copied or erased without being asked for. */
export type NextStep = 'copy' | 'erasure' | 'nothing';

/** @param found whether anything is stored of the person */
export function nextStep(found: boolean, request: string): NextStep {
	if (!found) return 'nothing';
	if (request === COPY_REQUEST) return 'copy';
	return request === ERASURE_REQUEST ? 'erasure' : 'nothing';
}
