import {
	NodeOperationError,
	sleep,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
} from 'n8n-workflow';
import { N8nApi, N8nApiError, type N8nRequest } from '../shared/setup/n8nApi';
import { asText } from '../shared/text/fields';

export const N8N_CREDENTIAL = 'archiMeubleN8nApi';

/** n8n publishes a workflow and makes its subscription at Calendly before it answers. */
const TIMEOUT_MS = 60_000;

/**
 * Work with the public API of this n8n, whose errors become those of the node.
 *
 * @throws NodeOperationError
 */
export async function withN8nApi<Result>(
	functions: IExecuteFunctions,
	work: (api: N8nApi) => Promise<Result>,
): Promise<Result> {
	const { baseUrl } = await functions.getCredentials(N8N_CREDENTIAL);
	const base = (asText(baseUrl) ?? '').replace(/\/+$/, '');
	try {
		const transport = async (request: N8nRequest) => await send(functions, base, request);
		return await work(new N8nApi(transport, sleep));
	} catch (error) {
		throw asNodeError(error, functions.getNode());
	}
}

function asNodeError(error: unknown, node: INode): unknown {
	if (!(error instanceof N8nApiError)) return error;
	return new NodeOperationError(node, error.message, { description: error.remedy });
}

/** Redirects are not followed: the key must not travel to another host. */
async function send(
	functions: IExecuteFunctions,
	base: string,
	{ method, path, query, body }: N8nRequest,
): Promise<{ status: number; body: unknown }> {
	const options: IHttpRequestOptions = {
		method,
		url: `${base}/api/v1${path}`,
		qs: query,
		body: body as IHttpRequestOptions['body'],
		json: true,
		timeout: TIMEOUT_MS,
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	};
	const response = (await functions.helpers.httpRequestWithAuthentication.call(
		functions,
		N8N_CREDENTIAL,
		options,
	)) as { statusCode: number; body: unknown };
	return { status: response.statusCode, body: response.body };
}
