/**
 * The address a text is, null where it is none. Not by `URL.canParse`: on Node 22.23 it refuses addresses
 * with accents as soon as V8 has compiled it.
 */
export function parseUrl(text: string): URL | null {
	try {
		return new URL(text);
	} catch {
		return null;
	}
}

/** An http(s) address without credentials or hidden characters; null for anything else. */
export function asWebUrl(value: unknown): string | null {
	const text = typeof value === 'string' ? value.trim() : '';
	// `https:host` has no slashes: browsers take it for a path of the page it stands in.
	if (!/^https?:\/\//i.test(text) || /[\p{Cc}\p{Cf}\s]/u.test(text)) return null;
	const url = parseUrl(text);
	if (url === null || url.username !== '' || url.password !== '') return null;
	return isPlainAscii(text) ? text : url.href;
}

/** Printable ASCII that no HTML attribute, header or CSV cell treats specially. */
function isPlainAscii(text: string): boolean {
	return /^[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/.test(text);
}
