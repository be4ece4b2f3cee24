/**
 * `npm run test:reliability`: does to the real n8n what must not hurt it, and measures.
 * Options: --case name (several times), --quick, --seed number, --json file,
 * --keep (the folder of n8n is not removed, to look into it).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ReliabilityCase } from './lib/case.mts';
import { Random } from './lib/random.mts';
import { passed, table, type CaseResult } from './lib/report.mts';
import { World } from './lib/world.mts';

const CASES = [
	'duplicates',
	'disorder',
	'clock',
	'attack',
	'killed',
	'smtp',
	'storage',
	'replay',
] as const;

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
	const names = options.case ?? [...CASES];
	console.log(`Reliability: ${names.join(', ')}; repeat with --seed ${seed}\n`);
	const started = Date.now();
	const world = new World();
	endOnSignal(world);
	const results: CaseResult[] = [];
	try {
		for (const name of names) results.push(await runCase(await load(name), world, seed));
	} finally {
		await world.end(options.keep);
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

async function load(name: string): Promise<ReliabilityCase> {
	if (!(CASES as readonly string[]).includes(name)) {
		throw new Error(`There is no case « ${name} »; there are ${CASES.join(', ')}.`);
	}
	const module = (await import(`./cases/${name}.mts`)) as { default: ReliabilityCase };
	return module.default;
}

async function runCase(
	{ name, mustShow, deadlineSeconds, run }: ReliabilityCase,
	world: World,
	seed: number,
): Promise<CaseResult> {
	const { quick } = options;
	const started = Date.now();
	const seconds = () => (Date.now() - started) / 1000;
	const say = (line: string) =>
		console.log(`${seconds().toFixed(1).padStart(7)} s  ${name}: ${line}`);
	say('begins');
	try {
		await world.up();
		const work = run({ world, random: new Random(seed), quick, say });
		const { done, checks } = await inTime(work, deadlineSeconds(quick));
		const failed = checks.filter(({ holds }) => !holds);
		say(
			failed.length === 0
				? 'holds'
				: `does not hold: ${failed.map((check) => check.promise).join('; ')}`,
		);
		return { name, mustShow, done, checks, seconds: seconds(), error: null };
	} catch (error) {
		say(`ended early: ${(error as Error).message}`);
		const reason = (error as Error).stack ?? String(error);
		return { name, mustShow, done: 'ended early', checks: [], seconds: seconds(), error: reason };
	}
}

async function inTime<T>(work: Promise<T>, seconds: number): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), seconds * 1000);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** n8n is in a process group of its own: Ctrl-C must end it too. */
function endOnSignal(world: World): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			world.kill();
			world.instance.remove();
			process.exit(130);
		});
	}
}

await main();
