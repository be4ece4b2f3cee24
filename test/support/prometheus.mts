import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';

/** What is shipped for whoever watches n8n. */
export const OBSERVABILITY = join(PROJECT_FOLDER, 'scripts/observability');

/** Whether Debian's package is there; only a developer's machine may lack it. */
export function hasPrometheus(): boolean {
	const isThere = spawnSync('promtool', ['--version']).status === 0;
	if (!isThere && process.env.CI) throw new Error('prometheus is not installed');
	if (!isThere) {
		console.warn('Skipped: promtool is not installed (apt-get install prometheus).');
	}
	return isThere;
}

/** What promtool says; empty when it has nothing to complain of. */
export function promtool(...args: string[]): string {
	const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
	return status === 0 ? '' : `${stdout}${stderr}` || `promtool ended with ${status}`;
}

/** Whether PromQL can read them: as recording rules, which is what promtool checks. */
export function promqlComplaints(expressions: string[]): string {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-promql-'));
	const rules = expressions.map((expr, at) => ({ record: `expression:${at}`, expr }));
	const file = join(folder, 'rules.yml');
	// JSON is YAML.
	writeFileSync(file, JSON.stringify({ groups: [{ name: 'expressions', rules }] }));
	return promtool('check', 'rules', file);
}

/** A copy of what is shipped, of which the place of the token and the addresses alone are changed. */
export function configuredIn(
	folder: string,
	token: string,
	changes: Record<string, string> = {},
): void {
	cpSync(OBSERVABILITY, folder, { recursive: true });
	writeFileSync(join(folder, 'metrics_token'), token, { mode: 0o600 });
	const places = { '/run/secrets/metrics_token': join(folder, 'metrics_token'), ...changes };
	for (const name of readdirSync(folder).filter((one) => one.startsWith('prometheus'))) {
		const text = Object.entries(places).reduce(
			(changed, [from, to]) => changed.replaceAll(from, to),
			readFileSync(join(folder, name), 'utf8'),
		);
		writeFileSync(join(folder, name), text);
	}
}
