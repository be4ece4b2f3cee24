import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { signHeader } from '../../nodes/shared/calendly/signature.ts';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import type { RunFile } from '../../scripts/lib/runFile.mts';
import { until } from './until.mts';

export const SIGNING_SECRET = 'integration-test-signing-secret';

export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** What is not as usual about a delivery. */
export interface DeliveryChanges {
	signingKey?: string;
	/** Seconds since it was signed. */
	age?: number;
	headers?: Record<string, string>;
}

export interface DeliveryAnswer {
	status: number;
	body: any;
	headers: Headers;
	milliseconds: number;
}

/** Posts a delivery as Calendly does, signed now with the key of the tests unless told otherwise. */
export async function postDelivery(
	url: string,
	webhook: object | string,
	changes: DeliveryChanges = {},
): Promise<DeliveryAnswer> {
	const body = typeof webhook === 'string' ? webhook : JSON.stringify(webhook);
	const started = performance.now();
	const response = await fetch(url, {
		method: 'POST',
		body,
		headers: {
			'Content-Type': 'application/json',
			'User-Agent': 'Calendly',
			'Calendly-Webhook-Signature': signHeader({
				rawBody: body,
				signingKey: changes.signingKey ?? SIGNING_SECRET,
				timestamp: Math.floor(Date.now() / 1000) - (changes.age ?? 0),
			}),
			...changes.headers,
		},
	});
	const text = await response.text();
	return {
		status: response.status,
		body: text.startsWith('{') ? JSON.parse(text) : text,
		headers: response.headers,
		milliseconds: performance.now() - started,
	};
}

/** What `npm start` runs, as a program of its own, here or in a copy of this project; output is kept. */
export function startProgram(
	environment: Record<string, string>,
	args: string[] = [],
	project = PROJECT_FOLDER,
): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
	const chunks: string[] = [];
	const child = spawn(process.execPath, [join(project, 'scripts/start.mts'), ...args], {
		cwd: project,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
	});
	child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	return { child, output: () => chunks.join(''), ended };
}

/**
 * The n8n that a program of ours has started; it leads a process group of its own.
 * @throws where there is none
 */
export function n8nChildOf(pid: number): number {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
	const found = children.find((child) =>
		readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('bin/n8n'),
	);
	if (found === undefined) throw new Error('n8n is not running');
	return Number(found);
}

/** A real n8n with this package, started by the same code as `npm start`, in a folder of its own. */
export class Instance {
	readonly userFolder: string;
	#program: ReturnType<typeof startProgram> | null = null;
	#database: DatabaseSync | null = null;
	run!: RunFile;

	/** @param userFolder an existing folder, a new temporary one when not given */
	constructor(userFolder = mkdtempSync(join(tmpdir(), 'archimeuble-n8n-'))) {
		this.userFolder = userFolder;
	}

	async start(environment: Record<string, string>): Promise<void> {
		const program = startProgram({
			N8N_USER_FOLDER: this.userFolder,
			CALENDLY_SIGNING_SECRET: SIGNING_SECRET,
			...environment,
		});
		this.#program = program;
		const file = join(this.userFolder, 'run.json');
		await until(
			'run.json',
			() => {
				if (program.child.exitCode !== null)
					throw new Error(`npm start ended:\n${program.output()}`);
				return existsSync(file);
			},
			240_000,
		);
		this.run = JSON.parse(readFileSync(file, 'utf8')) as RunFile;
		if (environment.DB_TYPE === 'postgresdb') return;
		this.#database = new DatabaseSync(join(this.userFolder, '.n8n/database.sqlite'), {
			readOnly: true,
		});
	}

	/** Ctrl-C; gives the exit code. */
	async stop(): Promise<number | null> {
		this.#database?.close();
		this.#database = null;
		this.#program?.child.kill('SIGINT');
		return (await this.#program?.ended) ?? null;
	}

	/** Process id of n8n itself, which is a child of the program and leads a process group. */
	n8nPid(): number {
		return n8nChildOf(this.run.pid);
	}

	/** Power cut: the program is killed first, or it would start n8n again, then n8n and its task runner. */
	async crash(): Promise<void> {
		const pid = this.n8nPid();
		await this.crashStarter();
		process.kill(-pid, 'SIGKILL');
	}

	/** `kill -9` of the program alone; n8n goes on. */
	async crashStarter(): Promise<void> {
		this.#database?.close();
		this.#database = null;
		this.#program?.child.kill('SIGKILL');
		await this.#program?.ended;
		rmSync(join(this.userFolder, 'run.json'), { force: true });
	}

	remove(): void {
		rmSync(this.userFolder, { recursive: true, force: true });
	}

	output(): string {
		return this.#program?.output() ?? '';
	}

	eventLog(): string[] {
		const file = join(this.userFolder, '.n8n-files/calendly.log');
		return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
	}

	/** Rows of a data table, oldest first; none while the table does not exist. */
	rows(table: string): Array<Record<string, any>> {
		const found = this.query('SELECT id FROM data_table WHERE name = ?', table)[0];
		return found === undefined
			? []
			: this.query(`SELECT * FROM data_table_user_${found.id} ORDER BY id`);
	}

	/** Executions of a workflow that n8n shows. */
	executions(workflowId: string): Array<Record<string, any>> {
		return this.query(
			'SELECT * FROM execution_entity WHERE workflowId = ? AND deletedAt IS NULL ORDER BY id',
			workflowId,
		);
	}

	/** Executions of a workflow that began, also those n8n keeps nothing of. */
	begun(workflowId: string): Array<Record<string, any>> {
		return this.query('SELECT id, mode FROM execution_entity WHERE workflowId = ?', workflowId);
	}

	query(sql: string, ...values: string[]): Array<Record<string, any>> {
		return this.#database?.prepare(sql).all(...values) ?? [];
	}

	/** Writes to n8n's database behind its back, as a team or a fault would. */
	write(sql: string, ...values: Array<string | null>): void {
		const database = new DatabaseSync(join(this.userFolder, '.n8n/database.sqlite'), {
			timeout: 5000,
		});
		database.prepare(sql).run(...values);
		database.close();
	}

	/** Overwrites columns of a client's rows in a data table. */
	damage(table: string, client: string, columns: Record<string, string | null>): void {
		const [{ id }] = this.query('SELECT id FROM data_table WHERE name = ?', table);
		const assignments = Object.keys(columns).map((column) => `${column} = ?`);
		this.write(
			`UPDATE data_table_user_${id} SET ${assignments.join(', ')} WHERE client = ?`,
			...Object.values(columns),
			client,
		);
	}

	/** Posts a delivery as Calendly does, signed now with our key unless told otherwise. */
	async deliver(webhook: object | string, changes: DeliveryChanges = {}): Promise<DeliveryAnswer> {
		return await postDelivery(this.run.webhook, webhook, changes);
	}
}
