import { asCalendlyLink } from '../calendly/links';
import { minutesBetween } from '../french/dates';
import { asMailAddress } from '../text/address';
import { asFields, asInstant, asLine, asText, isFields, type Fields } from '../text/fields';
import { asWebUrl } from '../text/url';
import type { MailEvent } from './announcement';
import type { PreviousAppointment } from './change';
import { displayOf } from './display';
import type { AppointmentMode } from './event';
import type { AppointmentRow } from './row';
import {
	answersFrom,
	callFrom,
	campaignFrom,
	endingFrom,
	hostsFrom,
	moveFrom,
	paymentFrom,
	placeFrom,
	placesFrom,
} from './rowWords';

const MODES: readonly AppointmentMode[] = ['phone', 'video', 'in_person'];

/**
 * What a mail needs of an appointment, read from its stored row: reminders and the agenda are sent long
 * after the delivery, whose journal entry may be purged by then. Columns the workshop can edit by hand
 * are read as distrustfully as a delivery.
 *
 * @param timezone the workshop's, for the display
 */
export function eventFromRow(row: AppointmentRow, timezone: string): MailEvent {
	const fields: Fields = asFields(row);
	const appointment = appointmentOf(fields);
	const client = clientOf(fields);
	return {
		occurredAt: asInstant(fields.reserve_le),
		appointment,
		client,
		answers: answersFrom(fields),
		configurationUrl: asWebUrl(fields.lien_configuration),
		notes: asText(fields.notes),
		cancellation: cancellationOf(fields),
		reschedule: rescheduleOf(fields),
		tracking: campaignFrom(fields),
		payment: paymentFrom(fields),
		display: displayOf(appointment, client, timezone),
	};
}

/** What a row keeps of the appointment it was before; null where it did not move. */
export function previousFromRow(row: AppointmentRow): PreviousAppointment | null {
	const fields: Fields = asFields(row);
	const id = asLine(fields.deplace_depuis);
	const start = asInstant(fields.ancien_debut);
	if (id === null && start === null) return null;
	return {
		id,
		start,
		end: asInstant(fields.ancienne_fin),
		location: asText(fields.ancien_lieu),
		place: placeFrom({ lieu_nature: fields.ancien_lieu_nature }),
		...moveFrom(fields),
	};
}

/** Whether a value is a row of the table of appointments. */
export function isStoredRow(value: unknown): value is AppointmentRow {
	return isFields(value) && asLine(value.identifiant) !== null && !('contenu' in value);
}

function appointmentOf(fields: Fields): MailEvent['appointment'] {
	const start = asInstant(fields.debut);
	const end = asInstant(fields.fin);
	return {
		id: asLine(fields.identifiant) ?? '',
		uri: asWebUrl(fields.evenement_uri),
		inviteeUri: asWebUrl(fields.invite_uri),
		status: fields.etat === 'annule' || fields.etat === 'deplace' ? 'canceled' : 'active',
		type: asLine(fields.type),
		mode: modeOf(fields.mode),
		start,
		end,
		durationMinutes: minutesBetween(start, end),
		location: asText(fields.lieu),
		place: placeFrom(fields),
		call: callFrom(fields),
		joinUrl: asWebUrl(fields.lien_visio),
		cancelUrl: asCalendlyLink(fields.lien_annulation),
		rescheduleUrl: asCalendlyLink(fields.lien_deplacement),
		hosts: hostsFrom(fields),
		guests: (asLine(fields.invites) ?? '').split(', ').filter((guest) => guest !== ''),
		invitees: placesFrom(fields),
	};
}

function clientOf(fields: Fields): MailEvent['client'] {
	return {
		name: asLine(fields.client),
		firstName: null,
		lastName: null,
		email: asMailAddress(fields.email),
		phone: asLine(fields.telephone),
		timezone: asLine(fields.fuseau_client),
	};
}

/** The row has the mode in French, as the display writes it. */
function modeOf(value: unknown): AppointmentMode {
	const french = asLine(value);
	const isShownAs = (mode: AppointmentMode) =>
		displayOf({ start: null, end: null, mode }, { timezone: null }, 'UTC').mode === french;
	return MODES.find(isShownAs) ?? 'other';
}

function cancellationOf(fields: Fields): MailEvent['cancellation'] {
	const at = asInstant(fields.annule_le);
	if (fields.etat !== 'annule' && at === null) return null;
	return { ...endingFrom(fields), at };
}

/** Who moved it away or, while it stands, who moved it here. */
function rescheduleOf(fields: Fields): MailEvent['reschedule'] {
	if (fields.etat === 'deplace') return endingFrom(fields);
	return asLine(fields.deplace_depuis) === null ? null : moveFrom(fields);
}
