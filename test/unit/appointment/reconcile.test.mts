import fc from 'fast-check';
import { SENT_COLUMN } from '../../../nodes/shared/appointment/announcement';
import { applyEvent, type Announcements } from '../../../nodes/shared/appointment/applyEvent';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { currentBooking, type CurrentBooking } from '../../../nodes/shared/appointment/fromApi';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { outcomeOf } from '../../../nodes/shared/appointment/outcome';
import {
	differences,
	unlistedSuccessors,
	type Comparison,
	type Difference,
} from '../../../nodes/shared/appointment/reconcile';
import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import { webhook } from '../../support/payloads.mts';

const now = new Date('2026-10-20T09:00:00.000Z');
const window = { from: new Date('2026-10-13T09:00:00Z'), to: new Date('2026-12-19T09:00:00Z') };

const idOf = (id: string) => `a0000000-0000-4000-8000-0000000000${id}`;
const eventUri = (id: string) =>
	`https://api.calendly.com/scheduled_events/e0000000-0000-4000-8000-0000000000${id}`;
const uriOf = (id: string) => `${eventUri(id)}/invitees/${idOf(id)}`;

/**
 * Calendly as far as one host's bookings go: what its API says now, and the deliveries it sent on
 * the way. Every fact has a second of its own.
 */
class Calendly {
	readonly deliveries: AppointmentEvent[] = [];
	readonly #bookings = new Map<string, any>();
	#seconds = 0;

	book(
		id: string,
		{ from = null as string | null, start = `2026-11-${id}T13:00:00.000000Z` } = {},
	) {
		const { payload } = webhook('05-reschedule-2-created-new');
		const at = this.#tick();
		const booking = {
			...payload,
			uri: uriOf(id),
			event: eventUri(id),
			created_at: at,
			updated_at: at,
			old_invitee: from === null ? null : uriOf(from),
			cancel_url: `https://calendly.com/cancellations/${id}`,
			reschedule_url: `https://calendly.com/reschedulings/${id}`,
			scheduled_event: {
				...payload.scheduled_event,
				uri: eventUri(id),
				updated_at: at,
				start_time: start,
				end_time: start.replace('T13', 'T14'),
			},
		};
		this.#bookings.set(id, booking);
		this.#deliver('invitee.created', booking, at);
		return this;
	}

	cancel(id: string, { to = null as string | null } = {}) {
		const at = this.#tick();
		const reason = to === null ? 'Empêchement' : null;
		const cancellation = {
			canceled_by: 'Inès Moreau',
			canceler_type: 'invitee',
			created_at: at,
			reason,
		};
		const booking = this.#change(id, {
			status: 'canceled',
			updated_at: at,
			cancellation,
			rescheduled: to !== null,
			new_invitee: to === null ? null : uriOf(to),
		});
		booking.scheduled_event = {
			...booking.scheduled_event,
			status: 'canceled',
			updated_at: at,
			cancellation,
		};
		this.#deliver('invitee.canceled', booking, at);
		return this;
	}

	move(id: string, to: string, start?: string) {
		return this.cancel(id, { to }).book(to, { from: id, ...(start ? { start } : {}) });
	}

	markNoShow(id: string) {
		const at = this.#tick();
		this.#deliver('invitee_no_show.created', this.#change(id, { no_show: { created_at: at } }), at);
		return this;
	}

	unmarkNoShow(id: string) {
		const at = this.#tick();
		this.#deliver('invitee_no_show.deleted', this.#change(id, { no_show: null }), at);
		return this;
	}

	/** A change in place; Calendly sends nothing about it and dates it. */
	edit(id: string, change: (booking: any) => void) {
		this.#bookings.get(id).scheduled_event.updated_at = this.#tick();
		return this.editUndated(id, change);
	}

	editUndated(id: string, change: (booking: any) => void) {
		change(this.#bookings.get(id));
		return this;
	}

	isStanding(id: string): boolean {
		return this.#bookings.get(id)?.status === 'active';
	}

	isMarked(id: string): boolean {
		return Boolean(this.#bookings.get(id)?.no_show);
	}

	read(ids: readonly string[] = [...this.#bookings.keys()]): CurrentBooking[] {
		return ids.map((id) => {
			const { scheduled_event: scheduled, ...invitee } = structuredClone(this.#bookings.get(id));
			return currentBooking(scheduled, invitee, { receivedAt: now });
		});
	}

	#change(id: string, fields: object): any {
		const booking = { ...this.#bookings.get(id), ...fields };
		this.#bookings.set(id, booking);
		return booking;
	}

	#deliver(event: string, booking: any, at: string): void {
		const raw = { event, created_at: at, payload: structuredClone(booking) };
		this.deliveries.push(normalizeWebhook(raw, { receivedAt: new Date(at) }));
	}

	#tick(): string {
		this.#seconds += 1;
		return new Date(Date.UTC(2026, 9, 12) + this.#seconds * 1000)
			.toISOString()
			.replace('.000Z', '.000000Z');
	}
}

/** The journal, the table and the mails, as the workflow keeps them. */
class Store {
	readonly table = new Map<string, AppointmentRow>();
	/** Idempotency keys. */
	readonly journal = new Set<string>();
	readonly mails: string[] = [];

	handle(event: AppointmentEvent, announcements: Announcements = 'due'): void {
		if (this.journal.has(event.idempotencyKey)) return;
		this.journal.add(event.idempotencyKey);
		const applied = applyEvent(event, this.rows, announcements);
		for (const patch of applied.rows) {
			this.table.set(patch.identifiant, { ...this.table.get(patch.identifiant), ...patch });
		}
		const own = this.table.get(event.appointment.id);
		if (own !== undefined && !own.etat) own.etat = 'confirme';
		if (applied.mail === null || own === undefined) return;
		own[SENT_COLUMN[applied.mail]] = 'sent';
		this.mails.push(`${applied.mail} ${own.identifiant.slice(-2)}`);
	}

	feed(found: Difference[]): void {
		for (const { events, announcements } of found) {
			events.forEach((event) => this.handle(event, announcements));
		}
	}

	row(id: string): AppointmentRow {
		return this.table.get(idOf(id)) as AppointmentRow;
	}

	get rows(): AppointmentRow[] {
		return [...this.table.values()].map((row) => ({ ...row }));
	}

	/** Rows without the columns that tell the way instead of the result. */
	get facts(): unknown {
		const OF_THE_WAY = /^(recu_le|absent_le|ancien_debut|ancienne_fin|envoye_.*)$/;
		return this.rows
			.map((row) =>
				Object.fromEntries(
					Object.entries(row)
						.filter(([column, value]) => !OF_THE_WAY.test(column) && value)
						.sort(),
				),
			)
			.sort((a, b) => String(a.identifiant).localeCompare(String(b.identifiant)));
	}
}

function storeOf(deliveries: readonly AppointmentEvent[]): Store {
	const store = new Store();
	deliveries.forEach((event) => store.handle(event));
	return store;
}

function compare(calendly: Calendly, store: Store, more: Partial<Comparison> = {}): Difference[] {
	return differences({ found: calendly.read(), rows: store.rows, window, now, ...more });
}

/** Kind, last digits and announcements of each, and the actions to feed. */
function brief(found: Difference[]): string[] {
	return found.map(
		({ kind, identifiant, events, announcements }) =>
			`${kind} ${identifiant.slice(-2)}: ${events.map(({ action }) => action).join(', ') || '-'} (${announcements})`,
	);
}

describe('the table and Calendly agree', () => {
	test.each<[string, Calendly]>([
		['on nothing', new Calendly()],
		['on a booking', new Calendly().book('04')],
		['on a cancellation', new Calendly().book('04').cancel('04')],
		['on a reschedule', new Calendly().book('04').move('04', '05')],
		['on a no-show', new Calendly().book('04').markNoShow('04')],
		['on a no-show taken back', new Calendly().book('04').markNoShow('04').unmarkNoShow('04')],
		['on a no-show that was cancelled', new Calendly().book('04').markNoShow('04').cancel('04')],
	])('%s', (_what, calendly) => {
		expect(compare(calendly, storeOf(calendly.deliveries))).toEqual([]);
	});

	test('on a no-show whose delivery named the next second', () => {
		const calendly = new Calendly().book('04').markNoShow('04');
		const store = storeOf(calendly.deliveries);
		store.row('04').absent_le = '2026-10-12T00:00:03.000Z';
		expect(compare(calendly, store)).toEqual([]);
	});

	test('in another zone and with other words for questions', () => {
		const calendly = new Calendly().book('04');
		const store = storeOf(calendly.deliveries);
		Object.assign(store.row('04'), {
			quand: 'jeudi',
			notes: 'x',
			lien_configuration: 'https://x.fr',
		});
		expect(compare(calendly, store)).toEqual([]);
	});
});

describe('what was missed while n8n was down', () => {
	const known = (calendly: Calendly, change: (calendly: Calendly) => void): [Calendly, Store] => {
		const store = storeOf(calendly.deliveries);
		change(calendly);
		return [calendly, store];
	};

	test.each<[string, [Calendly, Store], string[], string[]]>([
		[
			'a booking is added and announced',
			known(new Calendly(), (calendly) => calendly.book('04')),
			['missing 04: created (due)'],
			['created 04'],
		],
		[
			'a booking cancelled since is announced as cancelled only',
			known(new Calendly(), (calendly) => calendly.book('04').cancel('04')),
			['missing 04: canceled, created (due)'],
			['canceled 04'],
		],
		[
			'a cancellation is announced',
			known(new Calendly().book('04'), (calendly) => calendly.cancel('04')),
			['canceled 04: canceled (due)'],
			['canceled 04'],
		],
		[
			'a reschedule is announced once',
			known(new Calendly().book('04'), (calendly) => calendly.move('04', '05')),
			['moved 04: superseded (never)', 'moved 05: rescheduled (due)'],
			['rescheduled 05'],
		],
		[
			'a chain of reschedules is announced once',
			known(new Calendly().book('04'), (calendly) =>
				calendly.move('04', '05').move('05', '06').move('06', '03'),
			),
			[
				'moved 04: superseded (never)',
				'moved 05: superseded, rescheduled (never)',
				'moved 06: superseded, rescheduled (never)',
				'moved 03: rescheduled (due)',
			],
			['rescheduled 03'],
		],
		[
			'a booking moved since is announced once',
			known(new Calendly(), (calendly) => calendly.book('04').move('04', '05')),
			['moved 04: superseded, created (never)', 'moved 05: rescheduled (due)'],
			['rescheduled 05'],
		],
		[
			'a reschedule that was cancelled is announced as cancelled only',
			known(new Calendly().book('04'), (calendly) => calendly.move('04', '05').cancel('05')),
			['moved 04: superseded (never)', 'missing 05: canceled, rescheduled (due)'],
			['canceled 05'],
		],
		[
			'a no-show is recorded',
			known(new Calendly().book('04'), (calendly) => calendly.markNoShow('04')),
			['no_show 04: no_show (due)'],
			[],
		],
		[
			'a no-show taken back is recorded',
			known(new Calendly().book('04').markNoShow('04'), (calendly) => calendly.unmarkNoShow('04')),
			['no_show_removed 04: no_show_removed (never)'],
			[],
		],
		[
			'a booking and its no-show are recorded',
			known(new Calendly(), (calendly) => calendly.book('04').markNoShow('04')),
			['missing 04: created, no_show (due)'],
			['created 04'],
		],
		[
			'a no-show that was cancelled is cancelled',
			known(new Calendly().book('04').markNoShow('04'), (calendly) => calendly.cancel('04')),
			['canceled 04: canceled (due)'],
			['canceled 04'],
		],
	])('%s', (_what, [calendly, store], expected, mails) => {
		const before = store.mails.length;
		const found = compare(calendly, store);
		expect(brief(found)).toEqual(expected);
		store.feed(found);
		expect(store.mails.slice(before)).toEqual(mails);
		expect(compare(calendly, store)).toEqual([]);
		expect(store.facts).toEqual(storeOf(calendly.deliveries).facts);
	});

	test('the former time of a reschedule is completed without a second mail', () => {
		const calendly = new Calendly().book('04').move('04', '05');
		const [first, , moved] = calendly.deliveries;
		const store = storeOf([first, moved]);
		// Who moved it and why is told with the old half alone.
		expect(brief(compare(calendly, store))).toEqual(['changed 04: superseded (never)']);
		store.feed(compare(calendly, store));
		expect(store.row('05')).toMatchObject({ deplace_par: 'Inès Moreau', deplace_cote: 'client' });
		expect(compare(calendly, store)).toEqual([]);
		const late = storeOf([moved]);
		expect(brief(compare(calendly, late))).toEqual(['changed 04: superseded, created (never)']);
		late.feed(compare(calendly, late));
		expect(late.row('05').ancien_debut).toBe('2026-11-04T13:00:00.000Z');
		expect(late.mails).toEqual(['rescheduled 05']);
		expect(late.facts).toEqual(storeOf(calendly.deliveries).facts);
	});

	test('a booking of which only the no-show was received is announced', () => {
		const calendly = new Calendly().book('04').markNoShow('04');
		const store = storeOf(calendly.deliveries.slice(1));
		expect(brief(compare(calendly, store))).toEqual(['missing 04: created (due)']);
		store.feed(compare(calendly, store));
		expect(store.row('04')).toMatchObject({ etat: 'absent', recu_le: now.toISOString() });
	});

	test('the invitees of a group event are told apart', () => {
		const calendly = new Calendly().book('04').book('05');
		calendly.edit('05', (booking) => {
			booking.event = eventUri('04');
			booking.scheduled_event.uri = eventUri('04');
		});
		expect(brief(compare(calendly, storeOf(calendly.deliveries.slice(0, 1))))).toEqual([
			'missing 05: created (due)',
		]);
	});

	test('the order of the list does not matter, nor do repetitions in it', () => {
		const calendly = new Calendly().book('04').move('04', '05').move('05', '06');
		const found = [...calendly.read(['06', '05', '04']), ...calendly.read()];
		expect(brief(compare(calendly, new Store(), { found }))).toEqual([
			'moved 04: superseded, created (never)',
			'moved 05: superseded, rescheduled (never)',
			'moved 06: rescheduled (due)',
		]);
	});

	test('links that form a ring do not hang it', () => {
		const calendly = new Calendly().book('04', { from: '05' }).book('05', { from: '04' });
		expect(compare(calendly, new Store()).length).toBe(2);
	});
});

describe('what changed in place', () => {
	const processing = { type: 'google_conference', status: 'processing', join_url: null };
	const ready = {
		...processing,
		status: 'pushed',
		join_url: 'https://calendly.com/events/x/google_meet',
	};
	const place = { type: 'physical', location: 'Atelier, Lille', additional_info: '' };

	function changed(from: object | null, to: object | null): [Calendly, Store] {
		const calendly = new Calendly().book('04');
		calendly.edit('04', ({ scheduled_event: event }) => (event.location = from));
		const store = new Store();
		store.feed(compare(calendly, store));
		calendly.edit('04', ({ scheduled_event: event }) => (event.location = to));
		return [calendly, store];
	}

	test.each<[string, object | null, object | null, Partial<AppointmentRow>]>([
		['a video link that became ready', processing, ready, { lien_visio: ready.join_url }],
		['a video call instead of a visit', place, ready, { lieu: null, lien_visio: ready.join_url }],
		['a visit instead of a video call', ready, place, { lieu: 'Atelier, Lille', lien_visio: null }],
		['a place that was taken away', place, null, { lieu: null }],
	])('%s is written without a mail', (_what, from, to, expected) => {
		const [calendly, store] = changed(from, to);
		const found = compare(calendly, store);
		expect(brief(found)).toEqual(['changed 04: created (never)']);
		store.feed(found);
		expect(store.row('04')).toMatchObject(expected);
		expect(store.mails).toEqual(['created 04']);
		expect(compare(calendly, store)).toEqual([]);
	});

	test.each<[string, (booking: any) => void, Partial<AppointmentRow>]>([
		[
			'another host',
			({ scheduled_event: event }) => (event.event_memberships = [{ user_email: 'b@example.com' }]),
			{ hote: 'b@example.com' },
		],
		[
			'another guest',
			({ scheduled_event: event }) => (event.event_guests = [{ email: 'g@example.com' }]),
			{ invites: 'g@example.com' },
		],
	])('%s is written without a mail', (_what, change, expected) => {
		const calendly = new Calendly().book('04');
		const store = storeOf(calendly.deliveries);
		const found = compare(calendly.edit('04', change), store);
		expect(brief(found)).toEqual(['changed 04: created (never)']);
		store.feed(found);
		expect(store.row('04')).toMatchObject(expected);
		expect(compare(calendly, store)).toEqual([]);
	});

	test('is emptied by a reading of the present only, never by a delivery', () => {
		const calendly = new Calendly().book('04');
		calendly.edit('04', ({ scheduled_event: event }) => (event.location = null));
		const [
			{
				events: [reading],
			},
		] = calendly.read();
		expect(applyEvent(reading, []).rows[0]).toMatchObject({ lieu: null, lien_visio: null });
		const delivery = applyEvent({ ...reading, source: 'webhook' }, []).rows[0];
		expect(Object.keys(delivery)).not.toContain('lieu');
	});

	test('is not emptied where the scheduled event could not be read', () => {
		const calendly = new Calendly().book('04');
		const store = storeOf(calendly.deliveries);
		calendly.edit('04', (booking) => (booking.scheduled_event = {}));
		expect(compare(calendly, store)).toEqual([]);
	});

	test('names the columns', () => {
		const [calendly, store] = changed(place, ready);
		expect(compare(calendly, store)[0].reason).toBe(
			'Inès Moreau (04/11/2026 à 14:00 - 15:00)\u00a0: informations modifiées sur Calendly (mode, lieu, lieu_nature, lieu_choisi_par, lien_visio).',
		);
	});

	test('back and forth is written each time, also when the same change comes again', () => {
		const [calendly, store] = changed(place, ready);
		for (const location of [ready, place, ready, place, ready]) {
			calendly.edit('04', ({ scheduled_event: event }) => (event.location = location));
			store.feed(compare(calendly, store));
			expect(compare(calendly, store)).toEqual([]);
		}
		expect(store.row('04').lien_visio).toBe(ready.join_url);
	});

	test('without a new date is written too, and a repetition of it is no new fact at every run', () => {
		const [calendly, store] = changed(place, ready);
		for (const location of [ready, place]) {
			calendly.editUndated('04', ({ scheduled_event: event }) => (event.location = location));
			store.feed(compare(calendly, store));
			expect(compare(calendly, store)).toEqual([]);
		}
		calendly.editUndated('04', ({ scheduled_event: event }) => (event.location = ready));
		const [first] = compare(calendly, store);
		store.feed([first]);
		const [second] = compare(calendly, store);
		expect(second.events[0].idempotencyKey).toBe(first.events[0].idempotencyKey);
	});

	test('has the same key until it was fed, and no webhook’s', () => {
		const [calendly, store] = changed(processing, ready);
		const [first] = compare(calendly, store);
		expect(compare(calendly, store, { now: new Date('2026-10-21T00:00:00Z') })[0].events).toEqual(
			first.events,
		);
		expect(store.journal).not.toContain(first.events[0].idempotencyKey);
	});

	test('does not rob a pending mail of its turn', () => {
		const [calendly, store] = changed(processing, ready);
		store.row('04').envoye_nouveau_le = null;
		store.feed(compare(calendly, store));
		expect(store.mails).toEqual(['created 04']);
		expect(store.row('04').envoye_nouveau_le).toBeNull();
	});
});

describe('an appointment that is over', () => {
	test.each<[string, (calendly: Calendly) => void, string]>([
		['cancelled', (calendly) => calendly.cancel('04'), 'changed 04: canceled (never)'],
		['moved away', (calendly) => calendly.move('04', '05'), 'changed 04: superseded (never)'],
	])('is corrected silently when %s', (_what, end, expected) => {
		const calendly = new Calendly().book('04');
		end(calendly);
		const store = storeOf(calendly.deliveries);
		const mails = [...store.mails];
		store.row('04').lieu = 'ailleurs';
		const found = compare(calendly, store);
		expect(brief(found)).toEqual([expected]);
		store.feed(found);
		expect(compare(calendly, store)).toEqual([]);
		expect(store.mails).toEqual(mails);
	});

	test('is cancelled without losing the place that Calendly drops', () => {
		const calendly = new Calendly().book('04');
		const store = storeOf(calendly.deliveries);
		calendly.cancel('04').edit('04', ({ scheduled_event: event }) => (event.location = null));
		store.feed(compare(calendly, store));
		expect(store.row('04')).toMatchObject({ etat: 'annule', lieu: expect.any(String) });
	});

	test('keeps the place that Calendly drops later', () => {
		const calendly = new Calendly().book('04').cancel('04');
		const store = storeOf(calendly.deliveries);
		calendly.edit('04', ({ scheduled_event: event }) => (event.location = null));
		expect(compare(calendly, store)).toEqual([]);
		expect(store.row('04').lieu).toContain('12 rue de la Liberté');
	});
});

test('an invitee without a URI cannot be compared', () => {
	const calendly = new Calendly().book('04').edit('04', (booking) => (booking.uri = null));
	expect(compare(calendly, new Store())).toEqual([]);
});

describe('a mail is wanted', () => {
	const at = (start: string, end: string | null) =>
		new Calendly().book('04').edit('04', ({ scheduled_event: event }) => {
			event.start_time = start;
			event.end_time = end;
		});

	test.each<[string, string, string | null, Difference['announcements']]>([
		['not for one that has ended', '2026-10-20T08:00:00Z', '2026-10-20T08:59:59Z', 'never'],
		['not for one that began and may have ended', '2026-10-20T08:59:59Z', null, 'never'],
		['for one that is under way', '2026-10-20T08:30:00Z', '2026-10-20T09:30:00Z', 'due'],
		['for one to come', '2026-10-20T13:00:00Z', '2026-10-20T14:00:00Z', 'due'],
	])('%s', (_what, start, end, expected) => {
		expect(compare(at(start, end), new Store())[0].announcements).toBe(expected);
	});

	test('not for the cancellation of one that has ended', () => {
		const calendly = at('2026-10-19T13:00:00Z', '2026-10-19T14:00:00Z');
		const store = storeOf(calendly.deliveries);
		expect(brief(compare(calendly.cancel('04'), store))).toEqual(['canceled 04: canceled (never)']);
	});

	test('not for bookings older than the first start', () => {
		const calendly = new Calendly().book('04').book('05');
		const announcedSince = new Date('2026-10-12T00:00:02.000Z');
		expect(brief(compare(calendly, new Store(), { announcedSince }))).toEqual([
			'missing 04: created (never)',
			'missing 05: created (due)',
		]);
	});
});

describe('a row Calendly does not list', () => {
	const calendly = new Calendly().book('04');
	const store = () => storeOf(calendly.deliveries);
	const unlisted = (change: Partial<AppointmentRow>, more: Partial<Comparison> = {}) => {
		const changed = store();
		Object.assign(changed.row('04'), change);
		return compare(calendly, changed, { found: [], ...more });
	};

	test('is reported and left as it is', () => {
		expect(unlisted({})).toEqual([
			{
				kind: 'unknown_to_calendly',
				identifiant: idOf('04'),
				reason:
					'Inès Moreau (mercredi 4 novembre 2026 à 14:00 - 15:00)\u00a0: Calendly ne liste plus ce rendez-vous\u202f; rien n’a été changé ici.',
				events: [],
				announcements: 'never',
			},
		]);
	});

	test('is named by its address, or not at all, where there is no name', () => {
		expect(unlisted({ client: null, quand: null })[0].reason).toMatch(
			/^ines\.moreau@example\.com\u00a0:/,
		);
		expect(unlisted({ client: null, email: null, quand: null })[0].reason).toMatch(
			/^Client non communiqué\u00a0:/,
		);
	});

	test.each<[string, Partial<AppointmentRow>]>([
		['is cancelled', { etat: 'annule' }],
		['has moved', { etat: 'deplace' }],
		['lies before the window', { debut: '2026-10-13T08:59:59.000Z' }],
		['begins with the window', { debut: '2026-10-13T09:00:00.000Z' }],
		['lies behind the window', { debut: '2026-12-19T09:00:00.000Z' }],
		['has no time', { debut: null }],
		['was made by a sender without URIs', { invite_uri: null }],
		['was made while the API was read', { recu_le: '2026-10-20T09:00:00.000Z' }],
	])('does not matter when it %s', (_what, change) => {
		expect(unlisted(change)).toEqual([]);
	});

	test('matters also when nobody knows since when it is there', () => {
		expect(unlisted({ recu_le: null, etat: 'absent' })).toHaveLength(1);
	});
});

describe('outside the window', () => {
	test('an appointment that the list holds all the same is brought up to date', () => {
		const calendly = new Calendly().book('04', { start: '2027-03-04T13:00:00.000000Z' });
		expect(brief(compare(calendly, new Store()))).toEqual(['missing 04: created (due)']);
	});

	test('the new time of a moved appointment is asked for', () => {
		const calendly = new Calendly().book('04').book('07');
		const store = storeOf(calendly.deliveries);
		calendly.move('04', '05', '2027-03-04T13:00:00.000000Z').cancel('07');
		const rows = store.rows;
		const listed = calendly.read(['04', '07']);
		expect(unlistedSuccessors({ found: [...listed, ...listed], rows })).toEqual([uriOf('05')]);
		expect(unlistedSuccessors({ found: calendly.read(), rows })).toEqual([]);
		store.feed(compare(calendly, store));
		expect(unlistedSuccessors({ found: listed, rows: store.rows })).toEqual([]);
	});

	test('the old row of a reschedule that was purged does not come back', () => {
		const calendly = new Calendly().book('04').move('04', '05');
		const store = storeOf(calendly.deliveries);
		store.table.delete(idOf('04'));
		expect(compare(calendly, store, { found: calendly.read(['05']) })).toEqual([]);
	});

	test('it does not come back either when the new appointment changes', () => {
		const calendly = new Calendly().book('04').move('04', '05');
		const store = storeOf(calendly.deliveries);
		store.table.delete(idOf('04'));
		calendly.edit('05', ({ scheduled_event: event }) => (event.location = null));
		store.feed(compare(calendly, store, { found: calendly.read(['05']) }));
		expect(store.row('05').lieu).toBeNull();
		expect(store.rows).toHaveLength(1);
	});

	test('the old row of a reschedule is closed', () => {
		const calendly = new Calendly().book('04');
		const store = storeOf(calendly.deliveries);
		calendly.move('04', '05');
		store.feed(compare(calendly, store, { found: calendly.read(['05']) }));
		expect(store.row('04')).toMatchObject({ etat: 'deplace', deplace_vers: idOf('05') });
	});
});

describe('a person who was erased', () => {
	test('does not come back, whatever changes and however often it is compared', () => {
		const calendly = new Calendly().book('04');
		const store = storeOf(calendly.deliveries);
		store.table.clear();
		for (const location of [null, { type: 'physical', location: 'Atelier' }]) {
			calendly.edit('04', ({ scheduled_event: event }) => (event.location = location));
			store.feed(compare(calendly, store));
			expect(store.rows).toEqual([]);
		}
	});

	test.each<[string, (calendly: Calendly) => void]>([
		[
			'a change in place',
			(calendly) => calendly.edit('04', ({ scheduled_event: event }) => (event.location = null)),
		],
		['a no-show that was taken back', (calendly) => calendly.unmarkNoShow('04')],
	])('while %s was being read does not come back', (_what, change) => {
		const calendly = new Calendly().book('04').markNoShow('04');
		const store = storeOf(calendly.deliveries);
		change(calendly);
		const found = compare(calendly, store);
		expect(found).not.toEqual([]);
		store.table.clear();
		store.feed(found);
		expect(store.rows).toEqual([]);
		expect(store.mails).toEqual(['created 04']);
	});

	test('does not come back as the guest of another', () => {
		const calendly = new Calendly().book('04');
		const invite = (...guests: string[]) =>
			calendly.edit('04', ({ scheduled_event: event }) => {
				event.event_guests = guests.map((email) => ({ email }));
			});
		invite('vera@example.com', 'g@example.com');
		const store = storeOf([]);
		store.feed(compare(calendly, store));
		store.row('04').invites = '[effacé], g@example.com';
		expect(compare(calendly, store)).toEqual([]);
		invite('vera@example.com').edit('04', ({ scheduled_event: event }) => (event.location = null));
		store.feed(compare(calendly, store));
		expect(store.row('04')).toMatchObject({ lieu: null, invites: '[effacé], g@example.com' });
	});
});

describe('what the workshop changed by hand', () => {
	const PLACE = '12 rue de la Liberté, 59000 Lille – Sonner chez Moreau, 2e étage';

	test('is overwritten where Calendly says otherwise, once until Calendly is edited', () => {
		const calendly = new Calendly().book('04');
		const store = storeOf(calendly.deliveries);
		const corrected = (place: string) => {
			Object.assign(store.row('04'), { telephone: '01', lieu: place });
			store.feed(compare(calendly, store));
			return store.row('04').lieu;
		};
		expect(corrected('ailleurs')).toBe(PLACE);
		expect(corrected('ailleurs')).toBe('ailleurs');
		expect(corrected('là-bas')).toBe(PLACE);
		calendly.edit('04', ({ scheduled_event: event }) => (event.name = 'Visite'));
		expect(corrected('ailleurs')).toBe(PLACE);
		expect(store.row('04').telephone).toBe('01');
	});

	test('stays where it concerns presence or an end Calendly does not know of', () => {
		const calendly = new Calendly().book('04').book('05');
		const store = storeOf(calendly.deliveries);
		store.row('04').etat = 'absent';
		store.row('05').etat = 'annule';
		expect(compare(calendly, store)).toEqual([]);
	});

	test('is confirmed again where the state was emptied', () => {
		const calendly = new Calendly().book('04');
		const store = storeOf(calendly.deliveries);
		store.row('04').etat = '';
		store.feed(compare(calendly, store));
		expect(store.row('04').etat).toBe('confirme');
	});
});

test.each<[string, Calendly, number, string]>([
	['missing', new Calendly().book('04'), 0, 'réservation jamais reçue, ajoutée'],
	[
		'missing and cancelled',
		new Calendly().book('04').cancel('04'),
		0,
		'réservation et annulation jamais reçues, enregistrées',
	],
	['cancelled', new Calendly().book('04').cancel('04'), 1, 'annulé sur Calendly, encore prévu ici'],
	[
		'moved away',
		new Calendly().book('04').move('04', '05'),
		1,
		'déplacé sur Calendly, encore prévu ici',
	],
	[
		'moved on',
		new Calendly().book('04').move('04', '05'),
		0,
		'réservation déjà déplacée, enregistrée',
	],
	[
		'moved here',
		new Calendly().book('04', { from: '03' }),
		0,
		'déplacement jamais reçu, nouvel horaire ajouté',
	],
	['absent', new Calendly().book('04').markNoShow('04'), 1, 'client marqué absent sur Calendly'],
	[
		'not absent any more',
		new Calendly().book('04').markNoShow('04').unmarkNoShow('04'),
		2,
		'absence retirée sur Calendly',
	],
])('the sentence for %s', (_what, calendly, received, sentence) => {
	const [{ reason }] = compare(calendly, storeOf(calendly.deliveries.slice(0, received)));
	expect(reason).toBe(`Inès Moreau (04/11/2026 à 14:00 - 15:00)\u00a0: ${sentence}.`);
});

test('what is caught up is marked, in the contract and in the journal', () => {
	const [{ events }] = compare(new Calendly().book('04'), new Store());
	expect(events[0].source).toBe('reconciliation');
	const applied = applyEvent(events[0], []);
	expect(outcomeOf(applied, events[0].source)).toBe(
		'Rattrapé\u00a0: courriel «\u00a0nouveau\u00a0» envoyé',
	);
	expect(outcomeOf(applied, 'webhook')).toBe('Courriel «\u00a0nouveau\u00a0» envoyé');
});

describe('any history', () => {
	type Action = 'book' | 'cancel' | 'move' | 'mark' | 'unmark' | 'edit';
	const historyOf = (...more: Action[]) =>
		fc.array(
			fc.record({
				action: fc.constantFrom<Action>(
					'book',
					'book',
					'cancel',
					'move',
					'mark',
					'unmark',
					...more,
				),
				target: fc.nat(20),
			}),
			{ maxLength: 12 },
		);
	const history = historyOf();
	const lost = fc.infiniteStream(fc.boolean());
	const order = fc.infiniteStream(fc.nat());

	const LOCATIONS = [
		null,
		{ type: 'physical', location: 'Atelier, Lille' },
		{ type: 'google_conference', join_url: 'https://calendly.com/events/x/google_meet' },
	];

	/** Steps that Calendly would not allow are left out. */
	function played(steps: Array<{ action: Action; target: number }>): Calendly {
		const calendly = new Calendly();
		const ids: string[] = [];
		const next = () => (ids.push(String(ids.length + 10)), ids[ids.length - 1]);
		for (const { action, target } of steps) {
			const id = ids[target % ids.length];
			if (action === 'book') calendly.book(next());
			else if (id === undefined || !calendly.isStanding(id)) continue;
			else if (action === 'cancel') calendly.cancel(id);
			else if (action === 'move') calendly.move(id, next());
			else if (action === 'edit') {
				calendly.edit(id, ({ scheduled_event: event }) => (event.location = LOCATIONS[target % 3]));
			} else if (action === 'mark' && !calendly.isMarked(id)) calendly.markNoShow(id);
			else if (action === 'unmark' && calendly.isMarked(id)) calendly.unmarkNoShow(id);
		}
		return calendly;
	}

	function shuffled(events: AppointmentEvent[], ranks: Iterator<number>): AppointmentEvent[] {
		return events
			.map((event) => ({ event, rank: ranks.next().value as number }))
			.sort((a, b) => a.rank - b.rank)
			.map(({ event }) => event);
	}

	test('is caught up in one round, ends in the rows of the webhooks, and mails once', () => {
		fc.assert(
			fc.property(history, lost, order, (steps, isLost, ranks) => {
				const calendly = played(steps);
				const received = calendly.deliveries.filter(() => !isLost.next().value);
				const store = storeOf(shuffled(received, ranks));
				store.feed(compare(calendly, store));
				expect(compare(calendly, store)).toEqual([]);
				expect(store.facts).toEqual(storeOf(calendly.deliveries).facts);
				expect(new Set(store.mails).size).toBe(store.mails.length);
			}),
			{ numRuns: 150 },
		);
	});

	test('has every appointment that stands announced once, and every cancellation', () => {
		fc.assert(
			fc.property(history, lost, (steps, isLost) => {
				const calendly = played(steps);
				const store = storeOf(calendly.deliveries.filter(() => !isLost.next().value));
				store.feed(compare(calendly, store));
				for (const row of store.rows) {
					const about = store.mails.filter((mail) => mail.endsWith(row.identifiant.slice(-2)));
					const announced = about.filter((mail) => !mail.startsWith('canceled')).length;
					const cancelled = about.length - announced;
					if (row.etat === 'confirme' || row.etat === 'absent') expect(announced).toBe(1);
					expect(cancelled).toBe(row.etat === 'annule' ? 1 : 0);
				}
			}),
			{ numRuns: 150 },
		);
	});

	test('stays caught up, without another mail, when the lost deliveries arrive after all', () => {
		fc.assert(
			fc.property(history, lost, order, (steps, isLost, ranks) => {
				const calendly = played(steps);
				const bookings = calendly.deliveries.filter(({ action }) => !action.startsWith('no_show'));
				const late = bookings.filter(() => isLost.next().value);
				const store = storeOf(calendly.deliveries.filter((event) => !late.includes(event)));
				store.feed(compare(calendly, store));
				const [mails, facts] = [[...store.mails], store.facts];
				shuffled(late, ranks).forEach((event) => store.handle(event));
				expect(store.mails).toEqual(mails);
				expect(store.facts).toEqual(facts);
				expect(compare(calendly, store)).toEqual([]);
			}),
			{ numRuns: 150 },
		);
	});

	test('with changes in place is caught up in one round, round after round, and mails once', () => {
		fc.assert(
			fc.property(fc.array(historyOf('edit', 'edit'), { maxLength: 3 }), lost, (rounds, isLost) => {
				const store = new Store();
				for (let count = 1; count <= rounds.length; count += 1) {
					const calendly = played(rounds.slice(0, count).flat());
					calendly.deliveries
						.filter(() => !isLost.next().value)
						.forEach((event) => store.handle(event));
					store.feed(compare(calendly, store));
					expect(compare(calendly, store)).toEqual([]);
				}
				expect(new Set(store.mails).size).toBe(store.mails.length);
			}),
			{ numRuns: 150 },
		);
	});

	test('read twice before it was fed causes nothing twice', () => {
		fc.assert(
			fc.property(history, lost, (steps, isLost) => {
				const calendly = played(steps);
				const store = storeOf(calendly.deliveries.filter(() => !isLost.next().value));
				const [first, second] = [compare(calendly, store), compare(calendly, store)];
				store.feed(first);
				const [mails, facts] = [[...store.mails], store.facts];
				store.feed(second);
				expect(store.mails).toEqual(mails);
				expect(store.facts).toEqual(facts);
			}),
			{ numRuns: 150 },
		);
	});
});
