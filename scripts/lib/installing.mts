import { setTimeout as sleep } from 'node:timers/promises';
import { NOTHING_FILLED } from '../../nodes/shared/setup/credentials.ts';
import type { Shipped } from '../../nodes/shared/setup/plan.ts';
import type { ReportLine } from '../../nodes/shared/setup/report.ts';
import type { Config } from './config.mts';
import { EditorApi } from './editorApi.mts';
import { installed } from './installation.mts';
import type { Paths } from './paths.mts';
import { step } from './progress.mts';
import { PACKAGE, requireBuilt } from './project.mts';
import { withDefaults } from './provision.mts';
import { withPublicApi } from './publicApi.mts';
import type { OwnerLogin } from './runFile.mts';
import { shippedWorkflows, type WorkflowFile } from './workflowFiles.mts';

/**
 * Brings the running n8n to where it holds what this version brings, as Setup → Install does: tables and
 * columns, workflows published once in their order, those nobody changed replaced by newer ones. What the
 * team changed, unpublished or deleted stays so. What n8n refuses is said, and is no reason to stop an n8n
 * that runs.
 *
 * @returns whether the tables are there and filled; without them no booking can be stored
 * @throws Failure when n8n does not let the owner in
 */
export async function installInto(
	login: OwnerLogin,
	config: Config,
	paths: Paths,
): Promise<boolean> {
	const editor = await EditorApi.open(login);
	await step('Bringing the workflows up to date', async () => {
		await updateWorkflows(editor, login.editor, config, paths);
	});
	return await step('Waiting for the settings', async () => await installed(editor));
}

/** Tables and workflows as the files have them now; what is to be known of it is said. */
export async function updateWorkflows(
	editor: EditorApi,
	base: string,
	config: Config,
	paths: Paths,
): Promise<void> {
	const shipped = await shippedFor(editor, config, paths);
	if (shipped.workflows.length === 0) {
		console.warn(
			`    None of the workflows is in this n8n, and what was deleted is not made again by a start. If its database was made anew: remove ${paths.state}, then start again.`,
		);
	}
	say(await bringUpToDate(editor, base, shipped, config));
}

/**
 * What this machine gets of what the package brings: credentials are filled in before n8n
 * starts, and a workflow the team deleted is not made again.
 */
async function shippedFor(editor: EditorApi, config: Config, paths: Paths): Promise<Shipped> {
	const workflows: WorkflowFile[] = [];
	for (const workflow of shippedWorkflows()) {
		const found = await editor.find(`/rest/workflows/${workflow.id}`);
		if (found !== null) workflows.push(withDefaults(workflow, config, paths));
	}
	return { version: PACKAGE.version, credentials: [], workflows };
}

async function bringUpToDate(
	editor: EditorApi,
	base: string,
	shipped: Shipped,
	{ accessToken }: Config,
): Promise<ReportLine[]> {
	const { install } = requireBuilt<typeof import('../../nodes/shared/setup/install.ts')>(
		'nodes/shared/setup/install.js',
	);
	const { N8nApi, N8nApiError } = requireBuilt<typeof import('../../nodes/shared/setup/n8nApi.ts')>(
		'nodes/shared/setup/n8nApi.js',
	);
	return await withPublicApi(editor, base, async (transport) => {
		return await install(
			new N8nApi(transport, sleep),
			shipped,
			NOTHING_FILLED,
			accessToken !== null,
		).catch((error: unknown) => {
			if (!(error instanceof N8nApiError)) throw error;
			console.warn(`${error.message}\n${error.remedy}`);
			return [];
		});
	});
}

/** What the person at the terminal has to know; that a first start takes over all of them is no news. */
function say(report: readonly ReportLine[]): void {
	const isFirst = !report.some(({ objet, etat }) => objet === 'Flux' && etat === 'déjà à jour');
	const isReplaced = ({ etat }: ReportLine) => !isFirst && etat === 'mis à jour';
	const needsEyes = ({ etat }: ReportLine) =>
		etat === 'à faire' || etat === 'modifié par vous et gardé';
	for (const line of report.filter((one) => isReplaced(one) || needsEyes(one))) {
		console.log(`    ${[line.nom, line.etat, line.detail].filter(Boolean).join(' : ')}`);
	}
}
