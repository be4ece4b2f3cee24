import { MINUTE_MS } from '../french/dates';

/** Shortest time between two alerts about the same workflow, in minutes. */
const ALERT_PAUSE_MINUTES = 60;

/**
 * How long a failure waits for the alert of another recorded before it, in minutes. A crash ends many
 * executions at once, and n8n reports all of them in the same second; when the first one's mail does
 * not leave, the next failure after this time tries again.
 */
const OTHERS_TURN_MINUTES = 3;

/** A recorded failure: `termine_le` is when a person was told of it, empty when nobody was. */
export interface RecordedFailure {
	id?: number | null;
	recu_le?: string | null;
	termine_le?: string | null;
}

/**
 * Whether a person is to be told of a failure now. A workflow that runs every minute and fails every
 * minute must not bury the one mail that matters under sixty others.
 *
 * @param failures recorded failures of the same workflow, this one among them or not
 * @param own number of this failure's row; null when it could not be recorded
 */
export function alertDue(
	failures: readonly RecordedFailure[],
	own: number | null,
	now: Date,
	pauseMinutes = ALERT_PAUSE_MINUTES,
): boolean {
	const isWithin = (time: string | null | undefined, minutes: number) =>
		!!time && Date.parse(time) > now.getTime() - minutes * MINUTE_MS;
	const toldLately = failures.some(({ termine_le }) => isWithin(termine_le, pauseMinutes));
	const othersTurn = failures.some(
		({ id, recu_le }) =>
			own !== null && (id ?? own) < own && isWithin(recu_le, OTHERS_TURN_MINUTES),
	);
	return !toldLately && !othersTurn;
}
