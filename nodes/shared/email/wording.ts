/**
 * Every French string of the mails. Written as it is sent: U+00A0 before a colon, U+202F before
 * « ; ! ? », ’ as apostrophe (Imprimerie nationale; a test reads this file's strings).
 */
import type { MailKind } from '../appointment/announcement';
import type { Change } from '../appointment/change';
import type { Party, Payment, PlaceKind } from '../appointment/event';
import { VIDEO_KINDS } from '../appointment/location';
import { PAYMENT_STATES, PLACE_KINDS } from '../appointment/rowWords';
import { frenchMoney } from '../french/money';
import { label, NARROW_NBSP, NBSP } from '../french/typography';
import { zoneName } from '../french/zones';
import type { MailField, MailWording } from './mail';
import type { SlotText } from './slot';

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
		introduction: label('Un rendez-vous {changement} sur Calendly'),
		closing: 'Pensez à vérifier que ce changement figure dans votre agenda.',
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
	'hosts',
	'mode',
	'location',
	'joinUrl',
	'configurationUrl',
	'notes',
	'answers',
	'guests',
	'invitees',
	'payment',
	'dashboard',
];

const FIELDS: Record<MailKind, readonly MailField[]> = {
	created: [...EVERY_MAIL, ...BEFORE_A_MEETING],
	rescheduled: [
		...EVERY_MAIL,
		'previousDateTime',
		'previousLocation',
		...BEFORE_A_MEETING,
		'reschedule',
	],
	canceled: [
		...EVERY_MAIL,
		'timezone',
		'hosts',
		'mode',
		'location',
		'configurationUrl',
		'payment',
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

/** Who writes: above the card of a mail, on the page. */
export const HOUSE = 'ArchiMeuble';

export const HEADINGS: Record<MailKind, string> = {
	created: 'Nouveau rendez-vous',
	rescheduled: 'Rendez-vous déplacé',
	canceled: 'Rendez-vous annulé',
};

/** Of a move that changed nothing but the place. */
const OTHER_PLACE = 'Changement de lieu';

/** The title, unless only the place changed. */
export function headingOf(heading: string, change: Change | null): string {
	return change?.place && !change.time ? OTHER_PLACE : heading;
}

/** `{changement}`; what is not known claims nothing. */
export function changeWords(change: Change | null): string {
	if (change === null) return 'a été déplacé';
	if (change.time) return change.place ? 'a changé d’horaire et de lieu' : 'a changé d’horaire';
	return change.place ? 'a changé de lieu' : 'a été modifié';
}

const HAPPENED: Record<MailKind, string> = {
	created: 'Réservé',
	rescheduled: 'Déplacé',
	canceled: 'Annulé',
};

/** Said of what no delivery told: the mail comes later than what it tells. */
export function caughtUpAt(kind: MailKind, at: Pick<SlotText, 'date' | 'time'> | null): string {
	const said = `Rattrapé${NBSP}: ce courriel arrive en retard. Le message de Calendly ne nous était pas parvenu${NARROW_NBSP}; il vient d’être retrouvé.`;
	if (at === null) return said;
	return `${said} ${HAPPENED[kind]} le${NBSP}${at.date}${NBSP}à${NBSP}${at.time}.`;
}

/** Labels of the facts; an answer has its question as label. */
export const LABELS = {
	type: 'Type de consultation',
	client: 'Client',
	email: 'Email',
	phone: 'Téléphone',
	dateTime: 'Date et heure',
	previousDateTime: 'Ancien horaire',
	timezone: 'Fuseau horaire',
	hosts: 'Avec',
	mode: 'Mode',
	location: 'Lieu',
	previousLocation: 'Ancien lieu',
	newLocation: 'Nouveau lieu',
	joinUrl: 'Lien visio',
	configurationUrl: 'Lien de configuration',
	notes: 'Notes supplémentaires',
	guests: 'Invités',
	invitees: 'Places',
	payment: 'Paiement',
	canceledBy: 'Annulé par',
	movedBy: 'Déplacé par',
	changedBy: 'Changé par',
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

/** Nobody else tells the client: Calendly sends its invitation without a link. */
export function linkFailed(kind: PlaceKind | null): string {
	const isNamed = kind !== null && VIDEO_KINDS.includes(kind);
	const service = isNamed ? PLACE_KINDS[kind] : 'le service de visio';
	return `Le lien n’a pas pu être créé par ${service}${NARROW_NBSP}; pensez à en envoyer un au client.`;
}

/** Stands on its own line under a value of which only the beginning is shown. */
export const CUT_SHORT = '[…] La suite est à lire dans le rendez-vous, sur Calendly.';

/** Places of a group event: `7 prises sur 8`. */
export function placesTaken(taken: number, limit: number): string {
	return `${taken} ${taken < 2 ? 'prise' : 'prises'} sur ${limit}`;
}

/** `60 € payé`, `60 € échoué`; what is known of it. */
export function paymentLine({ amount, currency, state }: Payment): string {
	const sum = amount === null ? [] : [frenchMoney(amount, currency)];
	return [...sum, ...(state === null ? [] : [PAYMENT_STATES[state]])].join(' ');
}

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
