import { verdict as handledOnce } from '../../reliability/cases/duplicates.mts';
import { newPrefix } from '../../reliability/lib/bookings.mts';
import { atMost, none, type Check, type Context, type ScaleCase } from '../lib/case.mts';
import { deliverCopies, type CopyFacts } from '../lib/copies.mts';

/** What the first deliveries there ever are leave behind. */
export interface FirstFacts extends CopyFacts {
	/** Names of the data tables. */
	tables: readonly string[];
	/** Names of the settings. */
	settings: readonly string[];
}

/** Each booking once, and what is made for all of them once. */
export function verdict(facts: FirstFacts): Check[] {
	return [
		...handledOnce(facts),
		none('tables made twice', repeated(facts.tables)),
		none('settings there twice', repeated(facts.settings)),
		atMost('slowest answer', Math.max(0, ...facts.milliseconds) / 1000, 15, 's'),
	];
}

function repeated(names: readonly string[]): string[] {
	return names.filter((name, index) => names.indexOf(name) < index);
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, quick } = context;
	const bookings = quick ? 8 : 60;
	const facts = await deliverCopies(context, newPrefix('triple'), {
		bookings,
		times: 3,
		width: 12,
	});
	const tables = await world.postgres.query('SELECT name FROM data_table');
	const settings = await world.facts.rows('archimeuble_reglages');
	const checks = verdict({
		...facts,
		tables: tables.map(({ name }) => name as string),
		settings: settings.map(({ reglage }) => reglage as string),
	});
	return { done: `${bookings} bookings × 3 at once, 12 bookings at a time`, checks };
}

export default {
	name: 'duplicates',
	mustShow: 'one row, one mail; tables and settings once',
	deadlineSeconds: () => 300,
	run,
} satisfies ScaleCase;
