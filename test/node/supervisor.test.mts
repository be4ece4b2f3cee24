import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginningOf, RunningProcesses } from '../../scripts/lib/leftBehind.mts';
import { pathsIn } from '../../scripts/lib/paths.mts';
import { reasonOf, restartPause, Supervisor } from '../../scripts/lib/supervisor.mts';
import { until } from '../support/until.mts';

const node = (program: string, more: object = {}): ChildProcess =>
	spawn(process.execPath, ['-e', program], { stdio: 'ignore', ...more });

const ended = (child: ChildProcess) =>
	new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, by) => resolve(by)));

describe('a program that dies', () => {
	test('is started again ever later, and at once after it ran for long', () => {
		const pauses = [1, 2, 3, 4, 5, 6, 7, 8].reduce<number[]>(
			(all) => [...all, restartPause(all.at(-1) ?? 0, 3)],
			[],
		);
		expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
		expect(restartPause(60, 3600)).toBe(1);
	});

	test.each<[string, number | null, NodeJS.Signals | null, string[]]>([
		[
			'it ran out of memory',
			null,
			'SIGABRT',
			['FATAL ERROR: … JavaScript heap out of memory', '1: x'],
		],
		['signal SIGKILL', null, 'SIGKILL', ['Error: of the start', 'all is well']],
		['exit code 1; its last error: Error: no disk', 1, null, ['Error: no disk', 'at x']],
		['exit code 0', 0, null, []],
	])('has ended because: %s', (reason, code, signal, lines) => {
		expect(reasonOf(code, signal, lines)).toBe(reason);
	});

	test('is there again, until it is let go', async () => {
		const ends: string[] = [];
		const supervisor = new Supervisor({
			launch: () => node('setInterval(() => {}, 1000)'),
			onLine: () => {},
			onEnd: (reason, pause) => ends.push(`${reason}, ${pause} s`),
		});
		supervisor.keep();
		const { child: first } = supervisor;
		first.kill('SIGKILL');
		const second = await until('another', () => supervisor.child !== first && supervisor.child);
		expect(ends).toEqual(['signal SIGKILL, 1 s']);
		supervisor.release();
		second.kill('SIGKILL');
		await ended(second);
		expect(supervisor.child).toBe(second);
		expect(ends).toHaveLength(1);
	});
});

describe('what a killed start left behind', () => {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-left-'));
	const paths = pathsIn(folder);
	const note = (processes: object[]) =>
		writeFileSync(paths.processesFile, JSON.stringify(processes));
	const leave = (program: string) => {
		const child = node(program, { detached: true });
		return { child, known: { name: 'n8n', pid: child.pid!, began: beginningOf(child.pid!)! } };
	};
	beforeEach(() => jest.spyOn(process.stdout, 'write').mockReturnValue(true));
	afterEach(() => jest.restoreAllMocks());
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test('is ended, by force where it does not listen, and said', async () => {
		const gentle = leave('setInterval(() => {}, 1000)');
		note([{ ...gentle.known, name: 'the mailbox' }]);
		const end = ended(gentle.child);
		await new RunningProcesses(paths).endLeftBehind();
		expect(await end).toBe('SIGTERM');
		const said = (process.stdout.write as jest.Mock).mock.calls.flat().join('');
		expect(said).toContain(`Ending the mailbox (process ${gentle.known.pid}), left behind`);
	});

	test('is not taken for a process that got its number later', async () => {
		const stranger = leave('setInterval(() => {}, 1000)');
		note([{ ...stranger.known, began: '1' }]);
		await new RunningProcesses(paths).endLeftBehind();
		expect(beginningOf(stranger.known.pid)).toBe(stranger.known.began);
		stranger.child.kill('SIGKILL');
		await ended(stranger.child);
		expect(beginningOf(stranger.known.pid)).toBeNull();
	});

	test('is left alone while the start that owns it still runs, which is named', async () => {
		const owner = leave('setInterval(() => {}, 1000)');
		note([{ ...owner.known, name: 'npm start' }]);
		await expect(new RunningProcesses(paths).endLeftBehind()).rejects.toThrow(
			`already runs in this folder (process ${owner.known.pid})`,
		);
		owner.child.kill('SIGKILL');
	});

	test('is known by name, number and beginning; a new n8n takes the place of the old one', () => {
		const processes = new RunningProcesses(paths);
		processes.begin();
		processes.note('n8n', process.pid);
		processes.note('n8n', process.ppid);
		expect(JSON.parse(readFileSync(paths.processesFile, 'utf8'))).toEqual([
			{ name: 'npm start', pid: process.pid, began: beginningOf(process.pid) },
			{ name: 'n8n', pid: process.ppid, began: beginningOf(process.ppid) },
		]);
		processes.forget();
		expect(() => readFileSync(paths.processesFile)).toThrow('ENOENT');
	});
});
