import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { journalEntry, type JournalEntry } from '../../../nodes/shared/journal/entry';
import { unrecorded } from '../../../nodes/shared/journal/unrecorded';
import { ANONYMISED } from '../../../nodes/shared/privacy/anonymised';
import { webhook, type PayloadName } from '../../support/payloads.mts';

const receivedAt = new Date('2026-11-26T09:00:00.000Z');
const entry = (name: PayloadName, change: Partial<AppointmentEvent> = {}) =>
	journalEntry({ ...normalizeWebhook(webhook(name), { receivedAt }), ...change });

/** Of one appointment. */
let [booking, noShow, cancellation, update]: JournalEntry[] = [];
/** Of another. */
let move: JournalEntry;
beforeEach(() => {
	booking = entry('01-created-google-meet');
	noShow = entry('14-no-show-created');
	cancellation = entry('02-canceled-by-host', { appointment: appointmentOf(booking) });
	update = entry('01-created-google-meet', { idempotencyKey: 'update', updatesOnly: true });
	move = entry('05-reschedule-2-created-new');
});

function appointmentOf({ contenu }: JournalEntry): AppointmentEvent['appointment'] {
	return (JSON.parse(contenu) as AppointmentEvent).appointment;
}

const handled = (...entries: JournalEntry[]) =>
	entries.map((stored) => ({ ...stored, etat: 'termine' as const }));

test('what the journal does not hold yet goes in, in its order', () => {
	const entries = [cancellation, booking, move];
	expect(unrecorded(entries, [])).toEqual(entries);
	expect(unrecorded(entries, handled(move))).toEqual([cancellation, booking]);
	expect(unrecorded([], handled(move))).toEqual([]);
});

test.each(['recu', 'en_cours', 'a_reprendre', 'doublon', 'echec'] as const)(
	'what the journal holds as « %s » does not go in again, and holds nothing else up',
	(etat) => {
		expect(unrecorded([cancellation, booking], [{ ...booking, etat }])).toEqual([cancellation]);
	},
);

describe('a booking whose row was deleted after it was handled', () => {
	test.each<[string, () => JournalEntry]>([
		['a cancellation', () => cancellation],
		['a no-show', () => noShow],
	])('is not brought back by %s', (_what, entryOfIt) => {
		expect(unrecorded([entryOfIt(), booking, move], handled(booking))).toEqual([move]);
	});

	test('is not brought back where only the print of it is left', () => {
		const print = { ...booking, ...ANONYMISED };
		expect(unrecorded([cancellation, booking], [print])).toEqual([]);
	});

	test('is not brought back as the new half of a move either', () => {
		const later = { ...cancellation, identifiant: move.identifiant };
		expect(unrecorded([later, move], handled(move))).toEqual([]);
	});
});

test('what was handled of a booking, but its creation, holds nothing else of it up', () => {
	expect(unrecorded([cancellation, update], handled(cancellation))).toEqual([update]);
	expect(unrecorded([noShow, booking], handled(noShow))).toEqual([booking]);
	const unreadable = { ...booking, contenu: '{' };
	expect(unrecorded([unreadable, cancellation], handled(booking))).toEqual([cancellation]);
});

test('a booking whose row is there is brought up to date, and told what is new about it', () => {
	expect(unrecorded([update, noShow], handled(booking))).toEqual([update, noShow]);
	expect(unrecorded([update, noShow], handled(booking, update))).toEqual([noShow]);
});
