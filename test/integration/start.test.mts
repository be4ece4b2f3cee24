import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { n8nVersion } from '../../scripts/lib/n8n.mts';
import { freePort, startProgram } from '../support/instance.mts';

jest.setTimeout(60_000);

let userFolder: string;

beforeEach(() => {
	userFolder = mkdtempSync(join(tmpdir(), 'archimeuble-start-'));
});
afterEach(() => rmSync(userFolder, { recursive: true, force: true }));

async function start(
	environment: Record<string, string>,
	args: string[] = [],
): Promise<{ code: number | null; output: string }> {
	const { ended, output } = startProgram({ N8N_USER_FOLDER: userFolder, ...environment }, args);
	return { code: await ended, output: output() };
}

/** Everything below the folder with its size and time, to see that nothing was touched. */
function contents(): string[] {
	return readdirSync(userFolder, { recursive: true, encoding: 'utf8' })
		.map((name) => `${name} ${statSync(join(userFolder, name)).size}`)
		.sort();
}

describe('npm start ends with a sentence and changes nothing', () => {
	test('when the port is in use', async () => {
		const port = await freePort();
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
		const { code, output } = await start({ N8N_PORT: String(port) });
		server.close();
		expect(code).toBe(1);
		expect(output).toContain(`Port ${port} is already in use`);
		expect(output).toContain('N8N_PORT');
		expect(contents()).toEqual([]);
	});

	test('when settings cannot be used, naming every one and no value', async () => {
		const { code, output } = await start({
			N8N_PORT: 'http',
			NOTIFICATION_EMAIL: 'nobody',
			CALENDLY_SIGNING_SECRET: 'tooshort',
			SMTP_SECURE: 'perhaps',
		});
		expect(code).toBe(1);
		for (const name of [
			'N8N_PORT',
			'NOTIFICATION_EMAIL',
			'CALENDLY_SIGNING_SECRET',
			'SMTP_SECURE',
		]) {
			expect(output).toContain(name);
		}
		expect(output).not.toMatch(/tooshort|nobody|perhaps/);
		expect(contents()).toEqual([]);
	});

	test('when the folder holds an n8n that was set up by somebody else', async () => {
		mkdirSync(join(userFolder, '.n8n'));
		writeFileSync(join(userFolder, '.n8n/database.sqlite'), 'precious');
		const before = contents();
		const { code, output } = await start({ N8N_PORT: String(await freePort()) });
		expect(code).toBe(1);
		expect(output).toContain('N8N_USER_FOLDER');
		expect(contents()).toEqual(before);
	});

	test.each([
		['older', '2.30.0', '--upgrade'],
		['newer', '9.0.0', 'newer'],
	])('when the folder was last used by an %s n8n', async (_name, n8nVersion, hint) => {
		mkdirSync(join(userFolder, '.n8n/archimeuble'), { recursive: true });
		writeFileSync(join(userFolder, '.n8n/archimeuble/state.json'), JSON.stringify({ n8nVersion }));
		const before = contents();
		const { code, output } = await start({ N8N_PORT: String(await freePort()) });
		expect(code).toBe(1);
		expect(output).toContain(n8nVersion);
		expect(output).toContain(hint);
		expect(contents()).toEqual(before);
	});

	test('when the folder was last used by a newer version of this package', async () => {
		mkdirSync(join(userFolder, '.n8n/archimeuble'), { recursive: true });
		const state = { n8nVersion: n8nVersion(), packageVersion: '99.1.0', demo: false };
		writeFileSync(join(userFolder, '.n8n/archimeuble/state.json'), JSON.stringify(state));
		const before = contents();
		const { code, output } = await start({ N8N_PORT: String(await freePort()) });
		expect(code).toBe(1);
		expect(output).toContain('99.1.0');
		expect(output).toContain('no way back');
		expect(contents()).toEqual(before);
	});

	test('when the demonstration is to run beside a real token, which is not repeated', async () => {
		const token = 'a-real-token-of-calendly';
		const { code, output } = await start({ CALENDLY_ACCESS_TOKEN: token }, ['--demo']);
		expect(code).toBe(1);
		expect(output).toContain('CALENDLY_ACCESS_TOKEN: leave it out for the demonstration');
		expect(output).not.toContain(token);
		expect(contents()).toEqual([]);
	});

	test.each([
		['the demonstration in a folder of real bookings', ['--demo'], {}, 'holds real bookings'],
		['npm start in the folder of the demonstration', [], { demo: true }, 'start:demo'],
	])('when it is %s', async (_name, args, state, hint) => {
		mkdirSync(join(userFolder, '.n8n/archimeuble'), { recursive: true });
		writeFileSync(
			join(userFolder, '.n8n/archimeuble/state.json'),
			JSON.stringify({ n8nVersion: n8nVersion(), ...state }),
		);
		const before = contents();
		const { code, output } = await start({ N8N_PORT: String(await freePort()) }, args);
		expect(code).toBe(1);
		expect(output).toContain(hint);
		expect(output).toContain('N8N_USER_FOLDER');
		expect(contents()).toEqual(before);
	});
});
