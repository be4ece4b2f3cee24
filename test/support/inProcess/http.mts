import type { IncomingHttpHeaders } from 'node:http';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import type { Answer } from './run.mts';

type ExpressRequest = NonNullable<IWorkflowExecuteAdditionalData['httpRequest']>;
type ExpressResponse = NonNullable<IWorkflowExecuteAdditionalData['httpResponse']>;

/** What a client sends to a webhook of n8n. */
export interface HttpRequest {
	method?: string;
	headers?: IncomingHttpHeaders;
	query?: Record<string, string>;
	params?: Record<string, string>;
	/** The bytes; n8n parses them where they are JSON. */
	body?: string | Buffer;
}

/** A request as n8n's body parser leaves it. */
export function expressRequest(request: HttpRequest): ExpressRequest {
	const { method = 'POST', headers = {}, query = {}, params = {}, body = '' } = request;
	const rawBody = Buffer.from(body);
	const contentType = headers['content-type'];
	return {
		method,
		headers,
		query,
		params,
		rawBody,
		contentType,
		body: contentType === 'application/json' ? JSON.parse(rawBody.toString()) : {},
		ip: '127.0.0.1',
		ips: [],
		header: (name: string) => headers[name.toLowerCase()],
		get: (name: string) => headers[name.toLowerCase()],
	} as unknown as ExpressRequest;
}

/** The side of Express a node writes its answer to; null until it did. */
export class RecordedResponse {
	answer: Answer | null = null;

	headersSent = false;

	statusCode = 200;

	readonly #headers: Record<string, string> = {};

	get express(): ExpressResponse {
		return this as unknown as ExpressResponse;
	}

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	setHeader(name: string, value: unknown): this {
		this.#headers[name.toLowerCase()] = String(value);
		return this;
	}

	set(name: string, value: unknown): this {
		return this.setHeader(name, value);
	}

	header(name: string, value: unknown): this {
		return this.setHeader(name, value);
	}

	getHeader(name: string): string | undefined {
		return this.#headers[name.toLowerCase()];
	}

	removeHeader(name: string): void {
		delete this.#headers[name.toLowerCase()];
	}

	writeHead(code: number, headers: Record<string, string> = {}): this {
		for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
		return this.status(code);
	}

	json(body: unknown): this {
		return this.send(body);
	}

	send(body?: unknown): this {
		if (this.headersSent) return this;
		this.headersSent = true;
		this.answer = answerOf(this.statusCode, this.#headers, body);
		return this;
	}

	end(body?: unknown): this {
		return this.send(body);
	}
}

export function answerOf(status: number, headers: Record<string, unknown>, body: unknown): Answer {
	const lowerCase = Object.entries(headers).map(([name, value]) => [
		name.toLowerCase(),
		String(value),
	]);
	return { status, headers: Object.fromEntries(lowerCase) as Record<string, string>, body };
}
