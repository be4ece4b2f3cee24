/**
 * Entry of the containers (docker-compose.yml), which also runs outside of one: `start` (when nothing is
 * said) brings volume and database to where n8n can start, then runs its main process in the foreground.
 * `webhook` and `worker` run beside it in n8n's queue mode: `container.mts worker --concurrency=10`. They
 * set up nothing and know no secret but the encryption key; what they need is in the database. So do n8n's
 * own commands that do something and end: `container.mts export:entities --outputDir=…`.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { readConfig, readServerConfig, type Config } from './lib/config.mts';
import { endWith, Failure } from './lib/failure.mts';
import { lockFolder } from './lib/folderLock.mts';
import { installInto } from './lib/installing.mts';
import {
	launchN8nInForeground,
	localUrlOf,
	n8nEnvironment,
	n8nVersion,
	untilReady,
} from './lib/n8n.mts';
import { assertN8nUsable } from './lib/n8nNeeds.mts';
import { keepPrivate } from './lib/ownerOnly.mts';
import { pathsIn, type Paths } from './lib/paths.mts';
import { DASHBOARD_PATH, PROJECT_FOLDER, WEBHOOK_PATH } from './lib/project.mts';
import { checkUserFolder, linkPackage, provision } from './lib/provision.mts';
import { assertCanShare, commandOf } from './lib/queue.mts';
import type { OwnerLogin } from './lib/runFile.mts';
import { resolveSecrets, type Secrets } from './lib/secrets.mts';

async function main(): Promise<number> {
	const { command, flags } = commandOf(process.argv.slice(2));
	console.log(`ArchiMeuble × Calendly on n8n ${n8nVersion()}: ${command}`);
	assertN8nUsable(n8nVersion());
	assertCanShare(command, process.env);
	return command === 'start' ? await runMain(flags) : await runBeside([command, ...flags]);
}

async function runMain(flags: string[]): Promise<number> {
	const config = readConfig(PROJECT_FOLDER);
	const paths = pathsIn(config.userFolder);
	keepPrivate(paths);
	assertMailServer(config);
	// Changing the image is the deliberate act that `npm start` asks for with --upgrade.
	checkUserFolder(config, paths, true);
	lockFolder(paths);

	const { secrets, generated } = resolveSecrets(config);
	const owner = { email: config.ownerEmail, password: secrets.ownerPassword };
	const server = { ...config, metricsToken: secrets.metricsToken };
	const environment = await n8nEnvironment(server, paths, owner, null);
	await provision(config, paths, secrets, environment);
	announce(config, paths, generated);
	const n8n = launchN8nInForeground(['start', ...flags], environment);
	void publishWhenReady(n8n, config, paths, owner);
	return await untilEnded(n8n);
}

/** What the main process does not do; it starts after that one has set up the database. */
async function runBeside(args: string[]): Promise<number> {
	const config = readServerConfig(PROJECT_FOLDER);
	const paths = pathsIn(config.userFolder);
	keepPrivate(paths);
	mkdirSync(paths.filesFolder, { recursive: true });
	linkPackage(paths);
	return await untilEnded(
		launchN8nInForeground(args, await n8nEnvironment(config, paths, null, null)),
	);
}

/** Without a server, mails would go to a mailbox on this very machine, which a container has not. */
function assertMailServer({ smtp }: Config): void {
	if (smtp !== null) return;
	throw new Failure(
		'SMTP_HOST is missing, so no mail could be sent. Name the SMTP server in .env; to try things out: SMTP_HOST=mailbox SMTP_PORT=1025 SMTP_SECURE=false and « docker compose --profile mailbox up -d ».',
	);
}

/** Container logs are kept and collected, so generated secrets are pointed at, never printed. */
function announce(config: Config, paths: Paths, generated: Partial<Secrets>): void {
	if (Object.keys(generated).length > 0) {
		console.log(
			`Generated and kept: ${Object.keys(generated).join(', ')}. Read with: docker compose exec n8n cat ${paths.secrets}`,
		);
	}
	const address = (path: string) =>
		config.webhookUrl === null ? path : new URL(path, config.webhookUrl).href;
	console.log(
		`Log in as ${config.ownerEmail}. Webhook for Calendly: ${address(WEBHOOK_PATH)}\nDashboard: ${address(DASHBOARD_PATH)} (log in as ${config.dashboardUser})`,
	);
}

/** `docker stop` and Ctrl-C are n8n's to handle. @returns its exit code */
async function untilEnded(n8n: ChildProcess): Promise<number> {
	for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => n8n.kill(name));
	const [code, signal] = (await once(n8n, 'exit')) as [number | null, NodeJS.Signals | null];
	return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** Until the tables are there, deliveries are answered 500; Calendly delivers those again. */
async function publishWhenReady(
	n8n: ChildProcess,
	config: Config,
	paths: Paths,
	owner: OwnerLogin['owner'],
): Promise<void> {
	try {
		const editor = localUrlOf(config);
		await untilReady(n8n, editor);
		if (await installInto({ editor, owner }, config, paths)) {
			console.log('Ready: bookings can be stored.');
		} else
			console.error('Execute the workflow « ArchiMeuble – Installation »: tables are missing.');
	} catch (error) {
		// That n8n stopped it says itself, and with what code.
		if (n8n.exitCode === null && n8n.signalCode === null) console.error((error as Error).message);
	}
}

try {
	process.exitCode = await main();
} catch (error) {
	endWith(error);
}
