const MINUTE_MS = 60_000;

/** Shortest time between two alerts about the same workflow, in minutes. */
export const ALERT_PAUSE_MINUTES = 60;

/** A recorded failure: `termine_le` is when a person was told of it, empty when nobody was. */
export interface RecordedFailure {
	termine_le?: string | null;
}

/**
 * Whether a person is to be told of a failure now. A workflow that runs every minute and fails every
 * minute must not bury the one mail that matters under sixty others.
 *
 * @param failures earlier failures of the same workflow
 */
export function alertDue(
	failures: readonly RecordedFailure[],
	now: Date,
	pauseMinutes = ALERT_PAUSE_MINUTES,
): boolean {
	const since = now.getTime() - pauseMinutes * MINUTE_MS;
	return failures.every(({ termine_le: told }) => !told || !(Date.parse(told) > since));
}
