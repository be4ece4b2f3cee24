/** What a process of n8n shows at /metrics, to whoever shows the token. */
export async function scrape(base: string, token: string): Promise<string> {
	const answer = await fetch(new URL('/metrics', base), {
		headers: { Authorization: `Bearer ${token}` },
	});
	if (answer.status !== 200) throw new Error(`/metrics answers ${answer.status}`);
	return await answer.text();
}

/** What tells one thing that is counted from another; the values of other labels are no matter. */
const TELLING = new Set([
	'method',
	'mode',
	'node_type',
	'status',
	'status_code',
	'webhook_path',
	'workflow_id',
]);

/** All series of the text format, each once, in order, without their figures. */
export function seriesIn(text: string): string[] {
	const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
	const series = lines.map((line) => {
		const [, name, labels = ''] = /^([\w:]+)(?:\{(.*)\})? /.exec(line)!;
		const told = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(
			([, label, value]) => `${label}="${TELLING.has(label) ? value : '…'}"`,
		);
		return `${name}{${told.sort().join(',')}}`;
	});
	return [...new Set(series)].sort();
}
