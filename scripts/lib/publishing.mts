import { isDeepStrictEqual } from 'node:util';
import type { Config } from './config.mts';
import { DataTables } from './dataTables.mts';
import { EditorApi } from './editorApi.mts';
import { readJson, writePrivateJson } from './files.mts';
import { installed } from './installation.mts';
import type { Paths } from './paths.mts';
import { step } from './progress.mts';
import type { State } from './provision.mts';
import type { OwnerLogin } from './runFile.mts';
import { withTableIds } from './tableReferences.mts';
import {
	calledWorkflow,
	makesTables,
	shippedWorkflows,
	type WorkflowFile,
} from './workflowFiles.mts';

/** A workflow as n8n has it. */
interface Workflow extends WorkflowFile {
	/** What is saved. */
	versionId: string;
	/** What runs; null where it is not published. */
	activeVersionId: string | null;
}

/**
 * Publishes, in the running n8n, each bundled workflow once, and lets those that are there name the
 * tables as the editor does. « Installation » comes first: it makes the tables. What the team unpublished
 * or deleted stays so, and what it saved and did not publish is left alone.
 *
 * @returns whether the tables are there; without them no booking can be stored
 * @throws Failure when n8n does not let the owner in, or refuses to publish
 */
export async function publish(login: OwnerLogin, config: Config, paths: Paths): Promise<boolean> {
	const publisher = new Publisher(login, config, paths);
	await publisher.login();
	const workflows = shippedWorkflows();
	const isInstalled = await step('Waiting for the data tables', async () => {
		for (const workflow of calledFirst(workflows.filter(makesTables), workflows)) {
			await publisher.publishOnce(workflow);
		}
		return await installed(login);
	});
	await step('Publishing the workflows', async () => {
		const tables = await (await DataTables.open(login)).ids();
		for (const workflow of calledFirst(workflows, workflows)) {
			// Published anew, it would run once more, and it looks for its tables by name anyway.
			if (!makesTables(workflow)) await publisher.nameTables(workflow, tables);
			await publisher.publishOnce(workflow);
		}
	});
	return isInstalled;
}

class Publisher {
	readonly #api: EditorApi;
	readonly #config: Config;
	readonly #paths: Paths;

	constructor(login: OwnerLogin, config: Config, paths: Paths) {
		this.#api = new EditorApi(login);
		this.#config = config;
		this.#paths = paths;
	}

	async login(): Promise<void> {
		await this.#api.login();
	}

	async publishOnce(workflow: WorkflowFile): Promise<void> {
		const state = readJson<State>(this.#paths.state);
		const { id } = workflow;
		if (state === null || state.published.includes(id)) return;
		if (!runsByItself(workflow, this.#config)) return;
		const now = await this.#workflow(id);
		if (now !== null) await this.#activate(id, now.versionId);
		state.published.push(id);
		writePrivateJson(this.#paths.state, state);
	}

	async nameTables({ id }: WorkflowFile, tables: ReadonlyMap<string, string>): Promise<void> {
		const now = await this.#workflow(id);
		if (now === null) return;
		const { nodes } = withTableIds(now, tables);
		const isLive = now.activeVersionId !== null;
		const isDraft = isLive && now.activeVersionId !== now.versionId;
		if (isDraft || isDeepStrictEqual(nodes, now.nodes)) return;
		const { name, connections, settings, versionId } = now;
		const saved = await this.#api.ask<Workflow>('PATCH', `/rest/workflows/${id}`, {
			...{ name, nodes, connections, settings, versionId },
		});
		if (isLive) await this.#activate(id, saved.versionId);
	}

	async #activate(id: string, versionId: string): Promise<void> {
		await this.#api.ask('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	/** Null where the team deleted it. */
	async #workflow(id: string): Promise<Workflow | null> {
		return await this.#api.find<Workflow>(`/rest/workflows/${id}`);
	}
}

/**
 * Workflows and what they call, in the order n8n publishes them: a workflow only after those it calls
 * (itself is no obstacle), and the one that tells of errors before all that have it told.
 *
 * @param all those that may be called
 */
export function calledFirst(
	workflows: readonly WorkflowFile[],
	all: readonly WorkflowFile[],
): WorkflowFile[] {
	const byId = new Map(all.map((workflow) => [workflow.id, workflow]));
	const ordered = new Set<WorkflowFile>();
	const visit = (workflow: WorkflowFile, callers: readonly string[]) => {
		for (const id of [workflow.settings.errorWorkflow, ...workflow.nodes.map(calledWorkflow)]) {
			const called = typeof id === 'string' ? byId.get(id) : undefined;
			if (called !== undefined && !callers.includes(called.id)) {
				visit(called, [...callers, called.id]);
			}
		}
		ordered.add(workflow);
	};
	for (const workflow of workflows) visit(workflow, [workflow.id]);
	return [...ordered];
}

/**
 * What a person starts in the editor has nothing to publish; n8n refuses it. What asks Calendly every
 * few hours would fail every few hours without a token.
 */
function runsByItself({ nodes }: WorkflowFile, { accessToken }: Config): boolean {
	const isManual = nodes
		.filter(({ type }) => /[tT]rigger$|\.webhook$/.test(type))
		.every(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	const needsToken = nodes.some(({ credentials }) => credentials?.calendlyAccessTokenApi);
	return !isManual && (accessToken !== null || !needsToken);
}
