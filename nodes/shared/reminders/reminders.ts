import type { AppointmentRow } from '../appointment/row';
import { HOUR_MS } from '../french/dates';
import { asSendableAddress } from '../text/address';
import { asDate } from '../text/fields';

/** Whether and when clients are reminded. */
export interface ReminderPolicy {
	/** Whether the workshop has switched on the mails to its clients. */
	enabled: boolean;
	/** Hours before the start from which on the reminder is due; elapsed hours, not clock hours. */
	hoursBefore: number;
	/** Hours before the start from which on it is no longer worth sending. */
	latestHoursBefore: number;
}

export const DEFAULT_REMINDER_POLICY: ReminderPolicy = {
	enabled: false,
	hoursBefore: 24,
	latestHoursBefore: 2,
};

/** Whether there is a time at which a reminder could be due. */
export function isReminderPolicy({ hoursBefore, latestHoursBefore }: ReminderPolicy): boolean {
	return latestHoursBefore >= 0 && hoursBefore > latestHoursBefore;
}

/** Why an appointment is not reminded of, or that it is now. */
export type ReminderDecision =
	| 'due'
	| 'switched_off'
	| 'already_sent'
	| 'not_confirmed'
	| 'no_address'
	| 'no_start'
	| 'too_early'
	| 'too_late'
	| 'booked_late';

/**
 * The appointments whose client is to be reminded now, the next one first. The hours are those that
 * pass: over a change of the clocks a reminder 24 hours before 10:00 leaves at 09:00 or 11:00 of the
 * day before. What was missed while n8n was off stays due until `latestHoursBefore`.
 */
export function dueReminders<Row extends AppointmentRow>(
	rows: readonly Row[],
	now: Date,
	policy: ReminderPolicy,
): Row[] {
	return rows
		.filter((row) => reminderDecision(row, now, policy) === 'due')
		.sort((one, other) => startOf(one) - startOf(other));
}

/** What speaks against the reminder of one appointment; what can never change is looked at first. */
export function reminderDecision(
	row: AppointmentRow,
	now: Date,
	policy: ReminderPolicy,
): ReminderDecision {
	const start = startOf(row);
	const hoursLeft = (start - now.getTime()) / HOUR_MS;
	if (!policy.enabled) return 'switched_off';
	if (row.envoye_rappel_le) return 'already_sent';
	if (row.etat !== 'confirme') return 'not_confirmed';
	if (asSendableAddress(row.email) === null) return 'no_address';
	if (Number.isNaN(start)) return 'no_start';
	if (wasBookedLate(row, policy)) return 'booked_late';
	if (hoursLeft > policy.hoursBefore) return 'too_early';
	return hoursLeft < policy.latestHoursBefore ? 'too_late' : 'due';
}

/**
 * Whether the client booked within the hours the reminder is sent before. A reschedule is a booking of
 * its own. A booking of unknown time counts as late: too many mails are worse than too few.
 */
function wasBookedLate(row: AppointmentRow, { hoursBefore }: ReminderPolicy): boolean {
	const bookedAt = asDate(row.reserve_le) ?? asDate(row.recu_le);
	return bookedAt === null || startOf(row) - bookedAt.getTime() < hoursBefore * HOUR_MS;
}

function startOf({ debut }: AppointmentRow): number {
	return asDate(debut)?.getTime() ?? NaN;
}
