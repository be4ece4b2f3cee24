/**
 * The oldest n8n this package works with. What it needs of n8n, and since when n8n has it, stands in
 * docs/n8n-versions.md; the newest of these things decides.
 */
export const OLDEST_N8N = '2.39.0';

/** Below zero where `a` is older than `b`, numbers of a version compared one by one. */
export function compareVersions(a: string, b: string): number {
	const parts = (version: string) =>
		version.split('.').map((part) => Number.parseInt(part, 10) || 0);
	const [left, right] = [parts(a), parts(b)];
	const index = left.findIndex((part, position) => part !== right[position]);
	return index === -1 ? 0 : left[index] - right[index];
}
