/**
 * `npm start`: n8n with this package, its credentials and workflows, and a mailbox, on one machine.
 * Options: --upgrade (take over the data of an older n8n), --demo (`npm run start:demo`: a stand-in
 * takes Calendly's place, in a folder of its own), --watch (with --demo `npm run dev`: what changes in
 * nodes, credentials and workflows is built and taken over by the n8n that runs).
 */
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { announcement, runOf } from './lib/announcing.mts';
import { build, buildNeeded } from './lib/build.mts';
import { readConfig, type Config } from './lib/config.mts';
import { loadFromCopy, RELOADING, reloadOnChange } from './lib/devReload.mts';
import { EditorApi } from './lib/editorApi.mts';
import { endWith, Failure } from './lib/failure.mts';
import { writePrivateJson } from './lib/files.mts';
import { lockFolder } from './lib/folderLock.mts';
import { installInto, updateWorkflows } from './lib/installing.mts';
import { RunningProcesses, signalGroup } from './lib/leftBehind.mts';
import { mailboxReady, spawnMailbox } from './lib/mailbox.mts';
import {
	launchN8n,
	localUrlOf,
	n8nEnvironment,
	n8nVersion,
	untilReady,
	webhookServed,
} from './lib/n8n.mts';
import { assertN8nUsable } from './lib/n8nNeeds.mts';
import { keepPrivate, openFileWarning } from './lib/ownerOnly.mts';
import { pathsIn, type Paths } from './lib/paths.mts';
import { assertPortFree, freePort } from './lib/ports.mts';
import { PROJECT_FOLDER, WEBHOOK_PATH } from './lib/project.mts';
import { step } from './lib/progress.mts';
import { checkUserFolder, provision } from './lib/provision.mts';
import type { OwnerLogin } from './lib/runFile.mts';
import { resolveSecrets } from './lib/secrets.mts';
import { spawnStandIn, standInReady, subscribed, withStandIn } from './lib/standin.mts';
import { Supervisor } from './lib/supervisor.mts';

/** Time n8n gets to finish running executions before it is killed. */
const STOP_SECONDS = 35;

/** By name; n8n may be another one later. */
const children = new Map<string, ChildProcess>();
let n8n: Supervisor | null = null;
let running: RunningProcesses | null = null;
let stopping = false;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			demo: { type: 'boolean', default: false },
			upgrade: { type: 'boolean', default: false },
			watch: { type: 'boolean', default: false },
		},
	});
	const config = await configFor(values.demo);
	const paths = pathsIn(config.userFolder);
	console.log(`\nArchiMeuble × Calendly on n8n ${n8nVersion()}\n`);
	assertN8nUsable(n8nVersion());
	checkUserFolder(config, paths, values.upgrade);
	await takeFolder(config, paths);
	// The children are in process groups of their own: whatever ends us must end them.
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => void stop(paths, 0));
	}

	// Also after an error nobody foresaw: n8n must not go on unwatched.
	process.on('exit', killAll);

	const login = await startAll(config, paths, values.watch);
	if (values.watch) await watchSources(login, config, paths);
}

/** Everything this start runs, one after the other, until a booking can arrive. */
async function startAll(config: Config, paths: Paths, watch: boolean): Promise<OwnerLogin> {
	if (buildNeeded()) await step('Building the package', build);
	const { secrets, generated } = resolveSecrets(config);
	const run = runOf(config, secrets);
	const server = { ...config, metricsToken: secrets.metricsToken };
	const environment = {
		...(await n8nEnvironment(server, paths, run.owner, await freePort())),
		...(watch ? RELOADING : {}),
	};
	await provision(config, paths, secrets, environment);
	if (watch) loadFromCopy(paths);
	if (config.smtp === null) await step('Starting the mailbox', () => launchMailbox(config, paths));
	// Before n8n, which subscribes while it starts.
	if (config.demo) await step('Starting the stand-in for Calendly', () => launchStandIn(config));
	await step('Starting n8n', () => launch(config, paths, environment));
	const login = { editor: localUrlOf(config), owner: run.owner };
	const isInstalled = await installInto(login, config, paths);
	const served = await webhookServed(`${localUrlOf(config)}${WEBHOOK_PATH}`);
	const reachable = served && (!config.demo || (await subscribed(config)));
	writePrivateJson(paths.runFile, run);
	console.log(announcement(config, paths, run, generated));
	warnOfWhatIsMissing(isInstalled, reachable);
	return login;
}

function warnOfWhatIsMissing(isInstalled: boolean, isReachable: boolean): void {
	if (!isInstalled) {
		console.warn(
			'The data tables are not there, so no booking can be stored: execute the workflow « ArchiMeuble – Installation » in the editor.',
		);
	}
	if (!isReachable) {
		console.warn(
			`The webhook does not answer: publish the workflow « ArchiMeuble – Rendez-vous » in the editor.`,
		);
	}
}

async function watchSources(login: OwnerLogin, config: Config, paths: Paths): Promise<void> {
	// Logged in once: n8n lets nobody log in at every change of a file.
	const editor = await EditorApi.open(login);
	reloadOnChange(paths, async () => await updateWorkflows(editor, login.editor, config, paths));
	console.log('Nodes, credentials and workflows are taken over as they change.\n');
}

/** Nothing is written to the folder before it is clear that this start can have it. */
async function takeFolder(config: Config, paths: Paths): Promise<void> {
	running = new RunningProcesses(paths);
	await running.endLeftBehind();
	await assertPortsFree(config);
	keepPrivate(paths);
	lockFolder(paths);
	running.begin();
	const warning = openFileWarning(join(PROJECT_FOLDER, '.env'));
	if (warning !== null) console.warn(`${warning}\n`);
}

function add(name: string, child: ChildProcess): void {
	children.set(name, child);
	running?.note(name, child.pid);
}

function killAll(): void {
	children.forEach((child) => signal(child, 'SIGKILL'));
}

async function configFor(demo: boolean): Promise<Config> {
	const config = readConfig(PROJECT_FOLDER, process.env, { demo });
	return demo ? await withStandIn(config) : config;
}

async function assertPortsFree(config: Config): Promise<void> {
	await assertPortFree(config.port, config.listenAddress, 'N8N_PORT');
	if (config.smtp !== null) return;
	await assertPortFree(config.mailboxPort, '127.0.0.1', 'MAILBOX_PORT');
	await assertPortFree(config.mailboxSmtpPort, '127.0.0.1', 'MAILBOX_SMTP_PORT');
}

async function launchMailbox(config: Config, paths: Paths): Promise<void> {
	const mailbox = spawnMailbox(config, paths);
	add('the mailbox', mailbox);
	await mailboxReady(mailbox, config);
	mailbox.once('exit', () => {
		if (!stopping)
			console.error('The mailbox stopped; mails wait until « npm start » runs it again.');
	});
}

async function launchStandIn(config: Config): Promise<void> {
	const standIn = spawnStandIn(config);
	add('the stand-in for Calendly', standIn);
	await standInReady(standIn, config);
	standIn.once('exit', () => {
		if (!stopping)
			console.error('The stand-in for Calendly stopped; « npm run start:demo » runs it again.');
	});
}

async function launch(config: Config, paths: Paths, environment: NodeJS.ProcessEnv): Promise<void> {
	let ready = false;
	const supervisor = new Supervisor({
		launch: (onLine) => {
			const child = launchN8n(environment, paths.n8nLog, onLine);
			add('n8n', child);
			// Its task runner must not outlive it.
			child.once('exit', () => signal(child, 'SIGKILL'));
			return child;
		},
		onLine: (line) => {
			if (ready) console.log(line);
		},
		onEnd: (reason, pause) =>
			console.error(
				`n8n stopped: ${reason}. It is started again in ${pause} s; its log is ${paths.n8nLog}`,
			),
	});
	n8n = supervisor;
	try {
		await untilReady(supervisor.child, localUrlOf(config));
	} catch (error) {
		console.error(supervisor.recent.slice(-30).join('\n'));
		throw error;
	}
	ready = true;
	supervisor.keep();
}

/** Lets n8n finish what it does, then ends; a second signal does not wait. */
async function stop(paths: Paths, code: number): Promise<void> {
	if (stopping) {
		killAll();
		process.exit(1);
	}
	stopping = true;
	n8n?.release();
	if (code === 0) console.log('\nStopping …');
	rmSync(paths.runFile, { force: true });
	const timer = setTimeout(killAll, STOP_SECONDS * 1000);
	await Promise.all([...children.values()].map(ended));
	clearTimeout(timer);
	running?.forget();
	process.exit(code);
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exit = new Promise((resolve) => child.once('exit', resolve));
	signal(child, 'SIGTERM');
	await exit;
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
	if (pid !== undefined) signalGroup(pid, name);
}

try {
	await main();
} catch (error) {
	stopping = true;
	endWith(error instanceof Error ? error : new Failure(String(error)));
}
