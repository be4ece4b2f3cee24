/**
 * Entry of the container (docker-compose.yml): brings the volume to where n8n can start, then runs
 * n8n in the foreground. It also runs outside a container.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { readConfig, type Config } from './lib/config.mts';
import { endWith, Failure } from './lib/failure.mts';
import { installInto } from './lib/installing.mts';
import {
	launchN8nInForeground,
	localUrlOf,
	n8nEnvironment,
	n8nVersion,
	untilReady,
} from './lib/n8n.mts';
import { keepPrivate } from './lib/ownerOnly.mts';
import { pathsIn, type Paths } from './lib/paths.mts';
import { DASHBOARD_PATH, PROJECT_FOLDER, WEBHOOK_PATH } from './lib/project.mts';
import { checkUserFolder, provision } from './lib/provision.mts';
import { resolveSecrets, type Secrets } from './lib/secrets.mts';

async function main(): Promise<number> {
	const config = readConfig(PROJECT_FOLDER);
	const paths = pathsIn(config.userFolder);
	keepPrivate(paths);
	console.log(`ArchiMeuble × Calendly on n8n ${n8nVersion()}`);
	assertMailServer(config);
	// Changing the image is the deliberate act that `npm start` asks for with --upgrade.
	checkUserFolder(config, paths, true);

	const { secrets, generated } = resolveSecrets(config);
	const environment = await n8nEnvironment(config, paths, secrets, null);
	await provision(config, paths, secrets, environment);
	announce(config, paths, generated);
	return await runInForeground(config, paths, secrets, environment);
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

/** Runs n8n until it ends; `docker stop` and Ctrl-C are n8n's to handle. */
async function runInForeground(
	config: Config,
	paths: Paths,
	secrets: Secrets,
	environment: NodeJS.ProcessEnv,
): Promise<number> {
	const n8n = launchN8nInForeground(environment);
	for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => n8n.kill(name));
	void publishWhenReady(n8n, config, paths, secrets);
	const [code, signal] = (await once(n8n, 'exit')) as [number | null, NodeJS.Signals | null];
	return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** Until the tables are there, deliveries are answered 500; Calendly delivers those again. */
async function publishWhenReady(
	n8n: ChildProcess,
	config: Config,
	paths: Paths,
	secrets: Secrets,
): Promise<void> {
	const owner = { email: config.ownerEmail, password: secrets.ownerPassword };
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
