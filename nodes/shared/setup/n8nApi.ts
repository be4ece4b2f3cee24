import { asFields, asLine, asList, isFields, type Fields } from '../text/fields';

export interface N8nRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Path below `/api/v1`; already encoded. */
	path: string;
	query?: Record<string, string>;
	body?: unknown;
}

/** Resolves with the answer whatever its status; a rejection means that there was none. */
export type N8nTransport = (request: N8nRequest) => Promise<{ status: number; body: unknown }>;

/** What n8n's public API refused, in words of this list: an HTTP client's error holds the key. */
export class N8nApiError extends Error {
	readonly status: number | null;

	readonly remedy: string;

	constructor(status: number | null, { message, remedy }: { message: string; remedy: string }) {
		super(message);
		this.name = 'N8nApiError';
		this.status = status;
		this.remedy = remedy;
	}
}

/** n8n gives at most so many at once. */
const PAGE = '250';

/**
 * n8n's public API.
 * https://docs.n8n.io/api/api-reference/
 */
export class N8nApi {
	readonly #transport: N8nTransport;

	constructor(transport: N8nTransport) {
		this.#transport = transport;
	}

	/** All pages of a list. @throws N8nApiError */
	async list(path: string): Promise<Fields[]> {
		const all: Fields[] = [];
		let cursor: string | null = null;
		do {
			const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
			const page: Fields = await this.ask({ method: 'GET', path, query });
			all.push(...asList(page.data));
			cursor = asLine(page.nextCursor);
		} while (cursor !== null);
		return all;
	}

	/** What comes without an envelope; an empty object where it is none. @throws N8nApiError */
	async ask(request: N8nRequest): Promise<Fields> {
		const { status, body } = await this.#transport(request).catch(() => {
			throw new N8nApiError(null, UNREACHABLE);
		});
		if (status >= 200 && status < 300) return asFields(body);
		throw new N8nApiError(status, describe(request, status, body));
	}

	/** The same, unless n8n says that it is there already. @throws N8nApiError */
	async make(request: N8nRequest): Promise<Fields> {
		return await this.ask(request).catch((error: unknown) => {
			if (error instanceof N8nApiError && error.status === 409) return {};
			throw error;
		});
	}
}

const UNREACHABLE = {
	message: 'n8n’s own interface cannot be reached',
	remedy:
		'Give the address of this n8n, as it reaches itself, in the credential « ArchiMeuble Installation API », for example http://localhost:5678.',
};

const KEY = 'Make a new key in n8n under Settings → n8n API and paste it in the credential.';

function describe(
	{ method, path }: N8nRequest,
	status: number,
	body: unknown,
): { message: string; remedy: string } {
	const said = asLine(asFields(body).message);
	switch (status) {
		case 401:
			return {
				message: 'n8n does not accept the API key: it is wrong, expired or deleted',
				remedy: KEY,
			};
		case 403:
			return {
				message: `The API key may not do this: ${method} ${path}`,
				remedy:
					'Make a key with all scopes in n8n under Settings → n8n API, as owner or admin. If n8n is read-only (a protected instance), ask whoever runs it.',
			};
		case 404:
			return {
				message: isFields(body)
					? `n8n does not know ${path}`
					: 'There is no n8n with its public API at this address',
				remedy:
					'Check the address in the credential: without /api/v1 and without a path. The public API can be switched off (N8N_PUBLIC_API_DISABLED).',
			};
		default:
			return {
				message: `n8n refused ${method} ${path} (${status})${said === null ? '' : `: ${said}`}`,
				remedy:
					status >= 500
						? 'What was done stays. Run the installation again in a moment; it goes on where it stopped.'
						: 'What was done stays. Correct what n8n names and run the installation again.',
			};
	}
}
