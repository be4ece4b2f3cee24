/**
 * What a request for the dashboard asks for, and whether whoever asks may have it. n8n has checked the
 * login of page and file, and of the page that asks again the proof of it, before a workflow begins.
 */
import { asFields, asLine, type Fields } from '../../text/fields';
import { plainHeaders, type WebAnswer } from '../answer';
import { isFeedToken } from './feedToken';
import { isPageToken, loginProof, newPageToken } from './pageToken';
import { parseSearch } from './query';

/** Items of the Webhook nodes; null for those that were not called. */
export interface DashboardRequests {
	/** The page, as a browser opens it. */
	page: unknown;
	/** The page that asks for its content again, with `jeton` and `requete` in its body. */
	again: unknown;
	file: unknown;
	/** The calendar feed, with `jeton` in its address: the only one n8n lets anybody ask for. */
	feed: unknown;
}

/** What tells who may ask. */
export interface DashboardAccess {
	/** Keys of the credential that signs; none where it is not chosen: the page then reloads. */
	keys: readonly string[];
	feedToken: string;
	/** `<id of the node>-<its webhookId>` of the Webhook node the page asks again. */
	pageWebhook: string;
	now: Date;
}

export type DashboardForm = 'page' | 'file' | 'feed';

/** What is asked for by somebody who may. */
export interface Asked {
	isAllowed: true;
	form: DashboardForm;
	/** Parameters of the query, as the address holds them. */
	query: Fields;
	/** What the page is to ask again with; null where there is none. */
	pageToken: string | null;
	/** Whether somebody logged in now, and did not show a token of a login before. */
	isLogin: boolean;
}

/** The answer for strangers, before anything is read. */
export type Refused = { isAllowed: false } & WebAnswer;

/** The script of the page then goes to the address itself, which asks for the login. */
const UNAUTHORIZED = refusal(401, 'Unauthorized');
/** What a stranger without the token of the feed learns: nothing. */
export const NOT_FOUND = refusal(404, 'Not found');

function refusal(statusCode: number, body: string): Refused {
	return { isAllowed: false, statusCode, headers: plainHeaders(body), body };
}

/** Tells what is asked for; a stranger learns nothing, whatever they send. */
export function askedFor(requests: DashboardRequests, access: DashboardAccess): Asked | Refused {
	const { page, again, file, feed } = requests;
	if (feed !== null) return feedAsked(feed, access);
	if (again !== null) return pageAskedAgain(again, access);
	if (file !== null) return asked('file', queryOf(file));
	if (page === null) return NOT_FOUND;
	const login = asLine(asFields(asFields(page).headers).authorization) ?? '';
	const proof = loginProof(login, access.pageWebhook);
	const pageToken = newPageToken(access.keys.at(0), proof, access.now);
	return { ...asked('page', queryOf(page)), pageToken, isLogin: true };
}

function asked(form: DashboardForm, query: Fields): Asked {
	return { isAllowed: true, form, query, pageToken: null, isLogin: false };
}

function feedAsked(feed: unknown, { feedToken }: DashboardAccess): Asked | Refused {
	return isFeedToken(queryOf(feed).jeton, feedToken) ? asked('feed', {}) : NOT_FOUND;
}

/** Whoever asks by token keeps it, so that it ends when it was to end. */
function pageAskedAgain(again: unknown, { keys, now }: DashboardAccess): Asked | Refused {
	const { jeton, requete } = asFields(asFields(again).body);
	if (!isPageToken(jeton, keys, now)) return UNAUTHORIZED;
	return { ...asked('page', parseSearch(requete)), pageToken: jeton };
}

function queryOf(request: unknown): Fields {
	return asFields(asFields(request).query);
}
