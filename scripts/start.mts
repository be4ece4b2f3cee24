/**
 * `npm start`: n8n with this package, its credentials and workflows, and a mailbox, on one machine.
 * Options: --upgrade (take over the data of an older n8n).
 */
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build, buildNeeded } from './lib/build.mts';
import { readConfig, type Config } from './lib/config.mts';
import { endWith, Failure } from './lib/failure.mts';
import { writePrivateJson } from './lib/files.mts';
import { mailboxUrls, startMailbox } from './lib/mailbox.mts';
import { launchN8n, n8nEnvironment, n8nVersion, untilReady, webhookServed } from './lib/n8n.mts';
import { pathsIn, type Paths } from './lib/paths.mts';
import { assertPortFree, freePort } from './lib/ports.mts';
import { PROJECT_FOLDER, WEBHOOK_PATH } from './lib/project.mts';
import { step } from './lib/progress.mts';
import { checkUserFolder, provision } from './lib/provision.mts';
import { resolveSecrets, type Secrets } from './lib/secrets.mts';

/** Time n8n gets to finish running executions before it is killed. */
const STOP_SECONDS = 35;

const children: ChildProcess[] = [];
let stopping = false;

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { upgrade: { type: 'boolean', default: false } } });
	const config = readConfig(PROJECT_FOLDER);
	const paths = pathsIn(config.userFolder);
	console.log(`\nArchiMeuble × Calendly on n8n ${n8nVersion()}\n`);
	checkUserFolder(paths, values.upgrade);
	await assertPortsFree(config);
	// The children are in process groups of their own: whatever ends us must end them.
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => void stop(paths, 0));
	}

	// Also after an error nobody foresaw: n8n must not go on unwatched.
	process.on('exit', () => children.forEach((child) => signal(child, 'SIGKILL')));

	if (buildNeeded()) await step('Building the package', build);
	const { secrets, generated } = resolveSecrets(config);
	const environment = await n8nEnvironment(config, paths, secrets, await freePort());
	await provision(config, paths, secrets, environment);
	if (config.smtp === null) await step('Starting the mailbox', () => launchMailbox(config, paths));
	await step('Starting n8n', () => launch(config, paths, environment));
	const served = await webhookServed(`${baseOf(config)}${WEBHOOK_PATH}`);
	announce(config, paths, secrets, generated);
	if (!served) {
		console.warn(
			`The webhook does not answer: publish the workflow « ArchiMeuble – Rendez-vous » in the editor.`,
		);
	}
}

async function assertPortsFree(config: Config): Promise<void> {
	await assertPortFree(config.port, config.listenAddress, 'N8N_PORT');
	if (config.smtp !== null) return;
	await assertPortFree(config.mailboxPort, '127.0.0.1', 'MAILBOX_PORT');
	await assertPortFree(config.mailboxSmtpPort, '127.0.0.1', 'MAILBOX_SMTP_PORT');
}

async function launchMailbox(config: Config, paths: Paths): Promise<void> {
	const mailbox = await startMailbox(config, paths);
	children.push(mailbox);
	mailbox.once('exit', () => {
		if (!stopping)
			console.error('The mailbox stopped; mails wait until « npm start » runs it again.');
	});
}

async function launch(config: Config, paths: Paths, environment: NodeJS.ProcessEnv): Promise<void> {
	let ready = false;
	const recent: string[] = [];
	const n8n = launchN8n(environment, paths.n8nLog, (line) => {
		if (ready) console.log(line);
		else recent.push(line);
	});
	children.push(n8n);
	try {
		await untilReady(n8n, baseOf(config));
	} catch (error) {
		console.error(recent.slice(-30).join('\n'));
		throw error;
	}
	ready = true;
	n8n.once('exit', (code) => {
		if (stopping) return;
		console.error(`n8n stopped (code ${code}); its log is ${paths.n8nLog}`);
		void stop(paths, 1);
	});
}

/** n8n listens on one address; « any » is reached through this machine's own. */
function baseOf({ listenAddress, port }: Config): string {
	const host = ['0.0.0.0', '::'].includes(listenAddress) ? '127.0.0.1' : listenAddress;
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function announce(
	config: Config,
	paths: Paths,
	secrets: Secrets,
	generated: Partial<Secrets>,
): void {
	const editor = `http://localhost:${config.port}`;
	const webhook = `${editor}${WEBHOOK_PATH}`;
	const { mailbox, mailboxApi } = mailboxUrls(config);
	const local = config.smtp === null;
	const smtp = config.smtp ?? { host: '127.0.0.1', port: config.mailboxSmtpPort };
	writePrivateJson(paths.runFile, {
		editor,
		webhook,
		mailbox: local ? mailbox : null,
		mailboxApi: local ? mailboxApi : null,
		smtp: `smtp://${smtp.host}:${smtp.port}`,
		pid: process.pid,
		owner: { email: config.ownerEmail, password: secrets.ownerPassword },
	});
	const publicWebhook =
		config.webhookUrl === null ? null : new URL(WEBHOOK_PATH, config.webhookUrl).href;
	const lines = [
		['Editor', editor],
		['Log in as', config.ownerEmail],
		...(generated.ownerPassword ? [['Password', `${generated.ownerPassword}  (shown once)`]] : []),
		[
			'Webhook',
			publicWebhook ?? `${webhook}  (Calendly needs a public https address: N8N_WEBHOOK_URL)`,
		],
		...(generated.signingSecret
			? [['Signing secret', `${generated.signingSecret}  (shown once)`]]
			: []),
		['Mails', local ? mailbox : `sent through ${smtp.host}:${smtp.port}`],
		['Event log', paths.eventLog],
		['n8n log', paths.n8nLog],
		['Data', `${config.userFolder}  (secrets: ${paths.secrets})`],
	];
	console.log(
		`\nReady.\n${lines.map(([name, value]) => `  ${name.padEnd(15)} ${value}`).join('\n')}`,
	);
	console.log(
		'\nTry it in another terminal: npm run simulate -- created\nCtrl-C stops everything.\n',
	);
}

/** Lets n8n finish what it does, then ends; a second signal does not wait. */
async function stop(paths: Paths, code: number): Promise<void> {
	if (stopping) {
		children.forEach((child) => signal(child, 'SIGKILL'));
		process.exit(1);
	}
	stopping = true;
	if (code === 0) console.log('\nStopping …');
	rmSync(paths.runFile, { force: true });
	const timer = setTimeout(
		() => children.forEach((child) => signal(child, 'SIGKILL')),
		STOP_SECONDS * 1000,
	);
	await Promise.all(children.map(ended));
	clearTimeout(timer);
	process.exit(code);
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exit = new Promise((resolve) => child.once('exit', resolve));
	signal(child, 'SIGTERM');
	await exit;
}

/** The whole process group: n8n starts a task runner of its own. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
	try {
		if (child.pid !== undefined) process.kill(-child.pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

try {
	await main();
} catch (error) {
	stopping = true;
	endWith(error instanceof Error ? error : new Failure(String(error)));
}
