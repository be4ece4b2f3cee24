import type { Fields } from '../../text/fields';

export type ApiQuery = Record<string, string | number | boolean>;

/** A request to Calendly’s API. */
export interface ApiRequest {
	method: 'GET' | 'POST' | 'DELETE';
	/** Path below the base address, `/users/me`; already encoded. */
	path: string;
	query?: ApiQuery;
	body?: Fields;
}

/** Its answer, whatever the status. */
export interface ApiResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The parsed JSON, or whatever came instead. */
	body: unknown;
}

/**
 * Sends one request with the credential and resolves with the answer whatever its status. A
 * rejection means that there was no answer: no connection, or none in time.
 */
export type ApiTransport = (request: ApiRequest) => Promise<ApiResponse>;
