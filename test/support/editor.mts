import type { RunFile } from '../../scripts/lib/runFile.mts';

/** What the n8n editor does on behalf of a person: n8n's internal REST interface. */
export class Editor {
	readonly #run: RunFile;
	#cookie = '';

	constructor(run: RunFile) {
		this.#run = run;
	}

	async login(): Promise<void> {
		const { email, password } = this.#run.owner;
		const response = await this.#send('POST', '/rest/login', {
			emailOrLdapLoginId: email,
			password,
		});
		this.#cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0];
	}

	async workflow(id: string): Promise<any> {
		return await this.#json('GET', `/rest/workflows/${id}`);
	}

	/** Saves nodes as a person does who changes one and clicks « Save ». */
	async saveNodes(id: string, change: (nodes: any[]) => void): Promise<void> {
		const { nodes, connections, settings, name, versionId } = await this.workflow(id);
		change(nodes);
		await this.#json('PATCH', `/rest/workflows/${id}`, {
			...{ nodes, connections, settings, name, versionId },
		});
	}

	/** Publishes what is saved. */
	async publish(id: string): Promise<any> {
		const { versionId } = await this.workflow(id);
		return await this.#json('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	async unpublish(id: string): Promise<void> {
		await this.#json('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/** How the last publication went, as the editor shows it. */
	async publication(id: string): Promise<any> {
		return await this.#json('GET', `/rest/workflows/${id}/publication-status`);
	}

	/** « Execute workflow » from a trigger; gives the number of the execution. */
	async execute(id: string, trigger: string): Promise<string> {
		const { executionId } = await this.#json('POST', `/rest/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		return executionId as string;
	}

	async #json(method: string, path: string, body?: object): Promise<any> {
		const response = await this.#send(method, path, body);
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return text === '' ? null : (JSON.parse(text) as { data: unknown }).data;
	}

	async #send(method: string, path: string, body?: object): Promise<Response> {
		return await fetch(new URL(path, this.#run.editor), {
			method,
			headers: {
				'Content-Type': 'application/json',
				'browser-id': 'integration-test',
				Cookie: this.#cookie,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
	}
}
