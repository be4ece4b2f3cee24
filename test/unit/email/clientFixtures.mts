import {
	CLIENT_MAIL_KINDS,
	type ClientMailKind,
} from '../../../nodes/shared/appointment/announcement';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import { composeAgenda } from '../../../nodes/shared/email/agendaMail';
import { defaultAgendaWording } from '../../../nodes/shared/email/agendaWording';
import { composeClientMail } from '../../../nodes/shared/email/clientMail';
import {
	defaultClientFields,
	defaultClientWording,
	PREPARATION,
} from '../../../nodes/shared/email/clientWording';
import {
	CLIENT_FIELDS,
	type AgendaRequest,
	type ClientMailRequest,
	type ComposedClientMail,
	type ComposedMail,
} from '../../../nodes/shared/email/mail';
import type { Agenda } from '../../../nodes/shared/reminders/agenda';
import { anEvent, aPrevious, DASHBOARD_URL } from './fixtures.mts';

export const CLIENT_KINDS: ClientMailKind[] = [...CLIENT_MAIL_KINDS];

export const MOVE_URL = 'https://calendly.com/reschedulings/secret-move';
export const CANCEL_URL = 'https://calendly.com/cancellations/secret-cancel';

/** A request with the defaults of its kind, the old slot known, no calendar. */
export function aClientRequest(
	kind: ClientMailKind,
	parts: Partial<ClientMailRequest> = {},
): ClientMailRequest {
	return {
		kind,
		event: anEvent(),
		previous: aPrevious(),
		wording: defaultClientWording(kind),
		fields: defaultClientFields(kind),
		preparation: PREPARATION,
		workshopPhone: '03 20 11 22 33',
		timezone: 'Europe/Paris',
		replyTo: 'atelier@archimeuble.example',
		attachCalendar: false,
		now: new Date('2025-11-01T10:00:00.000Z'),
		...parts,
	};
}

/** The mail of a kind with every field turned on. */
export function fullClientMail(
	kind: ClientMailKind,
	event: AppointmentEvent = anEvent(),
): ComposedClientMail {
	return composeClientMail(aClientRequest(kind, { event, fields: CLIENT_FIELDS }));
}

/** A stored appointment by telephone in Paris, Monday 23 November 2026 at 09:00. */
export function aRow(parts: Partial<AppointmentRow> = {}): AppointmentRow {
	return {
		identifiant: 'a1',
		etat: 'confirme',
		type: 'Consultation téléphonique - 30 min',
		mode: 'Téléphonique',
		client: 'Léa Martin',
		email: 'lea.martin@example.com',
		telephone: '+33639984567',
		debut: '2026-11-23T08:00:00.000Z',
		fin: '2026-11-23T08:30:00.000Z',
		fuseau_client: 'Europe/Paris',
		recu_le: '2026-11-10T08:00:00.000Z',
		...parts,
	};
}

/** A Monday with three appointments, and one change of each sort since Sunday. */
export function anAgenda(parts: Partial<Agenda> = {}): Agenda {
	return {
		day: '2026-11-23',
		since: '2026-11-22T06:30:00.000Z',
		appointments: [
			aRow(),
			aRow({
				identifiant: 'a2',
				type: 'Visite en visio - 30 min',
				mode: 'Visio',
				client: 'Zoé Müller',
				telephone: null,
				lien_visio: 'https://meet.google.com/abc-defg-hij',
				lien_configuration: 'https://archimeuble.example/configurator/save/def456?a=1&b=2',
				notes: 'Chêne clair de préférence.\nSous pente.',
				debut: '2026-11-23T10:00:00.000Z',
				fin: '2026-11-23T10:30:00.000Z',
			}),
			aRow({
				identifiant: 'a3',
				type: 'Prise de mesures',
				mode: 'Sur place',
				client: 'Paul Petit',
				telephone: '+33639980011',
				lieu: '12 rue de la Liberté, 59000 Lille',
				debut: '2026-11-23T13:00:00.000Z',
				fin: '2026-11-23T15:00:00.000Z',
			}),
		],
		changes: {
			created: [aRow({ identifiant: 'a4', debut: '2026-11-26T08:00:00.000Z', fin: null })],
			moved: [
				aRow({
					identifiant: 'a5',
					client: 'Anne Roux',
					ancien_debut: '2026-11-24T08:00:00.000Z',
					ancienne_fin: '2026-11-24T08:30:00.000Z',
				}),
			],
			canceled: [aRow({ identifiant: 'a6', etat: 'annule', annule_par: 'Luc Noir' })],
		},
		...parts,
	};
}

export function agendaMail(
	agenda: Partial<Agenda> = {},
	parts: Partial<AgendaRequest> = {},
): ComposedMail {
	return composeAgenda({
		agenda: anAgenda(agenda),
		wording: defaultAgendaWording(),
		timezone: 'Europe/Paris',
		dashboardUrl: DASHBOARD_URL,
		...parts,
	});
}

export const NO_CHANGES: Agenda['changes'] = { created: [], moved: [], canceled: [] };
