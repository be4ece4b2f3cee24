import { NBSP, quoted, uncapitalised } from '../french/typography';
import type { MailKind } from './announcement';
import type { AppliedEvent, Silence } from './applyEvent';
import type { EventSource } from './event';

const ANNOUNCED: Record<MailKind, string> = {
	created: `Courriel ${quoted('nouveau')} envoyé`,
	rescheduled: `Courriel ${quoted('déplacé')} envoyé`,
	canceled: `Courriel ${quoted('annulé')} envoyé`,
};

const SILENT: Record<Silence, string> = {
	already_announced: 'déjà annoncé',
	already_over: 'rendez-vous déjà annulé ou déplacé',
	deleted: 'rendez-vous effacé ici entre-temps',
	moved: 'le nouveau rendez-vous annonce le déplacement',
	not_announced: 'événement seulement enregistré',
	not_wanted: 'rejoué sans prévenir',
};

/**
 * One French line for the journal's `resultat`, true once the mail (if any) has left.
 *
 * @param source says whether the fact was found by the reconciliation
 */
export function outcomeOf(applied: AppliedEvent, source?: EventSource): string {
	const outcome = resultOf(applied);
	return source === 'reconciliation' ? `Rattrapé${NBSP}: ${uncapitalised(outcome)}` : outcome;
}

function resultOf({ mail, silence }: AppliedEvent): string {
	if (mail !== null) return ANNOUNCED[mail];
	return `Sans courriel${NBSP}: ${SILENT[silence ?? 'not_announced']}`;
}
