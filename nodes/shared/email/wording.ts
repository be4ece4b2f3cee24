/**
 * Every French string of the mails. Written as it is sent: U+00A0 before a colon, U+202F before
 * « ; ! ? », ’ as apostrophe (Imprimerie nationale; a test reads this file's strings).
 */
import type { MailKind } from '../appointment/announcement';
import type { Party, PlaceKind } from '../appointment/event';
import { label, NARROW_NBSP, NBSP } from '../french/typography';
import { zoneName } from '../french/zones';
import type { MailField, MailWording } from './mail';

const GREETING = 'Bonjour,';
const SIGNATURE = 'Cordialement,\nSystème ArchiMeuble';
const SUBJECT_SUFFIX = label('ArchiMeuble');

const WORDINGS: Record<MailKind, MailWording> = {
	created: {
		subject: `Nouveau RDV Calendly - ${SUBJECT_SUFFIX} {type} - {client} - {date} à {heure}`,
		greeting: GREETING,
		introduction: label('Un nouveau rendez-vous a été pris sur Calendly'),
		closing: 'Pensez à vous préparer pour cet entretien et à vérifier votre agenda.',
		signature: SIGNATURE,
	},
	rescheduled: {
		subject: `RDV déplacé - ${SUBJECT_SUFFIX} {client} - {date} à {heure} - {type}`,
		greeting: GREETING,
		introduction: label('Un rendez-vous a été déplacé sur Calendly'),
		closing: 'Pensez à vérifier que le nouvel horaire figure dans votre agenda.',
		signature: SIGNATURE,
	},
	canceled: {
		subject: `RDV annulé - ${SUBJECT_SUFFIX} {client} - {date} à {heure}`,
		greeting: GREETING,
		introduction: label('Un rendez-vous pris sur Calendly a été annulé'),
		closing: 'Pensez à vérifier que ce créneau est de nouveau libre dans votre agenda.',
		signature: SIGNATURE,
	},
};

const EVERY_MAIL: readonly MailField[] = ['type', 'client', 'email', 'phone', 'dateTime'];
const BEFORE_A_MEETING: readonly MailField[] = [
	'timezone',
	'mode',
	'location',
	'joinUrl',
	'configurationUrl',
	'notes',
	'answers',
	'guests',
	'dashboard',
];

const FIELDS: Record<MailKind, readonly MailField[]> = {
	created: [...EVERY_MAIL, ...BEFORE_A_MEETING],
	rescheduled: [...EVERY_MAIL, 'previousDateTime', ...BEFORE_A_MEETING],
	canceled: [
		...EVERY_MAIL,
		'timezone',
		'mode',
		'location',
		'configurationUrl',
		'cancellation',
		'dashboard',
	],
};

/** The wording a mail has until the workshop writes its own; the original's for `created`. */
export function defaultWording(kind: MailKind): MailWording {
	return { ...WORDINGS[kind] };
}

/** The facts a mail shows until the workshop chooses others. */
export function defaultFields(kind: MailKind): MailField[] {
	return [...FIELDS[kind]];
}

/** Sender shown above the card. */
export const HOUSE = 'ArchiMeuble';

export const HEADINGS: Record<MailKind, string> = {
	created: 'Nouveau rendez-vous',
	rescheduled: 'Rendez-vous déplacé',
	canceled: 'Rendez-vous annulé',
};

/** Said of what no delivery told: the mail comes later than its booking. */
export const CAUGHT_UP = `Rattrapé${NBSP}: Calendly ne nous l’avait pas annoncé en son temps${NARROW_NBSP}; nous venons de le constater en comparant avec votre compte.`;

/** Labels of the facts; an answer has its question as label. */
export const LABELS = {
	type: 'Type de consultation',
	client: 'Client',
	email: 'Email',
	phone: 'Téléphone',
	dateTime: 'Date et heure',
	previousDateTime: 'Ancien horaire',
	timezone: 'Fuseau horaire',
	mode: 'Mode',
	location: 'Lieu',
	joinUrl: 'Lien visio',
	configurationUrl: 'Lien de configuration',
	notes: 'Notes supplémentaires',
	guests: 'Invités',
	canceledBy: 'Annulé par',
	reason: 'Motif',
	dashboard: 'Tableau de bord',
	rest: 'Suite',
} as const;

/** What stands for a fact nobody told us; it agrees with the noun it follows or replaces. */
export const UNKNOWN = {
	fact: 'non communiqué',
	dateAndTime: 'non communiquées',
	date: 'date non communiquée',
	time: 'heure non communiquée',
} as const;

export const VIEW_CONFIGURATION = 'Voir la configuration';
export const JOIN_MEETING = 'Rejoindre la visio';
export const OPEN_IN_DASHBOARD = 'Ouvrir le rendez-vous';

/** Label of who calls whom; where it stands, no place does. */
export const CALL_LABEL = 'Appel';

/** `Le client vous appelle au 03 20 00 12 34.` */
export function callSentence(by: Party, number: string | null): string {
	if (by === 'host') return 'Vous appelez le client.';
	return number === null ? 'Le client vous appelle.' : `Le client vous appelle au ${number}.`;
}

const SERVICES: Partial<Record<PlaceKind, string>> = {
	google_meet: 'Google Meet',
	zoom: 'Zoom',
	goto_meeting: 'GoTo Meeting',
	microsoft_teams: 'Microsoft Teams',
	webex: 'Webex',
};

/** Nobody else tells the client: Calendly sends its invitation without a link. */
export function linkFailed(kind: PlaceKind | null): string {
	const service = SERVICES[kind ?? 'custom'] ?? 'le service de visio';
	return `Le lien n’a pas pu être créé par ${service}${NARROW_NBSP}; pensez à en envoyer un au client.`;
}

/** Who cancelled, by Calendly's `canceler_type`. */
export const CANCELER_TYPES: Record<string, string> = { client: 'client', host: 'atelier' };

/** Stands on its own line under a value of which only the beginning is shown. */
export const CUT_SHORT = '[…] La suite est à lire dans le rendez-vous, sur Calendly.';

/** For what no longer fits into the mail; `count` is at least 1. */
export function moreFacts(count: number): string {
	const facts = count === 1 ? '1 autre information est' : `${count} autres informations sont`;
	return `${facts} à lire dans le rendez-vous, sur Calendly.`;
}

/** For appointments of an agenda that no longer fit into the mail; `count` is at least 1. */
export function moreAppointments(count: number): string {
	const others = count === 1 ? '1 autre rendez-vous est' : `${count} autres rendez-vous sont`;
	return `${others} à lire sur Calendly.`;
}

/** `Heure du client : 15/11/2025 à 09:00 - 09:30 (heure de New York)` */
export function clientTime(range: string, timezone: string): string {
	return `${label('Heure du client')} ${range} (${zoneName(timezone)})`;
}

/** `Fuseau du client : heure de New York` */
export function clientTimezone(timezone: string): string {
	return `${label('Fuseau du client')} ${zoneName(timezone)}`;
}

/** `Annulé le 14/11/2025 à 10:00` */
export function canceledAt(date: string, time: string): string {
	return `Annulé le${NBSP}${date}${NBSP}à${NBSP}${time}`;
}

/** `samedi 15 novembre 2025 à 15:00` */
export function longMoment(longDate: string, time: string): string {
	return `${longDate}${NBSP}à${NBSP}${time}`;
}

/** Title in a calendar: `Consultation téléphonique – Zoé Müller`, or what of it is known. */
export function calendarSummary(type: string | null, client: string | null): string {
	const parts = [type ?? 'Rendez-vous', client].filter((part) => part !== null && part !== '');
	return parts.join(' – ');
}
