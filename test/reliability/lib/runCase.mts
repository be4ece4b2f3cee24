import type { TestCase } from './case.mts';
import { Random } from './random.mts';
import type { CaseResult } from './report.mts';

/** Carries one case through on its world, which is brought up first, telling how it goes. */
export async function runCase<W extends { up(): Promise<void> }>(
	{ name, mustShow, deadlineSeconds, run }: TestCase<W>,
	world: W,
	{ seed, quick }: { seed: number; quick: boolean },
): Promise<CaseResult> {
	const started = Date.now();
	const seconds = () => (Date.now() - started) / 1000;
	const say = (line: string) =>
		console.log(`${seconds().toFixed(1).padStart(7)} s  ${name}: ${line}`);
	say('begins');
	try {
		await world.up();
		const work = run({ world, random: new Random(seed), quick, say });
		const { done, checks } = await inTime(work, deadlineSeconds(quick));
		const failed = checks.filter(({ holds }) => !holds);
		say(
			failed.length === 0
				? 'holds'
				: `does not hold: ${failed.map((check) => check.promise).join('; ')}`,
		);
		return { name, mustShow, done, checks, seconds: seconds(), error: null };
	} catch (error) {
		say(`ended early: ${(error as Error).message}`);
		const reason = (error as Error).stack ?? String(error);
		return { name, mustShow, done: 'ended early', checks: [], seconds: seconds(), error: reason };
	}
}

async function inTime<T>(work: Promise<T>, seconds: number): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), seconds * 1000);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}
