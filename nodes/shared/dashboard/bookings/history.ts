import { changeOf, type PreviousAppointment } from '../../appointment/change';
import { placeText } from '../../appointment/display';
import { eventFromRow, previousFromRow } from '../../appointment/fromRow';
import type { AppointmentRow } from '../../appointment/row';
import { label } from '../../french/typography';
import { isUndelivered, type StoredDelivery } from '../../journal/entry';
import { asInstant, asLine } from '../../text/fields';
import type { Moments } from '../moments';
import { SENT_NAMES } from '../wording';
import { lineOf, textOf, type Booking } from './booking';

/** One thing that happened to a booking. */
export interface HistoryEntry {
	/** When, UTC; null when only that it happened is known. */
	at: string | null;
	text: string;
	/** Identity of the other booking it tells of. */
	other: string | null;
}

/** Where moves lead: the start of the other bookings, by identity; missing for unknown ones. */
export type KnownStarts = ReadonlyMap<string, string | null>;

/** What a history is told from besides the booking itself. */
export interface HistorySource {
	/** Journal rows of this booking. */
	deliveries: ReadonlyArray<Partial<StoredDelivery>>;
	starts: KnownStarts;
	moments: Moments;
}

/** What happened to a booking, oldest first; what has no time comes last. */
export function historyOf(booking: Booking, source: HistorySource): HistoryEntry[] {
	const entries = [
		...received(booking),
		...moves(booking, source),
		...mails(booking),
		...cancellation(booking),
		...absence(booking),
		...source.deliveries.flatMap(problemsOf),
	];
	return entries.sort((a, b) => compareTimes(a.at, b.at));
}

/** Identities of the bookings this one moved from and to. */
export function relativesOf({ row }: Booking): string[] {
	return [lineOf(row, 'deplace_depuis'), lineOf(row, 'deplace_vers')].filter((id) => id !== null);
}

function received({ receivedAt, isMove }: Booking): HistoryEntry[] {
	if (receivedAt === null) return [];
	const text = isMove ? 'Déplacement reçu de Calendly' : 'Réservation reçue de Calendly';
	return [{ at: receivedAt, text, other: null }];
}

function moves({ row, receivedAt }: Booking, { starts, moments }: HistorySource): HistoryEntry[] {
	const from = lineOf(row, 'deplace_depuis');
	const to = lineOf(row, 'deplace_vers');
	const later = to === null ? null : (starts.get(to) ?? null);
	const known = (id: string) => (starts.has(id) ? id : null);
	return [
		...(from === null
			? []
			: [{ at: receivedAt, text: movedHere(row, starts, moments), other: known(from) }]),
		...(to === null
			? []
			: [{ at: null, text: moved('Déplacé vers', later, moments), other: known(to) }]),
		...(row.etat === 'deplace' && to === null
			? [{ at: null, text: 'Déplacé, nouvelle date non communiquée', other: null }]
			: []),
	];
}

/** What changed, by whom and why. */
function movedHere(row: AppointmentRow, starts: KnownStarts, moments: Moments): string {
	const previous = previousFromRow(row);
	const { appointment } = eventFromRow(row, 'UTC');
	const change = changeOf(appointment, previous);
	const before = previous?.start ?? starts.get(previous?.id ?? '') ?? null;
	const place = previous === null ? null : placeText(previous);
	const what = [
		change?.time === false ? null : moved('Déplacé depuis', before, moments),
		change?.place ? `${label('Lieu changé, avant')} ${place ?? 'non communiqué'}` : null,
	].filter((part) => part !== null);
	const cause = causeOf(previous);
	return [what.join('\n') || 'Modifié', ...(cause === null ? [] : [cause])].join('\n');
}

function causeOf(previous: PreviousAppointment | null): string | null {
	const { by = null, reason = null } = previous ?? {};
	if (by === null && reason === null) return null;
	const who = by === null ? 'Motif' : `Changé par ${by}`;
	return reason === null ? who : `${label(who)} ${reason}`;
}

function moved(words: string, start: string | null, moments: Moments): string {
	return start === null
		? `${words} un horaire non communiqué`
		: `${words} le ${moments.moment(start)}`;
}

function mails({ row }: Booking): HistoryEntry[] {
	return SENT_NAMES.flatMap(([column, text]) => {
		const at = asInstant(row[column]);
		return at === null ? [] : [{ at, text, other: null }];
	});
}

function cancellation({ row, state, canceledAt }: Booking): HistoryEntry[] {
	if (state !== 'annule') return [];
	const by = lineOf(row, 'annule_par');
	const reason = textOf(row, 'motif_annulation');
	const who = by === null ? 'Annulé' : `Annulé par ${by}`;
	return [{ at: canceledAt, text: reason === null ? who : `${label(who)} ${reason}`, other: null }];
}

function absence({ row }: Booking): HistoryEntry[] {
	const at = asInstant(row.absent_le);
	return at === null ? [] : [{ at, text: 'Client noté absent', other: null }];
}

/** Of the journal only what the columns do not tell: mails that wait or were given up. */
function problemsOf(delivery: Partial<StoredDelivery>): HistoryEntry[] {
	const at = asInstant(delivery.essai_le ?? delivery.recu_le);
	if (isUndelivered(delivery)) {
		const said = asLine(delivery.erreur);
		const who = asLine(delivery.resultat) ?? 'Courriel non remis';
		return [{ at, text: said === null ? who : `${label(who)} ${said}`, other: null }];
	}
	const of = (text: string): HistoryEntry[] => [{ at, text, other: null }];
	switch (delivery.etat) {
		case 'a_reprendre':
			return of('Courriel non parti, à reprendre');
		case 'echec':
			return of('Courriel en échec, abandonné');
		case 'recu':
		case 'en_cours':
			return of('Message de Calendly en cours de traitement');
		default:
			return [];
	}
}

function compareTimes(a: string | null, b: string | null): number {
	if (a === b) return 0;
	if (a === null || b === null) return a === null ? 1 : -1;
	return a < b ? -1 : 1;
}
