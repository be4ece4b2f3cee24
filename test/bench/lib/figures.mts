/** What a figure is judged by. */
export interface Bounds {
	/** What is bounded: ours, ours divided by the other side, ours less the other side. */
	of: 'value' | 'ratio' | 'difference';
	/** Which side of the bound is good. */
	good: 'above' | 'below';
	must: number;
	/** Equal to `must` where there is no further aim. */
	aim: number;
}

/** One row of the table, with what was measured in each round. */
export interface Figure {
	name: string;
	unit: string;
	ours: number[];
	/** What it is compared with in the same run. */
	other: number[];
	/** Name of the other side. */
	against: string;
	/** Null where the figure only explains the others. */
	bounds: Bounds | null;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	if (sorted.length === 0) return Number.NaN;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The figure with its medians and what they amount to, as it is printed and written. */
export function judge({ name, unit, ours, other, against, bounds }: Figure) {
	const [our, their] = [median(ours), median(other)];
	const judged = { value: our, ratio: our / their, difference: our - their };
	return {
		name,
		unit,
		...{ ours: our, other: their, against, ratio: judged.ratio },
		bounds,
		verdict: bounds === null ? '' : verdictOf(judged[bounds.of], bounds),
		rounds: { ours, other },
	};
}

function verdictOf(value: number, { good, must, aim }: Bounds): string {
	const reaches = (bound: number) => (good === 'above' ? value >= bound : value <= bound);
	if (reaches(aim)) return 'reached';
	return reaches(must) ? 'reached, aim missed' : 'MISSED';
}

/** The rows as a table for the terminal. */
export function tableOf(figures: readonly Figure[]): string {
	const head = ['figure', 'ours', 'other', 'ratio', 'must', 'aim', 'verdict'];
	const rows = figures
		.map(judge)
		.map((row) => [
			`${row.name}${row.unit === '' ? '' : `, ${row.unit}`}`,
			short(row.ours),
			Number.isNaN(row.other) ? '' : `${short(row.other)} ${row.against}`,
			Number.isFinite(row.ratio) ? short(row.ratio) : '',
			row.bounds === null ? '' : bound(row.bounds, row.bounds.must),
			row.bounds === null || row.bounds.aim === row.bounds.must
				? ''
				: bound(row.bounds, row.bounds.aim),
			row.verdict,
		]);
	const widths = head.map((title, column) =>
		Math.max(title.length, ...rows.map((row) => row[column].length)),
	);
	return [head, widths.map((width) => '-'.repeat(width)), ...rows]
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column]))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

function bound({ of, good }: Bounds, value: number): string {
	const sign = good === 'above' ? '≥' : '≤';
	const prefix = { value: '', ratio: '× ', difference: '+ ' }[of];
	return `${sign} ${prefix}${value}`;
}

function short(value: number): string {
	if (Math.abs(value) >= 100) return value.toFixed(0);
	return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace(/\.?0+$/, '');
}
