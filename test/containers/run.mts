/**
 * `npm run test:containers`: docker-compose.yml on a real container engine, as root, on images that stand
 * for those of Docker Hub (lib/standIns.mts).
 * Options: --part build|single|upgrade|scale (several times; all when not given), --json file, --folder (of
 * the engine), --keep (containers and images stay: to look into them, or for the next part).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { passed, table, type CaseResult } from '../reliability/lib/report.mts';
import { SCALE } from './cases/scale.mts';
import { BUILD, SINGLE, UPGRADE } from './cases/single.mts';
import type { ContainerCase } from './lib/case.mts';
import { Engine, missingPrograms } from './lib/engine.mts';
import { DIFFERENCES, makeStandIns } from './lib/standIns.mts';
import { World } from './lib/world.mts';

const { values: options } = parseArgs({
	options: {
		part: { type: 'string', multiple: true },
		json: { type: 'string' },
		folder: { type: 'string', default: '/var/tmp/archimeuble-containers' },
		keep: { type: 'boolean', default: false },
	},
});

/** In the order in which one goes on where the one before stopped. */
const PARTS: Readonly<Record<string, readonly ContainerCase[]>> = {
	...{ build: BUILD, single: SINGLE, upgrade: UPGRADE, scale: SCALE },
};

async function main(): Promise<void> {
	const missing = missingPrograms();
	if (process.getuid?.() !== 0 || missing.length > 0) {
		console.error(
			`Not run: it needs root and, on Debian: apt-get install --no-install-recommends ${missing.join(' ') || 'podman runc debootstrap catatonit logrotate'}`,
		);
		process.exit(2);
	}
	const started = Date.now();
	const say = (line: string) =>
		console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}`);
	const engine = new Engine(options.folder);
	const results: CaseResult[] = [];
	endOnSignal(engine, () => report(results, (Date.now() - started) / 1000));
	try {
		await engine.clear();
		await makeStandIns(engine, say);
		const world = new World(engine, say);
		await world.lay();
		for (const one of await chosen(world)) {
			const result = await runCase(one, world);
			results.push(result);
			if (one.isGround && result.error !== null) break;
		}
	} finally {
		if (!options.keep) await engine.remove();
	}
	report(results, (Date.now() - started) / 1000);
	process.exit(results.every(passed) ? 0 : 1);
}

/** `upgrade` by itself begins with what `single` would have left; `scale` also goes without it. */
async function chosen(world: World): Promise<readonly ContainerCase[]> {
	const names = options.part ?? Object.keys(PARTS);
	const unknown = names.find((name) => PARTS[name] === undefined);
	if (unknown !== undefined) throw new Error(`There is no part « ${unknown} ».`);
	const isBuilt = await world.engine.hasImage(world.compose.file.services.n8n.image);
	if (!names.includes('build') && !isBuilt) await world.compose.build();
	if (names[0] === 'upgrade') {
		await world.compose.up();
		await world.untilServing();
	}
	return names.flatMap((name) => PARTS[name]);
}

async function runCase({ name, mustShow, run }: ContainerCase, world: World): Promise<CaseResult> {
	const started = Date.now();
	world.say(`${name}: begins`);
	const seconds = () => (Date.now() - started) / 1000;
	try {
		const { done, checks } = await run(world);
		const failed = checks.filter(({ holds }) => !holds).map(({ promise }) => promise);
		world.say(`${name}: ${failed.length === 0 ? 'holds' : `does not hold: ${failed.join('; ')}`}`);
		return { name, mustShow, done, checks, seconds: seconds(), error: null };
	} catch (error) {
		world.say(`${name}: ended early: ${(error as Error).message}`);
		const reason = (error as Error).stack ?? String(error);
		return { name, mustShow, done: 'ended early', checks: [], seconds: seconds(), error: reason };
	}
}

function report(results: readonly CaseResult[], seconds: number): void {
	console.log(`\n${table(results)}\n\n${seconds.toFixed(0)} s`);
	console.log(`\nWhat this leaves unproven:\n${DIFFERENCES.map((one) => `  - ${one}`).join('\n')}`);
	if (options.json === undefined) return;
	const all = { seconds, node: process.version, differences: DIFFERENCES, cases: results };
	writeFileSync(options.json, `${JSON.stringify(all, null, '\t')}\n`);
}

function endOnSignal(engine: Engine, tell: () => void): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			tell();
			void engine.clear().finally(() => process.exit(130));
		});
	}
}

await main();
