import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyBuilt, onChange } from '../../scripts/lib/devReload.mts';
import { until } from '../support/until.mts';

let project: string;

beforeEach(() => {
	project = mkdtempSync(join(tmpdir(), 'archimeuble-reload-'));
	for (const folder of ['nodes/shared', 'credentials', 'icons', 'workflows', 'dist', 'scripts']) {
		mkdirSync(join(project, folder), { recursive: true });
	}
	writeFileSync(join(project, 'package.json'), '{}');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

describe('what changes while npm run dev runs', () => {
	test('is told once for all that is written at about the same time, whatever its depth', async () => {
		const told: string[][] = [];
		onChange(project, async (changed) => void told.push([...changed].sort()));
		for (const name of ['a.ts', 'b.ts']) writeFileSync(join(project, 'nodes/shared', name), name);
		writeFileSync(join(project, 'workflows/moteur.json'), '{}');
		writeFileSync(join(project, 'scripts/start.mts'), '');
		await until('the change', () => told.length > 0);
		expect(told).toEqual([['nodes', 'workflows']]);
	});

	test('while a change is taken over is taken over behind it, never at the same time', async () => {
		const told: string[][] = [];
		let endFirst = () => {};
		const firstIsDone = new Promise<void>((resolve) => {
			endFirst = resolve;
		});
		onChange(project, async (changed) => {
			told.push([...changed]);
			await firstIsDone;
		});
		writeFileSync(join(project, 'nodes/a.ts'), '');
		await until('the first change', () => told.length === 1);
		// Registered later, so that what it is told the other has been told.
		const others: string[][] = [];
		onChange(project, async (changed) => void others.push([...changed]));
		writeFileSync(join(project, 'credentials/c.ts'), '');
		await until('the second change, elsewhere', () => others.length === 1);
		expect(told).toEqual([['nodes']]);
		endFirst();
		await until('the second change', () => told.length === 2);
		expect(told).toEqual([['nodes'], ['credentials']]);
	});

	test('and cannot be taken over is told, and the next change is awaited', async () => {
		const told = jest.spyOn(console, 'error').mockImplementation();
		let taken = 0;
		onChange(project, async () => {
			taken += 1;
			if (taken === 1) throw new Error('The package could not be built');
		});
		writeFileSync(join(project, 'nodes/a.ts'), '');
		await until('the refusal', () => told.mock.calls.length > 0);
		expect(told).toHaveBeenCalledWith('The package could not be built');
		writeFileSync(join(project, 'nodes/b.ts'), '');
		await until('the next change', () => taken === 2);
		told.mockRestore();
	});
});

test('only what is newer is copied to where n8n loads the package from', () => {
	const copy = join(project, 'copy');
	const at = (name: string, seconds: number, text: string) => {
		writeFileSync(join(project, 'dist', name), text);
		utimesSync(join(project, 'dist', name), seconds, seconds);
	};
	at('same.js', 1000.123_456_7, 'same');
	at('changed.js', 1000, 'before');
	copyBuilt(copy, project);
	const untouched = statSync(join(copy, 'dist/same.js')).ctimeMs;
	at('changed.js', 2000, 'after');
	copyBuilt(copy, project);
	expect(readFileSync(join(copy, 'dist/changed.js'), 'utf8')).toBe('after');
	expect(statSync(join(copy, 'dist/same.js')).ctimeMs).toBe(untouched);
	expect(readFileSync(join(copy, 'package.json'), 'utf8')).toBe('{}');
});
