import { SENT_COLUMN } from '../../../nodes/shared/appointment/announcement';
import { applyEvent } from '../../../nodes/shared/appointment/applyEvent';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from '../../../nodes/shared/appointment/row';
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

const NOBODY = { by: null, byType: null, reason: null };

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

/** Made inside a test: what runs while this file loads would count as covered by every test. */
const DELIVERIES = {
	booked: () => created('04'),
	left: () => canceled('04', '05'),
	moved: () => created('05', '04'),
	'left again': () => canceled('05', '06'),
	'moved again': () => created('06', '05'),
};
type Delivery = keyof typeof DELIVERIES;
const deliver = (...order: Delivery[]) => run(order.map((name) => DELIVERIES[name]()));
const everyOrder = (...names: Delivery[]) =>
	permutations(names).map((order) => [order.join(', '), order] as const);

describe('a reschedule', () => {
	test.each(everyOrder('left', 'moved', 'moved', 'left'))(
		'in any order, with duplicates, is one « déplacé » mail and the same rows: %s',
		(_name, order) => {
			const store = deliver('booked', ...order);
			expect(store.mails).toEqual(['created 04', 'rescheduled 05']);
			expect(store.facts()).toEqual(deliver('booked', 'left', 'moved').facts());
			expect(store.facts()).toMatchObject([
				{ etat: 'deplace', deplace_vers: DELIVERIES.moved().appointment.id },
				{ etat: 'confirme', deplace_depuis: DELIVERIES.left().appointment.id },
			]);
		},
	);

	test.each(everyOrder('booked', 'left', 'moved'))(
		'ends in the same rows even when the first booking is late: %s',
		(_name, order) => {
			const store = deliver(...order);
			expect(store.facts()).toEqual(deliver('booked', 'left', 'moved').facts());
			expect(store.mails.filter((mail) => mail.startsWith('rescheduled'))).toEqual([
				'rescheduled 05',
			]);
			expect(store.mails.filter((mail) => mail.startsWith('canceled'))).toEqual([]);
		},
	);

	test.each(everyOrder('booked', 'left', 'moved', 'left again', 'moved again'))(
		'of a reschedule ends in the same rows without a cancellation mail: %s',
		(_name, order) => {
			const store = deliver(...order);
			expect(store.facts()).toEqual(
				deliver('booked', 'left', 'moved', 'left again', 'moved again').facts(),
			);
			expect(store.mails).toContain('rescheduled 06');
			expect(store.mails.some((mail) => mail.startsWith('canceled'))).toBe(false);
		},
	);

	test('tells the former time when the old appointment is stored', () => {
		const { previous } = applyEvent(DELIVERIES.moved(), [...deliver('booked').rows.values()]);
		expect(previous).toEqual({
			id: created('04').appointment.id,
			start: '2026-11-04T13:00:00.000Z',
			end: '2026-11-04T14:00:00.000Z',
			location: expect.stringContaining('Lille'),
			place: { kind: 'address', setBy: 'host', status: null },
			...NOBODY,
		});
	});

	test('of an appointment never heard of is announced without the former time', () => {
		const applied = applyEvent(DELIVERIES.moved(), []);
		expect(applied).toMatchObject({ mail: 'rescheduled', previous: null });
		expect(applied.rows[1]).toEqual({
			identifiant: DELIVERIES.left().appointment.id,
			etat: 'deplace',
			deplace_vers: DELIVERIES.moved().appointment.id,
			client: 'Inès Moreau',
			email: 'ines.moreau@example.com',
			invite_uri: uriOf('04'),
		});
	});

	test('followed by a cancellation of the new appointment is cancelled', () => {
		const store = run([created('04'), canceled('04', '05'), created('05', '04'), canceled('05')]);
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
	const done = () => [...run([created('01')]).rows.values()];

	test('announces nothing unless asked, and writes the same row', () => {
		const replayed = applyEvent(created('01'), done(), 'never');
		expect(replayed).toMatchObject({ mail: null, silence: 'already_announced' });
		expect({ ...done()[0], ...replayed.rows[0] }).toEqual(done()[0]);
		expect(applyEvent(created('01'), [], 'never')).toMatchObject({
			mail: null,
			silence: 'not_wanted',
		});
	});

	test('announces again when asked, but never a booking that is over', () => {
		expect(applyEvent(created('01'), done(), 'again').mail).toBe('created');
		const cancelled = [...run([created('01'), canceled('01')]).rows.values()];
		expect(applyEvent(created('01'), cancelled, 'again').mail).toBeNull();
		expect(applyEvent(canceled('01'), cancelled, 'again').mail).toBe('canceled');
	});
});

describe('an update of what was recorded before', () => {
	const update = (recorded: AppointmentEvent) => ({ ...recorded, updatesOnly: true as const });

	test('writes into rows that are there', () => {
		const rows = [...run([created('04'), created('05', '04')]).rows.values()];
		const applied = applyEvent(update(created('05', '04')), rows, 'never');
		expect(applied.rows.map(({ identifiant }) => identifiant.slice(-2))).toEqual(['05', '04']);
	});

	test.each(['never', 'again'] as const)('makes no row and no mail (%s)', (announcements) => {
		expect(applyEvent(update(created('05', '04')), [], announcements)).toEqual({
			rows: [],
			mail: null,
			previous: null,
			silence: 'deleted',
		});
	});

	test('does not make the row again that the appointment moved away from', () => {
		const rows = [...run([created('05')]).rows.values()];
		const applied = applyEvent(update(created('05', '04')), rows, 'never');
		expect(applied.rows.map(({ identifiant }) => identifiant.slice(-2))).toEqual(['05']);
	});
});

test('what was erased from a column is not written again, whatever Calendly sends', () => {
	const [row] = [...run([created('04')]).rows.values()];
	const erased = { ...row, lieu: 'chez [effacé]', client: null };
	for (const incoming of [created('04'), canceled('04')]) {
		const [patch] = applyEvent(incoming, [erased]).rows;
		expect(patch).not.toHaveProperty('lieu');
		expect(patch).toMatchObject({ identifiant: row.identifiant, client: row.client });
	}
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

describe('the columns an event writes', () => {
	const row = (columns: Partial<AppointmentRow>): AppointmentRow => ({
		identifiant: created('01').appointment.id,
		...columns,
	});

	test('of a booking hold when it was first received', () => {
		const [first] = applyEvent(created('01'), []).rows;
		const [second] = applyEvent(created('01'), [row({ recu_le: 'earlier' })]).rows;
		expect([first.recu_le, second.recu_le]).toEqual(['2026-10-20T09:00:01.000Z', 'earlier']);
	});

	test('of a booking hold when it was made, not when we heard of it', () => {
		const late = { ...created('01'), receivedAt: '2026-10-22T09:00:00.000Z' };
		const [{ reserve_le, recu_le }] = applyEvent(late, []).rows;
		expect(reserve_le).toBe(created('01').occurredAt);
		expect(recu_le).toBe('2026-10-22T09:00:00.000Z');
		const [unknown] = applyEvent({ ...late, occurredAt: null }, []).rows;
		expect(unknown.reserve_le).toBe(late.receivedAt);
		const [again] = applyEvent(late, [row({ reserve_le: 'earlier' })]).rows;
		expect(again.reserve_le).toBe('earlier');
	});

	test('of a move hold the former time, as far as it is known', () => {
		const movedFrom = (columns: Partial<AppointmentRow>) => {
			const old = { identifiant: created('04').appointment.id, ...columns };
			return applyEvent(created('05', '04'), [old]);
		};
		const both = movedFrom({ debut: 'start', fin: 'end' });
		expect(both.rows[0]).toMatchObject({ ancien_debut: 'start', ancienne_fin: 'end' });
		const startOnly = movedFrom({ debut: 'start' });
		expect(startOnly.previous).toEqual({
			id: created('04').appointment.id,
			start: 'start',
			end: null,
			location: null,
			place: { kind: null, setBy: null, status: null },
			...NOBODY,
		});
		expect(startOnly.rows[0]).toMatchObject({ ancien_debut: 'start' });
		expect(startOnly.rows[0]).not.toHaveProperty('ancienne_fin');
		const neither = movedFrom({ debut: null, fin: 'end' });
		expect(neither.previous).toBeNull();
		expect(Object.keys(neither.rows[0])).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^ancien/)]),
		);
	});

	test('of a move only mark the old appointment when its row exists', () => {
		const old = created('04').appointment.id;
		expect(applyEvent(created('05', '04'), [{ identifiant: old }]).rows[1]).toEqual({
			identifiant: old,
			etat: 'deplace',
			deplace_vers: created('05').appointment.id,
		});
	});

	test('of a move from nowhere are its own alone', () => {
		const nowhere = { ...created('05', '04'), reschedule: null };
		const { rows, previous } = applyEvent(nowhere, []);
		expect([rows.length, previous]).toEqual([1, null]);
	});

	test('of a cancellation say when, by whom and why', () => {
		const [cancelled] = applyEvent(event('02-canceled-by-host'), []).rows;
		expect(cancelled).toMatchObject({
			etat: 'annule',
			annule_le: '2026-11-24T18:54:19.666Z',
			annule_par: 'Atelier ArchiMeuble',
			annule_cote: 'atelier',
			motif_annulation: 'Panne de scie à panneaux, nous vous rappelons',
		});
	});

	test('of a cancellation that says nothing more fall back on the time of the event', () => {
		const silent = { ...canceled('01'), cancellation: null };
		const [cancelled] = applyEvent(silent, []).rows;
		expect(cancelled.annule_le).toBe(silent.occurredAt);
		expect(cancelled).not.toHaveProperty('annule_par');
		expect(cancelled).not.toHaveProperty('motif_annulation');
		const [received] = applyEvent({ ...silent, occurredAt: null }, []).rows;
		expect(received.annule_le).toBe('2026-10-20T09:00:01.000Z');
	});

	test('of a cancellation leave a moved appointment moved, and announce nothing', () => {
		const applied = applyEvent(canceled('01'), [row({ etat: 'deplace' })]);
		expect(applied).toMatchObject({ mail: null, silence: 'moved', previous: null });
		expect(applied.rows[0].etat).toBe('deplace');
	});

	test('of the one that was left say where it went, when that is known', () => {
		const known = applyEvent(canceled('04', '05'), []);
		expect(known).toMatchObject({ mail: null, silence: 'moved', previous: null });
		expect(known.rows).toMatchObject([
			{ etat: 'deplace', deplace_vers: created('05').appointment.id },
		]);
		const unknown = applyEvent({ ...canceled('04', '05'), reschedule: null }, []);
		expect(unknown.rows[0].etat).toBe('deplace');
		expect(unknown.rows[0]).not.toHaveProperty('deplace_vers');
	});

	test.each([
		['no_show', 'absent', '2026-11-26T14:00:08.000Z'],
		['no_show_removed', 'confirme', null],
	] as const)('of a %s say so, unless the appointment is over', (action, etat, absentSince) => {
		const noShow = { ...event('14-no-show-created'), action };
		const stored = (state: string) => [{ identifiant: noShow.appointment.id, etat: state }];
		const applied = applyEvent(noShow, []);
		expect(applied).toMatchObject({ mail: null, silence: 'not_announced', previous: null });
		const [open] = applied.rows;
		expect(open).toMatchObject({ etat, absent_le: absentSince, client: expect.any(String) });
		for (const state of ['annule', 'deplace']) {
			const [over] = applyEvent(noShow, stored(state)).rows;
			expect(over.absent_le).toBe(absentSince);
			expect(over).not.toHaveProperty('etat');
		}
	});

	test.each([
		['an older removal', 'no_show_removed', '2026-11-26T14:00:09.000Z', 'absent'],
		['an older mark', 'no_show', '2026-11-26T14:00:09.000Z', 'absent'],
		['a removal of the same second', 'no_show_removed', '2026-11-26T14:00:08.000Z', 'confirme'],
		['a newer removal', 'no_show_removed', '2026-11-26T14:00:07.000Z', 'confirme'],
	] as const)('of %s that comes late heed the mark', (_what, action, markedAt, etat) => {
		const late = { ...event('14-no-show-created'), action };
		const own = { identifiant: late.appointment.id, etat: 'absent', absent_le: markedAt };
		const [patch] = applyEvent(late, [own]).rows;
		expect({ ...own, ...patch }).toMatchObject({
			etat,
			absent_le: etat === 'absent' ? markedAt : null,
		});
	});

	const MOVED_BY = {
		canceled_by: 'Paul Menuisier',
		canceler_type: 'host',
		reason: 'Livraison du bois retardée',
		created_at: '2026-10-20T09:00:00.000000Z',
	};
	const left = () =>
		event('04-reschedule-1-canceled-old', (payload) => {
			ofInvitee('04', payload);
			payload.new_invitee = uriOf('05');
			payload.cancellation = MOVED_BY;
		});

	test.each([
		['before', (): AppointmentEvent[] => [created('04'), left(), created('05', '04')]],
		['after', (): AppointmentEvent[] => [created('04'), created('05', '04'), left()]],
	])('of a move hold who, why and the former place, told %s the new half', (_name, deliveries) => {
		const { rows } = run(deliveries());
		expect(rows.get(created('05').appointment.id)).toMatchObject({
			etat: 'confirme',
			deplace_par: 'Paul Menuisier',
			deplace_cote: 'atelier',
			motif_deplacement: 'Livraison du bois retardée',
			ancien_debut: created('04').appointment.start,
			ancien_mode: 'Sur place',
			ancien_lieu: created('04').appointment.location,
			ancien_lieu_nature: 'Adresse',
		});
		expect(rows.get(created('04').appointment.id)).toMatchObject({
			etat: 'deplace',
			annule_par: 'Paul Menuisier',
			annule_cote: 'atelier',
			motif_annulation: 'Livraison du bois retardée',
		});
	});

	test('of a move make no row of an appointment that is not there yet', () => {
		expect(applyEvent(left(), []).rows).toHaveLength(1);
	});

	test('of a no-show without a time hold when it was received', () => {
		const [absent] = applyEvent({ ...event('14-no-show-created'), occurredAt: null }, []).rows;
		expect(absent.absent_le).toBe('2026-10-20T09:00:01.000Z');
	});
});

describe('a mail is due', () => {
	const owing = (incoming: AppointmentEvent, columns: Partial<AppointmentRow>) => {
		const { mail, silence } = applyEvent(incoming, [
			{ identifiant: incoming.appointment.id, ...columns },
		]);
		return [mail, silence];
	};

	test.each<[string, () => AppointmentEvent, Partial<AppointmentRow>, unknown[]]>([
		['for a booking', () => created('01'), {}, ['created', null]],
		[
			'not for a booking that is cancelled',
			() => created('01'),
			{ etat: 'annule' },
			[null, 'already_over'],
		],
		[
			'not for a booking that has moved on',
			() => created('01'),
			{ etat: 'deplace' },
			[null, 'already_over'],
		],
		[
			'for a booking of somebody absent',
			() => created('01'),
			{ etat: 'absent' },
			['created', null],
		],
		[
			'for a move whose booking mail left',
			() => created('02', '01'),
			{ envoye_nouveau_le: 'then' },
			['rescheduled', null],
		],
		[
			'not twice for a move',
			() => created('02', '01'),
			{ envoye_deplace_le: 'then' },
			[null, 'already_announced'],
		],
		[
			'not for a move that is cancelled',
			() => created('02', '01'),
			{ etat: 'annule' },
			[null, 'already_over'],
		],
		['for a cancellation', () => canceled('01'), { etat: 'annule' }, ['canceled', null]],
		[
			'not twice for a cancellation',
			() => canceled('01'),
			{ etat: 'annule', envoye_annule_le: 'then' },
			[null, 'already_announced'],
		],
	])('%s', (_name, incoming, columns, expected) => {
		expect(owing(incoming(), columns)).toEqual(expected);
	});

	test('for the appointment’s own row only, whatever else is stored', () => {
		const other = { identifiant: 'other', etat: 'annule', envoye_nouveau_le: 'then' };
		expect(applyEvent(created('01'), [other]).mail).toBe('created');
	});
});
