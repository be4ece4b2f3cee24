import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	isFinished,
	JOURNAL_COLUMNS,
	logLinesOf,
	mailsOf,
	type JournalRow,
} from '../../reliability/lib/facts.mts';
import type { Postbox } from '../../support/smtp.mts';
import { until } from '../../support/until.mts';
import type { Postgres } from './postgres.mts';

export type Row = Record<string, any>;

/** Reads what PostgreSQL, the one log and the SMTP server hold, for the deliveries that carry a prefix. */
export class Facts {
	readonly #postgres: Postgres;
	readonly #postbox: Postbox;
	readonly #files: string;

	/** @param files the folder of the log */
	constructor(postgres: Postgres, postbox: Postbox, files: string) {
		this.#postgres = postgres;
		this.#postbox = postbox;
		this.#files = files;
	}

	async journal(prefix: string): Promise<JournalRow[]> {
		return (await this.#having(prefix, 'archimeuble_journal', JOURNAL_COLUMNS)) as JournalRow[];
	}

	/** Whole rows of the appointments. */
	async appointments(prefix: string): Promise<Row[]> {
		return await this.#having(prefix, 'archimeuble_rendezvous', '*');
	}

	logLines(prefix: string): Map<string, number> {
		return logLinesOf(this.log(), prefix);
	}

	mails(prefix: string): Map<string, number> {
		return mailsOf(this.#postbox, prefix);
	}

	/** Lines of the one log. */
	log(): string[] {
		return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8').trimEnd().split('\n') : [];
	}

	get logFile(): string {
		return join(this.#files, 'calendly.log');
	}

	/** Every row of a data table, oldest first; none while the table does not exist. */
	async rows(table: string): Promise<Row[]> {
		const name = await this.tableName(table);
		return name === null ? [] : await this.#postgres.query(`SELECT * FROM ${name} ORDER BY id`);
	}

	/** Name of a data table in PostgreSQL; null while it does not exist. */
	async tableName(table: string): Promise<string | null> {
		const [found] = await this.#postgres.query('SELECT id FROM data_table WHERE name = $1', table);
		return found === undefined ? null : `"data_table_user_${found.id}"`;
	}

	/**
	 * Waits until every delivery stored under the prefix is finished.
	 * @returns whether that came in time; what is unfinished can be read from the journal
	 */
	async settled(prefix: string, seconds: number, deliveries = 1): Promise<boolean> {
		const finished = async () => {
			const rows = await this.journal(prefix);
			return rows.length >= deliveries && rows.every(isFinished);
		};
		return await until('deliveries to be finished', finished, seconds * 1000).catch(() => false);
	}

	async #having(prefix: string, table: string, columns: string): Promise<Row[]> {
		const name = await this.tableName(table);
		if (name === null) return [];
		return await this.#postgres.query(
			`SELECT ${columns} FROM ${name} WHERE starts_with(identifiant, $1) ORDER BY id`,
			prefix,
		);
	}
}
