import { StandInClock } from '../../../standin/index.mts';
import { START } from './harness.mts';

const MINUTE = 60_000;
const after = (minutes: number) => new Date(START.getTime() + minutes * MINUTE);

describe('a clock that stands still', () => {
	test('shows the same instant until time is made to pass', async () => {
		const clock = new StandInClock({ start: START });
		expect(clock.now()).toEqual(START);
		await clock.advance(90 * MINUTE);
		expect(clock.now()).toEqual(after(90));
	});

	test('carries out jobs in the order of their instants, each at its own', async () => {
		const clock = new StandInClock({ start: START });
		const seen: string[] = [];
		const job = (name: string) => async () => {
			seen.push(`${name} ${clock.now().toISOString().slice(11, 16)}`);
		};
		clock.at(after(30), job('late'));
		clock.at(after(10), job('early'));
		clock.at(after(61), job('too late'));
		await clock.advance(60 * MINUTE);
		expect(seen).toEqual(['early 09:10', 'late 09:30']);
	});

	test('carries out what a job puts on for later, in the same step', async () => {
		const clock = new StandInClock({ start: START });
		const seen: Date[] = [];
		const again = async () => {
			seen.push(clock.now());
			if (seen.length < 3) clock.at(new Date(clock.now().getTime() + MINUTE), again);
		};
		clock.at(after(1), again);
		await clock.advance(10 * MINUTE);
		expect(seen).toEqual([after(1), after(2), after(3)]);
	});

	test('waits for each job before time goes on', async () => {
		const clock = new StandInClock({ start: START });
		let shown: Date | null = null;
		clock.at(after(1), async () => {
			await new Promise((resolve) => setImmediate(resolve));
			shown = clock.now();
		});
		clock.at(after(2), async () => {});
		await clock.advance(5 * MINUTE);
		expect(shown).toEqual(after(1));
	});

	test('never carries out more than eight jobs at the same time', async () => {
		const clock = new StandInClock({ start: START });
		let underWay = 0;
		let most = 0;
		for (let number = 0; number < 30; number += 1) {
			clock.at(after(1), async () => {
				most = Math.max(most, (underWay += 1));
				await new Promise((resolve) => setImmediate(resolve));
				underWay -= 1;
			});
		}
		await clock.advance(MINUTE);
		expect(most).toBe(8);
	});

	test('adds two steps asked for at the same time', async () => {
		const clock = new StandInClock({ start: START });
		await Promise.all([clock.advance(MINUTE), clock.advance(2 * MINUTE)]);
		expect(clock.now()).toEqual(after(3));
	});

	test('starts a due job at once and forgets the others when stopped', async () => {
		const clock = new StandInClock({ start: START });
		const seen: string[] = [];
		clock.at(START, async () => void seen.push('due'));
		clock.at(after(1), async () => void seen.push('later'));
		clock.stop();
		await clock.advance(5 * MINUTE);
		expect(seen).toEqual(['due']);
	});
});

describe('a clock that goes on by itself', () => {
	test('starts at the instant given and carries out jobs without being asked', async () => {
		const clock = new StandInClock({ start: START, realtime: true });
		const shown = await new Promise<Date>((resolve) => {
			clock.at(new Date(START.getTime() + 20), async () => resolve(clock.now()));
		});
		expect(shown.getTime()).toBeGreaterThanOrEqual(START.getTime() + 20);
		expect(shown.getTime()).toBeLessThan(START.getTime() + MINUTE);
	});

	test('can be put forward', async () => {
		const clock = new StandInClock({ start: START, realtime: true });
		const seen: Date[] = [];
		clock.at(after(60), async () => void seen.push(clock.now()));
		await clock.advance(120 * MINUTE);
		expect(seen).toHaveLength(1);
		expect(clock.now().getTime()).toBeGreaterThanOrEqual(after(120).getTime());
	});
});
