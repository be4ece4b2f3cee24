import { ERASED } from '../privacy/address';
import { SENT_COLUMN, type MailKind } from './announcement';
import type { PreviousAppointment } from './change';
import type { AppointmentEvent } from './event';
import {
	detailsOf,
	relatedIdsOf,
	withoutUnknown,
	type AppointmentColumn,
	type AppointmentRow,
	type RowState,
} from './row';
import { endingColumns, endingFrom, placeFrom, takenColumns } from './rowWords';

/** What an event does to the stored appointments and whether the workshop is to hear of it. */
export interface AppliedEvent {
	/**
	 * Columns to write, one entry per row, matched on `identifiant`. An entry holds only the columns
	 * its event is authority on, so that events handled at the same time, in any order, end in the
	 * same rows. `etat: confirme` is never among them: it is written afterwards, and only where
	 * `etat` is still empty, so that a creation can never overwrite a cancellation.
	 */
	rows: AppointmentRow[];
	mail: MailKind | null;
	/** What a rescheduled appointment was before, when its time is known. */
	previous: PreviousAppointment | null;
	/** Why no mail is due, for the journal; null when one is. */
	silence: Silence | null;
}

/** Why no mail is due. */
export type Silence =
	| 'already_announced'
	| 'already_over'
	| 'deleted'
	| 'moved'
	| 'not_announced'
	| 'not_wanted';

/** Which mails are wanted: those still due, none, or also those that left before (a replay). */
export const ANNOUNCEMENTS = ['due', 'never', 'again'] as const;
export type Announcements = (typeof ANNOUNCEMENTS)[number];

const FINAL_STATES: readonly RowState[] = ['annule', 'deplace'];

/**
 * The life of an appointment. `canceled` is final for its invitee: a creation that arrives late
 * fills in details and announces nothing. A reschedule is announced by the new invitee, once.
 *
 * @param stored the rows of `relatedIdsOf(event)` that exist, in any order
 */
export function applyEvent(
	event: AppointmentEvent,
	stored: readonly AppointmentRow[],
	announcements: Announcements = 'due',
): AppliedEvent {
	const forget = announcements === 'again' ? withoutMarks : (row: AppointmentRow) => row;
	const effects = effectsOf(event, stored.map(forget));
	const applied = { ...effects, rows: effects.rows.map((row) => withoutErased(row, stored)) };
	if (announcements !== 'never' || applied.mail === null) return applied;
	return { ...applied, mail: null, silence: 'not_wanted' };
}

/** An appointment table in memory, by `identifiant`. */
export type AppointmentTable = Map<string, AppointmentRow>;

/** The rows of a table that `applyEvent` reads. */
export function storedFor(event: AppointmentEvent, table: AppointmentTable): AppointmentRow[] {
	return Object.values(relatedIdsOf(event))
		.map((id) => table.get(id ?? ''))
		.filter((row) => row !== undefined);
}

/** A row that was written, as the workflow leaves it: confirmed where nothing else is said. */
export function confirmed(row: AppointmentRow, event: AppointmentEvent): AppointmentRow {
	return row.identifiant === event.appointment.id && !row.etat ? { ...row, etat: 'confirme' } : row;
}

/** The row as if none of its mails had left yet. */
function withoutMarks(row: AppointmentRow): AppointmentRow {
	const marks = Object.values(SENT_COLUMN).map((column) => [column, null]);
	return { ...row, ...Object.fromEntries(marks) };
}

/** A person who was erased from a column does not come back because Calendly still names them. */
function withoutErased(patch: AppointmentRow, stored: readonly AppointmentRow[]): AppointmentRow {
	const row = findRow(stored, patch.identifiant);
	const isErased = (column: string) => row?.[column as AppointmentColumn]?.includes(ERASED);
	const kept = Object.entries(patch).filter(([column]) => !isErased(column));
	return Object.fromEntries(kept) as AppointmentRow;
}

function effectsOf(event: AppointmentEvent, stored: readonly AppointmentRow[]): AppliedEvent {
	const ids = relatedIdsOf(event);
	const own = findRow(stored, ids.own);
	const old = findRow(stored, ids.old);
	if (event.updatesOnly && own === null) return silent('deleted', []);
	switch (event.action) {
		case 'created':
			return { ...announcement('created', own), rows: [created(event, own)], previous: null };
		case 'rescheduled':
			return {
				...announcement('rescheduled', own),
				rows: [moved(event, own, old), leftBehind(event, ids.old, old)].filter(
					(row) => row !== null,
				),
				previous: previousOf(old),
			};
		case 'canceled':
			return canceled(event, own);
		case 'superseded':
			return silent('moved', superseded(event, own, findRow(stored, ids.new)));
		case 'no_show':
			return silent('not_announced', [noShow(event, own)]);
		case 'no_show_removed':
			return silent('not_announced', [noShowRemoved(event, own)]);
		case 'other':
			return silent('not_announced', []);
	}
}

function findRow(stored: readonly AppointmentRow[], id: string | null): AppointmentRow | null {
	return stored.find((row) => row.identifiant === id) ?? null;
}

function isFinal(row: AppointmentRow | null): boolean {
	return FINAL_STATES.includes((row?.etat ?? '') as RowState);
}

function silent(silence: Silence, rows: AppointmentRow[]): AppliedEvent {
	return { rows, mail: null, previous: null, silence };
}

function announcement(
	kind: MailKind,
	own: AppointmentRow | null,
): Pick<AppliedEvent, 'mail' | 'silence'> {
	if (own?.[SENT_COLUMN[kind]]) return { mail: null, silence: 'already_announced' };
	if (kind !== 'canceled' && isFinal(own)) return { mail: null, silence: 'already_over' };
	return { mail: kind, silence: null };
}

/** When it was booked differs from when we heard of it where n8n was off in between. */
function created(event: AppointmentEvent, own: AppointmentRow | null): AppointmentRow {
	const { occurredAt, receivedAt } = event;
	return {
		...detailsOf(event),
		reserve_le: own?.reserve_le ?? occurredAt ?? receivedAt,
		recu_le: own?.recu_le ?? receivedAt,
		...withoutUnknown(takenColumns(event.appointment.invitees)),
	};
}

function moved(
	event: AppointmentEvent,
	own: AppointmentRow | null,
	old: AppointmentRow | null,
): AppointmentRow {
	return {
		...created(event, own),
		deplace_depuis: relatedIdsOf(event).old,
		...(old === null ? {} : previousColumns(old)),
	};
}

/** What the row of an appointment keeps of the one it was before, which is deleted earlier. */
function previousColumns(old: Partial<AppointmentRow>): Partial<AppointmentRow> {
	return withoutUnknown({
		ancien_debut: old.debut || null,
		ancienne_fin: (old.debut && old.fin) || null,
		ancien_mode: old.mode || null,
		ancien_lieu: old.lieu || null,
		ancien_lieu_nature: old.lieu_nature || null,
		deplace_par: old.annule_par || null,
		deplace_cote: old.annule_cote || null,
		motif_deplacement: old.motif_annulation || null,
	});
}

/**
 * The row the appointment moved away from. When it is not known yet it is made, with what can be
 * told of it: its own deliveries may arrive later and must then announce nothing. When the move was
 * recorded before, what is not known was purged.
 */
function leftBehind(
	event: AppointmentEvent,
	oldId: string | null,
	old: AppointmentRow | null,
): AppointmentRow | null {
	if (oldId === null || (old === null && event.updatesOnly)) return null;
	const row: AppointmentRow = {
		identifiant: oldId,
		etat: 'deplace',
		deplace_vers: event.appointment.id,
	};
	if (old !== null) return row;
	const { client, email } = detailsOf(event);
	return { ...row, client, email, invite_uri: event.reschedule?.oldInviteeUri };
}

/** Also of a row that learned only later who moved it and why. */
export function previousOf(row: AppointmentRow | null): PreviousAppointment | null {
	if (!row?.debut) return null;
	return {
		id: row.identifiant,
		start: row.debut,
		end: row.fin ?? null,
		location: row.lieu ?? null,
		place: placeFrom(row),
		...endingFrom(row),
	};
}

function canceled(event: AppointmentEvent, own: AppointmentRow | null): AppliedEvent {
	const { cancellation } = event;
	const rows: AppointmentRow[] = [
		{
			...detailsOf(event),
			etat: own?.etat === 'deplace' ? 'deplace' : 'annule',
			annule_le: cancellation?.at ?? event.occurredAt ?? event.receivedAt,
			...(cancellation === null ? {} : withoutUnknown(endingColumns(cancellation))),
		},
	];
	if (own?.etat === 'deplace') return silent('moved', rows);
	return { ...announcement('canceled', own), rows, previous: null };
}

/**
 * Who moved it and why is told with the old half alone. The new row is told where it is there already;
 * otherwise it reads it here when it comes.
 */
function superseded(
	event: AppointmentEvent,
	own: AppointmentRow | null,
	successor: AppointmentRow | null,
): AppointmentRow[] {
	const { own: ownId, new: newId } = relatedIdsOf(event);
	const row: AppointmentRow = {
		...detailsOf(event),
		etat: 'deplace',
		...(newId === null ? {} : { deplace_vers: newId }),
		...(event.reschedule === null ? {} : withoutUnknown(endingColumns(event.reschedule))),
	};
	if (successor === null) return [row];
	const { identifiant } = successor;
	return [row, { identifiant, deplace_depuis: ownId, ...previousColumns({ ...own, ...row }) }];
}

function noShow(event: AppointmentEvent, own: AppointmentRow | null): AppointmentRow {
	const markedAt = event.occurredAt ?? event.receivedAt;
	return {
		...missingDetails(event, own),
		absent_le: isMarkedAfter(markedAt, own) ? (own?.absent_le ?? null) : markedAt,
		...(isFinal(own) ? {} : { etat: 'absent' }),
	};
}

/**
 * A removal that comes late, after a newer mark, takes back the mark before that one. Obeyed, it would
 * stand for good: the newer mark was handled, and is the same fact when Calendly's API tells it again.
 */
function noShowRemoved(event: AppointmentEvent, own: AppointmentRow | null): AppointmentRow {
	const details = missingDetails(event, own);
	if (event.occurredAt !== null && isMarkedAfter(event.occurredAt, own)) return details;
	return {
		...details,
		absent_le: null,
		...(isFinal(own) ? {} : { etat: 'confirme' }),
	};
}

function isMarkedAfter(instant: string, own: AppointmentRow | null): boolean {
	return Boolean(own?.absent_le) && Date.parse(own?.absent_le ?? '') > Date.parse(instant);
}

/**
 * What a delivery about absence tells besides matters only until the booking itself is recorded. Later
 * it may be older than a change in place, which the reconciliation tells once.
 */
function missingDetails(event: AppointmentEvent, own: AppointmentRow | null): AppointmentRow {
	return own?.recu_le ? { identifiant: own.identifiant } : detailsOf(event);
}
