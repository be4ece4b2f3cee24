import { timezoneOrDefault } from '../french/dates';
import { asFields, asLine, type Fields } from '../text/fields';
import { eventOf } from './entry';
import { isWorkshopMail } from './handle';
import { logLines } from './log';

/** What a round appends to the log file. */
export interface RoundLog {
	/** None where all were written in an attempt before. */
	lines: string[];
	/** Path of the file. */
	file: string;
}

/**
 * The lines of the deliveries of a round, each delivery once however many mails it causes. Null where
 * the round announces nothing.
 *
 * @param turns the announcements of `handleBatch`
 */
export function roundLog(turns: readonly unknown[]): RoundLog | null {
	const all = turns.map(asFields).filter(({ numero }) => numero);
	const file = asLine(all[0]?.fichier_log);
	if (file === null) return null;
	const first = all.filter(
		({ numero }, index) => all.findIndex((other) => other.numero === numero) === index,
	);
	return { lines: first.filter(({ log_le }) => !log_le).flatMap(linesOf), file };
}

function linesOf({ evenement, courriel, a, fuseau }: Fields): string[] {
	const event = eventOf(evenement);
	if (event === null) return [];
	const recipient = isWorkshopMail(courriel) ? asLine(a) : null;
	return logLines(event, { recipient, timezone: timezoneOrDefault(fuseau) });
}
