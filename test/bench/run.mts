/**
 * `npm run bench`: the job of a booking against the same job from stock nodes, what the package adds to
 * n8n's start, and the dashboard as appointments grow; ratios within one run on a quiet machine
 * (docs/performance.md). Nothing is asserted: times belong to the machine.
 * Options: --only booking or dashboard, --rows clients,single,burst,forgery,startup, --rounds number,
 * --deliveries number (of a series), --starts number, --json file, --profile folder (CPU profiles of the
 * rows clients and burst), --sizes and --times (dashboard).
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { n8nVersion } from '../../scripts/lib/n8n.mts';
import { BOOKING_ROWS, measureBookings } from './booking.mts';
import { measureDashboard } from './dashboard.mts';
import { judge, tableOf, type Figure } from './lib/figures.mts';
import { STARTUP_ROWS, measureStartup } from './startup.mts';

const PARTS = ['booking', 'dashboard'];
const ROWS: readonly string[] = [...BOOKING_ROWS, ...STARTUP_ROWS];

const { values: options } = parseArgs({
	options: {
		only: { type: 'string' },
		rows: { type: 'string', default: ROWS.join() },
		rounds: { type: 'string', default: '3' },
		deliveries: { type: 'string', default: '80' },
		starts: { type: 'string', default: '5' },
		json: { type: 'string' },
		profile: { type: 'string' },
		sizes: { type: 'string', default: '100,10000,100000' },
		times: { type: 'string', default: '9' },
	},
});

async function main(): Promise<void> {
	const parts = chosen(options.only ?? PARTS.join(), PARTS);
	if (parts.includes('booking')) await booking();
	if (parts.includes('dashboard')) {
		const sizes = options.sizes.split(',').map(Number);
		await measureDashboard({ sizes, times: Number(options.times) });
	}
}

async function booking(): Promise<void> {
	const rows = chosen(options.rows, ROWS);
	const began = Date.now();
	const say = (line: string) =>
		console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`);
	const figures: Figure[] = [];
	if (BOOKING_ROWS.some((row) => rows.includes(row))) {
		figures.push(
			...(await measureBookings({
				rows,
				rounds: Number(options.rounds),
				deliveries: Number(options.deliveries),
				profileFolder: options.profile ?? null,
				say,
			})),
		);
	}
	if (rows.includes('startup')) {
		figures.push(...(await measureStartup({ starts: Number(options.starts), say })));
	}
	console.log(`\n${tableOf(figures)}\n`);
	if (options.json !== undefined) {
		const { rounds, deliveries, starts } = options;
		const report = {
			date: new Date().toISOString(),
			machine: { processors: cpus().length, model: cpus()[0].model },
			n8n: n8nVersion(),
			node: process.version,
			options: { rows, rounds, deliveries, starts },
			seconds: Math.round((Date.now() - began) / 1000),
			figures: figures.map(judge),
		};
		writeFileSync(options.json, `${JSON.stringify(report, null, '\t')}\n`);
	}
}

/** @throws Error naming what there is to choose from */
function chosen(list: string, known: readonly string[]): string[] {
	const names = list.split(',');
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length === 0) return names;
	throw new Error(`There is no ${unknown.join(', ')}; there are ${known.join(', ')}.`);
}

await main();
