import { applyEvent } from '../../../nodes/shared/appointment/applyEvent';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { outcomeOf } from '../../../nodes/shared/appointment/outcome';
import {
	APPOINTMENT_COLUMNS,
	SENT_COLUMN,
	type AppointmentRow,
} from '../../../nodes/shared/appointment/row';
import { webhook, type PayloadName } from '../../support/payloads.mts';

const receivedAt = new Date('2026-10-20T09:00:01.000Z');
const event = (name: PayloadName, change?: (payload: any) => void): AppointmentEvent =>
	normalizeWebhook(webhook(name, change), { receivedAt });

/** What the workflow does with an event: patches are merged, `etat` set where empty, mail marked. */
class Store {
	readonly rows = new Map<string, AppointmentRow>();
	readonly mails: string[] = [];

	handle(incoming: AppointmentEvent): void {
		const applied = applyEvent(incoming, [...this.rows.values()]);
		for (const patch of applied.rows) {
			this.rows.set(patch.identifiant, { ...this.rows.get(patch.identifiant), ...patch });
		}
		const own = this.rows.get(incoming.appointment.id);
		if (own !== undefined && !own.etat) own.etat = 'confirme';
		if (applied.mail === null || own === undefined) return;
		own[SENT_COLUMN[applied.mail]] = 'sent';
		this.mails.push(`${applied.mail} ${incoming.appointment.id.slice(-2)}`);
	}

	/** Rows without the columns that tell the way instead of the result. */
	facts(): unknown {
		return [...this.rows.values()]
			.map(({ recu_le: _received, ancien_debut: _start, ancienne_fin: _end, ...row }) =>
				Object.fromEntries(Object.entries(row).filter(([column]) => !column.startsWith('envoye_'))),
			)
			.sort((a, b) => String(a.identifiant).localeCompare(String(b.identifiant)));
	}
}

function permutations<T>(items: T[]): T[][] {
	if (items.length <= 1) return [items];
	return items.flatMap((item, index) =>
		permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [
			item,
			...rest,
		]),
	);
}

function run(events: AppointmentEvent[]): Store {
	const store = new Store();
	events.forEach((incoming) => store.handle(incoming));
	return store;
}

const uriOf = (id: string) =>
	`https://api.calendly.com/scheduled_events/e0000000-0000-4000-8000-0000000000${id}/invitees/a0000000-0000-4000-8000-0000000000${id}`;

/** Everything an invitee's deliveries agree on: its event, its day of the month, its links. */
function ofInvitee(id: string, payload: any): void {
	payload.uri = uriOf(id);
	payload.event = uriOf(id).split('/invitees')[0];
	payload.cancel_url = `https://calendly.com/cancellations/${id}`;
	payload.reschedule_url = `https://calendly.com/reschedulings/${id}`;
	payload.scheduled_event.uri = payload.event;
	payload.scheduled_event.start_time = `2026-11-${id}T13:00:00.000000Z`;
	payload.scheduled_event.end_time = `2026-11-${id}T14:00:00.000000Z`;
}

/** A booking with the invitee `id`; `from` is the one it moved from. */
const created = (id: string, from: string | null = null) =>
	event('05-reschedule-2-created-new', (payload) => {
		ofInvitee(id, payload);
		payload.old_invitee = from === null ? null : uriOf(from);
	});
/** The cancellation of the invitee `id`; `to` is the one it moved to. */
const canceled = (id: string, to: string | null = null) =>
	event('04-reschedule-1-canceled-old', (payload) => {
		ofInvitee(id, payload);
		payload.rescheduled = to !== null;
		payload.new_invitee = to === null ? null : uriOf(to);
	});

describe('a booking', () => {
	test('is stored with what is known, confirmed and announced once', () => {
		const store = run([event('01-created-google-meet'), event('01-created-google-meet')]);
		const [row] = [...store.rows.values()];
		expect(store.mails).toEqual(['created 01']);
		expect(row).toMatchObject({
			identifiant: 'a0000000-0000-4000-8000-000000000001',
			etat: 'confirme',
			quand: 'jeudi 26 novembre 2026 à 14:00 - 14:30',
			type: 'Visio conception - 30 min',
			mode: 'Visio',
			client: 'Camille Durand',
			debut: '2026-11-26T13:00:00.000Z',
			recu_le: '2026-10-20T09:00:01.000Z',
		});
	});

	test('writes only columns the table has', () => {
		for (const incoming of [
			created('01'),
			created('02', '01'),
			canceled('01'),
			canceled('01', '02'),
		]) {
			for (const patch of applyEvent(incoming, []).rows) {
				expect(APPOINTMENT_COLUMNS).toEqual(expect.arrayContaining(Object.keys(patch)));
			}
		}
	});

	test('never erases a known column with an unknown one', () => {
		const store = run([created('01'), event('guide-created')]);
		const before = { ...store.rows.get(created('01').appointment.id)! };
		store.handle(
			event('05-reschedule-2-created-new', (payload) => {
				payload.uri = uriOf('01');
				payload.old_invitee = null;
				payload.name = null;
				payload.scheduled_event = {};
				payload.questions_and_answers = [];
			}),
		);
		const after = store.rows.get(before.identifiant)!;
		expect([after.quand, after.lieu, after.lien_configuration]).toEqual([
			before.quand,
			before.lieu,
			before.lien_configuration,
		]);
	});
});

describe('a cancellation', () => {
	test.each(permutations(['created', 'canceled', 'created again']))(
		'is final whatever the order: %s, %s, %s',
		(...order) => {
			const store = run(
				order.map((what) => (what === 'canceled' ? canceled('01') : created('01'))),
			);
			expect(store.facts()).toMatchObject([{ etat: 'annule', annule_par: 'Inès Moreau' }]);
			expect(store.mails.filter((mail) => mail === 'canceled 01')).toHaveLength(1);
		},
	);

	test('that comes first silences the booking that comes late, which fills in details', () => {
		const late = applyEvent(created('01'), [...run([canceled('01')]).rows.values()]);
		expect(late).toMatchObject({ mail: null, silence: 'already_over' });
		expect(late.rows[0]).toMatchObject({ client: 'Inès Moreau' });
		expect(late.rows[0]).not.toHaveProperty('etat');
	});

	test('of the original guide is announced without a time', () => {
		const applied = applyEvent(event('guide-canceled'), []);
		expect(applied.mail).toBe('canceled');
		expect(applied.rows[0]).toMatchObject({
			etat: 'annule',
			annule_le: '2026-10-20T09:00:01.000Z',
		});
	});

	test('handled at the same moment as the booking ends cancelled', () => {
		const booking = applyEvent(created('01'), []);
		const cancellation = applyEvent(canceled('01'), []);
		const merged = { ...cancellation.rows[0], ...booking.rows[0] };
		expect(merged.etat).toBe('annule');
	});
});

describe('a reschedule', () => {
	const original = created('04');
	const old = canceled('04', '05');
	const moved = created('05', '04');

	test.each(permutations([old, moved, moved, old]).map((order) => [order]))(
		'in any order, with duplicates, is one « déplacé » mail and the same rows',
		(order) => {
			const store = run([original, ...order]);
			expect(store.mails).toEqual(['created 04', 'rescheduled 05']);
			expect(store.facts()).toEqual(run([original, old, moved]).facts());
			expect(store.facts()).toMatchObject([
				{ etat: 'deplace', deplace_vers: moved.appointment.id },
				{ etat: 'confirme', deplace_depuis: old.appointment.id },
			]);
		},
	);

	test.each(permutations([original, old, moved]).map((order) => [order]))(
		'ends in the same rows even when the first booking is late',
		(order) => {
			const store = run(order);
			expect(store.facts()).toEqual(run([original, old, moved]).facts());
			expect(store.mails.filter((mail) => mail.startsWith('rescheduled'))).toEqual([
				'rescheduled 05',
			]);
			expect(store.mails.filter((mail) => mail.startsWith('canceled'))).toEqual([]);
		},
	);

	const third = [canceled('05', '06'), created('06', '05')];
	test.each(permutations([original, old, moved, ...third]).map((order) => [order]))(
		'of a reschedule ends in the same rows in any order of the chain, without a cancellation mail',
		(order) => {
			const store = run(order);
			expect(store.facts()).toEqual(run([original, old, moved, ...third]).facts());
			expect(store.mails).toContain('rescheduled 06');
			expect(store.mails.some((mail) => mail.startsWith('canceled'))).toBe(false);
		},
	);

	test('tells the former time when the old appointment is stored', () => {
		const { previous } = applyEvent(moved, [...run([original]).rows.values()]);
		expect(previous).toEqual({
			start: '2026-11-04T13:00:00.000Z',
			end: '2026-11-04T14:00:00.000Z',
		});
	});

	test('of an appointment never heard of is announced without the former time', () => {
		const applied = applyEvent(moved, []);
		expect(applied).toMatchObject({ mail: 'rescheduled', previous: null });
		expect(applied.rows[1]).toEqual({
			identifiant: old.appointment.id,
			etat: 'deplace',
			deplace_vers: moved.appointment.id,
			client: 'Inès Moreau',
			email: 'ines.moreau@example.com',
			invite_uri: uriOf('04'),
		});
	});

	test('followed by a cancellation of the new appointment is cancelled', () => {
		const store = run([original, old, moved, canceled('05')]);
		expect(store.mails).toEqual(['created 04', 'rescheduled 05', 'canceled 05']);
	});
});

describe('a no-show', () => {
	test('is recorded, taken back, and never announced', () => {
		const store = run([event('01-created-google-meet'), event('14-no-show-created')]);
		expect(store.facts()).toMatchObject([
			{ etat: 'absent', absent_le: '2026-11-26T14:00:08.000Z' },
		]);
		store.handle(event('15-no-show-deleted'));
		expect(store.facts()).toMatchObject([{ etat: 'confirme', absent_le: null }]);
		expect(store.mails).toEqual(['created 01']);
	});

	test('does not bring a cancelled appointment back', () => {
		const cancel = event('02-canceled-by-host', (payload) => {
			payload.uri = webhook('14-no-show-created').payload.uri;
		});
		const store = run([cancel, event('14-no-show-created'), event('15-no-show-deleted')]);
		expect(store.facts()).toMatchObject([{ etat: 'annule' }]);
	});
});

describe('a replay', () => {
	const done = [...run([created('01')]).rows.values()];

	test('announces nothing unless asked, and writes the same row', () => {
		const replayed = applyEvent(created('01'), done, 'never');
		expect(replayed).toMatchObject({ mail: null, silence: 'already_announced' });
		expect({ ...done[0], ...replayed.rows[0] }).toEqual(done[0]);
		expect(applyEvent(created('01'), [], 'never')).toMatchObject({
			mail: null,
			silence: 'not_wanted',
		});
	});

	test('announces again when asked, but never a booking that is over', () => {
		expect(applyEvent(created('01'), done, 'again').mail).toBe('created');
		const cancelled = [...run([created('01'), canceled('01')]).rows.values()];
		expect(applyEvent(created('01'), cancelled, 'again').mail).toBeNull();
		expect(applyEvent(canceled('01'), cancelled, 'again').mail).toBe('canceled');
	});
});

test('an event of another kind changes nothing', () => {
	const other = { ...event('01-created-google-meet'), action: 'other' as const };
	expect(applyEvent(other, [])).toEqual({
		rows: [],
		mail: null,
		previous: null,
		silence: 'not_announced',
	});
});

test.each([
	['created', null, 'Courriel «\u00a0nouveau\u00a0» envoyé'],
	['rescheduled', null, 'Courriel «\u00a0déplacé\u00a0» envoyé'],
	['canceled', null, 'Courriel «\u00a0annulé\u00a0» envoyé'],
	[null, 'moved', 'Sans courriel\u00a0: le nouveau rendez-vous annonce le déplacement'],
	[null, 'already_announced', 'Sans courriel\u00a0: déjà annoncé'],
] as const)('the journal says of %s / %s: %s', (mail, silence, expected) => {
	expect(outcomeOf({ rows: [], mail, silence, previous: null })).toBe(expected);
});
