import { EditorApi } from '../../scripts/lib/editorApi.mts';
import type { OwnerLogin } from '../../scripts/lib/runFile.mts';
import { until } from './until.mts';

/** What the n8n editor does on behalf of a person. */
export class Editor {
	/** For what no person does in one click. */
	readonly api: EditorApi;

	constructor(run: OwnerLogin) {
		this.api = new EditorApi(run);
	}

	async login(): Promise<void> {
		await this.api.login();
	}

	async workflow(id: string): Promise<any> {
		return await this.api.ask('GET', `/rest/workflows/${id}`);
	}

	/** Saves nodes as a person does who changes one and clicks « Save ». */
	async saveNodes(
		id: string,
		change: (nodes: any[], connections: Record<string, any>) => void,
	): Promise<void> {
		const { nodes, connections, settings, name, versionId } = await this.workflow(id);
		change(nodes, connections);
		await this.api.ask('PATCH', `/rest/workflows/${id}`, {
			...{ nodes, connections, settings, name, versionId },
		});
	}

	/** Publishes what is saved, and waits until it is what runs: n8n publishes behind its answer. */
	async publishAndWait(id: string): Promise<void> {
		const { versionId } = await this.publish(id);
		await until(
			'the published version to run',
			async () => (await this.publication(id)).liveVersionId === versionId,
			60_000,
		);
	}

	/** Publishes what is saved. */
	async publish(id: string): Promise<any> {
		const { versionId } = await this.workflow(id);
		return await this.api.ask('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	async unpublish(id: string): Promise<void> {
		await this.api.ask('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/** How the last publication went, as the editor shows it. */
	async publication(id: string): Promise<any> {
		return await this.api.ask('GET', `/rest/workflows/${id}/publication-status`);
	}

	/** « Execute workflow » from a trigger; gives the number of the execution. */
	async execute(id: string, trigger: string): Promise<string> {
		const { executionId } = await this.api.ask<{ executionId: string }>(
			'POST',
			`/rest/workflows/${id}/run`,
			{ triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}
}
