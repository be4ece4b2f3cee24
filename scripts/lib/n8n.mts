import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerConfig } from './config.mts';
import { Failure } from './failure.mts';
import { readJson, rotate, writePrivateJson } from './files.mts';
import { digestOf, METRICS_ENVIRONMENT } from './metrics.mts';
import type { Paths } from './paths.mts';
import { PROJECT_FOLDER } from './project.mts';
import type { OwnerLogin } from './runFile.mts';

/** Where n8n is installed: as a dev dependency of this package, or in the official image. */
const CANDIDATES = [join(PROJECT_FOLDER, 'node_modules/n8n'), '/usr/local/lib/node_modules/n8n'];

const HOOKS = join(PROJECT_FOLDER, 'scripts/hooks.mts');

/** Size at which n8n's log is set aside. */
const LOG_BYTES = 10 * 1024 * 1024;
const READY_SECONDS = 180;
const WEBHOOK_SECONDS = 30;

/** @throws Failure when there is no n8n to run */
function n8nInstallation(): string {
	const folder = CANDIDATES.find((candidate) => existsSync(join(candidate, 'bin/n8n')));
	if (folder === undefined) throw new Failure('n8n is not installed. Run « npm ci » first.');
	return folder;
}

export function n8nVersion(): string {
	const manifest = readFileSync(join(n8nInstallation(), 'package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}

/** n8n listens on one address; « any » is reached through this machine's own. */
export function localUrlOf({ listenAddress, port }: ServerConfig): string {
	const host = ['0.0.0.0', '::'].includes(listenAddress) ? '127.0.0.1' : listenAddress;
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

interface Bcrypt {
	compare(text: string, hash: string): Promise<boolean>;
	hash(text: string, rounds: number): Promise<string>;
}

/**
 * The bcrypt hash n8n checks the owner's password with; the last one as long as the password is the
 * same, because a login in the editor is worth nothing once the hash is another.
 */
async function ownerHash(password: string, { ownerHash: file }: Paths): Promise<string> {
	const require = createRequire(join(n8nInstallation(), 'package.json'));
	const bcrypt = require('bcryptjs') as Bcrypt;
	const last = readJson<{ hash: string }>(file)?.hash;
	if (last !== undefined && (await bcrypt.compare(password, last))) return last;
	const hash = await bcrypt.hash(password, 10);
	writePrivateJson(file, { hash });
	return hash;
}

/** n8n tells its makers nothing and asks its users nothing. */
const WITHOUT_QUESTIONS = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
};

/**
 * Settings n8n runs with. What the caller's environment sets for n8n wins, except for what this
 * package depends on: folder, port, package loading and the owner.
 *
 * @param owner null for a process that takes no logins (webhook, worker)
 */
export async function n8nEnvironment(
	config: ServerConfig,
	paths: Paths,
	owner: OwnerLogin['owner'] | null,
	brokerPort: number | null,
): Promise<NodeJS.ProcessEnv> {
	return {
		GENERIC_TIMEZONE: config.timezone,
		// What executions hold of clients is gone after two weeks (docs/rgpd.fr.md says so), in hours.
		EXECUTIONS_DATA_PRUNE: 'true',
		EXECUTIONS_DATA_MAX_AGE: '336',
		...WITHOUT_QUESTIONS,
		// Without https the browser would drop a secure cookie and nobody could log in.
		N8N_SECURE_COOKIE: String(config.webhookUrl?.startsWith('https:') ?? false),
		// In MiB, whole ones: what a stranger may have parsed. A delivery has a few kilobytes, the largest
		// shipped workflow 40, and the rest is for data that the editor sends along with a workflow.
		N8N_PAYLOAD_SIZE_MAX: '1',
		N8N_FORMDATA_FILE_SIZE_MAX: '1',
		...METRICS_ENVIRONMENT,
		// Where a worker's health is asked for.
		N8N_WORKER_SERVER_ADDRESS: config.listenAddress,
		...withoutSecrets(process.env),
		NODE_ENV: 'production',
		N8N_USER_FOLDER: paths.userFolder,
		N8N_PORT: String(config.port),
		N8N_LISTEN_ADDRESS: config.listenAddress,
		...(config.webhookUrl === null ? {} : { N8N_WEBHOOK_URL: config.webhookUrl }),
		...(brokerPort === null ? {} : { N8N_RUNNERS_BROKER_PORT: String(brokerPort) }),
		N8N_RESTRICT_FILE_ACCESS_TO: paths.filesFolder,
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// An isolate per execution costs 100 ms of CPU; only executions with expressions need one.
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
		...(owner === null ? {} : await ownerEnvironment(owner, paths)),
		// Without one nobody reads the figures of this process.
		ARCHIMEUBLE_METRICS_TOKEN_SHA256:
			config.metricsToken === null ? '' : digestOf(config.metricsToken),
		EXTERNAL_HOOK_FILES: hookFiles(process.env.EXTERNAL_HOOK_FILES),
	};
}

async function ownerEnvironment(
	{ email, password }: OwnerLogin['owner'],
	paths: Paths,
): Promise<NodeJS.ProcessEnv> {
	return {
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: email,
		N8N_INSTANCE_OWNER_FIRST_NAME: 'Atelier',
		N8N_INSTANCE_OWNER_LAST_NAME: 'ArchiMeuble',
		N8N_INSTANCE_OWNER_PASSWORD_HASH: await ownerHash(password, paths),
	};
}

/** What looks at requests before n8n does, beside what the caller has. */
function hookFiles(others: string | undefined): string {
	return [HOOKS, ...(others ? [others] : [])].join(':');
}

/**
 * Ours are in n8n's credentials; whoever may read its environment need not find them there. An empty
 * setting is none: for n8n, an empty `X` would win over `X_FILE`.
 */
function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const secret =
		/^(CALENDLY_.*(SECRET|TOKEN)|SMTP_PASSWORD|N8N_OWNER_PASSWORD|DASHBOARD_PASSWORD|METRICS_TOKEN)/;
	return Object.fromEntries(
		Object.entries(environment).filter(([name, value]) => value !== '' && !secret.test(name)),
	);
}

/**
 * Runs one n8n command to its end.
 * @throws Failure with the last lines of its output when it does not end well
 */
export async function runN8n(args: string[], environment: NodeJS.ProcessEnv): Promise<string> {
	const child = spawnN8n(args, environment);
	const output: string[] = [];
	child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	const text = output.join('');
	if (code !== 0) {
		const lastLines = text.trim().split('\n').slice(-15).join('\n');
		throw new Failure(`« n8n ${args[0]} » did not end well (code ${code}):\n${lastLines}`);
	}
	return text;
}

/** Starts the n8n server; its output goes to the log file and, line by line, to `onLine`. */
export function launchN8n(
	environment: NodeJS.ProcessEnv,
	logFile: string,
	onLine: (line: string) => void,
): ChildProcess {
	const child = spawnN8n(['start'], environment);
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (chunk: Buffer) => {
			appendQuietly(logFile, chunk);
			chunk.toString().split('\n').filter(Boolean).forEach(onLine);
		});
	}
	return child;
}

/** A full disk must not end us: n8n would be left behind with nobody reading what it prints. */
function appendQuietly(file: string, chunk: Buffer): void {
	try {
		// Each refused request writes a line; a stranger must not fill the disk with them.
		rotate(file, LOG_BYTES);
		appendFileSync(file, chunk, { mode: 0o600 });
	} catch {
		// The same lines are on the terminal; the next ones are written when there is room again.
	}
}

/**
 * Starts n8n writing straight to this process's own output, as a container wants it.
 * @param args `start`, `webhook` or `worker`, with n8n's options
 */
export function launchN8nInForeground(
	args: string[],
	environment: NodeJS.ProcessEnv,
): ChildProcess {
	return spawnN8n(args, environment, 'inherit');
}

/** @param args passed to n8n; its own process group, so that Ctrl-C reaches it through us only */
function spawnN8n(
	args: string[],
	environment: NodeJS.ProcessEnv,
	output: 'pipe' | 'inherit' = 'pipe',
): ChildProcess {
	return spawn(process.execPath, [join(n8nInstallation(), 'bin/n8n'), ...args], {
		env: environment,
		stdio: ['ignore', output, output],
		detached: true,
	});
}

/**
 * Waits until n8n serves.
 * @throws Failure when it ends or takes too long
 */
export async function untilReady(child: ChildProcess, base: string): Promise<void> {
	const isReady = async () =>
		(await request(`${base}/healthz/readiness`, 'GET'))?.status === 200 || null;
	const ready = await poll(READY_SECONDS, isReady, () => {
		if (child.exitCode === null && child.signalCode === null) return;
		throw new Failure('n8n stopped while it was starting.');
	});
	if (ready === null) throw new Failure(`n8n was not ready after ${READY_SECONDS} s.`);
}

/**
 * Whether the webhook of the published workflow answers, soon after n8n is ready. Asked as a browser
 * asks before a request from another page: n8n lists the methods it serves, and nothing is refused,
 * counted or logged.
 */
export async function webhookServed(webhook: string): Promise<boolean> {
	const isServed = async () => {
		const answer = await request(webhook, 'OPTIONS', { Origin: 'http://localhost' });
		return answer?.headers.get('access-control-allow-methods')?.includes('POST') || null;
	};
	return (await poll(WEBHOOK_SECONDS, isServed)) !== null;
}

/** What `look` gives as soon as it gives something; null when it does not in time. */
export async function poll<T>(
	seconds: number,
	look: () => Promise<T | null>,
	check: () => void = () => {},
): Promise<T | null> {
	const deadline = Date.now() + seconds * 1000;
	while (Date.now() < deadline) {
		check();
		const found = await look();
		if (found !== null) return found;
		await sleep(250);
	}
	return null;
}

async function request(
	url: string,
	method: string,
	headers: Record<string, string> = {},
): Promise<Response | null> {
	try {
		const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(5000) });
		await response.arrayBuffer();
		return response;
	} catch {
		return null;
	}
}
