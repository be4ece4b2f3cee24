import { DataTables } from './dataTables.mts';
import { EditorApi } from './editorApi.mts';
import { Failure } from './failure.mts';
import type { RunFile } from './runFile.mts';
import { season } from './season.mts';

/** Begins every id of a generated booking, so that they can be told from real ones and removed. */
const PREFIX = 'saison-';
const TABLE = 'archimeuble_rendezvous';

export interface SeasonSize {
	bookings: number;
	seed: number;
}

/**
 * Puts a generated year of bookings into the table of the running instance, in place of an earlier
 * one. Straight into the table: as deliveries they would all have been received today.
 * @throws Failure where mails could leave this machine: it is then no place for made-up bookings
 */
export async function fillSeason(
	run: RunFile,
	{ bookings, seed }: SeasonSize,
	say: (line: string) => void,
): Promise<number> {
	if (run.mailbox === null) {
		throw new Failure(
			'Mails of this instance leave the machine (SMTP_HOST is set), so made-up bookings have no place in it. Use « npm run start:demo », or start without SMTP_HOST in another N8N_USER_FOLDER.',
		);
	}
	const tables = await DataTables.open(await EditorApi.open(run));
	const tableId = await tables.idOf(TABLE);
	await tables.remove(tableId, {
		columnName: 'identifiant',
		condition: 'like',
		value: `${PREFIX}%`,
	});
	if (bookings === 0) return 0;
	const rows = season({ bookings, seed, now: new Date(), prefix: PREFIX });
	await tables.insert(tableId, rows, (count) => say(`${count} of ${rows.length} appointments`));
	return rows.length;
}
