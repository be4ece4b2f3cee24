import { createHash } from 'node:crypto';
import { SCRIPT } from './script';
import { STYLE_SHEET } from './style';

function hashOf(source: string): string {
	return `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
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
