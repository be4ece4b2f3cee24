import { inspect } from 'node:util';
import {
	NodeApiError,
	type IDataObject,
	type IExecuteFunctions,
	type IHookFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type JsonObject,
} from 'n8n-workflow';
import { withDefaults } from './parameters.mts';

/** Milliseconds of every pause our code asked n8n for; they pass at once. */
export const pauses: number[] = [];

/**
 * Replaces `sleep` and nothing else of n8n-workflow, for the modules imported after this one: import
 * it before the nodes.
 */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual('n8n-workflow'),
	sleep: async (milliseconds: number) => {
		pauses.push(milliseconds);
	},
}));

export const TOKEN = 'access-token-that-nobody-may-ever-see';
export const SIGNING_SECRET = 'signing-secret-that-nobody-may-ever-see';
export const N8N_URL = 'https://n8n.archimeuble.fr';
export const WEBHOOK_PATH = 'calendly-archimeuble/webhook';

/** Longer than any answer of a stand-in on this machine takes. */
const TIMEOUT_MS = 5_000;

export interface FakeOptions {
	/** Where the credential's API is. */
	baseUrl: string;
	/** Null where the node has no such credential. */
	token?: string | null;
	signingSecret?: string;
	/** The node that is run; its fields that are not told hold their defaults. */
	node?: INodeType;
	/** What the node's fields hold; one record for each item, or one for all. */
	parameters?: Record<string, unknown> | ReadonlyArray<Record<string, unknown>>;
	/** Public address of n8n. */
	url?: string;
	/** Whether the node goes on after an error. */
	continueOnFail?: boolean;
	/** n8n gives up a request earlier than the node asks it to. */
	timeoutMs?: number;
}

/** Why n8n calls a trigger's webhook methods; `manual` is « Listen for test event ». */
export type ActivationMode = ReturnType<IHookFunctions['getActivationMode']>;

export interface SentRequest {
	method: string;
	url: string;
	query: Record<string, unknown>;
	timeout: number | undefined;
}

/**
 * What n8n hands to our nodes: requests are real ones with the token of the credential, everything
 * else is written down. Nothing leaves this machine.
 */
export class FakeN8n {
	readonly requests: SentRequest[] = [];

	readonly logged: Array<{ level: string; message: string; meta?: unknown }> = [];

	options: FakeOptions;

	constructor(options: FakeOptions) {
		this.options = options;
	}

	/** The `this` of a trigger's webhook methods. */
	hooks(mode: ActivationMode): IHookFunctions {
		const path = mode === 'manual' ? 'webhook-test' : 'webhook';
		return {
			...this.common(),
			getActivationMode: () => mode,
			getNodeWebhookUrl: () => `${this.options.url ?? N8N_URL}/${path}/${WEBHOOK_PATH}`,
			getNodeParameter: (name: string, fallback?: unknown) => this.parameter(name, 0, fallback),
		} as unknown as IHookFunctions;
	}

	/** The `this` of a node's `execute`. */
	execution(items: readonly object[] = [{}]): IExecuteFunctions {
		return {
			...this.common(),
			getInputData: (): INodeExecutionData[] =>
				items.map((json) => ({ json: json as IDataObject })),
			getNodeParameter: (name: string, item: number, fallback?: unknown) =>
				this.parameter(name, item, fallback),
			getTimezone: () => 'Europe/Paris',
			continueOnFail: () => this.options.continueOnFail ?? false,
			evaluateExpression: (expression: string) => this.evaluate(expression),
		} as unknown as IExecuteFunctions;
	}

	private common() {
		const log = (level: string) => (message: string, meta?: unknown) => {
			this.logged.push({ level, message, meta });
		};
		return {
			getNode: () => this.node(),
			getCredentials: async (type: string) => this.credential(type),
			logger: { info: log('info'), warn: log('warn'), error: log('error') },
			helpers: {
				httpRequestWithAuthentication: async (type: string, request: IHttpRequestOptions) =>
					await this.send(type, request),
			},
		};
	}

	private node(): INode {
		const { token = TOKEN } = this.options;
		const chosen = { id: '1', name: 'Calendly' };
		return {
			id: '1',
			name: 'Calendly ArchiMeuble',
			type: 'n8n-nodes-calendly-archimeuble.calendlyArchiMeuble',
			typeVersion: 1,
			position: [0, 0],
			parameters: this.given(0) as INode['parameters'],
			credentials: {
				calendlySigningSecretApi: chosen,
				...(token === null ? {} : { calendlyAccessTokenApi: chosen }),
			},
		};
	}

	private credential(type: string): IDataObject {
		const { token = TOKEN, baseUrl, signingSecret = SIGNING_SECRET } = this.options;
		if (type === 'calendlySigningSecretApi') return { signingSecret, previousSigningSecret: '' };
		if (type === 'calendlyAccessTokenApi' && token !== null) return { accessToken: token, baseUrl };
		throw new Error(`Node does not have any credentials of type ${type}`);
	}

	private parameter(name: string, item: number, fallback: unknown): unknown {
		const { node } = this.options;
		const given = this.given(item);
		const values = node === undefined ? given : withDefaults(node, given);
		return name in values ? values[name] : fallback;
	}

	private given(item: number): Record<string, unknown> {
		const { parameters = {} } = this.options;
		const values = [parameters].flat();
		return values[item] ?? values[0];
	}

	private evaluate(expression: string): string {
		if (!expression.includes('$execution.resumeUrl')) throw new Error(`Unknown: ${expression}`);
		return `${this.options.url ?? N8N_URL}/webhook-waiting/42?signature=of-this-execution`;
	}

	/** As n8n's own: a status is an error unless it is ignored, and an error holds what was sent. */
	private async send(type: string, request: IHttpRequestOptions): Promise<unknown> {
		const { accessToken } = this.credential(type);
		const headers = {
			Authorization: `Bearer ${String(accessToken)}`,
			...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
		};
		try {
			return await this.answerTo(request, headers);
		} catch (error) {
			const broken = Object.assign(new Error('The request failed'), {
				code: codeOf(error),
				config: { headers, data: request.body },
			});
			throw new NodeApiError(this.node(), broken as unknown as JsonObject);
		}
	}

	private async answerTo(
		{ method = 'GET', url, qs = {}, body, ...options }: IHttpRequestOptions,
		headers: Record<string, string>,
	): Promise<unknown> {
		const { timeout, json, disableFollowRedirect, ignoreHttpStatusErrors } = options;
		const address = new URL(url);
		for (const [name, value] of Object.entries(qs)) address.searchParams.set(name, String(value));
		this.requests.push({ method, url, query: { ...qs }, timeout });
		if (address.hostname !== '127.0.0.1') throw new Error('Nothing may leave this machine');
		const { timeoutMs = TIMEOUT_MS } = this.options;
		const response = await fetch(address, {
			method,
			headers,
			body: body === undefined ? undefined : JSON.stringify(body),
			redirect: disableFollowRedirect ? 'manual' : 'follow',
			signal: AbortSignal.timeout(Math.min(timeout ?? timeoutMs, timeoutMs)),
		});
		if (!response.ok && ignoreHttpStatusErrors !== true) throw new Error(`${response.status}`);
		const content = await response.text();
		const parsed = json ? parsedOrText(content) : content;
		if (!options.returnFullResponse) return parsed;
		const received: Record<string, string> = {};
		response.headers.forEach((value, name) => {
			received[name] = value;
		});
		return { statusCode: response.status, headers: received, body: parsed };
	}
}

function parsedOrText(content: string): unknown {
	try {
		return JSON.parse(content);
	} catch {
		return content;
	}
}

/** The code axios, n8n's client, gives to what fetch throws. */
function codeOf(error: unknown): string | undefined {
	const { name, cause } = error as Error & { cause?: { code?: string } };
	if (name === 'TimeoutError') return 'ECONNABORTED';
	return cause?.code === 'UND_ERR_SOCKET' ? 'ECONNRESET' : cause?.code;
}

/** Which of the secrets can be read in something, however deep. */
export function secretsIn(...values: unknown[]): string[] {
	const text = values.map((value) => inspect(value, { depth: 20, maxStringLength: null })).join();
	return [TOKEN, SIGNING_SECRET].filter((secret) => text.includes(secret));
}
