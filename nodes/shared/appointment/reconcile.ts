import { NARROW_NBSP, NBSP } from '../french/typography';
import {
	applyEvent,
	confirmed,
	storedFor,
	type Announcements,
	type AppointmentTable,
} from './applyEvent';
import { UNKNOWN_CLIENT } from './display';
import type { AppointmentEvent } from './event';
import { type CurrentBooking, noShowRemoval } from './fromApi';
import { inviteeIdOf, reconciliationKeyOf } from './identity';
import { type AppointmentColumn, type AppointmentRow, relatedIdsOf } from './row';
import { LINK_FAILED } from './rowWords';

/** What a stored row and Calendly's API disagree about. */
export const DIFFERENCE_KINDS = [
	'missing',
	'changed',
	'canceled',
	'moved',
	'no_show',
	'no_show_removed',
	'unknown_to_calendly',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** What has to be put right for one row, or can only be told. */
export interface Difference {
	kind: DifferenceKind;
	/** The row it is about. */
	identifiant: string;
	/** A French sentence for the workshop. */
	reason: string;
	/** What to put through the journal, one after the other; empty where nothing is to be done. */
	events: AppointmentEvent[];
	/** Whether the mails of these events are wanted (`courriels` of their journal rows). */
	announcements: Extract<Announcements, 'due' | 'never'>;
}

/** What is compared with what. */
export interface Comparison {
	/** The invitees the API lists. */
	found: readonly CurrentBooking[];
	/** All rows of the appointment table. */
	rows: readonly AppointmentRow[];
	/** Start times the API was asked for. */
	window: { from: Date; to: Date };
	/** When the reading of the API began: rows that were made since are not judged by it. */
	now: Date;
	/** Facts older than this are recorded without a mail: bookings made before the first start. */
	announcedSince?: Date | null;
}

/**
 * What has to go through the state machine so that the table says what Calendly says, oldest link
 * of a chain of reschedules first. Fed in this order, one after the other, a second comparison finds
 * nothing more to feed.
 *
 * - Each event is tried on a copy of the rows and kept only when it changes a column.
 * - The cancellation of an appointment goes before its creation: what was booked and cancelled while
 *   n8n was down causes one « annulé » mail and no « nouveau »; a chain of reschedules one « déplacé ».
 * - Creations and cancellations carry the webhook's key, so a delivery that arrives before, at the
 *   same moment or after is the same fact, handled once. A row that was deleted therefore does not
 *   come back: the journal has the key.
 * - What was recorded before and only changed in place (a video link that became ready) updates rows,
 *   makes none, and is never announced. Its key is made of Calendly's `updated_at` and of the change:
 *   each edit has its own, also when a place goes back and forth, and keeps it until it was fed. An
 *   edit Calendly does not date is told apart by the change alone. A column changed by hand is
 *   overwritten once: the same again is the same fact, until Calendly is edited.
 * - An appointment that has ended is recorded without a mail.
 * - A row the API does not list is left as it is. It is reported when it lies in the window, is not
 *   over, and came from Calendly (senders built from the original guide give no invitee URI).
 */
export function differences(comparison: Comparison): Difference[] {
	const table = new Map(comparison.rows.map((row) => [row.identifiant, row]));
	const bookings = oldestFirst(bookingsOf(comparison.found));
	return [
		...[...bookings.values()]
			.map((booking) => differenceOf(booking, table, comparison))
			.filter((difference) => difference !== null),
		...unlisted(bookings, comparison),
	];
}

/**
 * Invitees that appointments were moved to and that neither the API's list nor the table holds: the
 * new time lies outside the window. The caller reads them one by one, adds them to `found`, and asks
 * again until it names none it has not tried; otherwise the move is only announced once its new time
 * comes into the window.
 */
export function unlistedSuccessors({ found, rows }: Pick<Comparison, 'found' | 'rows'>): string[] {
	const known = new Set([
		...bookingsOf(found).keys(),
		...rows.map(({ identifiant }) => identifiant),
	]);
	const successors = found
		.flatMap(({ events }) => events)
		.map((event) => event.reschedule?.newInviteeUri ?? null)
		.filter((uri) => uri !== null && !known.has(inviteeIdOf(uri) ?? ''));
	return [...new Set(successors)] as string[];
}

/** One invitee as the API tells it. */
interface Booking {
	id: string;
	creation: AppointmentEvent;
	/** The cancellation, or the old half of a reschedule. */
	end: AppointmentEvent | null;
	noShow: AppointmentEvent | null;
	revision: string;
}

/** A column an event would write something else into; where only filling counts, yes or no. */
interface Change {
	identifiant: string;
	column: AppointmentColumn;
	was: string | boolean | null;
	is: string | boolean | null;
}

/** An event that changes something. */
interface Step {
	event: AppointmentEvent;
	changes: Change[];
}

function bookingsOf(found: readonly CurrentBooking[]): Map<string, Booking> {
	const bookings = found.map(bookingOf).filter((booking) => booking !== null);
	return new Map(bookings.map((booking) => [booking.id, booking]));
}

function bookingOf({ events, revision }: CurrentBooking): Booking | null {
	const having = (...actions: Array<AppointmentEvent['action']>) =>
		events.find(({ action }) => actions.includes(action)) ?? null;
	const creation = having('created', 'rescheduled');
	if (creation === null || creation.appointment.inviteeUri === null) return null;
	return {
		id: creation.appointment.id,
		creation,
		end: having('canceled', 'superseded'),
		noShow: having('no_show'),
		revision,
	};
}

/** The links of a chain of reschedules in their order; a ring of links is cut where it is entered. */
function oldestFirst(bookings: Map<string, Booking>): Map<string, Booking> {
	const ordered = new Map<string, Booking>();
	for (const booking of bookings.values()) {
		const chain = new Map<string, Booking>();
		let link: Booking | undefined = booking;
		while (link !== undefined && !ordered.has(link.id) && !chain.has(link.id)) {
			chain.set(link.id, link);
			link = bookings.get(relatedIdsOf(link.creation).old ?? '');
		}
		for (const [id, older] of [...chain].reverse()) ordered.set(id, older);
	}
	return ordered;
}

/** Works on `table`, which ends as the feeding of the difference will leave it. */
function differenceOf(
	booking: Booking,
	table: AppointmentTable,
	comparison: Comparison,
): Difference | null {
	const own = table.get(booking.id);
	const steps = expectedEvents(booking, own)
		.map((event) => stepOf(event, booking.revision, table))
		.filter((step) => step !== null);
	if (steps.length === 0) return null;
	const kind = kindOf(booking, own, steps);
	return {
		kind,
		identifiant: booking.id,
		reason: `${nameOf(booking.creation)}${NBSP}: ${reasonOf(kind, booking, own, steps)}.`,
		events: steps.map(({ event }) => event),
		announcements: announcementsOf(booking, steps[0], comparison),
	};
}

/**
 * What the API tells, in the order of feeding. The creation of an appointment that is over matters
 * only where it was never recorded: a video link Calendly drops at the end is not to be emptied here.
 */
function expectedEvents(
	{ creation, end, noShow }: Booking,
	own: AppointmentRow | undefined,
): AppointmentEvent[] {
	const isSettled = end !== null && hasRecorded(own, creation);
	const removal = own?.absent_le ? noShowRemoval(end ?? creation, own.absent_le) : null;
	return [end, isSettled ? null : creation, noShow ?? removal].filter((event) => event !== null);
}

/** Tries an event on the table. Null when it changes nothing, and then the table stays as it is. */
function stepOf(fact: AppointmentEvent, revision: string, table: AppointmentTable): Step | null {
	const isKnown = hasRecorded(table.get(fact.appointment.id), fact);
	const event: AppointmentEvent = isKnown ? { ...fact, updatesOnly: true } : fact;
	const after = rowsAfter(event, table);
	const changes = after.flatMap((row) => changesOf(table.get(row.identifiant), row));
	if (changes.length === 0) return null;
	for (const row of after) table.set(row.identifiant, row);
	return { event: isKnown ? withKeyOf({ revision, changes }, event) : event, changes };
}

/** The rows an event writes, as the workflow leaves them. */
function rowsAfter(event: AppointmentEvent, table: AppointmentTable): AppointmentRow[] {
	return applyEvent(event, storedFor(event, table), 'never').rows.map((patch) =>
		confirmed({ ...table.get(patch.identifiant), ...patch }, event),
	);
}

/**
 * Columns of which only matters whether they are filled: times of the way of a row, what depends on
 * settings (zone, words that mark a question) the reconciliation may read differently, and the places
 * taken of a group, which change in all its rows with every booking.
 */
const FILLED_OR_NOT: readonly AppointmentColumn[] = [
	'quand',
	'lien_configuration',
	'notes',
	'annule_le',
	'absent_le',
	'recu_le',
	'ancien_debut',
	'ancienne_fin',
	'ancien_mode',
	'ancien_lieu',
	'ancien_lieu_nature',
	'places_prises',
];

function changesOf(before: AppointmentRow | undefined, after: AppointmentRow): Change[] {
	const columns = Object.keys(after) as AppointmentColumn[];
	return columns
		.map((column) => ({
			identifiant: after.identifiant,
			column,
			was: comparable(column, before?.[column]),
			is: comparable(column, after[column]),
		}))
		.filter(({ was, is }) => was !== is);
}

function comparable(column: AppointmentColumn, value: string | null | undefined): Change['is'] {
	// Every link is made sooner or later: only that it failed is news.
	if (column === 'lien_visio_etat') return value === LINK_FAILED;
	return FILLED_OR_NOT.includes(column) ? Boolean(value) : value || null;
}

/** Whether the row shows that the fact of an event was handled before. */
function hasRecorded(own: AppointmentRow | undefined, { action }: AppointmentEvent): boolean {
	switch (action) {
		case 'created':
		case 'rescheduled':
			return Boolean(own?.recu_le);
		case 'canceled':
			return own?.etat === 'annule';
		case 'superseded':
			return own?.etat === 'deplace';
		default:
			return false;
	}
}

/** The webhook's key is done with; this one is made of the edit. */
function withKeyOf(
	edit: { revision: string; changes: readonly Change[] },
	event: AppointmentEvent,
): AppointmentEvent {
	const invitee = event.appointment.inviteeUri ?? event.appointment.id;
	return { ...event, idempotencyKey: reconciliationKeyOf(event.event, invitee, edit) };
}

function kindOf(
	{ creation, end }: Booking,
	own: AppointmentRow | undefined,
	steps: readonly Step[],
): DifferenceKind {
	const isOver = own?.etat === 'annule' || own?.etat === 'deplace';
	const has = (event: AppointmentEvent | null) =>
		event !== null && steps.some((step) => step.event.action === event.action);
	if (!isOver && has(end)) {
		if (end?.action === 'superseded') return 'moved';
		return own === undefined ? 'missing' : 'canceled';
	}
	if (!isOver && has(creation) && !own?.recu_le) {
		return creation.action === 'rescheduled' ? 'moved' : 'missing';
	}
	const absence = steps.find(({ event }) => event.action.startsWith('no_show'))?.event.action;
	return absence === 'no_show' || absence === 'no_show_removed' ? absence : 'changed';
}

/** By the first step: it is the one with a mail, if any has one. */
function announcementsOf(
	{ creation, end }: Booking,
	{ event }: Step,
	{ now, announcedSince = null }: Comparison,
): Difference['announcements'] {
	const { start, end: finish } = creation.appointment;
	const hasEnded = isBefore(finish ?? start, now);
	const isTooOld = announcedSince !== null && isBefore(event.occurredAt, announcedSince);
	return event.updatesOnly || hasEnded || isTooOld || end?.action === 'superseded'
		? 'never'
		: 'due';
}

function isBefore(instant: string | null, limit: Date): boolean {
	return instant !== null && Date.parse(instant) < limit.getTime();
}

function nameOf({ client, display }: AppointmentEvent): string {
	const name = client.name ?? client.email ?? UNKNOWN_CLIENT;
	return display.dateTime === null ? name : `${name} (${display.dateTime})`;
}

function reasonOf(
	kind: DifferenceKind,
	{ end }: Booking,
	own: AppointmentRow | undefined,
	steps: readonly Step[],
): string {
	switch (kind) {
		case 'missing':
			return end === null
				? 'réservation jamais reçue, ajoutée'
				: 'réservation et annulation jamais reçues, enregistrées';
		case 'canceled':
			return 'annulé sur Calendly, encore prévu ici';
		case 'moved':
			if (end === null) return 'déplacement jamais reçu, nouvel horaire ajouté';
			return own === undefined
				? 'réservation déjà déplacée, enregistrée'
				: 'déplacé sur Calendly, encore prévu ici';
		case 'no_show':
			return 'client marqué absent sur Calendly';
		case 'no_show_removed':
			return 'absence retirée sur Calendly';
		default:
			return `informations modifiées sur Calendly (${columnNames(steps)})`;
	}
}

function columnNames(steps: readonly Step[]): string {
	const columns = steps.flatMap(({ changes }) => changes.map(({ column }) => column));
	return [...new Set(columns)].join(', ');
}

/** Rows that should be in the list and are not. What is over does not matter any more. */
function unlisted(bookings: Map<string, Booking>, { rows, window, now }: Comparison): Difference[] {
	return rows
		.filter((row) => !bookings.has(row.identifiant) && isExpected(row, window, now))
		.map(({ identifiant, client, email, quand }) => ({
			kind: 'unknown_to_calendly',
			identifiant,
			reason: `${client ?? email ?? UNKNOWN_CLIENT}${quand ? ` (${quand})` : ''}${NBSP}: Calendly ne liste plus ce rendez-vous${NARROW_NBSP}; rien n’a été changé ici.`,
			events: [],
			announcements: 'never',
		}));
}

function isExpected(row: AppointmentRow, { from, to }: Comparison['window'], now: Date): boolean {
	if (!row.invite_uri || row.etat === 'annule' || row.etat === 'deplace') return false;
	const start = Date.parse(row.debut ?? '');
	const isInside = start > from.getTime() && start < to.getTime();
	return isInside && (!row.recu_le || isBefore(row.recu_le, now));
}
