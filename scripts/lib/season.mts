import type { AppointmentRow } from '../../nodes/shared/appointment/row.ts';
import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS } from '../../nodes/shared/french/dates.ts';

/**
 * A year of bookings of a French workshop as stored rows: seasons, opening hours, moves, cancellations
 * and no-shows. The same seed gives the same rows.
 */
export interface SeasonOptions {
	/** How many bookings clients make; moves add rows of their own. */
	bookings: number;
	/** Most of the year lies before it; Calendly lets nobody book more than some weeks ahead. */
	now: Date;
	seed?: number;
	timezone?: string;
	/** What every id begins with. */
	prefix?: string;
}

/** Pseudo-random numbers of mulberry32: small, seeded, even enough for test data. */
function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const FIRST_NAMES = 'Zoé Camille Hélène Jérôme Noël Anaïs Gaël Inès Marc Sophie Benoît Chloé'.split(
	' ',
);
const LAST_NAMES =
	'Müller Durand Lefèvre Peña D’Hondt Garçon Nguyễn Petit Œuvrard Roux Faÿ Björk'.split(' ');
const TOWNS = ['59000 Lille', '59100 Roubaix', '59800 Lille', '62000 Arras', '59300 Valenciennes'];
const STREETS = ['rue de la Liberté', 'avenue Foch', 'place Sébastopol', 'rue de l’Église'];
const NOTES = [
	null,
	'Chêne clair de préférence.',
	'Plafond en pente, 2,35 m au plus bas.\nPhotos envoyées par courriel.',
	'Budget autour de 1 500 €.',
];
const REASONS = ['Travaux repoussés', 'Je me suis trompé de jour', null, 'Autre devis accepté'];

const KINDS = [
	{
		type: 'Consultation téléphonique',
		mode: 'Téléphonique',
		place: { lieu_nature: 'Téléphone', lieu_choisi_par: 'client', appel_par: 'atelier' },
		minutes: 30,
		weight: 0.5,
	},
	{
		type: 'Visioconférence de conception',
		mode: 'Visio',
		place: { lieu_nature: 'Google Meet', lien_visio_etat: 'prêt' },
		minutes: 45,
		weight: 0.3,
	},
	{
		type: 'Prise de mesures à domicile',
		mode: 'Sur place',
		place: { lieu_nature: 'Autre', lieu_choisi_par: 'client' },
		minutes: 60,
		weight: 0.2,
	},
];

/** Weights of the months: a workshop is asked for in spring and autumn, not in August. */
const MONTHS = [1, 1.1, 1.3, 1.2, 1, 0.8, 0.6, 0.2, 1.3, 1.4, 1.2, 0.7];

export function season({
	bookings,
	now,
	seed = 1,
	timezone = 'Europe/Paris',
	prefix = 's',
}: SeasonOptions): AppointmentRow[] {
	const random = randomFrom(seed);
	const rows: AppointmentRow[] = [];
	for (let number = 0; number < bookings; number += 1) {
		rows.push(...life(`${prefix}${number}`, random, now, timezone));
	}
	return rows;
}

/** One booking and, when it moved, its successor. */
function life(id: string, random: () => number, now: Date, timezone: string): AppointmentRow[] {
	const start = openingTime(random, days(now, -320), days(now, 45), timezone);
	const wished = start.getTime() - (1 + random() ** 2 * 40) * DAY_MS;
	const received = new Date(Math.min(wished, now.getTime() - random() * 30 * DAY_MS));
	const row = booked(id, { start, received, random });
	const fate = random();
	if (fate < 0.12) return [canceledRow(row, random, now)];
	if (fate < 0.2) return movedRows(row, random, now, timezone);
	const isPast = start < now;
	if (isPast && fate < 0.23) return [{ ...row, etat: 'absent', absent_le: later(row.fin, 1) }];
	return [isPast && random() < 0.7 ? { ...row, envoye_rappel_le: later(row.debut, -24) } : row];
}

function openingTime(random: () => number, from: Date, to: Date, timezone: string): Date {
	for (;;) {
		const day = new Date(from.getTime() + random() * (to.getTime() - from.getTime()));
		const isOpen = day.getUTCDay() !== 0 && random() < MONTHS[day.getUTCMonth()] / 1.4;
		if (!isOpen) continue;
		const hour = 9 + Math.floor(random() * 9);
		const minutes = random() < 0.5 ? '00' : '30';
		const clock = `${day.toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:${minutes}`;
		return instantOf(clock, timezone)!;
	}
}

function booked(
	id: string,
	{ start, received, random }: { start: Date; received: Date; random: () => number },
): AppointmentRow {
	const kind = pickKind(random());
	const first = pick(FIRST_NAMES, random);
	const last = pick(LAST_NAMES, random);
	const isVideo = kind.mode === 'Visio';
	const configuration = random() < 0.6;
	const link = `https://archimeuble.example/configurator/save/${id}`;
	return {
		identifiant: id,
		etat: 'confirme',
		type: kind.type,
		mode: kind.mode,
		client: `${first} ${last}`,
		email: `client.${id}@example.com`,
		// Numbers ARCEP keeps for fiction: nobody is called by a screenshot.
		telephone: `+3363998${String(Math.floor(random() * 1e4)).padStart(4, '0')}`,
		lieu: kind.mode === 'Sur place' ? address(random) : null,
		...kind.place,
		lien_visio: isVideo ? `https://meet.google.com/${id}` : null,
		lien_configuration: configuration ? link : null,
		notes: pick(NOTES, random),
		reponses: answered(random),
		debut: start.toISOString(),
		fin: new Date(start.getTime() + kind.minutes * MINUTE_MS).toISOString(),
		fuseau_client: random() < 0.95 ? 'Europe/Paris' : 'America/New_York',
		hote: 'Atelier ArchiMeuble',
		hote_email: 'menuisier@example.com',
		places_prises: '1',
		places_max: '1',
		recu_le: received.toISOString(),
		lien_annulation: `https://calendly.com/cancellations/${id}`,
		lien_deplacement: `https://calendly.com/reschedulings/${id}`,
		invite_uri: `https://api.calendly.com/scheduled_events/e${id}/invitees/${id}`,
		envoye_nouveau_le: new Date(received.getTime() + 4_000).toISOString(),
	};
}

function answered(random: () => number): string {
	const answer = `${500 + Math.floor(random() * 40) * 100} €`;
	return JSON.stringify([{ question: 'Budget estimé', answer, position: 2 }]);
}

function canceledRow(row: AppointmentRow, random: () => number, now: Date): AppointmentRow {
	const at = between(row.recu_le!, row.debut!, random, now);
	return {
		...row,
		etat: 'annule',
		annule_le: at,
		...(random() < 0.8
			? { annule_par: row.client, annule_cote: 'client' }
			: { annule_par: 'Atelier ArchiMeuble', annule_cote: 'atelier' }),
		motif_annulation: pick(REASONS, random),
		envoye_annule_le: later(at, 0),
	};
}

function movedRows(
	row: AppointmentRow,
	random: () => number,
	now: Date,
	timezone: string,
): AppointmentRow[] {
	const received = new Date(between(row.recu_le!, row.debut!, random, now));
	const start = openingTime(random, days(received, 1), days(received, 45), timezone);
	const id = `${row.identifiant}b`;
	const next = booked(id, { start, received, random });
	return [
		{ ...row, etat: 'deplace', deplace_vers: id, annule_par: row.client, annule_cote: 'client' },
		{
			...next,
			client: row.client,
			email: row.email,
			telephone: row.telephone,
			deplace_depuis: row.identifiant,
			ancien_debut: row.debut,
			ancienne_fin: row.fin,
			ancien_mode: row.mode,
			ancien_lieu: row.lieu,
			ancien_lieu_nature: row.lieu_nature,
			deplace_par: row.client,
			deplace_cote: 'client',
			envoye_nouveau_le: null,
			envoye_deplace_le: later(next.recu_le, 0),
		},
	];
}

/** Some moment from one to the other, not after now where that is possible. */
function between(from: string, to: string, random: () => number, now: Date): string {
	const start = Date.parse(from);
	const end = Math.max(start, Math.min(Date.parse(to), now.getTime()));
	return new Date(start + Math.floor(random() * (end - start))).toISOString();
}

function days(instant: Date, distance: number): Date {
	return new Date(instant.getTime() + distance * DAY_MS);
}

function later(instant: string | null | undefined, hours: number): string {
	return new Date(Date.parse(instant!) + hours * HOUR_MS).toISOString();
}

function address(random: () => number): string {
	return `${1 + Math.floor(random() * 120)} ${pick(STREETS, random)}, ${pick(TOWNS, random)}`;
}

function pickKind(at: number) {
	let sum = 0;
	return KINDS.find(({ weight }) => (sum += weight) > at) ?? KINDS[0];
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
	return items[Math.floor(random() * items.length)];
}
