import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseResult } from '../reliability/lib/report.mts';
import { missingPrograms } from '../scale/lib/programs.mts';
import { runProgram } from '../support/program.mts';

const missing = missingPrograms();
if (missing.length > 0 && process.env.CI) throw new Error(missing.join('\n'));
if (missing.length > 0) {
	process.stderr.write(`not run, npm run test:scale needs more:\n  ${missing.join('\n  ')}\n`);
}
const scaleTest = missing.length > 0 ? test.skip : test;

describe('the scale harness', () => {
	test('has verdicts that can fail', async () => {
		const { code, output } = await runProgram(['--test', 'test/scale/verdicts.test.mts']);
		expect({ code, output }).toMatchObject({ code: 0 });
	}, 60_000);

	scaleTest(
		'finds in its short version that every promise holds',
		async () => {
			const folder = mkdtempSync(join(tmpdir(), 'archimeuble-report-'));
			const report = join(folder, 'report.json');
			try {
				const args = ['test/scale/run.mts', '--quick', '--seed', '1', '--json', report];
				const { code, output } = await runProgram(args);
				console.log(output);
				expect(code).toBe(0);
				const { cases } = JSON.parse(readFileSync(report, 'utf8')) as { cases: CaseResult[] };
				expect(cases.length).toBeGreaterThan(5);
				for (const { checks } of cases) expect(checks.length).toBeGreaterThan(0);
			} finally {
				rmSync(folder, { recursive: true });
			}
		},
		600_000,
	);
});
