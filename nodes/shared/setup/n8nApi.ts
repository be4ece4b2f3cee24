import { NBSP, quoted } from '../french/typography';
import { asFields, asLine, asList, isFields, type Fields } from '../text/fields';
import { OLDEST_N8N } from './version';

/** A request to the public API. */
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

const ATTEMPTS = 40;
const PAUSE_MS = 500;

/**
 * n8n's public API.
 * https://docs.n8n.io/api/api-reference/
 */
export class N8nApi {
	readonly #transport: N8nTransport;

	readonly #pause: (milliseconds: number) => Promise<void>;

	/** @param pause what n8n is given to end what it does behind its answers */
	constructor(
		transport: N8nTransport,
		pause: (milliseconds: number) => Promise<void> = async () => {},
	) {
		this.#transport = transport;
		this.#pause = pause;
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
		for (let attempt = 1; ; attempt += 1) {
			const { status, body } = await this.#transport(request).catch(() => {
				throw new N8nApiError(null, UNREACHABLE);
			});
			if (status >= 200 && status < 300) return asFields(body);
			if (attempt === ATTEMPTS || !isBusy(status, body)) {
				throw new N8nApiError(status, describe(request, status, body));
			}
			await this.#pause(PAUSE_MS);
		}
	}

	/** The same, unless n8n says that it is there already. @throws N8nApiError */
	async make(request: N8nRequest): Promise<Fields> {
		return await this.ask(request).catch((error: unknown) => {
			if (error instanceof N8nApiError && error.status === 409) return {};
			throw error;
		});
	}
}

/** « Workflow is still being unpublished », which takes n8n a second or two. */
function isBusy(status: number, body: unknown): boolean {
	return status === 409 && /still being/.test(asLine(asFields(body).message) ?? '');
}

const WHERE = `l’identifiant ${quoted('ArchiMeuble Installation API')}`;

const AGAIN = `Ce qui est fait reste. Relancer l’installation dans un moment${NBSP}: elle reprend où elle s’est arrêtée.`;

const UNREACHABLE = {
	message: 'n8n ne répond pas à cette adresse',
	remedy: `Dans ${WHERE}, écrire l’adresse par laquelle n8n se joint lui-même, par exemple http://localhost:5678, puis relancer. Ce qui est déjà fait reste.`,
};

const WRONG_KEY = {
	message: `n8n refuse la clé d’API${NBSP}: elle est fausse, expirée ou supprimée`,
	remedy: `En faire une autre dans n8n (${quoted('Settings → n8n API')}), la coller dans ${WHERE}, puis relancer. Ce qui est déjà fait reste.`,
};

const ALL_SCOPES = `Faire une autre clé dans n8n (${quoted('Settings → n8n API')}), avec toutes les portées (${quoted('Scopes')}${NBSP}: ${quoted('All')}), comme propriétaire ou administrateur, et la coller dans ${WHERE}. Ce qui est déjà fait reste.`;

const PROTECTED = `Ce n8n est protégé contre les changements (mode ${quoted('read-only')})${NBSP}: demander à la personne qui s’en occupe de lever la protection, puis relancer. Ce qui est déjà fait reste.`;

const NO_API = {
	message: 'Il n’y a pas de n8n, ou pas son API publique, à cette adresse',
	remedy: `Vérifier l’adresse dans ${WHERE}${NBSP}: sans /api/v1 ni rien derrière. L’API publique peut aussi être coupée (N8N_PUBLIC_API_DISABLED).`,
};

/** In French: who installs is who reads the report. */
function describe(
	{ method, path }: N8nRequest,
	status: number,
	body: unknown,
): { message: string; remedy: string } {
	const said = asLine(asFields(body).message);
	const request = `${method} ${path}`;
	switch (status) {
		case 401:
			return WRONG_KEY;
		case 403:
			return {
				message: `La clé d’API n’a pas le droit de faire cela${NBSP}: ${request}`,
				remedy: /read-only/i.test(said ?? '') ? PROTECTED : ALL_SCOPES,
			};
		case 404:
			return isFields(body)
				? {
						message: `n8n ne connaît pas ${path}`,
						remedy: `${NO_API.remedy} Un n8n plus ancien que ${OLDEST_N8N} ne suffit pas.`,
					}
				: NO_API;
		default:
			return {
				message: `n8n a refusé ${request} (${status})${said === null ? '' : `${NBSP}: ${said}`}`,
				remedy:
					status >= 500
						? AGAIN
						: 'Corriger ce que n8n dit, puis relancer l’installation. Ce qui est déjà fait reste.',
			};
	}
}
