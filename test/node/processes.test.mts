/** Which process of n8n a container is, and what it must share with the others. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServerConfig } from '../../scripts/lib/config.mts';
import { n8nEnvironment } from '../../scripts/lib/n8n.mts';
import { pathsIn } from '../../scripts/lib/paths.mts';
import { assertCanShare, commandOf } from '../../scripts/lib/queue.mts';

const root = join(__dirname, '../..');
const QUEUE = {
	EXECUTIONS_MODE: 'queue',
	DB_TYPE: 'postgresdb',
	N8N_ENCRYPTION_KEY_FILE: '/run/secrets/n8n_encryption_key',
};

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'archimeuble-processes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command', () => {
	test.each([
		['nothing said', [], 'start', []],
		['options only', ['--open'], 'start', ['--open']],
		['webhook', ['webhook'], 'webhook', []],
		['a worker with options', ['worker', '--concurrency=5'], 'worker', ['--concurrency=5']],
		['one of n8n’s own', ['list:workflow', '--onlyId'], 'list:workflow', ['--onlyId']],
	] as const)('%s', (_name, args, command, flags) => {
		expect(commandOf(args)).toEqual({ command, flags });
	});

	test('of another name is refused with those there are', () => {
		expect(() => commandOf(['execute'])).toThrow(/« execute ».*start, webhook, worker/);
	});
});

describe('processes that share their work', () => {
	test.each(['start', 'webhook', 'worker'] as const)('%s may run in queue mode', (command) => {
		expect(() => assertCanShare(command, QUEUE)).not.toThrow();
		expect(() =>
			assertCanShare(command, { ...QUEUE, N8N_ENCRYPTION_KEY: 'key', N8N_ENCRYPTION_KEY_FILE: '' }),
		).not.toThrow();
	});

	test.each(['start', 'export:entities'] as const)('%s alone needs nothing of it', (command) => {
		expect(() => assertCanShare(command, {})).not.toThrow();
	});

	test.each(['webhook', 'worker'] as const)('%s is nothing without queue mode', (command) => {
		expect(() => assertCanShare(command, {})).toThrow(/EXECUTIONS_MODE=queue/);
		expect(() => assertCanShare(command, { ...QUEUE, EXECUTIONS_MODE: 'regular' })).toThrow();
	});

	test.each(['start', 'webhook', 'worker'] as const)('%s says what it lacks', (command) => {
		expect(() => assertCanShare(command, { ...QUEUE, N8N_ENCRYPTION_KEY_FILE: '' })).toThrow(
			/N8N_ENCRYPTION_KEY is missing.*one and the same/,
		);
		expect(() => assertCanShare(command, { ...QUEUE, DB_TYPE: 'sqlite' })).toThrow(
			/DB_TYPE=postgresdb/,
		);
	});
});

describe('a process beside the main one', () => {
	const environment = { N8N_USER_FOLDER: '/home/node', CALENDLY_SIGNING_SECRET_FILE: '/not/there' };

	test('reads no secret: it has no file of them', () => {
		expect(readServerConfig(folder, environment).userFolder).toBe('/home/node');
	});

	test('is given neither an owner nor a secret of ours', async () => {
		const config = readServerConfig(folder, environment);
		process.env.CALENDLY_SIGNING_SECRET = 'a-signing-secret';
		const made = await n8nEnvironment(config, pathsIn(folder), null, null);
		delete process.env.CALENDLY_SIGNING_SECRET;
		expect(Object.keys(made).filter((name) => /OWNER|CALENDLY|OVERWRITE/.test(name))).toEqual([]);
	});
});

describe('the owner', () => {
	const config = readServerConfig(tmpdir(), {});
	const hashWith = async (password: string) => {
		const owner = { email: 'atelier@archimeuble.example', password };
		return (await n8nEnvironment(config, pathsIn(join(folder, 'owner')), owner, null))
			.N8N_INSTANCE_OWNER_PASSWORD_HASH;
	};

	test('stays logged in over a restart, for n8n gets the same hash of the same password', async () => {
		const first = await hashWith('Copeaux-2026');
		expect(await hashWith('Copeaux-2026')).toBe(first);
	});

	test('has to log in again with another password', async () => {
		const first = await hashWith('Copeaux-2026');
		expect(await hashWith('Rabot-2026')).not.toBe(first);
	});
});

/** Runs the entry with nothing of this environment. */
async function run(args: string[], environment: Record<string, string>) {
	const child = spawn(process.execPath, [join(root, 'scripts/container.mts'), ...args], {
		env: { PATH: process.env.PATH, HOME: folder, N8N_USER_FOLDER: folder, ...environment },
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	}
	const code = await new Promise((resolve) => child.once('close', resolve));
	return { code, output };
}

describe('the entry', () => {
	test.each([
		[['webhook'], {}, /✖ « webhook » only runs beside a main process/],
		[['worker'], { ...QUEUE, N8N_ENCRYPTION_KEY_FILE: '' }, /✖ N8N_ENCRYPTION_KEY is missing/],
		[['bash'], {}, /✖ « bash » is nothing this runs/],
	])('%j refuses in one sentence, and writes nothing', async (args, environment, sentence) => {
		const { code, output } = await run(args, environment);
		expect(code).toBe(1);
		expect(output).toMatch(sentence);
		expect(output).not.toContain('    at ');
		expect(existsSync(join(folder, '.n8n'))).toBe(false);
	});
});

describe('the lock of a folder', () => {
	const program = `
		import { lockFolder } from ${JSON.stringify(join(root, 'scripts/lib/folderLock.mts'))};
		import { pathsIn } from ${JSON.stringify(join(root, 'scripts/lib/paths.mts'))};
		try { lockFolder(pathsIn(process.argv[1])); console.log('mine'); } catch (error) { console.log(error.message); process.exit(); }
		setTimeout(() => process.exit(), 10_000);
		process.stdin.resume();`;
	const start = () => {
		const child = spawn(process.execPath, ['--input-type=module', '--eval', program, folder]);
		const said = new Promise<string>((resolve) =>
			child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
		);
		return { child, said };
	};

	test('is one process’s, and ends with it, however it ends', async () => {
		const first = start();
		expect(await first.said).toBe('mine');
		expect(await start().said).toContain('Another process already runs n8n');
		const ended = new Promise((resolve) => first.child.once('exit', resolve));
		first.child.kill('SIGKILL');
		await ended;
		const third = start();
		expect(await third.said).toBe('mine');
		third.child.kill();
	});
});
