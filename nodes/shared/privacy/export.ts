import { APPOINTMENT_TABLE } from '../appointment/row';
import { utcDay } from '../french/days';
import { JOURNAL_TABLE, type StoredDelivery } from '../journal/entry';
import type { Fields } from '../text/fields';
import { parseJson } from '../text/json';
import { withoutSystemColumns } from './columns';
import type { Mention, Person } from './person';

const MAX_FILE_NAME = 120;

/** Where others mention the person, without what is theirs. */
export interface ExportedMention {
	table: string;
	identifiant: string;
	/** Names of the columns. */
	mentionne_dans: string[];
}

/**
 * What a person receives who asks for their data: a copy (art. 15 (3) GDPR) in a structured,
 * machine-readable format (art. 20 GDPR), named as the columns of the tables.
 */
export interface PersonExport {
	adresse: string;
	/** UTC. */
	exporte_le: string;
	/** Rows of the table of appointments. */
	rendez_vous: Fields[];
	/** Rows of the journal, `contenu` as an object. */
	messages: Fields[];
	mentions: ExportedMention[];
}

/** The rights of others bound the copy (art. 15 (4) GDPR): of their rows only where the address is. */
export function exportOf(person: Person, now: Date): PersonExport {
	const { appointments, deliveries } = person.mentions;
	return {
		adresse: person.address,
		exporte_le: now.toISOString(),
		rendez_vous: person.appointments.map(withoutSystemColumns),
		messages: person.deliveries.map(exportedDelivery),
		mentions: [
			...appointments.map((mention) => exportedMention(APPOINTMENT_TABLE, mention)),
			...deliveries.map((mention) => exportedMention(JOURNAL_TABLE, mention)),
		],
	};
}

/** `donnees-client@example.com-2026-11-26.json`, safe on every file system; the day is UTC's. */
export function exportFileName({ address }: Person, now: Date): string {
	const end = `-${utcDay(now)}.json`;
	const start = `donnees-${address.toLowerCase().replace(/[^a-z0-9.@_-]/gu, '_')}`;
	return start.slice(0, MAX_FILE_NAME - end.length) + end;
}

function exportedDelivery(row: StoredDelivery): Fields {
	return { ...withoutSystemColumns(row), contenu: parseJson(row.contenu) ?? row.contenu };
}

function exportedMention(
	table: string,
	{ row, erased }: Mention<{ identifiant: string }>,
): ExportedMention {
	return { table, identifiant: row.identifiant, mentionne_dans: Object.keys(erased) };
}
