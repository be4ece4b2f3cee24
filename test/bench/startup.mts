/**
 * What the package and its workflows add to the start of n8n and to its memory, in turns with an n8n that
 * holds the same job from stock nodes. Memory is measured behind one booking: n8n loads nodes when they
 * run first, of the stock job, too.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../scripts/lib/config.mts';
import { launchN8n, localUrlOf, n8nEnvironment } from '../../scripts/lib/n8n.mts';
import { pathsIn, type Paths } from '../../scripts/lib/paths.mts';
import { WEBHOOK_PATH } from '../../scripts/lib/project.mts';
import { provision } from '../../scripts/lib/provision.mts';
import { installInto } from '../../scripts/lib/installing.mts';
import { resolveSecrets } from '../../scripts/lib/secrets.mts';
import { Inspector } from '../support/inspector.mts';
import { SIGNING_SECRET, freePort } from '../support/instance.mts';
import { newDeliveries } from './lib/bookings.mts';
import type { Figure } from './lib/figures.mts';
import { Client, now } from './lib/load.mts';
import { Mailbox } from './lib/mailbox.mts';
import { MIB, residentMib, untilQuiet } from './lib/process.mts';
import { publishStockJob, STOCK_RECIPIENT } from './lib/stockJob.mts';

export const STARTUP_ROWS = ['startup'] as const;

export interface StartupOptions {
	starts: number;
	say: (line: string) => void;
}

/** n8n prints this when its workflows are active. */
const READY = 'Editor is now accessible';
const READY_TIMEOUT_MS = 180_000;
const SETTLE_MS = 5000;
const MAIL_TIMEOUT_MS = 60_000;
const RECIPIENT = 'menuisier@example.com';

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
	/** What follows the first start: publishes in the running n8n, and tells the webhook's address. */
	publish: () => Promise<string>;
	recipient: string;
}

export async function measureStartup({ starts, say }: StartupOptions): Promise<Figure[]> {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-bench-'));
	const mailbox = await Mailbox.start();
	try {
		const ours = await prepare(join(folder, 'ours'), mailbox, true);
		const stock = await prepare(join(folder, 'stock'), mailbox, false);
		const urls = new Map<Prepared, string>();
		// The first start makes the database and the tables.
		for (const side of [ours, stock]) {
			await startOnce(side, async () => void urls.set(side, await side.publish()));
		}
		const measured: { ours: Start[]; stock: Start[] } = { ours: [], stock: [] };
		for (let start = 0; start < starts; start += 1) {
			const order = [['ours', ours] as const, ['stock', stock] as const];
			for (const [name, side] of start % 2 === 0 ? order : order.toReversed()) {
				const measurement = await startOnce(side, () => book(side, urls.get(side)!, mailbox));
				measured[name].push(measurement);
				const { seconds, residentMib: resident, liveMib: live } = measurement;
				say(
					`startup ${start + 1}, ${name}: ${seconds.toFixed(2)} s, resident ${resident.toFixed(0)} MiB, in use ${live.toFixed(0)} MiB`,
				);
			}
		}
		const figure = (name: string, unit: string, of: keyof Start) => ({
			...{ name, unit, against: 'stock' },
			ours: measured.ours.map((start) => start[of]),
			other: measured.stock.map((start) => start[of]),
		});
		const memory = { of: 'difference', good: 'below', must: 15, aim: 15 } as const;
		return [
			{
				...figure('start of n8n', 's', 'seconds'),
				bounds: { of: 'ratio', good: 'below', must: 1.05, aim: 1.05 },
			},
			{ ...figure('memory in use after one booking', 'MiB', 'liveMib'), bounds: memory },
			// Differs by a hundred MiB from start to start, by when V8 last collected.
			{ ...figure('memory resident after one booking', 'MiB', 'residentMib'), bounds: null },
		];
	} finally {
		mailbox.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** One delivery, until its mail is out. */
async function book({ recipient }: Prepared, url: string, mailbox: Mailbox): Promise<void> {
	const [{ booking, body }] = newDeliveries(1);
	const client = new Client(url, SIGNING_SECRET);
	const { status } = await client.post(body);
	client.close();
	const [mailAt] = await mailbox.untilArrived(recipient, [booking], MAIL_TIMEOUT_MS);
	if (mailAt === null) throw new Error(`No mail left (the delivery was answered ${status}).`);
}

/** A user folder with our package, credentials and workflows, or with the job from stock nodes; the same settings. */
async function prepare(userFolder: string, { port }: Mailbox, isOurs: boolean): Promise<Prepared> {
	mkdirSync(userFolder);
	const config = readConfig(userFolder, {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(await freePort()),
		CALENDLY_SIGNING_SECRET: SIGNING_SECRET,
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: String(port),
		SMTP_SECURE: 'false',
		NOTIFICATION_EMAIL: RECIPIENT,
		SENDER_EMAIL: 'rdv@example.com',
	});
	const paths = pathsIn(userFolder);
	const { secrets } = resolveSecrets(config);
	const owner = { email: config.ownerEmail, password: secrets.ownerPassword };
	const environment = await n8nEnvironment(config, paths, owner, await freePort());
	if (isOurs) await provision(config, paths, secrets, environment);
	const inspectPort = await freePort();
	// Opens nothing by itself: only who asks the process for it.
	environment.NODE_OPTIONS = `--inspect-port=${inspectPort}`;
	const login = { editor: localUrlOf(config), owner };
	const publishOurs = async () => {
		await installInto(login, config, paths);
		return `${login.editor}${WEBHOOK_PATH}`;
	};
	return {
		...{ paths, environment, inspectPort },
		publish: isOurs ? publishOurs : () => publishStockJob(login, port),
		recipient: isOurs ? RECIPIENT : STOCK_RECIPIENT,
	};
}

async function startOnce(
	{ paths, environment, inspectPort }: Prepared,
	/** What is done before its memory is measured. */
	work: () => Promise<void>,
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
	await work();
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
