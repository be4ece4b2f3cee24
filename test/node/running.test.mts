import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../scripts/lib/config.mts';
import { freePort, portLike } from '../../scripts/lib/ports.mts';
import { readRunFile } from '../../scripts/lib/runFile.mts';
import { withStandIn } from '../../scripts/lib/standin.mts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'archimeuble-running-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config = (environment: Record<string, string> = {}, demo = false) =>
	readConfig(folder, { N8N_USER_FOLDER: folder, ...environment }, { demo });

describe('run.json', () => {
	const write = (pid: number) => writeFileSync(join(folder, 'run.json'), JSON.stringify({ pid }));

	test('that is not there means that nothing runs', () => {
		expect(readRunFile(config())).toBeNull();
	});

	test('of a process that runs is believed', () => {
		write(process.pid);
		expect(readRunFile(config())).toEqual({ pid: process.pid });
	});

	test('of a process that belongs to somebody else is believed, too', () => {
		write(1);
		expect(readRunFile(config())).toEqual({ pid: 1 });
	});

	test('that a crash left behind counts as nothing', () => {
		const { pid } = spawnSync(process.execPath, ['--version']);
		write(pid);
		expect(readRunFile(config())).toBeNull();
	});
});

describe('the port of the stand-in', () => {
	test('is the wanted one where it is free', async () => {
		const wanted = await freePort();
		expect(await portLike(wanted, [])).toBe(wanted);
	});

	test('is another where something of ours will listen there', async () => {
		const wanted = await freePort();
		expect(await portLike(wanted, [wanted])).not.toBe(wanted);
	});

	test('is another where somebody listens there', async () => {
		const wanted = await freePort();
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
		const given = await portLike(wanted, []);
		await new Promise((resolve) => server.close(resolve));
		expect(given).not.toBe(wanted);
	});
});

describe('the settings of the demonstration', () => {
	test('lead to the stand-in with a token of its own, and back to this machine', async () => {
		const demo = config({ N8N_PORT: '7000' }, true);
		const [one, other] = [await withStandIn(demo), await withStandIn(demo)];
		expect(one).toMatchObject({
			calendlyUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
			webhookUrl: 'http://127.0.0.1:7000',
		});
		// The same at every start, or n8n’s credential would be written anew each time.
		expect(one.accessToken).toBe(other.accessToken);
	});

	test.each([
		['0.0.0.0', 'http://127.0.0.1:5678'],
		['::', 'http://127.0.0.1:5678'],
		['::1', 'http://[::1]:5678'],
		['192.168.1.20', 'http://192.168.1.20:5678'],
	])('where n8n listens on %s, deliveries go to %s', async (address, url) => {
		const demo = config({ N8N_LISTEN_ADDRESS: address }, true);
		expect((await withStandIn(demo)).webhookUrl).toBe(url);
	});
});
