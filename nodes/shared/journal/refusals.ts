import type { RefusalCounts } from '../calendly/refusalCounts';
import { isOwnFault } from '../calendly/refusal';
import type { RefusalReason } from '../calendly/signature';
import { utcDay, writtenDay } from '../french/days';
import { counted } from '../french/numbers';
import { NBSP, quoted } from '../french/typography';
import { cleanLine } from '../text/clean';

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

/** Reasons in the workshop's words. */
export const REASON_NAMES: Record<RefusalReason, string> = {
	missing_signing_key: 'aucune clé de signature configurée',
	invalid_configuration: 'tolérance mal réglée',
	missing_raw_body: 'corps du message non transmis par n8n',
	missing_header: 'sans signature',
	malformed_header: 'signature illisible',
	no_supported_signature: 'signature d’une forme inconnue',
	invalid_timestamp: 'heure de signature illisible',
	signature_mismatch: 'signature fausse',
	timestamp_too_old: 'signature trop ancienne',
	timestamp_too_new: 'signature venue du futur',
};

/** Refusals of one reason in a day that are no accident any more. */
const UNUSUAL_REFUSALS = 5;

/** Where the key stands: with `npm start` and Docker the editor's field is written over. */
const KEY_PLACE = `l’identifiant ${quoted('Signature Calendly ArchiMeuble')} (avec npm start ou Docker${NBSP}: le réglage CALENDLY_SIGNING_SECRET)`;

/** What the workshop is told, by reason; reasons only strangers cause stay numbers in the table. */
const MESSAGES: Partial<Record<RefusalReason, string>> = {
	signature_mismatch: `La clé de signature est peut-être fausse${NBSP}: si ces messages viennent bien de Calendly, faire corriger sans attendre ${KEY_PLACE}. Après 24 heures de refus, Calendly coupe la liaison, sans prévenir.`,
	missing_header: `Des messages arrivent sans signature${NBSP}: si ce sont ceux de Calendly, la liaison avec Calendly a été créée sans clé (signing_key). La créer de nouveau avec la clé.`,
	timestamp_too_old: `Des messages authentiques arrivent trop tard${NBSP}: l’horloge de cette machine avance peut-être, ou la tolérance du nœud «${NBSP}Calendly${NBSP}» est trop courte. Après 24 heures de refus, Calendly coupe la liaison.`,
	timestamp_too_new: `Des messages authentiques semblent venir du futur${NBSP}: l’horloge de cette machine retarde. La remettre à l’heure (NTP).`,
	missing_signing_key: `Aucune clé de signature n’est configurée${NBSP}: tout ce que Calendly envoie est refusé. En inventer une et l’écrire dans ${KEY_PLACE}.`,
	invalid_configuration: `La tolérance du nœud «${NBSP}Calendly${NBSP}» n’est pas un nombre de secondes${NBSP}: tout est refusé. La corriger.`,
	missing_raw_body: `n8n ne transmet pas le corps brut des messages${NBSP}: tout est refusé. Mettre n8n à jour.`,
};

/** A reason in the workshop's words; one nobody knows as the table writes it. */
export function reasonName(reason: string): string {
	return Object.hasOwn(REASON_NAMES, reason)
		? REASON_NAMES[reason as RefusalReason]
		: cleanLine(reason);
}

/** Whether so many refusals of a reason in a day are worth a word to the workshop. */
export function isUnusual(reason: RefusalReason, count: number): boolean {
	if (refusalMessage(reason) === '') return false;
	return count >= (isOwnFault(reason) ? 1 : UNUSUAL_REFUSALS);
}

/** `12 messages refusés le 26/11/2026 (signature fausse).`, with the remedy. */
export function refusalSentence(reason: string, count: number, day: string): string {
	const refused = counted(count, 'message refusé', 'messages refusés');
	const remedy = refusalMessage(reason as RefusalReason);
	return `${refused} le ${writtenDay(day)} (${reasonName(reason)}). ${remedy}`.trim();
}

/** What the workshop is told of a reason; empty for what only strangers cause. */
export function refusalMessage(reason: RefusalReason): string {
	return Object.hasOwn(MESSAGES, reason) ? (MESSAGES[reason] ?? '') : '';
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
