/** The address a text is, null where it is none. */
export function parseUrl(text: string): URL | null {
	return URL.canParse(text) ? new URL(text) : null;
}

/** An http(s) address without credentials or hidden characters; null for anything else. */
export function asWebUrl(value: unknown): string | null {
	const text = typeof value === 'string' ? value.trim() : '';
	if (/[\p{Cc}\p{Cf}\s]/u.test(text)) return null;
	// Without the slashes a page served by https takes it for an address of its own: `https:rest/logout`.
	const url = /^https?:\/\//i.test(text) ? parseUrl(text) : null;
	if (url === null) return null;
	if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
	return isPlainAscii(text) ? text : url.href;
}

/** Printable ASCII that no HTML attribute, header or CSV cell treats specially. */
function isPlainAscii(text: string): boolean {
	return /^[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/.test(text);
}
