import type {
	IncomingHttpHeaders,
	IncomingMessage,
	RequestListener,
	ServerResponse,
} from 'node:http';
import { showsToken } from './metrics.mts';
import { DASHBOARD_PATH, PRIVACY_FORM_PATH, WEBHOOK_PATH } from './project.mts';

/**
 * n8n unpacks and parses what a stranger sends before a node sees it (docs/n8n-report.md). This looks at
 * the head of each request first, in n8n's own process, so that it holds with and without a proxy.
 */

/** Where n8n shows its figures to whoever asks: how many clients come, and what fails. */
const METRICS_PATH = '/metrics';

/** A delivery by Calendly has two to five kilobytes; ten answers of any length stay far below this. */
export const MAX_BODY_BYTES = 256 * 1024;

/**
 * Pages asked for at the same time. Each takes n8n about 70 ms of CPU even to refuse; those that wait in
 * it hold up Calendly, whose deliveries must be answered within 15 s.
 */
export const MAX_PAGES_AT_ONCE = 4;

/** An answer instead of n8n's. */
export interface Refusal {
	status: 401 | 413 | 415 | 503;
	text: string;
}

type Head = Pick<IncomingMessage, 'url' | 'headers'>;

/** What n8n must not be given; null for anything else. */
export function refusalOf({ url = '', headers }: Head): Refusal | null {
	if (plainPath(url).startsWith(METRICS_PATH) && !showsToken(headers.authorization)) {
		return { status: 401, text: 'Show the metrics token' };
	}
	if (isPacked(headers)) return { status: 415, text: 'Content-Encoding is not supported' };
	if (isXml(headers)) return { status: 415, text: 'XML is not supported' };
	const isOurs = ourPartOf(url) !== null;
	if (isOurs && Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
		return { status: 413, text: 'The body is too large' };
	}
	return null;
}

/** RFC 9110 §8.4: `identity` is no coding. */
function isPacked(headers: IncomingHttpHeaders): boolean {
	return !['', 'identity'].includes((headers['content-encoding'] ?? '').trim().toLowerCase());
}

/** What n8n's parser takes for XML, and more: `text/xml`, `application/atom+xml`. */
function isXml(headers: IncomingHttpHeaders): boolean {
	return /[/+]xml\s*($|[;,])/i.test(headers['content-type'] ?? '');
}

/**
 * Which of our doors an address is, in every spelling n8n takes: the prefix in any case, encoded
 * characters, a slash more at the end.
 */
function ourPartOf(url: string): 'webhook' | 'page' | null {
	const plain = plainPath(url);
	if (plain.startsWith(parentOf(WEBHOOK_PATH))) return 'webhook';
	return PAGES.some((start) => plain.startsWith(start)) ? 'page' : null;
}

function plainPath(url: string): string {
	const path = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/)[0];
	return decoded(path).toLowerCase().replace(/\/+/g, '/');
}

const PAGES = [
	parentOf(DASHBOARD_PATH),
	parentOf(PRIVACY_FORM_PATH),
	'/form-waiting/',
	'/webhook-waiting/',
];

function parentOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/') + 1);
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

/** Answers what must not reach n8n, and lets a few pages at once in. */
export function shielded(n8n: RequestListener): RequestListener {
	let pages = 0;
	return (request, response) => {
		const refusal = refusalOf(request);
		if (refusal !== null) return refuse(response, refusal);
		if (ourPartOf(request.url ?? '') === 'page') {
			if (pages >= MAX_PAGES_AT_ONCE) return refuse(response, BUSY);
			pages += 1;
			response.once('close', () => (pages -= 1));
		}
		n8n(request, response);
	};
}

const BUSY: Refusal = { status: 503, text: 'Too many requests at once' };

/** The rest of the request is not waited for. */
function refuse(response: ServerResponse, { status, text }: Refusal): void {
	response.writeHead(status, {
		'Content-Type': 'text/plain; charset=utf-8',
		Connection: 'close',
		...(status === 503 ? { 'Retry-After': '1' } : {}),
		...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
	});
	response.end(text);
}
