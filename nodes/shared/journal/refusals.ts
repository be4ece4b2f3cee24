import type { RefusalCounts } from '../calendly/refusalCounts';
import { isOwnFault } from '../calendly/refusal';
import type { RefusalReason } from '../calendly/signature';
import { utcDay } from '../french/days';
import { NBSP } from '../french/typography';

/** Data table of the refused requests: one row per day and reason, no personal data. */
export const REFUSAL_TABLE = 'archimeuble_refus';

/** A row of the table; `alerte` is `oui` for the count that just became unusual. */
export interface RefusalRow {
	cle: string;
	jour: string;
	raison: string;
	nombre: number;
	dernier_le: string;
	alerte: string;
	message: string;
}

export const REFUSAL_COLUMNS = {
	jour: 'string',
	raison: 'string',
	nombre: 'number',
	dernier_le: 'string',
	alerte: 'string',
	message: 'string',
	cle: 'string',
} as const;

/** Refusals of one reason on one day that are worth a mail: a few mails a day, whatever happens. */
const THRESHOLDS = [5, 50, 500, 5_000, 50_000];

/** What the workshop is told, by reason; reasons only strangers cause stay numbers in the table. */
const MESSAGES: Partial<Record<RefusalReason, string>> = {
	signature_mismatch: `La clé de signature est peut-être fausse${NBSP}: si ces messages viennent bien de Calendly, corriger l’identifiant «${NBSP}Signature Calendly ArchiMeuble${NBSP}» sans attendre. Après 24 heures de refus, Calendly coupe la liaison, sans prévenir.`,
	missing_header: `Des messages arrivent sans signature${NBSP}: si ce sont ceux de Calendly, la liaison avec Calendly a été créée sans clé (signing_key). La créer de nouveau avec la clé.`,
	timestamp_too_old: `Des messages authentiques arrivent trop tard${NBSP}: l’horloge de cette machine avance peut-être, ou la tolérance du nœud «${NBSP}Calendly${NBSP}» est trop courte. Après 24 heures de refus, Calendly coupe la liaison.`,
	timestamp_too_new: `Des messages authentiques semblent venir du futur${NBSP}: l’horloge de cette machine retarde. La remettre à l’heure (NTP).`,
	missing_signing_key: `Aucune clé de signature n’est configurée${NBSP}: tout ce que Calendly envoie est refusé. Compléter l’identifiant «${NBSP}Signature Calendly ArchiMeuble${NBSP}».`,
	invalid_configuration: `La tolérance du nœud «${NBSP}Calendly${NBSP}» n’est pas un nombre de secondes${NBSP}: tout est refusé. La corriger.`,
	missing_raw_body: `n8n ne transmet pas le corps brut des messages${NBSP}: tout est refusé. Mettre n8n à jour.`,
};

/** What the workshop is told of a reason; empty for what only strangers cause. */
export function refusalMessage(reason: RefusalReason): string {
	return MESSAGES[reason] ?? '';
}

/**
 * The rows that change when refusals are added to the table, each under the day of its last one. A
 * row asks for a mail when its count passes a threshold; a refusal that is our own fault is worth one
 * at once.
 *
 * @param stored rows of the table, at least those of the last two days
 */
export function refusalRows(
	counts: RefusalCounts,
	stored: ReadonlyArray<Partial<RefusalRow>>,
): RefusalRow[] {
	const before = new Map(stored.map(({ cle, nombre }) => [cle, Number(nombre) || 0]));
	return [...counts].map(([reason, { count, last }]) => {
		const jour = utcDay(new Date(last));
		const cle = `${jour} ${reason}`;
		const known = before.get(cle) ?? 0;
		const nombre = known + count;
		const message = refusalMessage(reason);
		const isUnusual = message !== '' && passedThreshold(reason, known, nombre);
		const alerte = isUnusual ? 'oui' : 'non';
		return { cle, jour, raison: reason, nombre, dernier_le: last, alerte, message };
	});
}

function passedThreshold(reason: RefusalReason, before: number, now: number): boolean {
	const thresholds = isOwnFault(reason) ? [1, ...THRESHOLDS] : THRESHOLDS;
	return thresholds.some((threshold) => before < threshold && now >= threshold);
}
