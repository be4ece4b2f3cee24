/** Every French string of the mails to the client, written as it is sent; see `wording.ts`. */
import type { ClientMailKind } from '../appointment/announcement';
import { label, NARROW_NBSP, NBSP } from '../french/typography';
import type { ClientField, MailWording } from './mail';

const GREETING = 'Bonjour {client},';
const SIGNATURE = 'Cordialement,\nL’équipe ArchiMeuble';
const CLOSING = 'Pour toute question, répondez simplement à ce courriel.';
const HOUSE_SUBJECT = label('ArchiMeuble');

const WORDINGS: Record<ClientMailKind, MailWording> = {
	confirmation: {
		subject: `Rendez-vous confirmé - ${HOUSE_SUBJECT} {type} - {date} à {heure}`,
		greeting: GREETING,
		introduction: label('Votre rendez-vous avec ArchiMeuble est confirmé'),
		closing: CLOSING,
		signature: SIGNATURE,
	},
	client_rescheduled: {
		subject: `Rendez-vous déplacé - ${HOUSE_SUBJECT} {type} - {date} à {heure}`,
		greeting: GREETING,
		introduction: label('Votre rendez-vous avec ArchiMeuble {changement}'),
		closing: CLOSING,
		signature: SIGNATURE,
	},
	client_canceled: {
		subject: `Rendez-vous annulé - ${HOUSE_SUBJECT} {type}`,
		greeting: GREETING,
		introduction: label('Votre rendez-vous avec ArchiMeuble est annulé'),
		closing: 'Pour convenir d’un autre moment, répondez simplement à ce courriel.',
		signature: SIGNATURE,
	},
	reminder: {
		subject: `Rappel - ${HOUSE_SUBJECT} {type} - {date} à {heure}`,
		greeting: GREETING,
		introduction: label('Votre rendez-vous avec ArchiMeuble approche'),
		closing: 'En cas d’empêchement de dernière minute, répondez simplement à ce courriel.',
		signature: SIGNATURE,
	},
};

const BEFORE_A_MEETING: readonly ClientField[] = [
	'type',
	'dateTime',
	'hosts',
	'phone',
	'location',
	'joinUrl',
	'preparation',
	'manage',
];

const FIELDS: Record<ClientMailKind, readonly ClientField[]> = {
	confirmation: BEFORE_A_MEETING,
	client_rescheduled: [...BEFORE_A_MEETING, 'previousDateTime', 'previousLocation', 'reschedule'],
	client_canceled: ['type', 'dateTime', 'cancellation'],
	reminder: BEFORE_A_MEETING,
};

/** The wording a mail to the client has until the workshop writes its own. */
export function defaultClientWording(kind: ClientMailKind): MailWording {
	return { ...WORDINGS[kind] };
}

/** The facts a mail to the client shows until the workshop chooses others. */
export function defaultClientFields(kind: ClientMailKind): ClientField[] {
	return [...FIELDS[kind]];
}

/** What the client should have at hand, until the workshop writes its own. */
export const PREPARATION = 'Dimensions de votre pièce, photos, budget';

export const CLIENT_HEADINGS: Record<ClientMailKind, string> = {
	confirmation: 'Rendez-vous confirmé',
	client_rescheduled: 'Rendez-vous déplacé',
	client_canceled: 'Rendez-vous annulé',
	reminder: 'Rappel de rendez-vous',
};

export const CLIENT_LABELS = {
	type: 'Rendez-vous',
	dateTime: 'Date et heure',
	previousDateTime: 'Ancien horaire',
	hosts: 'Avec',
	phone: 'Téléphone',
	location: 'Lieu',
	previousLocation: 'Ancien lieu',
	newLocation: 'Nouveau lieu',
	joinUrl: 'Visio',
	preparation: 'À préparer',
	canceledBy: 'Annulé par',
	movedBy: 'Déplacé par',
	changedBy: 'Changé par',
	reason: 'Motif',
	manage: `Un empêchement${NARROW_NBSP}?`,
} as const;

export const MOVE_APPOINTMENT = 'Déplacer le rendez-vous';
export const CANCEL_APPOINTMENT = 'Annuler le rendez-vous';

/** Who cancelled, as the client is told, by Calendly's `canceler_type`. */
export const CANCELERS: Record<string, string> = { client: 'vous', host: 'l’atelier' };

export const WE_CALL = 'Nous vous appelons à ce numéro.';
export const WE_CALL_YOU = 'Nous vous appelons.';
export const CALL_US = 'Merci de nous appeler à ce numéro.';

/** Calendly makes the link some time after the booking. */
export const LINK_FOLLOWS = `Le lien n’est pas encore disponible${NARROW_NBSP}; Calendly vous l’envoie avec son invitation.`;

/** Stands for a place that is a link or holds one. */
export const PLACE_ELSEWHERE = 'Indiqué dans l’invitation de Calendly.';

/** `Fuseau horaire : America/New_York` */
export function ownTimezone(timezone: string): string {
	return `${label('Fuseau horaire')} ${timezone}`;
}

/** `Heure de l’atelier : 15/11/2025 à 15:00 - 15:30 (Europe/Paris)` */
export function workshopTime(range: string, timezone: string): string {
	return `${label('Heure de l’atelier')} ${range} (${timezone})`;
}

/** Title in the client's calendar: `ArchiMeuble : Consultation téléphonique`. */
export function clientCalendarSummary(type: string | null): string {
	return `ArchiMeuble${NBSP}: ${type || 'rendez-vous'}`;
}
