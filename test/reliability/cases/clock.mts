import { until } from '../../support/until.mts';
import { bookingOf, created, newPrefix } from '../lib/bookings.mts';
import { none, type Check, type Context, type ReliabilityCase } from '../lib/case.mts';

/** What one delivery met whose time was off. */
export interface ClockFacts {
	/** Seconds by which the sender's clock was behind ours. */
	age: number;
	status: number;
	/** Lines of the n8n log that came after it. */
	log: string;
	/** Rows stored for it. */
	rows: number;
}

const LIMIT = 300;

/** Outside the window it is refused, and the log names the likely cause; inside it is accepted. */
export function verdict(facts: readonly ClockFacts[]): Check[] {
	const outside = facts.filter(({ age }) => Math.abs(age) > LIMIT);
	const inside = facts.filter(({ age }) => Math.abs(age) <= LIMIT);
	const tell = ({ age, status }: ClockFacts) => `${age} s: ${status}`;
	const statuses = (some: readonly ClockFacts[]) => some.map(tell).join(', ');
	return [
		{
			promise: 'refused with 401 outside the window',
			figure: statuses(outside),
			holds: outside.length > 0 && outside.every(({ status }) => status === 401),
		},
		{
			promise: 'accepted inside the window',
			figure: statuses(inside),
			holds: inside.length > 0 && inside.every(({ status }) => status === 200),
		},
		none(
			'refusals without a log line that names the clock',
			outside.filter(({ log }) => !namesClock(log)).map(tell),
		),
		none('refused deliveries that were stored', outside.filter(({ rows }) => rows > 0).map(tell)),
	];
}

function namesClock(log: string): boolean {
	return log.split('\n').some((line) => /refused/.test(line) && /clock|tolerance/i.test(line));
}

async function run({ world, say }: Context): Promise<{ done: string; checks: Check[] }> {
	const prefix = newPrefix('horloge');
	const facts: ClockFacts[] = [];
	for (const age of [600, -600, 360, -360, 280, -280]) {
		const before = world.instance.output().length;
		const booking = bookingOf(prefix, facts.length);
		const { status } = await world.instance.deliver(created(booking), { age });
		const log = () => world.instance.output().slice(before);
		if (status === 401)
			await until('the log line', () => namesClock(log()), 3000).catch(() => false);
		facts.push({ age, status, log: log(), rows: world.facts.journal(booking.invitee).length });
	}
	say(`${facts.length} deliveries signed by clocks that are off`);
	await world.facts.settled(prefix, 30, 2);
	return { done: `${facts.length} deliveries, up to 10 minutes off`, checks: verdict(facts) };
}

export default {
	name: 'clock',
	mustShow: 'refused, with a log line that names the clock or the tolerance',
	deadlineSeconds: () => 60,
	run,
} satisfies ReliabilityCase;
