import { isDeepStrictEqual } from 'node:util';
import {
	calledFirst,
	isStartedByHand,
	makesTables,
	needsToken,
	withTableIds,
} from '../../nodes/shared/setup/workflow.ts';
import type { Config } from './config.mts';
import { DataTables } from './dataTables.mts';
import { EditorApi } from './editorApi.mts';
import { readJson, writePrivateJson } from './files.mts';
import { installed } from './installation.mts';
import type { Paths } from './paths.mts';
import { step } from './progress.mts';
import type { State } from './provision.mts';
import type { OwnerLogin } from './runFile.mts';
import { shippedWorkflows, type WorkflowFile } from './workflowFiles.mts';

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
	const api = await EditorApi.open(login);
	const publisher = new Publisher(api, config, paths);
	const workflows = shippedWorkflows();
	const isInstalled = await step('Waiting for the data tables', async () => {
		for (const workflow of calledFirst(workflows.filter(makesTables), workflows)) {
			await publisher.publishOnce(workflow);
		}
		return await installed(api);
	});
	const isOpen = workflows.some((workflow) => publisher.isOpen(workflow));
	await step(isOpen ? 'Publishing the workflows' : 'Checking the workflows', async () => {
		const tables = await (await DataTables.open(api)).ids();
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

	constructor(api: EditorApi, config: Config, paths: Paths) {
		this.#api = api;
		this.#config = config;
		this.#paths = paths;
	}

	/** Whether it is still to be published. */
	isOpen(workflow: WorkflowFile): boolean {
		const { published } = this.#state();
		return runsByItself(workflow, this.#config) && !published.includes(workflow.id);
	}

	async publishOnce(workflow: WorkflowFile): Promise<void> {
		if (!this.isOpen(workflow)) return;
		const { id } = workflow;
		const now = await this.#workflow(id);
		if (now !== null) await this.#activate(id, now.versionId);
		const state = this.#state();
		writePrivateJson(this.#paths.state, { ...state, published: [...state.published, id] });
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

	/** `provision` has written it. */
	#state(): State {
		return readJson<State>(this.#paths.state)!;
	}

	async #activate(id: string, versionId: string): Promise<void> {
		await this.#api.ask('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	/** Null where the team deleted it. */
	async #workflow(id: string): Promise<Workflow | null> {
		return await this.#api.find<Workflow>(`/rest/workflows/${id}`);
	}
}

/** What asks Calendly every few hours would fail every few hours without a token. */
function runsByItself(workflow: WorkflowFile, { accessToken }: Config): boolean {
	return !isStartedByHand(workflow) && (accessToken !== null || !needsToken(workflow));
}
