import type { AppointmentRow } from '../../nodes/shared/appointment/row';
import type { HealthSource } from '../../nodes/shared/dashboard/page/health';
import { season } from '../../scripts/lib/season.mts';
import { NO_HEALTH, type World } from '../support/browser.mts';
import { refusalRow } from '../support/refusals.mts';

/** A Sunday, 11:00 in Paris. */
export const NOW = new Date('2026-11-22T10:00:00.000Z');
export const PARIS = 'Europe/Paris';

/** What is kept of a delivery, as far as the page reads it. */
const delivery = (evenement: string, etat: 'termine' | 'a_reprendre' | 'echec', id: string) => ({
	...{ evenement, etat, identifiant: id },
	recu_le: '2026-11-21T09:00:00.000Z',
});

export const WELL: HealthSource = {
	deliveries: [delivery('invitee.created', 'termine', 's1')],
	subscription: { state: 'active', needsRepair: false },
};

export const UNWELL: HealthSource = {
	refusedSettings: ['Réglage «\u00a0rappel_heures\u00a0»\u00a0: valeur inutilisable.'],
	deliveries: [
		delivery('invitee.created', 'termine', 's1'),
		delivery('invitee.created', 'a_reprendre', 's2'),
		delivery('invitee.canceled', 'echec', 's3'),
		delivery('erreur', 'echec', ''),
		refusalRow('signature_mismatch', 12, '2026-11-22T08:00:00.000Z'),
	],
	subscription: {
		state: 'disabled',
		needsRepair: true,
		message: 'Désactivé par Calendly : l’adresse n’a pas répondu.',
	},
};

/** A year of bookings, and some today: the season's bookings of a Sunday are none. */
export function aWorld(bookings: number, parts: Partial<World> = {}): World {
	const rows = season({ bookings, now: NOW });
	return { rows: [...rows, ...TODAY], health: NO_HEALTH, now: NOW, timezone: PARIS, ...parts };
}

/** One that is over, one under way, one to come; the last with everything a row can tell. */
const TODAY: AppointmentRow[] = [
	today('t1', '08:00', '09:00'),
	today('t2', '09:30', '10:30'),
	{
		...today('t3', '15:00', '16:00'),
		lieu: '12 rue de la Liberté, 59000 Lille',
		lien_visio: 'https://meet.google.com/abc-defg-hij',
		lien_configuration: `https://archimeuble.example/configurator/save/${'def456'.repeat(20)}`,
		notes: 'Chêne clair de préférence.\nPlafond en pente.',
		reponses: JSON.stringify([
			{ question: 'Budget estimé ?', answer: '1 500 €', position: 0 },
			{ question: 'Largeur du mur ?', answer: '3,20 m\nsous pente', position: 1 },
		]),
		invites: 'luc@example.com, anne@example.com',
		hote: 'Atelier ArchiMeuble',
		fuseau_client: 'America/New_York',
		lien_annulation: 'https://calendly.com/cancellations/t3',
		lien_deplacement: 'https://calendly.com/reschedulings/t3',
		deplace_depuis: 't0',
		ancien_debut: '2026-11-20T08:00:00.000Z',
		envoye_deplace_le: '2026-11-19T08:00:00.000Z',
		envoye_rappel_le: '2026-11-21T15:00:00.000Z',
	},
];

function today(identifiant: string, from: string, to: string): AppointmentRow {
	return {
		identifiant,
		etat: 'confirme',
		type: 'Consultation téléphonique',
		mode: 'Téléphonique',
		client: 'Léa Martin',
		email: 'lea.martin@example.com',
		telephone: '+33639984567',
		debut: `2026-11-22T${from}:00.000Z`,
		fin: `2026-11-22T${to}:00.000Z`,
		recu_le: '2026-11-18T08:00:00.000Z',
		envoye_nouveau_le: '2026-11-18T08:00:04.000Z',
	};
}
