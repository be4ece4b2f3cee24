import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseResult } from '../reliability/lib/report.mts';
import { runProgram } from '../support/program.mts';

describe('the reliability harness', () => {
	test('has verdicts that can fail', async () => {
		const { code, output } = await runProgram(['--test', 'test/reliability/verdicts.test.mts']);
		expect({ code, output }).toMatchObject({ code: 0 });
	}, 60_000);

	test('finds in its short version that every promise holds', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'archimeuble-report-'));
		const report = join(folder, 'report.json');
		try {
			const args = ['test/reliability/run.mts', '--quick', '--seed', '1', '--json', report];
			const { code, output } = await runProgram(args);
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
