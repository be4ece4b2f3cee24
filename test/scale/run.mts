/**
 * `npm run test:scale`: n8n's queue mode on this machine (PostgreSQL, Redis, main, webhook, two workers,
 * nginx in front), what must not hurt it, and what it does in a second.
 * Options: --only case (several times), --quick, --seed number, --json file,
 * --keep (the folder of everything is not removed, to look into it).
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { n8nVersion } from '../../scripts/lib/n8n.mts';
import { passed, table, type CaseResult } from '../reliability/lib/report.mts';
import { runCase } from '../reliability/lib/runCase.mts';
import type { ScaleCase } from './lib/case.mts';
import { Cluster } from './lib/cluster.mts';
import { missingPrograms, programVersions } from './lib/programs.mts';

/**
 * One after the other. `duplicates` wants empty tables; `throughput` stops what it does not measure, so
 * it is last.
 */
const CASES = [
	'duplicates',
	'tenAtOnce',
	'lateCommit',
	'pairs',
	'burst',
	'busyWorkers',
	'refusals',
	'erasure',
	'mainDown',
	'keyRotation',
	'workerKilled',
	'redisRestarted',
	'postgresRestarted',
	'workersKilled',
	'throughput',
];
/** What takes minutes, or another start of n8n. */
const SLOW = ['keyRotation', 'workerKilled', 'postgresRestarted', 'workersKilled', 'throughput'];
const QUICK = CASES.filter((name) => !SLOW.includes(name));

const { values: options } = parseArgs({
	options: {
		only: { type: 'string', multiple: true },
		quick: { type: 'boolean', default: false },
		seed: { type: 'string' },
		json: { type: 'string' },
		keep: { type: 'boolean', default: false },
	},
});

async function main(): Promise<void> {
	assertPrograms();
	const seed = Number(options.seed ?? Date.now() % 1_000_000);
	const names = options.only ?? (options.quick ? QUICK : CASES);
	const cases = await Promise.all(names.map(load));
	const about = aboutTheMachine();
	console.log(`Scale: ${names.join(', ')}; repeat with --seed ${seed}\n${about}\n`);
	const started = Date.now();
	const cluster = await Cluster.prepare();
	endOnSignal(cluster);
	const results: CaseResult[] = [];
	try {
		for (const one of cases) {
			results.push(await runCase(one, cluster, { seed, quick: options.quick }));
		}
	} finally {
		await cluster.end(options.keep);
	}
	const seconds = (Date.now() - started) / 1000;
	console.log(`\n${table(results)}\n\n${seconds.toFixed(0)} s, seed ${seed}; ${about}`);
	if (options.json !== undefined) {
		const report = { seed, quick: options.quick, seconds, ...machine(), cases: results };
		writeFileSync(options.json, `${JSON.stringify(report, null, '\t')}\n`);
	}
	// A case that ran out of time may have left a sender that never gives up.
	process.exit(results.every(passed) ? 0 : 1);
}

/** Says what is missing and how to get it; exit code 2 tells it from a promise that does not hold. */
function assertPrograms(): void {
	const missing = missingPrograms();
	if (missing.length === 0) return;
	console.error(`Not run:\n${missing.map((one) => `  - ${one}`).join('\n')}`);
	process.exit(2);
}

function machine() {
	return { cores: availableParallelism(), versions: { n8n: n8nVersion(), ...programVersions() } };
}

function aboutTheMachine(): string {
	const { cores, versions } = machine();
	const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
	return `${names.join(', ')}; this machine has ${cores} cores`;
}

async function load(name: string): Promise<ScaleCase> {
	if (!CASES.includes(name)) {
		throw new Error(`There is no case « ${name} »; there are ${CASES.join(', ')}.`);
	}
	return ((await import(`./cases/${name}.mts`)) as { default: ScaleCase }).default;
}

/** All are in process groups of their own: Ctrl-C must end them too. */
function endOnSignal(cluster: Cluster): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			cluster.kill();
			cluster.remove();
			process.exit(130);
		});
	}
}

await main();
