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
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	'X-Robots-Tag': 'noindex, nofollow',
	'Referrer-Policy': 'no-referrer',
	'Cross-Origin-Resource-Policy': 'same-origin',
};

export function pageHeaders(): Record<string, string> {
	return {
		'Content-Type': 'text/html; charset=utf-8',
		// `frame-ancestors` is the one directive a meta element cannot carry.
		'Content-Security-Policy': `${PAGE_POLICY}; frame-ancestors 'none'`,
		'Cache-Control': 'no-store',
		...COMMON_HEADERS,
	};
}

/** @param fileName ASCII, without quotes */
export function csvHeaders(fileName: string): Record<string, string> {
	return {
		'Content-Type': 'text/csv; charset=utf-8',
		'Content-Disposition': `attachment; filename="${fileName}"`,
		'Cache-Control': 'no-store',
		...COMMON_HEADERS,
	};
}

export function feedHeaders(content: string): Record<string, string> {
	return {
		'Content-Type': 'text/calendar; charset=utf-8',
		'Content-Disposition': 'inline; filename="rendez-vous.ics"',
		'Cache-Control': 'private, no-cache',
		ETag: `"${createHash('sha256').update(content, 'utf8').digest('hex').slice(0, 32)}"`,
		...COMMON_HEADERS,
	};
}

/**
 * Of a sentence instead of what was asked for. The same names as the feed's, so that a workflow can
 * pass them on one by one.
 */
export function plainHeaders(): Record<string, string> {
	return {
		...feedHeaders(''),
		'Content-Type': 'text/plain; charset=utf-8',
		'Content-Disposition': 'inline',
		'Cache-Control': 'no-store',
	};
}
