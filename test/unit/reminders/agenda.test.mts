import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import {
	agendaDue,
	agendaFrom,
	agendaOf,
	agendaOfJson,
	changesSince,
	isClockTime,
	isEmptyDay,
	lastAgendaOf,
} from '../../../nodes/shared/reminders/agenda';
import { aRow } from '../email/clientFixtures.mts';

const PARIS = 'Europe/Paris';
const idsOf = (rows: readonly AppointmentRow[]) => rows.map(({ identifiant }) => identifiant);

describe('the agenda of a day', () => {
	const at = (debut: string | null, parts: Partial<AppointmentRow> = {}) =>
		aRow({ identifiant: debut ?? 'unknown', debut, ...parts });

	test('has the appointments that begin on it, in their order', () => {
		const rows = [
			at('2026-11-23T15:00:00Z'),
			at('2026-11-23T08:00:00Z'),
			at('2026-11-22T22:59:59Z'),
			at('2026-11-22T23:00:00Z'),
			at('2026-11-23T22:59:59Z'),
			at('2026-11-23T23:00:00Z'),
			at(null),
			at('demain'),
		];
		expect(idsOf(agendaOf(rows, '2026-11-23', PARIS))).toEqual([
			'2026-11-22T23:00:00Z',
			'2026-11-23T08:00:00Z',
			'2026-11-23T15:00:00Z',
			'2026-11-23T22:59:59Z',
		]);
	});

	test.each([
		[
			'of 23 hours when the clocks go forward',
			'2026-03-29',
			'2026-03-28T23:00Z',
			'2026-03-29T22:00Z',
		],
		['of 25 hours when the clocks go back', '2026-10-25', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
	])('is one %s', (_name, day, from, until) => {
		const before = (iso: string) => new Date(Date.parse(iso) - 1).toISOString();
		const rows = [before(from), from, before(until), until].map((debut) => at(debut));
		expect(idsOf(agendaOf(rows, day, PARIS))).toEqual([from, before(until)]);
	});

	test('is that of the workshop’s calendar', () => {
		const rows = [at('2026-11-23T21:00:00Z')];
		expect(agendaOf(rows, '2026-11-24', 'Indian/Reunion')).toHaveLength(1);
		expect(agendaOf(rows, '2026-11-24', PARIS)).toHaveLength(0);
	});

	test.each([
		['annule', 0],
		['deplace', 0],
		['absent', 0],
		['confirme', 1],
		['', 1],
		[null, 1],
	])('counts an appointment in state %j %i times', (etat, times) => {
		expect(agendaOf([aRow({ etat })], '2026-11-23', PARIS)).toHaveLength(times);
	});
});

describe('what changed since an agenda', () => {
	const SINCE = new Date('2026-11-22T06:30:00.000Z');
	const AFTER = '2026-11-22T10:00:00.000Z';
	const BEFORE = '2026-11-21T10:00:00.000Z';

	test.each<[string, Partial<AppointmentRow>, string]>([
		['a booking', { recu_le: AFTER }, 'created'],
		['a booking just being written', { recu_le: AFTER, etat: null }, 'created'],
		[
			'a booking that begins at that very moment',
			{ recu_le: AFTER, debut: SINCE.toISOString() },
			'created',
		],
		['an appointment that moved here', { recu_le: AFTER, deplace_depuis: 'a0' }, 'moved'],
		['a cancellation', { etat: 'annule', annule_le: AFTER }, 'canceled'],
		[
			'a cancellation we heard of late',
			{ etat: 'annule', annule_le: BEFORE, envoye_annule_le: AFTER },
			'canceled',
		],
		[
			'a booking cancelled at once, as cancelled only',
			{ etat: 'annule', recu_le: AFTER, annule_le: AFTER },
			'canceled',
		],
		[
			'a cancellation of unknown start',
			{ etat: 'annule', annule_le: AFTER, debut: null },
			'canceled',
		],
	])('tells %s', (_name, parts, change) => {
		const row = aRow(parts);
		const none = { created: [], moved: [], canceled: [] };
		expect(changesSince([row], SINCE)).toEqual({ ...none, [change]: [row] });
	});

	test.each<[string, Partial<AppointmentRow>]>([
		['a booking known before', { recu_le: BEFORE }],
		['a booking of an unknown time', { recu_le: null }],
		[
			'a cancellation known before',
			{ etat: 'annule', annule_le: BEFORE, envoye_annule_le: BEFORE },
		],
		[
			'the place an appointment moved away from',
			{ etat: 'deplace', deplace_vers: 'b1', recu_le: AFTER },
		],
		['somebody who did not come', { etat: 'absent', recu_le: AFTER }],
		[
			'the place an appointment moved away from, which Calendly cancelled',
			{ etat: 'deplace', deplace_vers: 'b1', annule_le: AFTER },
		],
		['a booking received at that very moment', { recu_le: SINCE.toISOString() }],
		['an appointment that is over', { recu_le: AFTER, debut: '2026-11-22T06:00:00Z' }],
	])('does not tell %s', (_name, parts) => {
		expect(changesSince([aRow(parts)], SINCE)).toEqual({ created: [], moved: [], canceled: [] });
	});

	test('is told in the order of the appointments, those of unknown time last', () => {
		const canceled = [null, '2026-11-25T08:00:00Z', null, '2026-11-24T08:00:00Z'].map(
			(debut, index) => aRow({ identifiant: `${index}`, etat: 'annule', annule_le: AFTER, debut }),
		);
		expect(idsOf(changesSince(canceled, SINCE).canceled)).toEqual(['3', '1', '0', '2']);
	});

	test('is nothing for the first agenda', () => {
		const rows = [aRow({ recu_le: AFTER })];
		const task = { day: '2026-11-23', since: null };
		expect(agendaFrom(rows, task, PARIS)).toEqual({
			...task,
			appointments: rows,
			changes: { created: [], moved: [], canceled: [] },
		});
		const later = agendaFrom(rows, { ...task, since: SINCE.toISOString() }, PARIS);
		expect(later.changes.created).toEqual(rows);
		expect(later.since).toBe(SINCE.toISOString());
	});
});

test.each([
	['up to five minutes before the last agenda', '2026-11-22T06:25:00.001Z', 1],
	['longer before it', '2026-11-22T06:25:00.000Z', 0],
])('a booking received %s (%s) is told %i times', (_name, recu_le, told) => {
	const task = { day: '2026-11-23', since: '2026-11-22T06:30:00.000Z' };
	expect(agendaFrom([aRow({ recu_le })], task, PARIS).changes.created).toHaveLength(told);
});

describe('the agenda of the morning', () => {
	const YESTERDAY = '2026-11-22T06:30:10.000Z';
	const dueAt = (now: string, lastSent: string | null = YESTERDAY, time = '07:30') =>
		agendaDue(new Date(now), lastSent, { time, timezone: PARIS, closedDays: [] });
	const task = { day: '2026-11-23', since: YESTERDAY };

	test.each([
		['not before its time', '2026-11-23T06:29:59.999Z', null],
		['at its time', '2026-11-23T06:30:00.000Z', task],
		['later when n8n was off at that minute', '2026-11-23T11:00:00.000Z', task],
		['up to six hours late', '2026-11-23T12:30:00.000Z', task],
		['no longer after that', '2026-11-23T12:30:00.001Z', null],
		['not in the evening', '2026-11-23T20:00:00.000Z', null],
	])('leaves %s', (_name, now, expected) => {
		expect(dueAt(now)).toEqual(expected);
	});

	test('leaves once a day', () => {
		expect(dueAt('2026-11-23T06:45:00Z', '2026-11-23T06:30:05.000Z')).toBeNull();
		expect(dueAt('2026-11-23T06:45:00Z', '2026-11-22T22:59:00.000Z')).not.toBeNull();
	});

	test.each([null, '', 'hier'])('leaves without a past when the last one is %j', (lastSent) => {
		expect(dueAt('2026-11-23T06:30:00Z', lastSent)).toEqual({ day: '2026-11-23', since: null });
	});

	test.each([
		['in winter', '2026-03-28', '2026-03-28T06:30:00Z'],
		['on the day the clocks go forward', '2026-03-29', '2026-03-29T05:30:00Z'],
		['on the day the clocks go back', '2026-10-25', '2026-10-25T06:30:00Z'],
		['on the day before', '2026-10-24', '2026-10-24T05:30:00Z'],
	])('leaves at 07:30 on the workshop’s clock %s', (_name, day, at) => {
		expect(dueAt(new Date(Date.parse(at) - 1).toISOString())).toBeNull();
		expect(dueAt(at)).toEqual({ day, since: YESTERDAY });
	});

	test('leaves whenever it is asked for by hand', () => {
		const policy = { time: '07:30', timezone: PARIS, closedDays: ['lundi'] };
		const sent = '2026-11-23T06:30:05.000Z';
		expect(agendaDue(new Date('2026-11-23T20:00:00Z'), sent, policy, true)).toEqual({
			day: '2026-11-23',
			since: sent,
		});
	});

	test.each([
		['dimanche', task],
		['lundi', null],
		['11-23', null],
		['2026-11-23', null],
	])('on a Monday leaves of a workshop closed on %s: %j', (closed, expected) => {
		const policy = { time: '07:30', timezone: PARIS, closedDays: [closed] };
		expect(agendaDue(new Date('2026-11-23T06:30:00Z'), YESTERDAY, policy)).toEqual(expected);
	});

	test('never leaves at a time that is none', () => {
		expect(dueAt('2026-11-23T06:30:00Z', null, 'tôt')).toBeNull();
	});
});

test('the last agenda is the one that left last, whatever else the journal holds', () => {
	const [first, last] = ['2026-11-20T06:30:00.000Z', '2026-11-21T06:30:00.000Z'];
	const row = (recu_le: unknown, evenement = 'agenda') => ({ evenement, recu_le });
	const others = [
		row('2026-11-22T06:30:00.000Z', 'invitee.created'),
		row('hier'),
		row(7),
		{},
		null,
	];
	expect(lastAgendaOf([row(last), row(first), ...others])).toBe(last);
	expect(lastAgendaOf(others)).toBeNull();
});

describe('a day is empty', () => {
	const isEmpty = (parts: Partial<AppointmentRow>) =>
		isEmptyDay([aRow(parts)], '2026-11-23', { time: '07:30', timezone: PARIS });

	test.each<[string, Partial<AppointmentRow>, boolean]>([
		['not with an appointment', {}, false],
		['with one of another day', { debut: '2026-11-24T08:00:00Z' }, true],
		['with a cancelled one', { etat: 'annule' }, true],
		['with one booked after the hour of the agenda', { reserve_le: '2026-11-23T07:00:00Z' }, true],
		[
			'not with one booked before it and found out later',
			{ reserve_le: '2026-11-22T18:00:00Z', recu_le: '2026-11-23T08:00:00Z' },
			false,
		],
		['not with one booked at that very hour', { reserve_le: '2026-11-23T06:30:00.000Z' }, false],
		['with one received after it of unknown booking', { recu_le: '2026-11-23T07:00:00Z' }, true],
		['not with one of which nothing is known', { reserve_le: null, recu_le: null }, false],
	])('%s', (_name, parts, expected) => {
		expect(isEmpty(parts)).toBe(expected);
	});

	test('not with an appointment, where the hour of the agenda is none', () => {
		const policy = { time: 'tôt', timezone: PARIS };
		expect(isEmptyDay([aRow()], '2026-11-23', policy)).toBe(false);
		expect(isEmptyDay([], '2026-11-23', policy)).toBe(true);
	});
});

test.each([
	['07:30', true],
	['00:00', true],
	['23:59', true],
	['24:00', false],
	['7:30', false],
	['07:60', false],
	['07h30', false],
	['07:30:00', false],
	['à 07:30', false],
	[['07:30'], false],
	[730, false],
	[null, false],
])('%j is a time of the day: %s', (value, is) => {
	expect(isClockTime(value)).toBe(is);
});

describe('an agenda that came as JSON', () => {
	const task = { day: '2026-11-23', since: '2026-11-22T06:30:00.000Z' };

	test('is the one that was sent', () => {
		const rows = [aRow(), aRow({ etat: 'annule', annule_le: '2026-11-22T10:00:00.000Z' })];
		const agenda = agendaFrom(rows, task, PARIS);
		expect(agendaOfJson(JSON.parse(JSON.stringify(agenda)))).toEqual(agenda);
	});

	test.each([null, 'texte', {}, { day: '2026-11-23' }, { day: 3, appointments: [] }, []])(
		'%j is none',
		(value) => {
			expect(agendaOfJson(value)).toBeNull();
		},
	);

	test('loses what is no row', () => {
		const value = { ...task, appointments: [aRow(), null, 'x', {}, [aRow()]], changes: 'x' };
		expect(agendaOfJson(value)).toEqual({
			...task,
			appointments: [aRow()],
			changes: { created: [], moved: [], canceled: [] },
		});
	});
});
