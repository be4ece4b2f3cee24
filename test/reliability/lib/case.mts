import type { Random } from './random.mts';
import type { World } from './world.mts';

/** One promise of a case, held against what was observed. */
export interface Check {
	promise: string;
	/** What was measured. */
	figure: string;
	holds: boolean;
}

/** What a case gets to work with; the world is one n8n, or whatever else a program of cases runs. */
export interface Context<W = World> {
	world: W;
	random: Random;
	quick: boolean;
	/** One line of progress. */
	say(line: string): void;
}

/** One row of the report. */
export interface TestCase<W> {
	name: string;
	/** What must show, as in the issue. */
	mustShow: string;
	/** After this long the case has failed. */
	deadlineSeconds(quick: boolean): number;
	/** Does it to the running n8n, and says what was done and what was seen. */
	run(context: Context<W>): Promise<{ done: string; checks: Check[] }>;
}

export type ReliabilityCase = TestCase<World>;

/** A promise that something counted is zero. */
export function none(promise: string, counted: readonly unknown[] | number): Check {
	const count = typeof counted === 'number' ? counted : counted.length;
	const examples = typeof counted === 'number' ? [] : counted.slice(0, 5).map(String);
	const figure = examples.length === 0 ? String(count) : `${count} (${examples.join('; ')})`;
	return { promise, figure, holds: count === 0 };
}

/** A promise that a figure does not exceed a limit. */
export function atMost(promise: string, value: number, limit: number, unit = ''): Check {
	const text = (number: number) => `${Math.round(number * 10) / 10}${unit && ` ${unit}`}`;
	return { promise: `${promise} ≤ ${text(limit)}`, figure: text(value), holds: value <= limit };
}

/** A promise that all of a number are. */
export function all(promise: string, count: number, total: number): Check {
	return { promise, figure: `${count} of ${total}`, holds: total > 0 && count === total };
}

/** A figure that is told, and promises nothing. */
export function told(promise: string, figure: string | number): Check {
	return { promise, figure: String(figure), holds: true };
}
