/** Every French string of the mails to the client, written as it is sent; see `wording.ts`. */
import type { ClientMailKind } from '../appointment/announcement';
import type { Party } from '../appointment/event';
import { label, NARROW_NBSP, NBSP } from '../french/typography';
import { zoneName } from '../french/zones';
import type { ClientField, MailWording } from './mail';

const GREETING = 'Bonjour {client},';
const SIGNATURE = 'Cordialement,\nL’équipe ArchiMeuble';
const CLOSING = 'Pour toute question, répondez simplement à ce courriel.';

const WORDINGS: Record<ClientMailKind, MailWording> = {
	confirmation: {
		subject: `${label('Rendez-vous confirmé')} {date} à {heure} - {type}`,
		greeting: GREETING,
		introduction: label('Votre rendez-vous avec ArchiMeuble est confirmé'),
		closing: CLOSING,
		signature: SIGNATURE,
	},
	client_rescheduled: {
		subject: `${label('Rendez-vous déplacé')} {date} à {heure} - {type}`,
		greeting: GREETING,
		introduction: label('Votre rendez-vous avec ArchiMeuble {changement}'),
		closing: CLOSING,
		signature: SIGNATURE,
	},
	client_canceled: {
		subject: `${label('Rendez-vous annulé')} {date} à {heure} - {type}`,
		greeting: GREETING,
		introduction: label('Votre rendez-vous avec ArchiMeuble est annulé'),
		closing: 'Pour convenir d’un autre moment, répondez simplement à ce courriel.',
		signature: SIGNATURE,
	},
	reminder: {
		subject: `${label('Rappel')} {date} à {heure} - {type}`,
		greeting: GREETING,
		introduction: label('Nous vous rappelons votre rendez-vous avec ArchiMeuble'),
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
	'workshopPhone',
];

const FIELDS: Record<ClientMailKind, readonly ClientField[]> = {
	confirmation: BEFORE_A_MEETING,
	client_rescheduled: [...BEFORE_A_MEETING, 'previousDateTime', 'previousLocation', 'reschedule'],
	client_canceled: ['type', 'dateTime', 'cancellation', 'workshopPhone'],
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
	cancellation: 'Annulation',
	movedBy: 'Déplacé par',
	changedBy: 'Changé par',
	reason: 'Motif',
	manage: `Un empêchement${NARROW_NBSP}?`,
	workshopPhone: 'Nous joindre',
} as const;

/** Short enough to stand side by side on a telephone. */
export const MOVE_APPOINTMENT = 'Déplacer';
export const CANCEL_APPOINTMENT = 'Annuler';

/** What the client is told of a cancellation, by who it was. */
export const CANCELERS: Record<Party, string> = {
	client: 'À votre demande',
	host: `Nous sommes désolés${NBSP}: nous avons dû annuler ce rendez-vous.`,
};

/** Who moved it, or gave it another place, in words for the client. */
export const MOVERS: Record<Party, string> = { client: 'vous', host: 'l’atelier' };

export const WE_CALL = 'Nous vous appelons à ce numéro.';
export const WE_CALL_YOU = 'Nous vous appelons.';
export const CALL_US = 'Merci de nous appeler à ce numéro.';
export const CALL_US_WITHOUT_NUMBER = 'Merci de nous appeler.';

/** Calendly has the video service make the link some time after the booking; none but theirs. */
export const LINK_FOLLOWS = `Le lien n’est pas encore disponible${NARROW_NBSP}; Calendly vous l’envoie avec son invitation.`;

/** Nobody sends one by itself. */
export const LINK_NOT_MADE = `Le lien n’a pas pu être créé${NARROW_NBSP}; pour l’obtenir, répondez à ce courriel.`;

/** Stands for a place the client typed. */
export const PLACE_OF_CLIENT = 'Celui que vous avez indiqué en réservant.';

/** Stands for a place of which is not known who typed it. */
export const PLACE_ELSEWHERE = 'Indiqué dans l’invitation de Calendly.';

/** `Fuseau horaire : heure de New York` */
export function ownTimezone(timezone: string): string {
	return `${label('Fuseau horaire')} ${zoneName(timezone)}`;
}

/** `Heure de l’atelier : 15/11/2025 à 15:00 - 15:30 (heure de Paris)` */
export function workshopTime(range: string, timezone: string): string {
	return `${label('Heure de l’atelier')} ${range} (${zoneName(timezone)})`;
}

/** Title in the client's calendar: `ArchiMeuble : Consultation téléphonique`. */
export function clientCalendarSummary(type: string | null): string {
	return `ArchiMeuble${NBSP}: ${type || 'rendez-vous'}`;
}
