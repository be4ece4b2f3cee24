import { SENT_COLUMN } from '../../../nodes/shared/appointment/announcement';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import {
	APPOINTMENT_COLUMNS,
	APPOINTMENT_TABLE,
	detailsOf,
	relatedIdsOf,
	ROW_STATES,
} from '../../../nodes/shared/appointment/row';
import { webhook, type PayloadName } from '../../support/payloads.mts';

const event = (name: PayloadName, change?: (payload: any) => void): AppointmentEvent =>
	normalizeWebhook(webhook(name, change), { receivedAt: new Date('2026-10-20T09:00:01.000Z') });

/** Names the workshop's stored rows, filters and workflows already use: a change loses their data. */
describe('the table of appointments', () => {
	test('has these columns, in the order the workshop sees', () => {
		expect(APPOINTMENT_TABLE).toBe('archimeuble_rendezvous');
		expect(APPOINTMENT_COLUMNS.join(' ')).toBe(
			'identifiant etat quand type mode client email telephone lieu lieu_nature ' +
				'lieu_choisi_par lien_visio lien_visio_etat appel_par appel_numero appel_consignes ' +
				'lien_configuration notes reponses invites debut fin fuseau_client hote hote_email ' +
				'places_prises places_max paiement_etat paiement_montant paiement_devise ' +
				'paiement_prestataire paiement_conditions paiement_reference annule_par annule_cote ' +
				'motif_annulation annule_le deplace_depuis deplace_vers deplace_par deplace_cote ' +
				'motif_deplacement ancien_debut ancienne_fin ancien_mode ancien_lieu ' +
				'ancien_lieu_nature absent_le reserve_le recu_le lien_annulation lien_deplacement ' +
				'campagne campagne_source campagne_support campagne_contenu campagne_terme ' +
				'evenement_uri invite_uri ' +
				'envoye_nouveau_le envoye_deplace_le envoye_annule_le envoye_confirmation_le ' +
				'envoye_deplacement_le envoye_annulation_le envoye_rappel_le',
		);
	});

	test('knows four states', () => {
		expect(ROW_STATES).toEqual(['confirme', 'annule', 'deplace', 'absent']);
	});

	test('marks each mail to the workshop in a column of its own', () => {
		expect(SENT_COLUMN).toEqual({
			created: 'envoye_nouveau_le',
			rescheduled: 'envoye_deplace_le',
			canceled: 'envoye_annule_le',
		});
	});
});

describe('the details of an appointment', () => {
	test('are all an event knows of it', () => {
		expect(detailsOf(event('10-zoom-question-positions-gap'))).toEqual({
			identifiant: 'a0000000-0000-4000-8000-000000000010',
			quand: expect.stringMatching(/^\S+ \d+\S* \S+ 2026 à \d\d:\d\d - \d\d:\d\d$/),
			type: expect.any(String),
			mode: 'Visio',
			client: expect.any(String),
			email: expect.stringContaining('@'),
			telephone: '+33639980011',
			lieu_nature: 'Zoom',
			lien_visio_etat: 'prêt',
			lien_visio: 'https://zoom.example/j/84800000001?pwd=REDACTED',
			reponses:
				'[{"question":"Type de projet","answer":"Bibliothèque","position":1},' +
				'{"question":"Pièces concernées","answer":"Salon\\nBureau\\nChambre","position":2},' +
				'{"question":"Téléphone","answer":"+33 6 39 98 00 11","position":4}]',
			debut: expect.stringMatching(/Z$/),
			fin: expect.stringMatching(/Z$/),
			fuseau_client: expect.any(String),
			hote: 'Atelier ArchiMeuble',
			hote_email: 'menuisier@example.com',
			places_max: '1',
			lien_annulation: expect.stringContaining('/cancellations/'),
			lien_deplacement: expect.stringContaining('/reschedulings/'),
			evenement_uri: expect.stringContaining('/scheduled_events/'),
			invite_uri: expect.stringContaining('/invitees/'),
		});
	});

	test('hold place, notes and guests when there are any', () => {
		expect(detailsOf(event('11-physical-guests-special-characters'))).toMatchObject({
			lieu: 'Atelier ArchiMeuble, Lille',
			notes: expect.stringContaining('Œuvre d’art'),
			invites: 'conjoint@example.com, archi@example.org',
		});
	});

	test('of a delivery that knows nothing are its identity alone, so that nothing is erased', () => {
		const { appointment, ...rest } = event('guide-canceled', (payload) => {
			delete payload.name;
			delete payload.email;
			delete payload.event_type_name;
		});
		const unknown = { ...rest, appointment: { ...appointment, id: 'x' } };
		expect(detailsOf(unknown)).toEqual({ identifiant: 'x' });
	});

	/** The journal holds events of earlier versions, and rows are written in memory one on the other. */
	test('of an event stored before a field existed leave its columns out', () => {
		const { client, ...rest } = event('10-zoom-question-positions-gap');
		const older = { ...rest, client: { ...client, timezone: undefined as unknown as null } };
		expect(detailsOf(older)).not.toHaveProperty('fuseau_client');
	});

	const emptied = (name: PayloadName, options: Partial<AppointmentEvent>) => {
		const bare = event(name, (payload) => {
			payload.scheduled_event.location = null;
			payload.scheduled_event.event_guests = [];
		});
		const details = detailsOf({ ...bare, ...options });
		return Object.entries(details).flatMap(([column, value]) => (value === null ? [column] : []));
	};

	test.each(['created', 'rescheduled'] as const)(
		'empty what Calendly emptied when a comparison read them, %s',
		(action) => {
			const read = { action, source: 'reconciliation' } as const;
			expect(emptied('01-created-google-meet', read)).toEqual([
				'lieu',
				'lieu_nature',
				'lieu_choisi_par',
				'lien_visio',
				'lien_visio_etat',
				'appel_par',
				'appel_numero',
				'appel_consignes',
				'invites',
			]);
		},
	);

	test('keep in a comparison what is known', () => {
		const read = { ...event('11-physical-guests-special-characters'), source: 'reconciliation' };
		expect(detailsOf(read as AppointmentEvent)).toMatchObject({
			lieu: 'Atelier ArchiMeuble, Lille',
			lien_visio: null,
			invites: 'conjoint@example.com, archi@example.org',
		});
	});

	test.each<[string, Partial<AppointmentEvent>]>([
		['a webhook', { source: 'webhook' }],
		[
			'a cancellation, of which Calendly drops the place',
			{ source: 'reconciliation', action: 'canceled' },
		],
	])('empty nothing because of %s', (_name, options) => {
		expect(emptied('01-created-google-meet', options)).toEqual([]);
	});

	test('empty nothing where the scheduled event could not be read', () => {
		const { appointment, ...rest } = event('guide-canceled');
		const unread = { ...rest, appointment, action: 'created', source: 'reconciliation' } as const;
		expect(Object.values(detailsOf(unread))).not.toContain(null);
	});

	test('name the host by the address when there is no name', () => {
		const details = detailsOf(
			event('01-created-google-meet', (payload) => {
				payload.scheduled_event.event_memberships[0].user_name = null;
			}),
		);
		expect(details.hote).toBe('menuisier@example.com');
	});
});

describe('the rows an event concerns', () => {
	test('are its own', () => {
		expect(relatedIdsOf(event('01-created-google-meet'))).toEqual({
			own: 'a0000000-0000-4000-8000-000000000001',
			old: null,
			new: null,
		});
	});

	test('are the one it moved from, too', () => {
		expect(relatedIdsOf(event('05-reschedule-2-created-new'))).toMatchObject({
			own: 'a0000000-0000-4000-8000-000000000005',
			old: 'a0000000-0000-4000-8000-000000000004',
			new: null,
		});
	});

	test('are the one it moved to, too', () => {
		expect(relatedIdsOf(event('04-reschedule-1-canceled-old'))).toMatchObject({
			own: 'a0000000-0000-4000-8000-000000000004',
			old: null,
			new: 'a0000000-0000-4000-8000-000000000005',
		});
	});
});
