/// <reference lib="dom.iterable" />
/**
 * A real Chromium and a small server that answers as n8n does. The tests that need them are skipped,
 * with a word about it, on a developer's machine without Chromium; in CI they fail there.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { AppointmentRow } from '../../nodes/shared/appointment/row.ts';
import { renderCsv } from '../../nodes/shared/dashboard/files/csv';
import { renderFeed } from '../../nodes/shared/dashboard/files/feed';
import type { HealthSource } from '../../nodes/shared/dashboard/page/health';
import type { WebAnswer } from '../../nodes/shared/dashboard/answer';
import { renderPage } from '../../nodes/shared/dashboard/page/page';
import {
	isPageToken,
	loginProof,
	newPageToken,
} from '../../nodes/shared/dashboard/request/pageToken';
import { parseSearch, readQuery } from '../../nodes/shared/dashboard/request/query';
import { CHROMIUM_ARGUMENTS, chromiumPath } from '../../scripts/lib/chromium.mts';

const executablePath = chromiumPath();
const canRun = executablePath !== undefined || Boolean(process.env.CI);

if (!canRun) {
	process.stderr.write(
		`not run, no Chromium was found (apt-get install chromium, or name it with CHROMIUM): ${expect.getState().testPath}\n`,
	);
}

/** `test` of Jest where there is a Chromium, or has to be. */
export const browserTest: jest.It = canRun ? test : test.skip;

/** A page whose every fault is noted. */
export interface WatchedPage {
	page: Page;
	/** Errors, warnings, dialogs, popups, requests to anything but what it may ask for. */
	problems: string[];
}

export interface TestBrowser {
	/** A page in a context of its own. */
	newPage(options?: BrowserContextOptions): Promise<Page>;
	/**
	 * The page all tests of a file share, watched anew: contexts are what takes time.
	 * @param isOwn what the page may ask for
	 */
	watchedPage(isOwn: (address: string) => boolean): Promise<WatchedPage>;
}

/** The browser of a test file, started for its first page and closed after its last test. */
export function useBrowser(options?: BrowserContextOptions): TestBrowser {
	// Chromium takes its time on a machine that does something else as well.
	jest.setTimeout(30_000);
	let launched: Promise<Browser> | null = null;
	let shared: Promise<Page> | null = null;
	const launch = () => {
		if (executablePath === undefined) throw new Error('No Chromium was found; CI needs one.');
		return chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
	};
	const newPage = async (own?: BrowserContextOptions) => {
		launched ??= launch();
		const page = await (await launched).newPage({ locale: 'fr-FR', ...options, ...own });
		page.setDefaultTimeout(10_000);
		return page;
	};
	afterAll(async () => (await launched)?.close());
	return {
		newPage,
		async watchedPage(isOwn) {
			shared ??= newPage();
			const page = await shared;
			page.removeAllListeners();
			return { page, problems: watch(page, isOwn) };
		},
	};
}

/**
 * What n8n 2.41 sends with every HTML answer of a workflow, in the place of the policy the page asks
 * for, which stays in its `meta` element. Without `allow-same-origin` the page has an origin of its own.
 */
export const SANDBOX = [
	'sandbox allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock',
	'allow-popups allow-popups-to-escape-sandbox allow-presentation allow-scripts',
	'allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols',
].join(' ');

/** What the server tells of; tests put another world into it. */
export interface World {
	rows: readonly AppointmentRow[];
	health: HealthSource;
	now: Date;
	timezone: string;
}

export interface Site {
	world: World;
	/** Policy of the dashboard; null for the page's own header, which n8n drops. */
	policy: string | null;
	/** Signs the token with which the page in the sandbox asks again; null for a page that reloads. */
	pageKey: string | null;
	/** Other documents, by path, sent without any policy: the mails. */
	readonly documents: Map<string, string>;
	/** Method, path and query of every request that arrived. */
	readonly requests: string[];
	/** Address of the dashboard with this query, of a document, or of another path. */
	at(pathOrQuery: string): string;
}

export const DASHBOARD_PATH = '/webhook/archimeuble/tableau-de-bord';
export const NO_HEALTH: HealthSource = { deliveries: null, subscription: null };
/** Long enough for the page to tell the address of the feed. */
const FEED_ADDRESS = `agenda.ics?jeton=${'0123456789abcdef'.repeat(2)}`;

/** Of the login everybody has here. */
const PROOF = loginProof(`Basic ${Buffer.from('a:b').toString('base64')}`, 'node-webhook');

/** Serves the dashboard, its CSV and its feed as the workflow does, at the addresses it has there. */
export function useSite(start: World): Site {
	const documents = new Map<string, string>();
	const requests: string[] = [];
	const site: Site & { origin: string } = {
		world: start,
		policy: SANDBOX,
		pageKey: null,
		documents,
		requests,
		origin: '',
		at: (target) => site.origin + (target.startsWith('/') ? target : DASHBOARD_PATH + target),
	};
	const server = createServer((request, response) => {
		// That a browser asks first whether it may is no request of the page.
		if (request.method !== 'OPTIONS') requests.push(`${request.method} ${request.url}`);
		void answer(site, request, response);
	});
	beforeAll(
		() =>
			new Promise<void>((resolve) => {
				server.listen(0, '127.0.0.1', () => {
					site.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
					resolve();
				});
			}),
	);
	afterAll(() => {
		server.close();
		server.closeAllConnections();
	});
	return site;
}

async function answer(
	site: Site,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
	const document = site.documents.get(pathname);
	const html = { 'Content-Type': 'text/html; charset=utf-8' };
	let web: WebAnswer;
	if (document !== undefined) web = { statusCode: 200, headers: html, body: document };
	else if (request.method === 'OPTIONS') web = { statusCode: 204, headers: {}, body: '' };
	else if (request.method === 'POST') web = await againAnswer(site, pathname, request);
	else web = workflowAnswer(site, pathname, queryOf(searchParams));
	// As n8n does unless a webhook names the origins it allows.
	const { origin } = request.headers;
	const asked = request.headers['access-control-request-headers'] ?? '';
	const shared =
		origin === undefined
			? {}
			: { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Headers': asked };
	response.writeHead(web.statusCode, { ...web.headers, ...shared }).end(web.body);
}

/** What a page that shows its token is given without a login. */
async function againAnswer(site: Site, path: string, request: IncomingMessage): Promise<WebAnswer> {
	const form = new URLSearchParams(await bodyOf(request));
	const keys = site.pageKey === null ? [] : [site.pageKey];
	const token = form.get('jeton');
	// The first is n8n's own check.
	const isIn =
		request.headers['x-auth-token'] === PROOF && isPageToken(token, keys, site.world.now);
	return isIn
		? workflowAnswer(site, path, parseSearch(form.get('requete')), token)
		: { statusCode: 401, headers: { 'Content-Type': 'text/plain' }, body: 'Unauthorized' };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString('utf8');
}

function workflowAnswer(
	{ world: { rows, health, now, timezone }, policy, pageKey }: Site,
	path: string,
	query: Record<string, unknown>,
	token: string | null = null,
): WebAnswer {
	const common = { rows, now, timezone, query: readQuery(query) };
	switch (path) {
		case DASHBOARD_PATH: {
			const pageToken = token ?? newPageToken(pageKey ?? undefined, PROOF, now);
			const links = { csvPath: 'rendez-vous.csv', feedAddress: token ? null : FEED_ADDRESS };
			const page = renderPage({ ...common, ...links, health, pageToken });
			const own: Record<string, string> =
				policy === null ? {} : { 'Content-Security-Policy': policy };
			return { ...page, headers: { ...page.headers, ...own } };
		}
		case '/webhook/archimeuble/rendez-vous.csv':
			return renderCsv(common);
		case '/webhook/archimeuble/agenda.ics':
			return renderFeed({ rows, now, name: 'Atelier', pastDays: 365, withNotes: false });
		case '/favicon.ico':
			return { statusCode: 204, headers: {}, body: '' };
		default:
			return { statusCode: 404, headers: { 'Content-Type': 'text/plain' }, body: 'Not found' };
	}
}

/** As the parser of n8n's server gives it: a text, or a list where a name comes more than once. */
function queryOf(parameters: URLSearchParams): Record<string, unknown> {
	const entries = [...new Set(parameters.keys())].map((name) => {
		const values = parameters.getAll(name);
		return [name, values.length === 1 ? values[0] : values] as const;
	});
	return Object.fromEntries(entries);
}

/** The list that grows by every fault of the page from now on. */
export function watch(page: Page, isOwn: (address: string) => boolean): string[] {
	const problems: string[] = [];
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
	});
	page.on('pageerror', (error) => problems.push(`error: ${String(error)}`));
	page.on('dialog', (dialog) => {
		problems.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('popup', (popup) => problems.push(`popup: ${popup.url()}`));
	page.on('request', (request) => {
		if (!isOwn(request.url())) problems.push(`request: ${request.url().slice(0, 200)}`);
	});
	return problems;
}
