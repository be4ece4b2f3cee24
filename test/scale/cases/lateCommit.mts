import { verdict as handledOnce } from '../../reliability/cases/duplicates.mts';
import { newPrefix } from '../../reliability/lib/bookings.mts';
import { all, told, type Check, type Context, type ScaleCase } from '../lib/case.mts';
import type { Cluster } from '../lib/cluster.mts';
import { deliverCopies, type CopyFacts } from '../lib/copies.mts';

/** What was seen of bookings whose first delivery became visible late. */
export interface LateFacts extends CopyFacts {
	/** Keys whose first insert was held back, and those of which another one went through meanwhile. */
	held: number;
	overtaken: number;
}

export function verdict(facts: LateFacts): Check[] {
	return [
		...handledOnce(facts),
		all('bookings whose first insert was held back', facts.held, facts.deliveries.size),
		told('of those, overtaken by another insert', facts.overtaken),
	];
}

/**
 * The commit of the first row of a key is held back for 0.8 to 1.1 s, others of that key are not: the
 * row with the lowest number becomes visible last. Behind the insert, so that it also holds what an
 * index would hold.
 */
async function holdFirstInserts({ postgres, facts }: Cluster, prefix: string): Promise<void> {
	const journal = await facts.tableName('archimeuble_journal');
	await postgres.query('CREATE TABLE IF NOT EXISTS scale_held (cle text, is_first boolean)');
	await postgres.query(`
		CREATE OR REPLACE FUNCTION scale_hold() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF NOT starts_with(NEW.identifiant, '${prefix}') THEN RETURN NULL; END IF;
			IF pg_try_advisory_xact_lock(hashtext(NEW.cle))
				AND NOT EXISTS (SELECT 1 FROM ${journal} WHERE cle = NEW.cle AND id <> NEW.id)
			THEN
				INSERT INTO scale_held VALUES (NEW.cle, true);
				PERFORM pg_sleep(0.8 + 0.3 * random());
			ELSE
				INSERT INTO scale_held VALUES (NEW.cle, false);
			END IF;
			RETURN NULL;
		END $$`);
	await postgres.query(
		`CREATE TRIGGER scale_hold AFTER INSERT ON ${journal} FOR EACH ROW EXECUTE FUNCTION scale_hold()`,
	);
}

async function letGo({ postgres, facts }: Cluster): Promise<void> {
	const journal = await facts.tableName('archimeuble_journal');
	await postgres.query(`DROP TRIGGER IF EXISTS scale_hold ON ${journal}`);
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, quick } = context;
	const prefix = newPrefix('tard');
	const copies = { bookings: quick ? 4 : 24, times: 2, width: 2 };
	await holdFirstInserts(world, prefix);
	try {
		const facts = await deliverCopies(context, prefix, copies);
		const count = async (isFirst: boolean) =>
			(
				await world.postgres.query(
					'SELECT DISTINCT cle FROM scale_held WHERE is_first = $1',
					isFirst,
				)
			).length;
		const checks = verdict({ ...facts, held: await count(true), overtaken: await count(false) });
		const done = `${copies.bookings} bookings × 2 at once, the first commit held back 0.8–1.1 s`;
		return { done, checks };
	} finally {
		await letGo(world);
		await world.postgres.query('DROP TABLE IF EXISTS scale_held');
	}
}

export default {
	name: 'lateCommit',
	mustShow: 'one row, one mail, though the first row becomes visible last',
	deadlineSeconds: () => 300,
	run,
} satisfies ScaleCase;
