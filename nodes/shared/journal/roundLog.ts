import { timezoneOrDefault } from '../french/dates';
import { asFields, asLine, type Fields } from '../text/fields';
import { eventOf } from './entry';
import { isWorkshopMail } from './handle';
import { logLines } from './log';

/** What a round appends to the log file. */
export interface RoundLog {
	lines: string[];
	/** Path of the file. */
	file: string;
	/** The execution whose deliveries they are about. */
	execution: string;
}

/**
 * The lines of the deliveries of a round, each delivery once however many mails it causes. Null where
 * all were written in an attempt before.
 *
 * @param announcements items of `handleBatch`
 */
export function roundLog(announcements: readonly unknown[]): RoundLog | null {
	const owed = announcements.map(asFields).filter(({ numero, log_le }) => numero && !log_le);
	const first = owed.filter(
		({ numero }, index) => owed.findIndex((other) => other.numero === numero) === index,
	);
	const [{ fichier_log = null, execution = null } = {}] = first;
	const file = asLine(fichier_log);
	if (file === null) return null;
	return { lines: first.flatMap(linesOf), file, execution: asLine(execution) ?? '' };
}

function linesOf({ evenement, courriel, a, fuseau }: Fields): string[] {
	const event = eventOf(evenement);
	if (event === null) return [];
	const recipient = isWorkshopMail(courriel) ? asLine(a) : null;
	return logLines(event, { recipient, timezone: timezoneOrDefault(fuseau) });
}
