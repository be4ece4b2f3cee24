import { randomUUID } from 'node:crypto';
import type {
	ApiRequest,
	ApiResponse,
	ApiTransport,
} from '../../../../nodes/shared/calendly/api/exchange';
import type { ApiContext } from '../../../../nodes/shared/calendly/api/http';
import type { Fields } from '../../../../nodes/shared/text/fields';

export const BASE = 'https://api.calendly.com';
export const ORGANIZATION = `${BASE}/organizations/ORGANIZATION01`;
export const USER = `${BASE}/users/USER01`;
export const GROUP = `${BASE}/groups/GROUP01`;
export const SIGNING_KEY = 'signing-key-that-nobody-may-ever-see';
export const NOW = new Date('2026-11-22T10:00:00.000Z');

export function answer(
	status: number,
	body: unknown = {},
	headers: Record<string, unknown> = {},
): ApiResponse {
	return { status, headers, body };
}

export const DENIED = answer(403, {
	title: 'Permission Denied',
	message: 'You do not have permission to access this resource.',
});

export interface Recorder {
	context: ApiContext;
	requests: ApiRequest[];
	pauses: number[];
}

/** A context over a transport, which writes down what was sent and how long was waited. */
export function record(transport: ApiTransport, baseUrl?: string): Recorder {
	const requests: ApiRequest[] = [];
	const pauses: number[] = [];
	const context: ApiContext = {
		transport: async (request) => {
			requests.push(structuredClone(request));
			return await transport(request);
		},
		pause: async (milliseconds) => {
			pauses.push(milliseconds);
		},
		now: () => NOW,
		baseUrl,
	};
	return { context, requests, pauses };
}

/** Answers in turn; an Error is a rejection. More requests than answers are an error of the test. */
export function script(...answers: Array<ApiResponse | Error>): Recorder {
	const left = [...answers];
	return record(async () => {
		const next = left.shift();
		if (next === undefined) throw new Error('The script has no more answers');
		if (next instanceof Error) throw next;
		return next;
	});
}

/** The error a promise is rejected with, whatever it is. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
	return await promise.then(
		(value) => {
			throw new Error(`Nothing was rejected, but resolved: ${JSON.stringify(value)}`);
		},
		(error: unknown) => error,
	);
}

export interface StoredSubscription extends Fields {
	uri: string;
	callback_url: string;
	events: string[];
	scope: string;
	organization: string;
	user: string | null;
	group: string | null;
	state: string;
}

/**
 * Calendly's subscriptions in memory, by the rules of its reference: one subscription
 * per address, lists by scope in pages, no change of what exists, 404 for what is gone.
 * https://developer.calendly.com/api-docs/calendly-api/webhooks
 */
export class FakeCalendly {
	stored: StoredSubscription[] = [];

	/** Keys by the address (URI) of the subscription; Calendly never gives them back. */
	readonly keys = new Map<string, unknown>();

	/** Scopes the token may not list: a plain member's is only `user`. */
	denied: string[] = [];

	/** Called before a request is carried out; what it returns is answered instead. */
	intercept: (request: ApiRequest) => ApiResponse | null = () => null;

	readonly recorder = record(async (request) => this.intercept(request) ?? this.handle(request));

	get context(): ApiContext {
		return this.recorder.context;
	}

	/** `POST https://…/a`, `DELETE ID`: what was changed, in order. */
	get changes(): string[] {
		return this.recorder.requests
			.filter(({ method }) => method !== 'GET')
			.map(({ method, path, body }) => `${method} ${String(body?.url ?? idOf(path))}`);
	}

	add(fields: Partial<StoredSubscription> & { callback_url: string }): StoredSubscription {
		const scope = fields.scope ?? 'organization';
		const subscription: StoredSubscription = {
			uri: `${BASE}/webhook_subscriptions/${randomUUID()}`,
			events: ['invitee.created'],
			scope,
			organization: ORGANIZATION,
			user: scope === 'user' ? USER : null,
			group: scope === 'group' ? GROUP : null,
			state: 'active',
			created_at: '2026-11-01T08:00:00.000000Z',
			retry_started_at: null,
			...fields,
		};
		this.stored.push(subscription);
		return subscription;
	}

	private handle({ method, path, query = {}, body = {} }: ApiRequest): ApiResponse {
		if (path.startsWith('/webhook_subscriptions/') && method === 'DELETE') return this.remove(path);
		if (path !== '/webhook_subscriptions') return answer(404, { title: 'Resource Not Found' });
		return method === 'POST' ? this.create(body) : this.list(query);
	}

	private list(query: Fields): ApiResponse {
		if (this.denied.includes(String(query.scope))) return DENIED;
		const all = this.stored.filter(
			({ scope, user, group }) =>
				scope === query.scope &&
				(scope !== 'user' || user === query.user) &&
				(scope !== 'group' || group === query.group),
		);
		const start = Number(query.page_token ?? 0);
		const end = start + Number(query.count ?? 20);
		return answer(200, {
			collection: all.slice(start, end),
			pagination: { next_page_token: end < all.length ? String(end) : null },
		});
	}

	private create(body: Fields): ApiResponse {
		if (this.stored.some(({ callback_url: url }) => url === body.url)) {
			return answer(409, { title: 'Already Exists', message: 'Hook with this url already exists' });
		}
		const { url, signing_key: key, ...rest } = body;
		const created = this.add({
			callback_url: String(url),
			...(rest as Partial<StoredSubscription>),
		});
		this.keys.set(created.uri, key);
		return answer(201, { resource: created });
	}

	private remove(path: string): ApiResponse {
		const before = this.stored.length;
		this.stored = this.stored.filter(({ uri }) => idOf(uri) !== idOf(path));
		return before === this.stored.length
			? answer(404, { title: 'Resource Not Found' })
			: answer(204, '');
	}
}

export function idOf(uri: string): string {
	return uri.slice(uri.lastIndexOf('/') + 1);
}
