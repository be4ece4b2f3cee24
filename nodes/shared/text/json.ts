/** The value a JSON text holds; null for what is none. */
export function parseJson(text: unknown): unknown {
	if (typeof text !== 'string') return null;
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
