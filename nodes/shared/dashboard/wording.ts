/**
 * The French words of the dashboard that more than one part of it uses. Typography as in the mails:
 * U+00A0 before a colon and inside guillemets, ’ as apostrophe.
 */
import type { AppointmentColumn } from '../appointment/row';
import { quoted } from '../french/typography';
import type { PeriodName, Sort, State, Tab } from './request/query';

export const TITLE = 'Rendez-vous';

export const TAB_NAMES: Record<Tab, string> = {
	'a-venir': 'À venir',
	semaine: 'Semaine',
	passes: 'Passés',
	annules: 'Annulés',
	tous: 'Tous',
};

export const PERIOD_LABELS: Record<PeriodName, string> = {
	aujourdhui: 'Aujourd’hui',
	semaine: 'Cette semaine',
	'semaine-prochaine': 'La semaine prochaine',
	mois: 'Ce mois-ci',
	'mois-dernier': 'Le mois dernier',
	annee: 'Cette année',
};

export const SORT_NAMES: Record<Sort, string> = {
	date: 'Date, du plus ancien au plus récent',
	'date-inverse': 'Date, du plus récent au plus ancien',
	reception: 'Dernières réservations reçues',
	client: 'Nom du client',
	type: 'Type de consultation',
};

export const STATE_NAMES: Record<State, string> = {
	confirme: 'Confirmé',
	absent: 'Client absent',
	annule: 'Annulé',
	deplace: 'Déplacé',
};

/** A confirmed appointment that is over. */
export const HONOURED = 'Honoré';

export const UNKNOWN_TYPE = 'Type non communiqué';
export const OTHER_MODE_NAME = 'Autre mode';
export const UNKNOWN_DATE = 'Date non communiquée';

/** What the history says of each mail that left. */
export const SENT_NAMES: Array<[AppointmentColumn, string]> = [
	['envoye_nouveau_le', `Courriel ${quoted('nouveau')} envoyé à l’atelier`],
	['envoye_deplace_le', `Courriel ${quoted('déplacé')} envoyé à l’atelier`],
	['envoye_annule_le', `Courriel ${quoted('annulé')} envoyé à l’atelier`],
	['envoye_confirmation_le', 'Confirmation envoyée au client'],
	['envoye_deplacement_le', 'Déplacement annoncé au client'],
	['envoye_annulation_le', 'Annulation annoncée au client'],
	['envoye_rappel_le', 'Rappel envoyé au client'],
];
