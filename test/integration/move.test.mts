/**
 * From SQLite to PostgreSQL as docs/operations.md says, then into queue mode: everything there is under
 * the numbers it had, and deliveries go on.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { Postgres } from '../scale/lib/postgres.mts';
import { missingPrograms } from '../scale/lib/programs.mts';
import { Redis } from '../scale/lib/redis.mts';
import { freePort } from '../support/instance.mts';
import { payload } from '../support/payloads.mts';
import { BY_HAND, CHANGED, DELETED, Place, RELANCE, type Holdings } from '../support/place.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(240_000);

const BEFORE = payload('01-created-google-meet');
const ALSO_BEFORE = payload('08-phone-outbound-call');
const IN_ONE_PROCESS = payload('10-zoom-question-positions-gap');
const IN_QUEUE_MODE = payload('11-physical-guests-special-characters');
const RECIPIENT = 'menuisier.change@example.com';

const missing = missingPrograms().filter((line) => !line.startsWith('nginx'));
if (missing.length > 0 && process.env.CI) throw new Error(missing.join('\n'));
if (missing.length > 0) {
	process.stderr.write(`the move to PostgreSQL was not tried:\n  ${missing.join('\n  ')}\n`);
}

/** Processes of the container's entry. */
class Processes {
	readonly #running: ChildProcess[] = [];
	readonly #chunks: string[] = [];

	launch(args: string[], environment: Record<string, string>): ChildProcess {
		const entry = join(PROJECT_FOLDER, 'scripts/container.mts');
		const child = spawn(process.execPath, [entry, ...args], {
			cwd: PROJECT_FOLDER,
			env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => this.#chunks.push(chunk.toString()));
		}
		this.#running.push(child);
		return child;
	}

	/** What all of them printed. */
	get output(): string {
		return this.#chunks.join('');
	}

	async stop(): Promise<void> {
		await Promise.all(
			this.#running.map(async (child) => {
				if (child.exitCode !== null || child.signalCode !== null) return;
				const ended = once(child, 'exit');
				child.kill('SIGTERM');
				await ended;
			}),
		);
	}
}

(missing.length > 0 ? describe.skip : describe)('an n8n that leaves SQLite for PostgreSQL', () => {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-servers-'));
	const postbox = new Postbox();
	const place = new Place();
	const processes = new Processes();
	let postgres: Postgres;
	let redis: Redis;
	let held: Holdings;
	let moved: Holdings;
	let announced: number;
	let lastExecution: number;

	beforeAll(async () => {
		// PostgreSQL is another user, who must reach its own folder in this one.
		chmodSync(folder, 0o711);
		postgres = new Postgres(join(folder, 'postgres'), await freePort());
		redis = new Redis(join(folder, 'redis'), await freePort());
		await Promise.all([postgres.start(), redis.server.start(), postbox.start()]);
		place.configure({
			N8N_PORT: String(await freePort()),
			SMTP_HOST: '127.0.0.1',
			SMTP_PORT: String(postbox.port),
			SMTP_SECURE: 'false',
			NOTIFICATION_EMAIL: 'menuisier@example.com',
			SENDER_EMAIL: 'rdv@example.com',
		});
		await place.start();
		await place.changeAsTheTeam(RECIPIENT);
		await place.deliver(BEFORE);
		await place.deliver(ALSO_BEFORE);
		await place.handled(2);
		announced = postbox.mails.length;
		held = await place.holdings();
		await place.instance.stop();
		lastExecution = await move();
		await place.start();
		moved = await place.holdings();
	});

	afterAll(async () => {
		await processes.stop();
		await place.instance.stop();
		await Promise.all([postgres.stop(), redis.server.stop(), postbox.stop()]);
		place.remove();
		rmSync(folder, { recursive: true });
	});

	/** @returns the number of the last execution before it */
	async function move(): Promise<number> {
		await place.carryOut('Out of SQLite');
		place.database = postgres.environment;
		const { environment, programEnvironment } = postgres;
		await place.carryOut('Into PostgreSQL', { ...environment, ...programEnvironment });
		const [{ last }] = await postgres.query('SELECT max(id) AS last FROM execution_entity');
		return Number(last);
	}

	/** As queue mode wants it: all processes are told the one that n8n made when it ran alone. */
	function encryptionKey(): string {
		const config = readFileSync(join(place.instance.userFolder, '.n8n/config'), 'utf8');
		return (JSON.parse(config) as { encryptionKey: string }).encryptionKey;
	}

	/** What must hold wherever a delivery is handled. */
	async function handles(delivery: object, rows: number): Promise<void> {
		const before = postbox.mails.length;
		expect((await place.deliver(delivery)).status).toBe(200);
		await until('its mail', () => postbox.mails.length > before, 60_000);
		expect(postbox.mails.at(-1)!.recipients).toEqual([RECIPIENT]);
		await until(
			'its row',
			async () => (await place.rows('archimeuble_rendezvous')).length === rows,
		);
	}

	test('has its tables, with their rows and numbers', () => {
		expect(moved.tables).toEqual(held.tables);
		expect(moved.tables.archimeuble_rendezvous.rows).toHaveLength(2);
	});

	test('has its workflows as the team changed them, published as they were', () => {
		expect(moved.workflows).toEqual(held.workflows);
		expect(moved.workflows[CHANGED]).toMatchObject({ activeVersionId: expect.any(String) });
		expect(Object.keys(moved.workflows)).not.toContain(DELETED);
	});

	test('has its credentials, also what a person filled in', () => {
		expect(moved.credentials).toEqual(held.credentials);
		expect(moved.credentials.map(({ data }) => data.password)).toContain(BY_HAND);
	});

	test('was provisioned already', () => {
		expect(place.instance.output()).not.toMatch(/Importing|begins anew/);
	});

	test('announces nothing again', async () => {
		expect((await place.deliver(BEFORE)).status).toBe(200);
		await place.editor.execute(RELANCE, 'Chaque minute');
		await place.handled(3);
		expect(postbox.mails).toHaveLength(announced);
	});

	test('handles deliveries in one process, whose executions go on counting', async () => {
		expect(lastExecution).toBeGreaterThan(0);
		await handles(IN_ONE_PROCESS, 3);
		const executions = await postgres.query(
			'SELECT id FROM execution_entity WHERE id > $1',
			lastExecution,
		);
		expect(executions.length).toBeGreaterThan(0);
	});

	test('counts everywhere from where it was', async () => {
		const sequences = await postgres.query(
			"SELECT table_name, column_name FROM information_schema.columns WHERE column_default LIKE 'nextval(%'",
		);
		expect(sequences.length).toBeGreaterThan(0);
		for (const { table_name, column_name } of sequences) {
			const sql = `SELECT coalesce(max("${column_name}"), 0) AS last FROM "${table_name}"`;
			const [{ last }] = await postgres.query(sql);
			const [{ next }] = await postgres.query(
				"SELECT nextval(substring(column_default FROM '''(.+)''')) AS next FROM information_schema.columns WHERE table_name = $1 AND column_name = $2",
				table_name,
				column_name,
			);
			expect([table_name, Number(next) > Number(last)]).toEqual([table_name, true]);
		}
	});

	test('handles deliveries in queue mode', async () => {
		await place.instance.stop();
		const shared = {
			...place.settings,
			...postgres.environment,
			...redis.environment,
			EXECUTIONS_MODE: 'queue',
			N8N_ENCRYPTION_KEY: encryptionKey(),
			N8N_USER_FOLDER: place.instance.userFolder,
		};
		const ports = [await freePort(), await freePort(), await freePort()].map(String);
		processes.launch(['start'], { ...shared, N8N_RUNNERS_BROKER_PORT: ports[0] });
		const [, N8N_PORT, N8N_RUNNERS_BROKER_PORT] = ports;
		processes.launch(['worker'], { ...shared, N8N_PORT, N8N_RUNNERS_BROKER_PORT });
		await until('main', () => processes.output.includes('Ready: bookings can be stored.'), 180_000);
		await place.logIn();
		await handles(IN_QUEUE_MODE, 4);
		expect(await place.rows('archimeuble_reglages')).toHaveLength(
			held.tables.archimeuble_reglages.rows.length,
		);
		expect(processes.output).not.toContain('Importing');
		await processes.stop();
	});

	test('is not taken back to SQLite by a setting that was forgotten', async () => {
		place.database = {};
		await expect(place.start()).rejects.toThrow(/belongs to an n8n on PostgreSQL.*DB_TYPE/s);
	});

	test('could have left it by the entry of the container, which takes n8n’s commands', async () => {
		const { userFolder } = place.instance;
		const move = join(folder, 'move');
		const N8N_ENCRYPTION_KEY = encryptionKey();
		const ends = async (args: string[], environment: Record<string, string>) => {
			const child = processes.launch(args, { ...environment, N8N_USER_FOLDER: userFolder });
			await once(child, 'close');
			return processes.output;
		};
		expect(await ends(['export:entities', `--outputDir=${move}`], {})).toContain(
			'Task completed successfully',
		);
		await postgres.query('CREATE DATABASE another');
		const another = { ...postgres.environment, DB_POSTGRESDB_DATABASE: 'another' };
		const queue = { ...another, EXECUTIONS_MODE: 'queue', N8N_ENCRYPTION_KEY };
		const args = ['import:entities', `--inputDir=${move}`, '--truncateTables=true'];
		expect(await ends(args, queue)).toContain('Import completed successfully');
	});
});
