import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Api } from './api.mts';
import type { Demo } from './demo.mts';

/** What a fault may go by; the token is not among it. */
export interface FaultRequest {
	method: string;
	path: string;
	query: Record<string, string>;
}

/** An answer instead of Calendly's, no answer at all, or a connection that breaks. */
export type Fault =
	| null
	| { status: number; body?: unknown; headers?: Record<string, string> }
	| 'timeout'
	| 'drop';

export interface ServerParts {
	api: Api;
	demo: Demo;
	faultFor: (request: FaultRequest) => Fault;
	log: (line: string) => void;
}

const MAX_BODY_BYTES = 1_000_000;

/** The HTTP side: reads requests, lets faults have their way, writes answers. */
export class StandInServer {
	readonly #parts: ServerParts;
	readonly #server: Server;

	constructor(parts: ServerParts) {
		this.#parts = parts;
		this.#server = createServer((request, response) => {
			this.#handle(request, response).catch(() => response.destroy());
		});
	}

	async start(port: number, host: string): Promise<string> {
		await new Promise<void>((resolve, reject) => {
			this.#server.once('error', reject);
			this.#server.listen(port, host, resolve);
		});
		const { port: given } = this.#server.address() as AddressInfo;
		return `http://${host.includes(':') ? `[${host}]` : host}:${given}`;
	}

	async stop(): Promise<void> {
		if (!this.#server.listening) return;
		const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
		this.#server.closeAllConnections();
		await closed;
	}

	async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = '', url = '', headers } = request;
		const { pathname: path, searchParams: search } = new URL(url, 'http://localhost');
		const body = await bodyOf(request);
		if (body === null) return send(response, { status: 413 });
		if (path === '/_demo' || path.startsWith('/_demo/')) {
			const from = request.socket.remoteAddress ?? '';
			return send(response, await this.#parts.demo.answer({ method, path, headers, body, from }));
		}
		const fault = this.#parts.faultFor({ method, path, query: Object.fromEntries(search) });
		if (fault === 'timeout') return;
		if (fault === 'drop') {
			request.socket.destroy();
			return;
		}
		const { authorization = '' } = headers;
		const answer = fault ?? this.#parts.api.answer({ method, path, search, authorization, body });
		this.#parts.log(`${method} ${path} ${answer.status}`);
		send(response, answer);
	}
}

/** Null where it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
	}
	return bytes > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

/** Objects are sent as JSON, text as the headers say. */
function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
	if (body === undefined) {
		response.writeHead(status, headers).end();
		return;
	}
	const isText = typeof body === 'string';
	const content = isText ? body : JSON.stringify(body);
	response
		.writeHead(status, isText ? headers : { 'Content-Type': 'application/json', ...headers })
		.end(content);
}
