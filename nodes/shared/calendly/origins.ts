/**
 * The origin a browser page may read our answer from, or null for none. Calendly's servers are no
 * browser and need none; n8n itself reflects any origin for nodes it does not know.
 * https://fetch.spec.whatwg.org/#http-access-control-allow-origin
 *
 * @param origin value of the Origin request header
 * @param allowed comma-separated origins, or `*`
 */
export function allowedOrigin(origin: unknown, allowed: string): string | null {
	const origins = allowed.split(',').map((entry) => entry.trim());
	if (typeof origin !== 'string' || origin === '') return null;
	if (origins.includes('*')) return '*';
	return origins.includes(origin) ? origin : null;
}
