import { Failure } from './failure.mts';

type Environment = Record<string, string | undefined>;

/** What a container runs: n8n's main process, one that only takes webhooks, or one that works. */
export const COMMANDS = ['start', 'webhook', 'worker'] as const;

/** Something n8n does to its database and ends, such as `export:entities`. */
type Errand = `${string}:${string}`;

export type Command = (typeof COMMANDS)[number] | Errand;

/**
 * The command and its options for n8n; `start` when nothing is said.
 * @throws Failure for another word
 */
export function commandOf(args: readonly string[]): { command: Command; flags: string[] } {
	const [first = 'start', ...rest] = args;
	if (first.startsWith('-')) return { command: 'start', flags: [...args] };
	const command = isErrand(first) ? first : COMMANDS.find((one) => one === first);
	if (command !== undefined) return { command, flags: rest };
	throw new Failure(`« ${first} » is nothing this runs. Write one of: ${COMMANDS.join(', ')}.`);
}

function isErrand(word: string): word is Errand {
	return /^[a-z-]+:[a-z-]+$/.test(word);
}

export function isQueueMode({ EXECUTIONS_MODE }: Environment): boolean {
	return EXECUTIONS_MODE === 'queue';
}

/**
 * n8n's queue mode shares its work between processes only if they share database, queue and key. Missing
 * any of them, each would run by itself and answer every delivery with 500.
 *
 * @throws Failure naming what is missing
 */
export function assertCanShare(command: Command, environment: Environment): void {
	if (!isQueueMode(environment)) {
		if (command !== 'webhook' && command !== 'worker') return;
		throw new Failure(
			`« ${command} » only runs beside a main process in n8n's queue mode. Set EXECUTIONS_MODE=queue for all of them, or run « start » alone.`,
		);
	}
	if (environment.DB_TYPE !== 'postgresdb') {
		throw new Failure(
			'EXECUTIONS_MODE=queue needs a PostgreSQL that all processes use: set DB_TYPE=postgresdb and DB_POSTGRESDB_HOST, the same for all of them.',
		);
	}
	if (!environment.N8N_ENCRYPTION_KEY && !environment.N8N_ENCRYPTION_KEY_FILE) {
		throw new Failure(
			'N8N_ENCRYPTION_KEY is missing: in queue mode all processes need one and the same, or they cannot read the credentials. Set it, or N8N_ENCRYPTION_KEY_FILE with the path of a file; an n8n that ran alone has its key in .n8n/config. A new one: openssl rand -hex 32',
		);
	}
}
