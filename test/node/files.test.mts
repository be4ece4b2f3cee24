import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rotate } from '../../scripts/lib/files.mts';

describe('a log that grows', () => {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-log-'));
	const file = join(folder, 'n8n.log');
	afterAll(() => rmSync(folder, { recursive: true }));

	test('is left alone while it is missing or small', () => {
		rotate(file, 10);
		writeFileSync(file, '123456789');
		rotate(file, 10);
		expect(readdirSync(folder)).toEqual(['n8n.log']);
	});

	test('is set aside at its size, and the two before it are kept, no more', () => {
		for (const text of ['first log ', 'second log', 'third log ', 'fourth log']) {
			writeFileSync(file, text);
			rotate(file, 10);
		}
		expect(readdirSync(folder)).toEqual(['n8n.log.1', 'n8n.log.2']);
		expect(readFileSync(`${file}.1`, 'utf8')).toBe('fourth log');
		expect(readFileSync(`${file}.2`, 'utf8')).toBe('third log ');
	});
});
