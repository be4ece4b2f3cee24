/**
 * `npm run workflows:export`: writes the bundled workflows of the n8n that `npm start` runs back into
 * `workflows/`. `npm run workflows:check`: says what is not as it should be in these files; with --fix
 * it writes them anew in the one form there is, with the columns of the code and the version of the
 * package. Option of the export: --demo, for the n8n of `npm run start:demo`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build, buildNeeded } from './lib/build.mts';
import { readConfig } from './lib/config.mts';
import { endWith, Failure } from './lib/failure.mts';
import { step } from './lib/progress.mts';
import { PACKAGE, PROJECT_FOLDER, requireBuilt } from './lib/project.mts';
import { readRunFile } from './lib/runFile.mts';
import { exportWorkflows } from './lib/workflowExport.mts';
import {
	formatted,
	shippedWorkflow,
	shippedWorkflows,
	withTableColumns,
	withVersion,
	workflowFileNames,
	workflowFilePath,
	workflowText,
	type WorkflowFile,
} from './lib/workflowFiles.mts';
import { WORKFLOW_RULES } from './lib/workflowRules.mts';

const USAGE =
	'Usage: npm run workflows:export [-- --demo]\n       npm run workflows:check [-- --fix]';

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			demo: { type: 'boolean', default: false },
			fix: { type: 'boolean', default: false },
		},
	});
	const [what] = positionals;
	if (what === 'export') await writeBack(values.demo);
	else if (what === 'check') {
		if (values.fix) await writeAnew();
		check();
	} else throw new Failure(USAGE);
}

async function writeBack(demo: boolean): Promise<void> {
	const config = readConfig(PROJECT_FOLDER, process.env, { demo });
	const run = readRunFile(config);
	if (run === null) throw new Failure('Nothing is running here. Start it with « npm start ».');
	for (const { file, workflow } of await exportWorkflows(run, config)) write(file, workflow);
	check();
}

async function writeAnew(): Promise<void> {
	if (buildNeeded()) await step('Building the package', build);
	const { TABLES } = requireBuilt<typeof import('../nodes/shared/setup/tables.ts')>(
		'nodes/shared/setup/tables.js',
	);
	for (const file of workflowFileNames()) {
		const workflow = withTableColumns(shippedWorkflow(file), TABLES);
		write(file, withVersion(workflow, PACKAGE.version));
	}
}

function write(file: string, workflow: WorkflowFile): void {
	const text = formatted(workflow);
	if (text === workflowText(file)) return;
	writeFileSync(workflowFilePath(file), text);
	console.log(`workflows/${file} is written anew`);
}

/** @throws Failure when a file breaks a rule */
function check(): void {
	const all = shippedWorkflows();
	const problems = workflowFileNames().flatMap((file) =>
		WORKFLOW_RULES.flatMap(({ broken }) =>
			broken(shippedWorkflow(file), workflowText(file), all).map(
				(problem) => `workflows/${file}: ${problem}`,
			),
		),
	);
	if (problems.length > 0) throw new Failure(problems.join('\n'));
	console.log(`${all.length} workflows are as they should be`);
}

try {
	await main();
} catch (error) {
	endWith(error);
}
