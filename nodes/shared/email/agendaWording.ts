/** Every French string of the agenda, written as it is sent; see `wording.ts`. */
import { label, NBSP, unbreakable } from '../french/typography';
import type { AgendaWording } from './mail';

/** The wording the agenda has until the workshop writes its own. */
export function defaultAgendaWording(): AgendaWording {
	return {
		subject: '{nombre} le {jour}',
		greeting: 'Bonjour,',
		introduction: label('Voici vos rendez-vous du {jour}'),
		nothing: `${label('Rien aujourd’hui')} aucun rendez-vous n’est prévu le {jour}.`,
		closing: 'Bonne journée.',
		signature: 'Cordialement,\nSystème ArchiMeuble',
	};
}

export const AGENDA_HEADING = 'Agenda du jour';

/** Labels of what changed since the last agenda. */
export const CHANGE_LABELS = { created: 'Nouveau', moved: 'Déplacé', canceled: 'Annulé' } as const;

export const NO_CHANGE = 'Aucun changement.';

/** `aucun rendez-vous`, `1 rendez-vous`, `3 rendez-vous` */
export function appointmentCount(count: number): string {
	return `${count === 0 ? 'aucun' : count} rendez-vous`;
}

/** `3 rendez-vous, le premier à 09:00`; of a day without any, and where its time is not known, without one. */
export function dayInShort(count: number, first: string | null): string {
	if (first === null) return appointmentCount(count);
	const time = unbreakable(first);
	return `${appointmentCount(count)}, ${count === 1 ? 'à' : 'le premier à'}${NBSP}${time}`;
}

/** `Depuis l’agenda du dimanche 22 novembre 2026 à 07:30` */
export function sinceAgenda(moment: string): string {
	return `Depuis l’agenda du ${moment}`;
}

/** `Notes : …` */
export function notesLine(notes: string): string {
	return `${label('Notes')} ${notes}`;
}

/** `Ancien horaire : 12/11/2025 à 09:00 - 09:30` */
export function previousTime(range: string): string {
	return `${label('Ancien horaire')} ${range}`;
}

/** `Ancien lieu : 12 rue des Copeaux` */
export function previousPlace(place: string): string {
	return `${label('Ancien lieu')} ${place}`;
}

/** `Nouveau lieu : Google Meet` */
export function newPlace(place: string): string {
	return `${label('Nouveau lieu')} ${place}`;
}

/** `Avec Paul Menuisier et Léa Poseuse` */
export function hostedBy(hosts: string): string {
	return `Avec ${hosts}`;
}

/** `Motif : …` */
export function reasonLine(reason: string): string {
	return `${label('Motif')} ${reason}`;
}

/** `Changé par Paul Petit` */
export function movedBy(who: string): string {
	return `Changé par ${who}`;
}

/** `Annulé par Paul Petit` */
export function canceledBy(who: string): string {
	return `Annulé par ${who}`;
}
