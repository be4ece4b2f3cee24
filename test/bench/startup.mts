/** What the package and its workflows add to the start of n8n and to its memory, in turns with a plain n8n. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../scripts/lib/config.mts';
import { writePrivateJson } from '../../scripts/lib/files.mts';
import { launchN8n, localUrlOf, n8nEnvironment } from '../../scripts/lib/n8n.mts';
import { pathsIn, type Paths } from '../../scripts/lib/paths.mts';
import { provision } from '../../scripts/lib/provision.mts';
import { publish } from '../../scripts/lib/publishing.mts';
import { resolveSecrets } from '../../scripts/lib/secrets.mts';
import { Inspector } from '../support/inspector.mts';
import { SIGNING_SECRET, freePort } from '../support/instance.mts';
import type { Figure } from './lib/figures.mts';
import { now } from './lib/load.mts';
import { MIB, residentMib, untilQuiet } from './lib/process.mts';

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
	/** Resident, with what V8 has not collected yet. */
	residentMib: number;
	/** Still referred to after a full collection. */
	liveMib: number;
}

interface Prepared {
	paths: Paths;
	environment: NodeJS.ProcessEnv;
	inspectPort: number;
	/** What follows the first start: the workflows are published in the running n8n. */
	settle: () => Promise<unknown>;
}

export async function measureStartup({ starts, say }: StartupOptions): Promise<Figure[]> {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-bench-'));
	try {
		const ours = await prepare(join(folder, 'provisioned'), true);
		const plain = await prepare(join(folder, 'plain'), false);
		// The first start makes the database and the tables.
		for (const prepared of [ours, plain]) await startOnce(prepared, prepared.settle);
		const measured: { ours: Start[]; plain: Start[] } = { ours: [], plain: [] };
		for (let start = 0; start < starts; start += 1) {
			const order = [['ours', ours] as const, ['plain', plain] as const];
			for (const [name, prepared] of start % 2 === 0 ? order : order.toReversed()) {
				const measurement = await startOnce(prepared);
				measured[name].push(measurement);
				const { seconds, residentMib: resident, liveMib: live } = measurement;
				say(
					`startup ${start + 1}, ${name}: ${seconds.toFixed(2)} s, resident ${resident.toFixed(0)} MiB, in use ${live.toFixed(0)} MiB`,
				);
			}
		}
		const figure = (name: string, unit: string, of: keyof Start) => ({
			...{ name, unit, against: 'plain' },
			ours: measured.ours.map((start) => start[of]),
			other: measured.plain.map((start) => start[of]),
		});
		const memory = { of: 'difference', good: 'below', must: 15, aim: 15 } as const;
		return [
			{
				...figure('start of n8n', 's', 'seconds'),
				bounds: { of: 'ratio', good: 'below', must: 1.05, aim: 1.05 },
			},
			{ ...figure('memory after the start, resident', 'MiB', 'residentMib'), bounds: memory },
			{ ...figure('of it in use after a collection', 'MiB', 'liveMib'), bounds: memory },
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
	const inspectPort = await freePort();
	// Opens nothing by itself: only who asks the process for it.
	environment.NODE_OPTIONS = `--inspect-port=${inspectPort}`;
	const owner = { email: config.ownerEmail, password: secrets.ownerPassword };
	const settle = async () =>
		provisioned && (await publish({ editor: localUrlOf(config), owner }, config, paths));
	return { paths, environment, inspectPort, settle };
}

async function startOnce(
	{ paths, environment, inspectPort }: Prepared,
	settle: () => Promise<unknown> = async () => {},
): Promise<Start> {
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
	await settle();
	await untilQuiet(pid);
	await sleep(SETTLE_MS);
	const resident = residentMib(pid);
	const inspector = await Inspector.attach(pid, inspectPort);
	const live = (await inspector.liveBytes()) / MIB;
	inspector.close();
	process.kill(-pid, 'SIGTERM');
	await ended;
	process.off('exit', killGroup);
	return { seconds: (at - began) / 1000, residentMib: resident, liveMib: live };
}
