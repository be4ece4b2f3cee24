import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../../scripts/lib/project.mts';
import { until } from '../../support/until.mts';
import { postgresFolder, unprivileged } from './programs.mts';
import { Server } from './server.mts';

const DATABASE = 'n8n';

/** What we need of the client n8n itself brings (https://node-postgres.com/apis/client). */
interface Client {
	connect(): Promise<void>;
	query(sql: string, values: readonly unknown[]): Promise<{ rows: Array<Record<string, any>> }>;
	end(): Promise<void>;
	on(event: 'error', listener: () => void): void;
}

/** A PostgreSQL of our own: its files in a folder that goes away, nobody else's database in it. */
export class Postgres {
	readonly server: Server;
	#client: Client | null = null;
	#last: Promise<unknown> = Promise.resolve();

	constructor(folder: string, port: number) {
		const programs = postgresFolder();
		if (programs === null) throw new Error('PostgreSQL is not installed');
		const user = unprivileged();
		mkdirSync(folder, { mode: 0o700 });
		if (user !== null) chownSync(folder, user.uid, user.gid);
		const data = join(folder, 'data');
		execFileSync(
			join(programs, 'initdb'),
			['-D', data, '-U', DATABASE, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'],
			{ ...user, stdio: ['ignore', 'ignore', 'pipe'], cwd: folder },
		);
		const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: folder };
		const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		const command = ['-D', data, '-p', String(port), ...args];
		this.server = new Server('PostgreSQL', port, [join(programs, 'postgres'), command], user);
	}

	async start(): Promise<void> {
		await this.server.start();
		// It listens before it lets anybody in.
		const isOpen = () => this.#in('postgres', (client) => client.query('SELECT 1', []));
		await until('PostgreSQL to let us in', () => isOpen().catch(() => false));
		const [found] = await this.#in('postgres', (client) =>
			client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]),
		);
		if (found !== undefined) return;
		await this.#in('postgres', (client) => client.query(`CREATE DATABASE ${DATABASE}`, []));
	}

	/** « Fast » (SIGINT): cuts everybody off, and loses nothing. https://www.postgresql.org/docs/current/server-shutdown.html */
	async stop(): Promise<void> {
		await this.#hangUp();
		await this.server.stop('SIGINT');
	}

	/** One after the other, whoever asks: there is one connection. */
	async query(sql: string, ...values: unknown[]): Promise<Array<Record<string, any>>> {
		const asked = this.#last.then(() => this.#ask(sql, values));
		this.#last = asked.catch(() => {});
		return await asked;
	}

	/** Settings of n8n that lead here. */
	get environment(): Record<string, string> {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.server.port),
			DB_POSTGRESDB_DATABASE: DATABASE,
			DB_POSTGRESDB_USER: DATABASE,
			DB_POSTGRESDB_PASSWORD: 'trusted-anyway',
		};
	}

	/** Settings of PostgreSQL's own programs that lead here. https://www.postgresql.org/docs/current/libpq-envars.html */
	get programEnvironment(): Record<string, string> {
		return {
			PGHOST: '127.0.0.1',
			PGPORT: String(this.server.port),
			PGDATABASE: DATABASE,
			PGUSER: DATABASE,
		};
	}

	async #ask(sql: string, values: readonly unknown[]): Promise<Array<Record<string, any>>> {
		this.#client ??= await this.#connected(DATABASE);
		return (await this.#client.query(sql, values)).rows;
	}

	async #in(
		database: string,
		work: (client: Client) => Promise<{ rows: Array<Record<string, any>> }>,
	): Promise<Array<Record<string, any>>> {
		const client = await this.#connected(database);
		try {
			return (await work(client)).rows;
		} finally {
			await client.end();
		}
	}

	async #connected(database: string): Promise<Client> {
		const { host, port, user } = { host: '127.0.0.1', port: this.server.port, user: DATABASE };
		const client = new (postgresClient())({ host, port, user, database });
		// The server is stopped on purpose: the next question opens another connection.
		client.on('error', () => (this.#client = null));
		await client.connect();
		return client;
	}

	async #hangUp(): Promise<void> {
		const client = this.#client;
		this.#client = null;
		await client?.end();
	}
}

/** n8n's own client: the tests have no other. */
function postgresClient(): new (options: object) => Client {
	const require = createRequire(join(PROJECT_FOLDER, 'node_modules/n8n/package.json'));
	return (require('pg') as { Client: new (options: object) => Client }).Client;
}
