import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything in the sandbox; the rest of the repository is neither copied nor read. */
const COPIED = [
	...['nodes', 'scripts', 'standin', 'test', 'workflows'],
	...['package.json', 'tsconfig.json'],
];

/** What run.mts has mutated now; empty where its arguments say it. */
const folder = process.env.MUTATED_FOLDER ?? '';
const report = `reports/mutation/${folder.replace('nodes/shared/', '').replaceAll('/', '-') || 'index'}`;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	// A style sheet and the script of the page, as text; test/browser has them run.
	mutate: [`${folder}/*.ts`, '!nodes/shared/dashboard/page/{style,script}.ts'],
	testRunner: 'in-one-process',
	plugins: [join(import.meta.dirname, 'inOneProcess.mts')],
	coverageAnalysis: 'perTest',
	// Tables and regular expressions are read when a module is loaded, and they hold the decisions.
	ignoreStatic: false,
	concurrency: availableParallelism(),
	// A mutant that loops is told from a busy machine by this much more time than its tests need.
	timeoutMS: 10_000,
	ignorePatterns: ['/*', ...COPIED.map((path) => `!/${path}`)],
	// Outside the repository: a copy inside is found by the jest, eslint and prettier of others.
	tempDirName: join(tmpdir(), 'archimeuble-mutation'),
	reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: `${report}.html` },
	jsonReporter: { fileName: `${report}.json` },
	// Stryker advises to leave out what is static: see above.
	warnings: { slow: false },
	thresholds: { high: 95, low: 90, break: 90 },
};
