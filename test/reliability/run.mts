/**
 * `npm run test:reliability`: does to the real n8n what must not hurt it, and measures.
 * Options: --case name (several times), --quick, --seed number, --json file,
 * --keep (the folder of n8n is not removed, to look into it).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ReliabilityCase } from './lib/case.mts';
import { passed, table, type CaseResult } from './lib/report.mts';
import { runCase } from './lib/runCase.mts';
import { World } from './lib/world.mts';

/**
 * Stages one after the other; the lanes of a stage at the same time, each with an n8n of its own: what
 * mostly waits beside what mostly works, or the whole would take 20 minutes. `duplicates` is first in
 * its lane because it wants an empty folder; `smtp` measures an answer in milliseconds and has the
 * machine to itself.
 */
const PLAN: readonly (readonly (readonly string[])[])[] = [
	[
		['killed', 'replay', 'outage'],
		['duplicates', 'disorder', 'attack', 'storage', 'clock'],
	],
	[['smtp']],
];
const CASES = PLAN.flat(2);
/** The short run has one n8n. */
const QUICK = ['duplicates', 'disorder', 'clock', 'attack', 'storage', 'killed', 'smtp'];

const { values: options } = parseArgs({
	options: {
		case: { type: 'string', multiple: true },
		quick: { type: 'boolean', default: false },
		seed: { type: 'string' },
		json: { type: 'string' },
		keep: { type: 'boolean', default: false },
	},
});

async function main(): Promise<void> {
	const seed = Number(options.seed ?? Date.now() % 1_000_000);
	const stages = chosenStages();
	console.log(`Reliability: ${stages.flat(2).join(', ')}; repeat with --seed ${seed}\n`);
	const started = Date.now();
	const worlds: World[] = [];
	endOnSignal(worlds);
	const results: CaseResult[] = [];
	try {
		for (const lanes of stages) {
			const work = lanes.map(async (names, lane) => {
				const world = (worlds[lane] ??= new World());
				for (const name of names) {
					results.push(await runCase(await load(name), world, { seed, quick: options.quick }));
				}
				if (lane > 0) await world.down();
			});
			await Promise.all(work);
		}
	} finally {
		for (const world of worlds) await world.end(options.keep);
	}
	const seconds = (Date.now() - started) / 1000;
	console.log(`\n${table(results)}\n\n${seconds.toFixed(0)} s, seed ${seed}`);
	if (options.json !== undefined) {
		const report = { seed, quick: options.quick, seconds, node: process.version, cases: results };
		writeFileSync(options.json, `${JSON.stringify(report, null, '\t')}\n`);
	}
	// A case that ran out of time may have left a sender that never gives up.
	process.exit(results.every(passed) ? 0 : 1);
}

function chosenStages(): readonly (readonly (readonly string[])[])[] {
	if (options.case !== undefined) return [[options.case]];
	return options.quick ? [[QUICK]] : PLAN;
}

async function load(name: string): Promise<ReliabilityCase> {
	if (!CASES.includes(name)) {
		throw new Error(`There is no case « ${name} »; there are ${CASES.join(', ')}.`);
	}
	const module = (await import(`./cases/${name}.mts`)) as { default: ReliabilityCase };
	return module.default;
}

/** n8n is in a process group of its own: Ctrl-C must end it too. */
function endOnSignal(worlds: readonly World[]): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			for (const world of worlds) {
				world.kill();
				world.instance.remove();
			}
			process.exit(130);
		});
	}
}

await main();
