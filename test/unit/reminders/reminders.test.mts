import fc from 'fast-check';
import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import {
	DEFAULT_REMINDER_POLICY,
	dueReminders,
	isReminderPolicy,
	reminderDecision,
	type ReminderDecision,
} from '../../../nodes/shared/reminders/reminders';
import { aRow } from '../email/clientFixtures.mts';

const POLICY = { ...DEFAULT_REMINDER_POLICY, enabled: true };
/** `aRow()` begins on Monday 23 November 2026 at 08:00 UTC. */
const DAY_BEFORE = new Date('2026-11-22T08:00:00.000Z');

const decisionAt = (now: string | Date, parts: Partial<AppointmentRow> = {}, policy = POLICY) =>
	reminderDecision(aRow(parts), new Date(now), policy);

describe('a reminder', () => {
	test.each<[string, string, ReminderDecision]>([
		['is not due a moment too early', '2026-11-22T07:59:59.999Z', 'too_early'],
		['is due 24 hours before the start', '2026-11-22T08:00:00.000Z', 'due'],
		['is still due when n8n was off at that minute', '2026-11-22T23:17:00.000Z', 'due'],
		['is due for the last time 2 hours before the start', '2026-11-23T06:00:00.000Z', 'due'],
		['is no longer sent after that', '2026-11-23T06:00:00.001Z', 'too_late'],
		['is not sent once the appointment has begun', '2026-11-23T08:00:00.000Z', 'too_late'],
		['is not sent days later', '2026-11-25T08:00:00.000Z', 'too_late'],
	])('%s', (_name, now, decision) => {
		expect(decisionAt(now)).toBe(decision);
	});

	test.each<[string, Partial<AppointmentRow>, ReminderDecision]>([
		['that was sent before', { envoye_rappel_le: '2026-11-22T08:00:01.000Z' }, 'already_sent'],
		['of a cancelled appointment', { etat: 'annule' }, 'not_confirmed'],
		['of one that moved away', { etat: 'deplace' }, 'not_confirmed'],
		['of one nobody came to', { etat: 'absent' }, 'not_confirmed'],
		['of one that is just being written', { etat: null }, 'not_confirmed'],
		['without a mail address', { email: null }, 'no_address'],
		['with two mail addresses', { email: 'a@example.com, b@example.com' }, 'no_address'],
		[
			'with a header in the address',
			{ email: 'a@example.com\r\nBcc: b@example.com' },
			'no_address',
		],
		['without a start', { debut: null }, 'no_start'],
		['with a start nobody can read', { debut: 'lundi à 9 h' }, 'no_start'],
		['with a start of an unknown zone', { debut: '2026-11-23T09:00:00' }, 'no_start'],
		['booked 23 hours ahead', { recu_le: '2026-11-22T09:00:00.000Z' }, 'booked_late'],
		['booked at a time nobody knows', { recu_le: null }, 'booked_late'],
	])('is never sent: one %s', (_name, parts, decision) => {
		for (const now of ['2026-11-22T08:00:00.000Z', '2026-11-22T20:00:00.000Z']) {
			expect(decisionAt(now, parts)).toBe(decision);
		}
	});

	test('is sent for a booking made in time that was only heard of when n8n was back', () => {
		const heardLate = { recu_le: '2026-11-22T12:00:00.000Z' };
		const now = '2026-11-22T12:05:00.000Z';
		expect(decisionAt(now, { ...heardLate, reserve_le: '2026-11-20T12:00:00.000Z' })).toBe('due');
		expect(decisionAt(now, { ...heardLate, reserve_le: '2026-11-22T11:00:00.000Z' })).toBe(
			'booked_late',
		);
	});

	test('is sent for a booking made exactly 24 hours ahead', () => {
		expect(decisionAt(DAY_BEFORE, { recu_le: '2026-11-22T08:00:00.000Z' })).toBe('due');
	});

	test('is never sent while the mails to clients are off, as they are by default', () => {
		expect(decisionAt(DAY_BEFORE, {}, { ...POLICY, enabled: false })).toBe('switched_off');
		expect(DEFAULT_REMINDER_POLICY.enabled).toBe(false);
	});

	test('leaves as many hours before as the setting says', () => {
		const policy = { enabled: true, hoursBefore: 48, latestHoursBefore: 12 };
		expect(decisionAt('2026-11-21T07:59:00Z', {}, policy)).toBe('too_early');
		expect(decisionAt('2026-11-21T08:00:00Z', {}, policy)).toBe('due');
		expect(decisionAt('2026-11-22T20:00:00Z', {}, policy)).toBe('due');
		expect(decisionAt('2026-11-22T20:01:00Z', {}, policy)).toBe('too_late');
		expect(decisionAt(DAY_BEFORE, { recu_le: '2026-11-21T09:00:00Z' }, policy)).toBe('booked_late');
	});

	test.each([
		[
			'go forward: 10:00 on Sunday is reminded of at 09:00 on Saturday',
			'2026-03-29T08:00:00.000Z',
			'2026-03-28T08:00:00.000Z',
		],
		[
			'go back: 10:00 on Sunday is reminded of at 11:00 on Saturday',
			'2026-10-25T09:00:00.000Z',
			'2026-10-24T09:00:00.000Z',
		],
	])('leaves 24 elapsed hours before when the clocks %s', (_name, debut, due) => {
		const row = { debut, fin: null, recu_le: '2026-01-02T08:00:00Z' };
		const before = new Date(Date.parse(due) - 1);
		expect(decisionAt(before, row)).toBe('too_early');
		expect(decisionAt(due, row)).toBe('due');
	});
});

describe('the reminders that are due', () => {
	test('are those rows themselves, the next appointment first', () => {
		const later = aRow({ identifiant: 'later', debut: '2026-11-23T07:30:00.000Z' });
		const sooner = aRow({ identifiant: 'sooner', debut: '2026-11-22T12:00:00.000Z' });
		const rows = [later, aRow({ etat: 'annule' }), sooner];
		expect(dueReminders(rows, DAY_BEFORE, POLICY)).toEqual([sooner, later]);
		expect(dueReminders(rows, DAY_BEFORE, POLICY)[0]).toBe(sooner);
		expect(rows[0]).toBe(later);
	});

	test('are none where there are no rows', () => {
		expect(dueReminders([], DAY_BEFORE, POLICY)).toEqual([]);
	});

	test('leave once per appointment, however often and irregularly somebody looks', () => {
		const times = fc.array(fc.integer({ min: -30 * 60, max: 60 }), { minLength: 1, maxLength: 60 });
		fc.assert(
			fc.property(times, (minutes) => {
				const start = Date.parse(aRow().debut ?? '');
				let row = aRow();
				let sent = 0;
				for (const minute of minutes.sort((one, other) => one - other)) {
					const now = new Date(start + minute * 60_000);
					if (dueReminders([row], now, POLICY).length === 0) continue;
					row = { ...row, envoye_rappel_le: now.toISOString() };
					sent += 1;
				}
				const looked = minutes.some((minute) => minute >= -24 * 60 && minute <= -2 * 60);
				expect(sent).toBe(looked ? 1 : 0);
			}),
		);
	});

	test('are found without an error among rows with anything in them', () => {
		const anything = fc.record({
			identifiant: fc.string(),
			...Object.fromEntries(
				['etat', 'email', 'debut', 'recu_le', 'envoye_rappel_le'].map((name) => [
					name,
					fc.oneof(
						fc.anything(),
						fc.constantFrom('confirme', 'a@b.example', '2026-11-23T07:00:00Z'),
					),
				]),
			),
		});
		fc.assert(
			fc.property(fc.array(anything, { maxLength: 20 }), (rows) => {
				const due = dueReminders(rows as unknown as AppointmentRow[], DAY_BEFORE, POLICY);
				for (const { etat, email } of due) {
					expect(etat).toBe('confirme');
					expect(email).toContain('@');
				}
			}),
		);
	});
});

test.each([
	[24, 2, true],
	[1, 0, true],
	[2, 2, false],
	[1, 2, false],
	[24, -1, false],
	[NaN, 2, false],
])('%d hours before and %d at the latest can be: %s', (hoursBefore, latestHoursBefore, can) => {
	expect(isReminderPolicy({ enabled: true, hoursBefore, latestHoursBefore })).toBe(can);
});
