/** What the package and its workflows add to the start of n8n and to its memory, in turns with a plain n8n. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../scripts/lib/config.mts';
import { writePrivateJson } from '../../scripts/lib/files.mts';
import { launchN8n, n8nEnvironment } from '../../scripts/lib/n8n.mts';
import { pathsIn, type Paths } from '../../scripts/lib/paths.mts';
import { provision } from '../../scripts/lib/provision.mts';
import { resolveSecrets } from '../../scripts/lib/secrets.mts';
import { SIGNING_SECRET, freePort } from '../support/instance.mts';
import type { Figure } from './lib/figures.mts';
import { now } from './lib/load.mts';
import { residentMib, untilQuiet } from './lib/process.mts';

export const STARTUP_ROWS = ['startup'] as const;

export interface StartupOptions {
	starts: number;
	say: (line: string) => void;
}

/** n8n prints this when its workflows are active. */
const READY = 'Editor is now accessible';
const READY_TIMEOUT_MS = 180_000;
const SETTLE_MS = 5000;
/** Any port nobody listens on: no booking comes, so no mail leaves. */
const NO_SMTP_PORT = '9';

interface Start {
	seconds: number;
	mib: number;
}

interface Prepared {
	paths: Paths;
	environment: NodeJS.ProcessEnv;
}

export async function measureStartup({ starts, say }: StartupOptions): Promise<Figure[]> {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-bench-'));
	try {
		const ours = await prepare(join(folder, 'provisioned'), true);
		const plain = await prepare(join(folder, 'plain'), false);
		// The first start makes the database and the tables.
		for (const prepared of [ours, plain]) await startOnce(prepared);
		const measured: { ours: Start[]; plain: Start[] } = { ours: [], plain: [] };
		for (let start = 0; start < starts; start += 1) {
			const order = [['ours', ours] as const, ['plain', plain] as const];
			for (const [name, prepared] of start % 2 === 0 ? order : order.toReversed()) {
				const { seconds, mib } = await startOnce(prepared);
				measured[name].push({ seconds, mib });
				say(`startup ${start + 1}, ${name}: ${seconds.toFixed(2)} s, ${mib.toFixed(0)} MiB`);
			}
		}
		return [
			{
				...{ name: 'start of n8n', unit: 's', against: 'plain' },
				ours: measured.ours.map(({ seconds }) => seconds),
				other: measured.plain.map(({ seconds }) => seconds),
				bounds: { of: 'ratio', good: 'below', must: 1.05, aim: 1.05 },
			},
			{
				...{ name: 'memory after the start', unit: 'MiB', against: 'plain' },
				ours: measured.ours.map(({ mib }) => mib),
				other: measured.plain.map(({ mib }) => mib),
				bounds: { of: 'difference', good: 'below', must: 15, aim: 15 },
			},
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A user folder with or without our package, credentials and workflows; the same settings. */
async function prepare(userFolder: string, provisioned: boolean): Promise<Prepared> {
	mkdirSync(userFolder);
	const config = readConfig(userFolder, {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(await freePort()),
		CALENDLY_SIGNING_SECRET: SIGNING_SECRET,
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: NO_SMTP_PORT,
	});
	const paths = pathsIn(userFolder);
	const { secrets } = resolveSecrets(config);
	const environment = await n8nEnvironment(config, paths, secrets, await freePort());
	if (provisioned) await provision(config, paths, secrets, environment);
	else writePrivateJson(paths.credentialsOverwrite, {});
	return { paths, environment };
}

async function startOnce({ paths, environment }: Prepared): Promise<Start> {
	const began = now();
	let isReady: (at: number) => void = () => {};
	const ready = new Promise<number>((resolve) => (isReady = resolve));
	const n8n = launchN8n(environment, paths.n8nLog, (line) => {
		if (line.includes(READY)) isReady(now());
	});
	const pid = n8n.pid!;
	const killGroup = () => process.kill(-pid, 'SIGKILL');
	process.once('exit', killGroup);
	const ended = new Promise<void>((resolve) => n8n.once('exit', () => resolve()));
	const failed = Promise.race([ended, sleep(READY_TIMEOUT_MS, undefined, { ref: false })]).then(
		() => {
			throw new Error(`n8n did not start; its log is ${paths.n8nLog}`);
		},
	);
	failed.catch(() => {});
	const at = await Promise.race([ready, failed]);
	await untilQuiet(pid);
	await sleep(SETTLE_MS);
	const mib = residentMib(pid);
	process.kill(-pid, 'SIGTERM');
	await ended;
	process.off('exit', killGroup);
	return { seconds: (at - began) / 1000, mib };
}
