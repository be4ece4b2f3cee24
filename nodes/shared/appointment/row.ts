import type { AppointmentEvent } from './event';
import { inviteeIdOf } from './identity';
import {
	callColumns,
	campaignColumns,
	hostColumns,
	paymentColumns,
	placeColumns,
	placesColumns,
} from './rowWords';

/** Data table of the appointments. No table name may contain another: n8n looks them up with LIKE. */
export const APPOINTMENT_TABLE = 'archimeuble_rendezvous';

/** `etat` of an appointment. `annule` and `deplace` are final for their invitee. */
export const ROW_STATES = ['confirme', 'annule', 'deplace', 'absent'] as const;
export type RowState = (typeof ROW_STATES)[number];

/**
 * Columns of the table, one row per invitee, in the order the workshop sees them. Named in French,
 * because the workshop reads and filters them in n8n. All are text; times are UTC.
 */
export const APPOINTMENT_COLUMNS = [
	'identifiant',
	'etat',
	'quand',
	'type',
	'mode',
	'client',
	'email',
	'telephone',
	'lieu',
	'lieu_nature',
	'lieu_choisi_par',
	'lien_visio',
	'lien_visio_etat',
	'appel_par',
	'appel_numero',
	'appel_consignes',
	'lien_configuration',
	'notes',
	'reponses',
	'invites',
	'debut',
	'fin',
	'fuseau_client',
	'hote',
	'hote_email',
	'places_prises',
	'places_max',
	'paiement_etat',
	'paiement_montant',
	'paiement_devise',
	'paiement_prestataire',
	'paiement_conditions',
	'paiement_reference',
	'annule_par',
	'annule_cote',
	'motif_annulation',
	'annule_le',
	'deplace_depuis',
	'deplace_vers',
	'deplace_par',
	'deplace_cote',
	'motif_deplacement',
	'ancien_debut',
	'ancienne_fin',
	'ancien_mode',
	'ancien_lieu',
	'ancien_lieu_nature',
	'absent_le',
	'reserve_le',
	'recu_le',
	'lien_annulation',
	'lien_deplacement',
	'campagne',
	'campagne_source',
	'campagne_support',
	'campagne_contenu',
	'campagne_terme',
	'evenement_uri',
	'invite_uri',
	'envoye_nouveau_le',
	'envoye_deplace_le',
	'envoye_annule_le',
	'envoye_confirmation_le',
	'envoye_deplacement_le',
	'envoye_annulation_le',
	'envoye_rappel_le',
] as const;
export type AppointmentColumn = (typeof APPOINTMENT_COLUMNS)[number];

/** A row as stored; a column nothing was ever written to is null or missing. */
export type AppointmentRow = { identifiant: string } & {
	[column in AppointmentColumn]?: string | null;
};

/**
 * What an event knows about its appointment, as columns. Unknown facts are left out rather than
 * written as null: a poorer delivery that arrives late must not erase what a richer one brought.
 */
export function detailsOf(event: AppointmentEvent): AppointmentRow {
	const { appointment, client, display } = event;
	const details: AppointmentRow = {
		identifiant: appointment.id,
		quand: display.longDate === null ? null : `${display.longDate} à ${display.time}`,
		type: appointment.type,
		mode: display.mode,
		client: client.name,
		email: client.email,
		telephone: client.phone,
		lieu: appointment.location,
		...placeColumns(appointment.place),
		...callColumns(appointment.call),
		lien_visio: appointment.joinUrl,
		lien_configuration: event.configurationUrl,
		notes: event.notes,
		reponses: event.answers.length === 0 ? null : JSON.stringify(event.answers),
		invites: appointment.guests.length === 0 ? null : appointment.guests.join(', '),
		debut: appointment.start,
		fin: appointment.end,
		fuseau_client: client.timezone,
		...hostColumns(appointment.hosts),
		...placesColumns(appointment.invitees),
		...paymentColumns(event.payment),
		lien_annulation: appointment.cancelUrl,
		lien_deplacement: appointment.rescheduleUrl,
		...campaignColumns(event.tracking),
		evenement_uri: appointment.uri,
		invite_uri: appointment.inviteeUri,
	};
	return {
		...withoutUnknown(details),
		identifiant: appointment.id,
		...emptiedInPlace(event, details),
	};
}

/**
 * Columns Calendly may empty during the life of an appointment without telling it: the place of one
 * that became a video call, a guest taken off. Only a reading of the present state knows; webhooks
 * arrive in any order and an old one must not erase what a newer one brought.
 */
const EMPTIED_IN_PLACE = [
	'lieu',
	'lieu_nature',
	'lieu_choisi_par',
	'lien_visio',
	'lien_visio_etat',
	'appel_par',
	'appel_numero',
	'appel_consignes',
	'invites',
] as const;

function emptiedInPlace(event: AppointmentEvent, details: AppointmentRow): Partial<AppointmentRow> {
	const isLive = event.action === 'created' || event.action === 'rescheduled';
	if (event.source !== 'reconciliation' || !isLive || event.appointment.start === null) return {};
	const empty = EMPTIED_IN_PLACE.filter((column) => details[column] === null);
	return Object.fromEntries(empty.map((column) => [column, null]));
}

/** Identities of the rows an event reads or writes: its own, and those it moved from and to. */
export function relatedIdsOf(event: AppointmentEvent): {
	own: string;
	old: string | null;
	new: string | null;
} {
	const { oldInviteeUri = null, newInviteeUri = null } = event.reschedule ?? {};
	return {
		own: event.appointment.id,
		old: oldInviteeUri === null ? null : inviteeIdOf(oldInviteeUri),
		new: newInviteeUri === null ? null : inviteeIdOf(newInviteeUri),
	};
}

/** What is known of some columns; the others are left as they are. */
export function withoutUnknown<Columns extends object>(row: Columns): Partial<Columns> {
	const known = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
	return Object.fromEntries(known) as Partial<Columns>;
}
