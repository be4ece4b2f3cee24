import { isOwnFault } from '../calendly/refusal';
import type { RefusalCount } from '../calendly/refusalCounts';
import type { RefusalReason } from '../calendly/signature';
import { utcDay, writtenDay, type Day } from '../french/days';
import { counted } from '../french/numbers';
import { NBSP, quoted } from '../french/typography';
import { cleanLine } from '../text/clean';
import { asFields, asInstant, asLine, asWordOf } from '../text/fields';
import { parseJson } from '../text/json';
import { REFUSAL_EVENT, type JournalEntry, type StoredDelivery } from './entry';

/** A row of the journal that counts refused requests of one reason; no personal data. */
export interface RefusalEntry extends JournalEntry {
	/** `12 messages refusés : signature fausse` */
	resultat: string;
	/** What to do; null for what only strangers cause. */
	erreur: string | null;
}

/** Refused requests of one reason on one UTC day. */
export interface RefusalSum {
	day: Day;
	reason: string;
	count: number;
	/** Last refusal, UTC. */
	last: string;
}

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
	return asWordOf(REASON_NAMES, reason) ?? cleanLine(reason);
}

/** Whether so many refusals of a reason in a day are worth a word to the workshop. */
export function isUnusual(reason: string, count: number): boolean {
	if (refusalMessage(reason) === '') return false;
	return count >= (isOwnFault(reason) ? 1 : UNUSUAL_REFUSALS);
}

/** `12 messages refusés le 26/11/2026 (signature fausse).`, with the remedy. */
export function refusalSentence({ reason, count, day }: RefusalSum): string {
	const remedy = refusalMessage(reason);
	return `${refusedMessages(count)} le ${writtenDay(day)} (${reasonName(reason)}). ${remedy}`.trim();
}

/** `12 messages refusés` */
export function refusedMessages(count: number): string {
	return counted(count, 'message refusé', 'messages refusés');
}

/** What the workshop is told of a reason; empty for what only strangers cause. */
export function refusalMessage(reason: string): string {
	return asWordOf(MESSAGES, reason) ?? '';
}

/** The rows that tell the journal of refused requests, whatever process of n8n refused them. */
export function refusalEntries(counts: readonly RefusalCount[]): RefusalEntry[] {
	return counts.map(({ reason, count, last }) => ({
		cle: `${REFUSAL_EVENT} ${reason} ${last}`,
		identifiant: '',
		evenement: REFUSAL_EVENT,
		action: reason,
		etat: 'termine',
		resultat: `${refusedMessages(count)}${NBSP}: ${reasonName(reason)}`,
		erreur: refusalMessage(reason) || null,
		client: null,
		type: null,
		quand: null,
		recu_le: last,
		essais: 0,
		contenu: JSON.stringify({ nombre: count }),
	}));
}

/** Adds up the rows of the journal that count refusals; other rows and damaged ones count for nothing. */
export function refusalSums(rows: ReadonlyArray<Partial<StoredDelivery>>): RefusalSum[] {
	const sums = new Map<string, RefusalSum>();
	for (const { evenement, action, contenu, recu_le } of rows) {
		const count = Number(asFields(parseJson(contenu)).nombre);
		const reason = asLine(action);
		const last = asInstant(recu_le);
		if (evenement !== REFUSAL_EVENT || !(count > 0) || reason === null || last === null) continue;
		const day = utcDay(new Date(last));
		const sum = sums.get(`${day} ${reason}`) ?? { day, reason, count: 0, last };
		const later = last > sum.last ? last : sum.last;
		sums.set(`${day} ${reason}`, { ...sum, count: sum.count + count, last: later });
	}
	return [...sums.values()];
}

/**
 * The sums that have just become worth a mail: when a count passes a threshold; a refusal that is our
 * own fault is worth one at once.
 *
 * @param told rows of the journal the workshop was told of, or that were too few to tell
 * @param added rows that came since
 */
export function unusualRefusals(
	told: ReadonlyArray<Partial<StoredDelivery>>,
	added: ReadonlyArray<Partial<StoredDelivery>>,
): RefusalSum[] {
	const before = new Map(refusalSums(told).map((sum) => [`${sum.day} ${sum.reason}`, sum.count]));
	return refusalSums([...told, ...added]).filter(({ day, reason, count }) => {
		const isTold = refusalMessage(reason) !== '';
		return isTold && passedThreshold(reason, before.get(`${day} ${reason}`) ?? 0, count);
	});
}

function passedThreshold(reason: string, before: number, now: number): boolean {
	const thresholds = isOwnFault(reason) ? [1, ...THRESHOLDS] : THRESHOLDS;
	return thresholds.some((threshold) => before < threshold && now >= threshold);
}
