import type { Check } from './case.mts';

/** What one case showed. */
export interface CaseResult {
	name: string;
	mustShow: string;
	done: string;
	checks: Check[];
	seconds: number;
	/** Why it could not be carried through; null when it was. */
	error: string | null;
}

/** Whether every promise held. */
export function passed({ checks, error }: CaseResult): boolean {
	return error === null && checks.length > 0 && checks.every(({ holds }) => holds);
}

/** The table at the end: one block per case, one line per promise. */
export function table(results: readonly CaseResult[]): string {
	return results.map(block).join('\n\n');
}

function block(result: CaseResult): string {
	const head = `${passed(result) ? 'PASS' : 'FAIL'}  ${result.name}  (${result.seconds.toFixed(0)} s)`;
	const width = Math.max(0, ...result.checks.map(({ promise }) => promise.length));
	const lines = result.checks.map(
		({ promise, figure, holds }) => `  ${holds ? '✓' : '✖'} ${promise.padEnd(width)}  ${figure}`,
	);
	return [
		head,
		`  done       ${result.done}`,
		`  must show  ${result.mustShow}`,
		...lines,
		...(result.error === null ? [] : [`  ✖ ${result.error}`]),
	].join('\n');
}
