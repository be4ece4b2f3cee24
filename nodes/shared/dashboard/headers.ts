import { createHash } from 'node:crypto';
import { SCRIPT } from './script';
import { STYLE_SHEET } from './style';

function hashOf(source: string): string {
	return `'sha256-${createHash('sha256').update(source, 'utf8').digest('base64')}'`;
}

/**
 * What the page may do, as its own `meta` element says it too: n8n drops this header from the answers
 * of workflows and sends its own (n8n 2.41: `webhook-response-headers.js`). Browsers obey both.
 */
export const PAGE_POLICY = [
	"default-src 'none'",
	`style-src ${hashOf(STYLE_SHEET)}`,
	`script-src ${hashOf(SCRIPT)}`,
	"connect-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
].join('; ');

/** What every answer of the dashboard says: kept nowhere, indexed nowhere, framed nowhere. */
const COMMON_HEADERS = {
	'Cache-Control': 'no-store',
	'Content-Disposition': 'inline',
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	'X-Robots-Tag': 'noindex, nofollow',
	'Referrer-Policy': 'no-referrer',
	'Cross-Origin-Resource-Policy': 'same-origin',
};

/** The same names for every answer, so that one node of a workflow passes them on one by one. */
function headersOf(content: string): Record<string, string> {
	const hash = createHash('sha256').update(content, 'utf8').digest('hex');
	return { ...COMMON_HEADERS, ETag: `"${hash.slice(0, 32)}"` };
}

export function pageHeaders(content: string): Record<string, string> {
	return {
		...headersOf(content),
		'Content-Type': 'text/html; charset=utf-8',
		// `frame-ancestors` is the one directive a meta element cannot carry.
		'Content-Security-Policy': `${PAGE_POLICY}; frame-ancestors 'none'`,
	};
}

/** @param fileName ASCII, without quotes */
export function csvHeaders(fileName: string, content: string): Record<string, string> {
	return {
		...headersOf(content),
		'Content-Type': 'text/csv; charset=utf-8',
		'Content-Disposition': `attachment; filename="${fileName}"`,
	};
}

export function feedHeaders(content: string): Record<string, string> {
	return {
		...headersOf(content),
		'Content-Type': 'text/calendar; charset=utf-8',
		'Content-Disposition': 'inline; filename="rendez-vous.ics"',
		'Cache-Control': 'private, no-cache',
	};
}

/** Of a sentence instead of what was asked for. */
export function plainHeaders(content: string): Record<string, string> {
	return { ...headersOf(content), 'Content-Type': 'text/plain; charset=utf-8' };
}
