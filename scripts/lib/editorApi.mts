import { Failure } from './failure.mts';
import type { OwnerLogin } from './runFile.mts';

/**
 * The interface n8n's editor uses, on behalf of the owner whose login is in `run.json`: n8n's public one
 * needs a key that a person makes in the editor.
 */
export class EditorApi {
	readonly #run: OwnerLogin;
	#cookie = '';

	constructor(run: OwnerLogin) {
		this.#run = run;
	}

	/**
	 * With the owner logged in. n8n lets a person log in five times in five minutes: once for all that is
	 * to be asked.
	 * @throws Failure when n8n does not let the owner in
	 */
	static async open(run: OwnerLogin): Promise<EditorApi> {
		const api = new EditorApi(run);
		await api.login();
		return api;
	}

	/** @throws Failure when n8n does not let the owner in */
	async login(): Promise<void> {
		const { email: emailOrLdapLoginId, password } = this.#run.owner;
		const response = await this.#send('POST', '/rest/login', { emailOrLdapLoginId, password });
		this.#cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0];
	}

	/**
	 * What n8n answers, without the envelope; null for an empty answer.
	 * @throws Failure with n8n's own words when it refuses
	 */
	async ask<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await this.#send(method, path, body);
		const text = await response.text();
		return text === '' ? (null as T) : (JSON.parse(text) as { data: T }).data;
	}

	/**
	 * The same, by GET, of something that may not be there; null when it is not.
	 * @throws Failure with n8n's own words when it refuses for another reason
	 */
	async find<T>(path: string): Promise<T | null> {
		const response = await this.#request('GET', path);
		if (response.status === 404) return null;
		const found = await accepted(response, 'GET', path);
		return ((await found.json()) as { data: T }).data;
	}

	/** What n8n knows of every node it has. */
	async nodeTypes<T>(): Promise<T[]> {
		return (await (await this.#send('GET', '/types/nodes.json')).json()) as T[];
	}

	async #send(method: string, path: string, body?: object): Promise<Response> {
		return await accepted(await this.#request(method, path, body), method, path);
	}

	async #request(method: string, path: string, body?: object): Promise<Response> {
		return await fetch(new URL(path, this.#run.editor), {
			method,
			headers: {
				'Content-Type': 'application/json',
				'browser-id': 'archimeuble-scripts',
				Cookie: this.#cookie,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		}).catch((error: Error) => {
			throw new Failure(`${this.#run.editor} cannot be reached (${error.message}).`);
		});
	}
}

async function accepted(response: Response, method: string, path: string): Promise<Response> {
	if (response.ok) return response;
	const reason = (await response.text()).slice(0, 300);
	throw new Failure(`n8n refused ${method} ${path.split('?')[0]} (${response.status}): ${reason}`);
}
