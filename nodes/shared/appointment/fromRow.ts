import { asCalendlyLink } from '../calendly/links';
import { minutesBetween } from '../french/dates';
import { asMailAddress } from '../text/address';
import {
	asFields,
	asInstant,
	asLine,
	asNumber,
	asText,
	isFields,
	type Fields,
} from '../text/fields';
import { parseJson } from '../text/json';
import { asWebUrl } from '../text/url';
import type { MailEvent } from './announcement';
import { displayOf } from './display';
import type { Answer, AppointmentMode } from './event';
import type { AppointmentRow } from './row';

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
		appointment,
		client,
		answers: answersOf(fields.reponses),
		configurationUrl: asWebUrl(fields.lien_configuration),
		notes: asText(fields.notes),
		cancellation: cancellationOf(fields),
		display: displayOf(appointment, client, timezone),
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
		location: asLine(fields.lieu),
		joinUrl: asWebUrl(fields.lien_visio),
		cancelUrl: asCalendlyLink(fields.lien_annulation),
		rescheduleUrl: asCalendlyLink(fields.lien_deplacement),
		host: hostOf(fields.hote),
		guests: (asLine(fields.invites) ?? '').split(', ').filter((guest) => guest !== ''),
		invitees: { active: null, limit: null },
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

/** The column holds the host's name, or the address where there is none. */
function hostOf(value: unknown): MailEvent['appointment']['host'] {
	const email = asMailAddress(value);
	return { name: email === null ? asLine(value) : null, email };
}

function answersOf(value: unknown): Answer[] {
	const answers = parseJson(value);
	return Array.isArray(answers) ? answers.map(answerOf).filter((answer) => answer !== null) : [];
}

function answerOf(value: unknown, index: number): Answer | null {
	const { question, answer, position } = asFields(value);
	const text = asText(answer);
	if (text === null) return null;
	return { question: asLine(question) ?? '', answer: text, position: asNumber(position) ?? index };
}

function cancellationOf(fields: Fields): MailEvent['cancellation'] {
	const at = asInstant(fields.annule_le);
	if (fields.etat !== 'annule' && at === null) return null;
	return {
		by: asLine(fields.annule_par),
		byType: null,
		reason: asText(fields.motif_annulation),
		at,
	};
}
