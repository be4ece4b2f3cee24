import {
	NodeOperationError,
	sleep,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type IHookFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type INode,
} from 'n8n-workflow';
import type { ApiRequest, ApiResponse } from '../shared/calendly/api/exchange';
import { CALENDLY_API, type ApiContext } from '../shared/calendly/api/http';
import { CalendlyApiError } from '../shared/calendly/api/problem';
import { getCurrentUser, type SubscriptionScope } from '../shared/calendly/api/resources';
import type { SubscriptionSettings } from '../shared/calendly/api/subscription';
import { baseOf } from '../shared/calendly/api/uris';
import { signingKeyId, signingSecretFlaw } from '../shared/calendly/signingSecret';
import { SIGNING_CREDENTIAL, TOKEN_CREDENTIAL } from '../shared/setup/credentials';
import { asText } from '../shared/text/fields';

/** Calendly itself gives up a delivery after 15 s; its API is faster. */
const TIMEOUT_MS = 20_000;

type ApiFunctions = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions;

interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Calendly's API by n8n's HTTP client and the node's credential; null where it has no token. */
export async function apiContextOf(functions: ApiFunctions): Promise<ApiContext | null> {
	if (functions.getNode().credentials?.[TOKEN_CREDENTIAL.type] === undefined) return null;
	const credential = await functions.getCredentials(TOKEN_CREDENTIAL.type);
	if (asText(credential.accessToken) === null) return null;
	const baseUrl = baseOf({ baseUrl: asText(credential.baseUrl) ?? CALENDLY_API });
	return {
		baseUrl,
		now: () => new Date(),
		pause: sleep,
		transport: async (request) => await send(functions, baseUrl, request),
	};
}

/** What a node says that has no token. */
export const NO_TOKEN = 'This needs a Calendly access token';

/** @throws NodeOperationError when the node has no token */
export async function requireApiContext(functions: ApiFunctions): Promise<ApiContext> {
	const context = await apiContextOf(functions);
	if (context !== null) return context;
	throw new NodeOperationError(functions.getNode(), NO_TOKEN, {
		description:
			'Choose an "ArchiMeuble Calendly Access Token API" credential in the node, and make sure that its token is filled in.',
	});
}

/**
 * Work with Calendly’s API, whose errors become those of n8n.
 *
 * @throws NodeOperationError
 */
export async function withCalendly<Result>(
	functions: ApiFunctions,
	work: (context: ApiContext) => Promise<Result>,
): Promise<Result> {
	const context = await requireApiContext(functions);
	try {
		return await work(context);
	} catch (error) {
		throw asNodeError(error, functions.getNode());
	}
}

/** The credential with the signing secret; empty where none is chosen in the node. */
export async function signingCredentialOf(
	functions: IExecuteFunctions | IHookFunctions,
): Promise<ICredentialDataDecryptedObject> {
	if (functions.getNode().credentials?.[SIGNING_CREDENTIAL.type] === undefined) return {};
	return await functions.getCredentials(SIGNING_CREDENTIAL.type);
}

/** @throws NodeOperationError when the credential is missing or its secret cannot be used */
export async function requireSigningSecret(
	functions: IExecuteFunctions | IHookFunctions,
): Promise<string> {
	const { signingSecret } = await signingCredentialOf(functions);
	const flaw = signingSecretFlaw(signingSecret);
	if (flaw === null) return signingSecret as string;
	throw new NodeOperationError(functions.getNode(), 'The signing secret cannot be used', {
		description: flaw,
	});
}

/** Redirects are not followed: the token must not travel to another host. */
async function send(
	functions: ApiFunctions,
	baseUrl: string,
	{ method, path, query, body }: ApiRequest,
): Promise<ApiResponse> {
	const options: IHttpRequestOptions = {
		method,
		url: baseUrl + path,
		qs: query as IDataObject | undefined,
		body: body as IDataObject | undefined,
		json: true,
		timeout: TIMEOUT_MS,
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	};
	const response = (await functions.helpers.httpRequestWithAuthentication.call(
		functions,
		TOKEN_CREDENTIAL.type,
		options,
	)) as FullResponse;
	return { status: response.statusCode, headers: response.headers, body: response.body };
}

/** Whose subscription is meant: what a person chose, completed by who the token belongs to. */
export async function subscriptionSettings(
	context: ApiContext,
	signingSecret: string | null,
	chosen: { url: string; events: readonly string[]; scope: SubscriptionScope; group: string },
): Promise<SubscriptionSettings> {
	const { uri: user, organization } = await getCurrentUser(context);
	return {
		...chosen,
		user,
		organization,
		group: chosen.group === '' ? null : chosen.group,
		...(signingSecret === null ? {} : { keyId: signingKeyId(signingSecret) }),
	};
}

/** What Calendly's API said, as n8n shows errors: a sentence, and below it what to do. */
export function asNodeError(error: unknown, node: INode, itemIndex?: number): unknown {
	if (!(error instanceof CalendlyApiError)) return error;
	const { message, remedy: description } = error;
	return new NodeOperationError(node, message, { description, itemIndex });
}
