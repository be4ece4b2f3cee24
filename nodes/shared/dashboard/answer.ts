import { createHash } from 'node:crypto';

/** An answer to a browser. */
export interface WebAnswer {
	statusCode: number;
	headers: Record<string, string>;
	body: string;
}

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
	const hash = createHash('sha256').update(content).digest('hex');
	return { ...COMMON_HEADERS, ETag: `"${hash.slice(0, 32)}"` };
}

/** @param policy what the page may do (`page/policy.ts`) */
export function pageHeaders(content: string, policy: string): Record<string, string> {
	return {
		...headersOf(content),
		'Content-Type': 'text/html; charset=utf-8',
		// `frame-ancestors` is the one directive a meta element cannot carry.
		'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
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
