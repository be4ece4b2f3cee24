import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
	appendFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';

const root = join(__dirname, '../..');
const shipped = readFileSync(join(root, 'scripts/logrotate/archimeuble-calendly'), 'utf8');
const LOG_PATH = /^\/\S+ \{$/m;
const shippedPath = LOG_PATH.exec(shipped)![0].slice(0, -2);

let folder: string;
let logs: string;
let log: string;

/** Where Debian puts it is not on everybody's PATH. */
const program = ['logrotate', '/usr/sbin/logrotate'].find(
	(candidate) => spawnSync(candidate, ['--version']).status === 0,
);

/** A developer's machine may be without logrotate, which is then said; CI may not. */
function whenInstalled(name: string, body: jest.ProvidesCallback, timeout?: number): void {
	if (program !== undefined || process.env.CI) return test(name, body, timeout);
	process.stderr.write(
		`not run, logrotate is not installed (apt-get install logrotate): ${name}\n`,
	);
	return test.skip(name, body, timeout);
}

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'archimeuble-logrotate-'));
	logs = join(folder, 'files');
	log = join(logs, 'calendly.log');
	mkdirSync(logs, { mode: 0o750 });
	writeFileSync(join(folder, 'conf'), shipped.replace(shippedPath, log), { mode: 0o644 });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Throws when logrotate complains. */
function logrotate(...options: string[]): string {
	const state = ['--state', join(folder, 'state')];
	return execFileSync(program ?? 'logrotate', [...options, ...state, join(folder, 'conf')], {
		encoding: 'utf8',
		stdio: 'pipe',
	});
}

/** The last rotation, long ago. */
function rememberRotation(date: string): void {
	writeFileSync(join(folder, 'state'), `logrotate state -- version 2\n"${log}" ${date}\n`);
}

const files = () => readdirSync(logs).sort();

function content(name: string): string {
	const bytes = readFileSync(join(logs, name));
	return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

test('the path is the log in the volume of docker-compose.yml', () => {
	const { volumes, services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'));
	expect(services.n8n.volumes).toContain('files:/home/node/.n8n-files');
	expect(shippedPath).toBe(`/var/lib/docker/volumes/${volumes.files.name}/_data/calendly.log`);
});

whenInstalled(
	'a day later the log is rotated, without being forced; on the same day it is not',
	() => {
		appendFileSync(log, 'one\n');
		rememberRotation('2025-1-1-0:0:0');
		logrotate();
		expect(files()).toEqual(['calendly.log.1']);
		appendFileSync(log, 'two\n');
		logrotate();
		expect(files()).toEqual(['calendly.log', 'calendly.log.1']);
		expect(content('calendly.log')).toBe('two\n');
	},
);

whenInstalled('seven are kept, the newest as text and the others compressed', () => {
	for (let day = 1; day <= 10; day += 1) {
		appendFileSync(log, `day ${day}\n`);
		logrotate('--force');
	}
	expect(files()).toEqual([
		'calendly.log.1',
		...[2, 3, 4, 5, 6, 7].map((number) => `calendly.log.${number}.gz`),
	]);
	expect(files().map(content)).toEqual([10, 9, 8, 7, 6, 5, 4].map((day) => `day ${day}\n`));
});

whenInstalled('an empty log is not rotated, and a missing one is no error', () => {
	rememberRotation('2025-1-1-0:0:0');
	logrotate();
	writeFileSync(log, '');
	rememberRotation('2025-1-1-0:0:0');
	logrotate();
	expect(files()).toEqual(['calendly.log']);
});

whenInstalled(
	'no line is lost or doubled while somebody writes as the workflow does',
	async () => {
		// A process of its own: open, append, close for each line, as n8n's node does.
		const writer = spawn(process.execPath, [
			'--eval',
			`const { appendFileSync } = require('node:fs');
		let line = 0;
		process.on('SIGTERM', () => { console.log(line); process.exit(0); });
		(function write() {
			for (let count = 0; count < 20; count += 1) appendFileSync(process.argv[1], ++line + '\\n');
			if (line === 20) console.log('writing');
			setImmediate(write);
		})();`,
			log,
		]);
		let output = '';
		writer.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		await once(writer.stdout, 'data');
		for (let rotation = 0; rotation < 7; rotation += 1) logrotate('--force');
		writer.kill('SIGTERM');
		await once(writer, 'close');

		const written = Number(output.trim().split('\n').pop());
		const found = files()
			.flatMap((name) => content(name).trim().split('\n'))
			.map(Number)
			.sort((a, b) => a - b);
		expect(written).toBeGreaterThan(100);
		expect(found).toEqual(Array.from({ length: written }, (_, index) => index + 1));
		expect(files().filter((name) => name.endsWith('.gz'))).not.toEqual([]);
	},
	60_000,
);
