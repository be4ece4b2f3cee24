import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { webhookServed } from '../../../scripts/lib/n8n.mts';
import { PROJECT_FOLDER, WEBHOOK_PATH } from '../../../scripts/lib/project.mts';
import { n8nChildOf } from '../../support/instance.mts';
import { until } from '../../support/until.mts';
import { NAMESPACES } from './programs.mts';

/** What `scripts/container.mts` is told to run. */
export type Role = 'start' | 'webhook' | 'worker';

const READY_MS = 240_000;
/** After an end nobody asked for, as `restart: unless-stopped` does. */
const RESTART_MS = 1000;

/**
 * As a container has it: a host name of its own, a volume of its own for n8n's folder and a shared one
 * for the files, both at the same path in every process.
 */
const ENTER = `hostname "$1" && mount --bind "$2" "$4" && mount --bind "$3" "$4/.n8n-files" &&
	shift 4 && exec "$@"`;

/** What all processes of a cluster have in common. */
export interface Common {
	/** Folder of everything; nothing of it is left. */
	folder: string;
	/** Settings of a process, asked for at each start. */
	environment(member: Member): Record<string, string>;
}

/** One process of n8n, started by the container's entry as Docker would. */
export class Member {
	readonly name: string;
	readonly role: Role;
	readonly port: number;
	readonly brokerPort: number;
	/** Ends nobody asked for. */
	failures = 0;
	readonly #common: Common;
	#child: ChildProcess | null = null;
	#n8nPid = 0;
	#isWanted = false;
	#logStart = 0;

	constructor(name: string, role: Role, ports: [own: number, broker: number], common: Common) {
		this.name = name;
		this.role = role;
		[this.port, this.brokerPort] = ports;
		this.#common = common;
		for (const part of ['home', 'files', 'logs', `volumes/${name}/.n8n-files`]) {
			mkdirSync(join(common.folder, part), { recursive: true, mode: 0o700 });
		}
	}

	/** Folder n8n believes is its user's, the same for all. */
	get home(): string {
		return join(this.#common.folder, 'home');
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	get runs(): boolean {
		return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
	}

	/** What it printed since its last start. */
	get output(): string {
		return readFileSync(this.#log).subarray(this.#logStart).toString();
	}

	/** Everything it printed, through all starts. */
	get wholeOutput(): string {
		return readFileSync(this.#log, 'utf8');
	}

	/** Process id of n8n itself. */
	get n8nPid(): number {
		return n8nChildOf(this.#child?.pid ?? 0);
	}

	/** Comes back when it is healthy, which is when the compose file starts others; at once where it is. */
	async launch(): Promise<void> {
		if (!this.runs) this.#launch();
		await this.#until('healthy', () => this.#isHealthy());
		this.#n8nPid = this.n8nPid;
	}

	/** Comes back when it serves; main does when a worker has carried out its installation. */
	async start(): Promise<void> {
		await this.launch();
		await this.#until('serving', () => this.#serves());
	}

	/** As `docker stop`: n8n ends what it has begun. */
	async stop(): Promise<void> {
		this.#isWanted = false;
		await this.#endBy(() => this.#child?.kill('SIGTERM'));
		this.#n8nPid = 0;
	}

	/** A power cut of this process: its starter first, or it would see to an orderly end. */
	async crash(): Promise<void> {
		this.#isWanted = false;
		const n8n = this.n8nPid;
		await this.#endBy(() => this.#child?.kill('SIGKILL'));
		killGroup(n8n);
		this.#n8nPid = 0;
	}

	/** Last resort, when this program ends: what has lost its starter is left by nobody else. */
	kill(): void {
		this.#isWanted = false;
		const n8n = this.#startedN8n();
		this.#child?.kill('SIGKILL');
		if (n8n !== 0) killGroup(n8n);
	}

	/** Zero where there is none, or its starter has not come to it. */
	#startedN8n(): number {
		try {
			return this.n8nPid;
		} catch {
			return this.#n8nPid;
		}
	}

	get #log(): string {
		return join(this.#common.folder, 'logs', `${this.name}.log`);
	}

	#launch(): void {
		const { folder } = this.#common;
		const log = openSync(this.#log, 'a', 0o600);
		this.#logStart = statSync(this.#log).size;
		const places = [join(folder, 'volumes', this.name), join(folder, 'files'), this.home];
		const program = [
			process.execPath,
			'--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
			join(PROJECT_FOLDER, 'scripts/container.mts'),
			this.role,
		];
		const child = spawn(
			'unshare',
			[...NAMESPACES, 'sh', '-c', ENTER, 'sh', this.name, ...places, ...program],
			{
				...{ cwd: PROJECT_FOLDER, detached: true, stdio: ['ignore', log, log] },
				env: { PATH: process.env.PATH, HOME: this.home, ...this.#common.environment(this) },
			},
		);
		closeSync(log);
		this.#child = child;
		this.#isWanted = true;
		child.once('exit', () => void this.#restart(child));
	}

	async #restart(child: ChildProcess): Promise<void> {
		if (!this.#isWanted || child !== this.#child) return;
		this.failures += 1;
		await sleep(RESTART_MS);
		if (this.#isWanted && child === this.#child) this.#launch();
	}

	async #endBy(end: () => void): Promise<void> {
		const child = this.#child;
		if (child === null || !this.runs) return;
		const ended = once(child, 'exit');
		end();
		await ended;
	}

	async #until(what: string, look: () => Promise<boolean>): Promise<void> {
		await until(`${this.name} to be ${what}`, look, READY_MS).catch((error: Error) => {
			throw new Error(`${error.message}:\n${this.output.slice(-3000)}`);
		});
	}

	async #isHealthy(): Promise<boolean> {
		const answer = await fetch(`${this.url}/healthz/readiness`, {
			signal: AbortSignal.timeout(5000),
		}).catch(() => null);
		return answer?.status === 200;
	}

	async #serves(): Promise<boolean> {
		const isInstalled = this.output.includes('Ready: bookings can be stored.');
		if (this.role === 'start' && !isInstalled) return false;
		return this.role === 'worker' || (await webhookServed(this.url + WEBHOOK_PATH));
	}
}

function killGroup(pid: number): void {
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Already gone: nothing to kill.
	}
}
