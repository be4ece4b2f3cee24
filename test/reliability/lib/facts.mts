import type { Instance } from '../../support/instance.mts';
import type { Postbox, ReceivedMail } from '../../support/smtp.mts';
import { until } from '../../support/until.mts';

/** A row of the journal, without its content. */
export interface JournalRow {
	id: number;
	identifiant: string;
	evenement: string;
	etat: string;
	resultat: string | null;
	erreur: string | null;
	essais: number;
	execution: string | null;
	cle: string;
}

export type MailKind = 'created' | 'rescheduled' | 'canceled';

/** A mail as far as the promises go: what it announces, and to which invitee it belongs. */
export interface Announcement {
	kind: MailKind;
	email: string;
}

const FINISHED = ['termine', 'doublon', 'echec'];

/** What of the journal the promises are about. */
export const JOURNAL_COLUMNS =
	'id, identifiant, evenement, etat, resultat, erreur, essais, execution, cle';

const SUBJECTS: Array<[RegExp, MailKind]> = [
	[/^Nouveau RDV/, 'created'],
	[/^RDV déplacé/, 'rescheduled'],
	[/^RDV annulé/, 'canceled'],
];

/** Reads what n8n and the SMTP server hold, for the deliveries that carry a prefix. */
export class Facts {
	readonly #instance: Instance;
	readonly #postbox: Postbox;

	constructor(instance: Instance, postbox: Postbox) {
		this.#instance = instance;
		this.#postbox = postbox;
	}

	journal(prefix: string): JournalRow[] {
		return this.#select('archimeuble_journal', JOURNAL_COLUMNS, prefix) as JournalRow[];
	}

	/** Whole rows of the appointments. */
	appointments(prefix: string): Array<Record<string, string | null>> {
		return this.#select('archimeuble_rendezvous', '*', prefix) as Array<
			Record<string, string | null>
		>;
	}

	/** How many log lines of each event mention each invitee's address: `<event> <email>` → lines. */
	logLines(prefix: string): Map<string, number> {
		return logLinesOf(this.#instance.eventLog(), prefix);
	}

	/** How often each mail came: `<kind> <email>` → mails. */
	mails(prefix: string): Map<string, number> {
		return mailsOf(this.#postbox, prefix);
	}

	/**
	 * Waits until every delivery stored under the prefix is finished.
	 * @returns whether that came in time; what is unfinished can be read from the journal
	 */
	async settled(prefix: string, seconds: number, deliveries = 1): Promise<boolean> {
		const finished = () => {
			const rows = this.journal(prefix);
			return rows.length >= deliveries && rows.every(isFinished);
		};
		return await until('deliveries to be finished', finished, seconds * 1000).catch(() => false);
	}

	#select(table: string, columns: string, prefix: string): unknown[] {
		const [found] = this.#instance.query('SELECT id FROM data_table WHERE name = ?', table);
		if (found === undefined) return [];
		return this.#instance.query(
			`SELECT ${columns} FROM data_table_user_${found.id} WHERE substr(identifiant, 1, ${prefix.length}) = ? ORDER BY id`,
			prefix,
		);
	}
}

/** Whether nothing more will happen to a delivery. */
export function isFinished({ etat }: Pick<JournalRow, 'etat'>): boolean {
	return FINISHED.includes(etat);
}

/** How many lines of a log mention each invitee's address: `<event> <email>` → lines. */
export function logLinesOf(lines: readonly string[], prefix: string): Map<string, number> {
	const line = new RegExp(`^\\[[^\\]]+\\] Event: (\\S+) \\| Data: .*?"email":"(${prefix}[^"]*)"`);
	const counts = new Map<string, number>();
	for (const text of lines) {
		const found = line.exec(text);
		if (found !== null) increase(counts, `${found[1]} ${found[2]}`);
	}
	return counts;
}

/** How often each mail came to an SMTP server: `<kind> <email>` → mails. */
export function mailsOf({ mails }: Pick<Postbox, 'mails'>, prefix: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const mail of mails) {
		const announced = announcementOf(mail);
		if (announced?.email.startsWith(prefix)) {
			increase(counts, `${announced.kind} ${announced.email}`);
		}
	}
	return counts;
}

/** Null for mails that announce no appointment, such as alerts. */
export function announcementOf(
	mail: Pick<ReceivedMail, 'subject' | 'replyTo'>,
): Announcement | null {
	const kind = SUBJECTS.find(([pattern]) => pattern.test(mail.subject ?? ''))?.[1];
	const email = mail.replyTo?.value[0]?.address;
	return kind === undefined || email === undefined ? null : { kind, email };
}

/** Mails beyond the first of their kind and invitee. */
export function sentTwice(mails: ReadonlyMap<string, number>): string[] {
	return [...mails].filter(([, count]) => count > 1).map(([mail, count]) => `${mail} × ${count}`);
}

/** How many mails came beyond the first of their kind and invitee. */
export function extraMails(mails: ReadonlyMap<string, number>): number {
	return [...mails.values()].reduce((sum, count) => sum + count - 1, 0);
}

function increase(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}
