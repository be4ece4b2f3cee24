import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProxyFault {
	status: number;
	body: object | string;
	/** The request reached n8n, and only its answer is lost. */
	isDone?: boolean;
}

/** Stands between a client and an n8n, as a reverse proxy does that has bad days. */
export class Proxy {
	/** What is answered instead of what n8n answers; null lets all through. */
	fault: (request: { method: string; path: string }) => ProxyFault | null = () => null;
	base = '';
	readonly #target: string;
	#server: Server | null = null;

	constructor(target: string) {
		this.#target = target;
	}

	async start(): Promise<void> {
		this.#server = createServer((request, response) => {
			void this.#answer(request).then(({ status, body }) => {
				response.writeHead(status, { 'Content-Type': 'application/json' });
				response.end(typeof body === 'string' ? body : JSON.stringify(body));
			});
		});
		await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
		this.base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	stop(): void {
		this.#server?.close();
		this.#server?.closeAllConnections();
	}

	async #answer(request: IncomingMessage): Promise<ProxyFault> {
		const { method = 'GET', url = '/' } = request;
		const fault = this.fault({ method, path: url.replace(/^\/api\/v1/, '') });
		if (fault !== null && fault.isDone !== true) return fault;
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		const answer = await fetch(this.#target + url, {
			method,
			headers: {
				'Content-Type': 'application/json',
				'X-N8N-API-KEY': String(request.headers['x-n8n-api-key']),
			},
			body: parts.length === 0 ? undefined : Buffer.concat(parts),
		});
		return fault ?? { status: answer.status, body: await answer.text() };
	}
}
