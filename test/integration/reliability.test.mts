import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import type { CaseResult } from '../reliability/lib/report.mts';

/** Runs a program of the harness; gives its exit code and what it printed. */
async function run(args: string[]): Promise<{ code: number | null; output: string }> {
	const program = spawn(
		process.execPath,
		['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...args],
		{ cwd: PROJECT_FOLDER, env: { PATH: process.env.PATH, HOME: process.env.HOME } },
	);
	const chunks: string[] = [];
	program.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	program.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	const code = await new Promise<number | null>((resolve) => program.once('close', resolve));
	return { code, output: chunks.join('') };
}

describe('the reliability harness', () => {
	test('has verdicts that can fail', async () => {
		const { code, output } = await run(['--test', 'test/reliability/verdicts.test.mts']);
		expect({ code, output }).toMatchObject({ code: 0 });
	}, 60_000);

	test('finds in its short version that every promise holds', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'archimeuble-report-'));
		const report = join(folder, 'report.json');
		try {
			const args = ['test/reliability/run.mts', '--quick', '--seed', '1', '--json', report];
			const { code, output } = await run(args);
			console.log(output);
			expect(code).toBe(0);
			const { cases } = JSON.parse(readFileSync(report, 'utf8')) as { cases: CaseResult[] };
			expect(cases.map(({ name }) => name).sort()).toEqual([
				'attack',
				'clock',
				'disorder',
				'duplicates',
				'killed',
				'smtp',
				'storage',
			]);
			for (const { checks } of cases) expect(checks.length).toBeGreaterThan(0);
		} finally {
			rmSync(folder, { recursive: true });
		}
	}, 700_000);
});
