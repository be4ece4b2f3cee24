import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import { journalEntry, type StoredDelivery } from '../../../nodes/shared/journal/entry';
import {
	handleBatch,
	type AnnouncementItem,
	type HandledBatch,
	type TakenBatch,
} from '../../../nodes/shared/journal/handle';
import { DEFAULT_SETTINGS, type Settings } from '../../../nodes/shared/settings/settings';
import { webhook, type PayloadName } from '../../support/payloads.mts';

/** When a round handles what it took; every appointment of these deliveries is later. */
export const NOW = new Date('2026-10-20T09:00:02.000Z');

const uriOf = (id: string) => `https://api.calendly.com/scheduled_events/e-${id}/invitees/${id}`;

function event(name: PayloadName, id: string, change: (payload: any) => void): AppointmentEvent {
	const delivery = webhook(name, (payload) => {
		payload.uri = uriOf(id);
		payload.name = `Client ${id}`;
		payload.email = `${id}@example.com`;
		change(payload);
	});
	return normalizeWebhook(delivery, { receivedAt: new Date('2026-10-20T09:00:01.000Z') });
}

/** The booking of the invitee `id`; `from` is the one it moved from. */
export const created = (id: string, from: string | null = null) =>
	event('05-reschedule-2-created-new', id, (payload) => {
		payload.old_invitee = from === null ? null : uriOf(from);
		payload.scheduled_event.start_time = `2026-12-${id.charCodeAt(0) - 77}T13:00:00.000000Z`;
		payload.scheduled_event.end_time = `2026-12-${id.charCodeAt(0) - 77}T14:00:00.000000Z`;
	});

/** The end of the invitee `id`; `to` is the one it moved to. */
export const canceled = (id: string, to: string | null = null) =>
	event('04-reschedule-1-canceled-old', id, (payload) => {
		payload.rescheduled = to !== null;
		payload.new_invitee = to === null ? null : uriOf(to);
	});

/** The invitee `id` did not come. */
export const noShow = (id: string) => event('14-no-show-created', id, () => {});

/** A delivery this execution took. */
export function taken(
	id: number,
	content: AppointmentEvent,
	more: Partial<StoredDelivery> = {},
): StoredDelivery {
	return { ...journalEntry(content), id, etat: 'en_cours', execution: '42', ...more };
}

export const settings = (changes: Partial<Settings> = {}): Settings => ({
	...DEFAULT_SETTINGS,
	destinataire: 'menuisier@example.org',
	...changes,
});

export function handle(
	deliveries: readonly StoredDelivery[],
	more: Partial<TakenBatch> = {},
): HandledBatch {
	return handleBatch({
		taken: deliveries,
		known: deliveries,
		rows: [],
		settings: settings(),
		isSingleProcess: false,
		now: NOW,
		...more,
	});
}

/** `<numero> <courriel>` of what a batch sends. */
export function mailsOf(announcements: readonly AnnouncementItem[]): string[] {
	return announcements
		.filter(({ courriel }) => courriel !== '')
		.map(({ numero, courriel }) => `${numero} ${courriel}`);
}

/** The tables as the flows « Moteur » and « Rendez-vous » leave them. */
export class Tables {
	readonly journal: StoredDelivery[] = [];
	readonly rows = new Map<string, AppointmentRow>();

	/** Handles what one execution took, to its end. */
	run(
		deliveries: readonly StoredDelivery[],
		changes: Partial<Settings>,
		isSingleProcess: boolean,
	): AnnouncementItem[] {
		const rows = [...this.rows.values()];
		const known = this.journal;
		const batch = handle(deliveries, { rows, known, settings: settings(changes), isSingleProcess });
		for (const row of batch.newAppointments) {
			if (this.rows.has(row.identifiant)) throw new Error(`${row.identifiant} is there already`);
			this.rows.set(row.identifiant, row);
		}
		for (const patch of batch.appointments) {
			this.rows.set(patch.identifiant, { ...this.rows.get(patch.identifiant), ...patch });
		}
		for (const row of this.rows.values()) row.etat ||= 'confirme';
		for (const { identifiant, marque } of batch.announcements) {
			const row = this.rows.get(identifiant);
			if (row !== undefined && marque !== '') Object.assign(row, { [marque]: NOW.toISOString() });
		}
		const settled = new Map(batch.journal.map((patch) => [patch.id, patch]));
		const done = { etat: 'termine' } as const;
		this.journal.push(...deliveries.map((row) => ({ ...row, ...(settled.get(row.id) ?? done) })));
		return batch.announcements;
	}
}

/** A delivery of test/fixtures/payloads, normalised. */
export const normalized = (name: PayloadName, change?: (payload: any) => void) =>
	normalizeWebhook(webhook(name, change), { receivedAt: new Date('2025-10-31T22:51:00.000Z') });

/** As the journal keeps it. */
export const REFUSED_FOR_GOOD =
	'Courriel non envoyé\u00a0: Message failed: 550 5.1.1 No such user here';
