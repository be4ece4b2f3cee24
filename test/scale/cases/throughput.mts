import { availableParallelism } from 'node:os';
import { bookingOf, created, newPrefix } from '../../reliability/lib/bookings.mts';
import { inParallel, type Receiver } from '../../reliability/lib/sender.mts';
import { World } from '../../reliability/lib/world.mts';
import { cpuMs } from '../../bench/lib/process.mts';
import { until } from '../../support/until.mts';
import { told, all, type Check, type Context, type ScaleCase } from '../lib/case.mts';

const CLIENTS = 8;
const BOOKINGS = 80;
/** V8 compiles what is hot meanwhile. */
const WARM_UP = 40;
/** What two workers are to be worth where there is a core for each process that works. */
const GAIN = 1.5;
const CORES_FOR_GAIN = 4;

/** What one arrangement of processes did with the same bookings. */
export interface ThroughputFact {
	what: string;
	bookings: number;
	/** Bookings answered 200. */
	accepted: number;
	mails: number;
	answersPerSecond: number;
	/** Bookings a second, from the first delivery to the last mail. */
	jobsPerSecond: number;
	/** CPU of all processes of n8n, milliseconds a booking; what PostgreSQL and Redis use is not in it. */
	cpuMsPerJob: number;
}

/** The gain is a promise only where there are cores for it. */
export function verdict(facts: readonly ThroughputFact[], cores: number): Check[] {
	const [two, one] = facts.map(({ jobsPerSecond }) => jobsPerSecond);
	const gain = two / one;
	const isJudged = cores >= CORES_FOR_GAIN;
	return [
		...facts.flatMap((fact) => [
			all(`${fact.what}: answered 200`, fact.accepted, fact.bookings),
			all(`${fact.what}: mails out`, fact.mails, fact.bookings),
			told(`${fact.what}: answers a second`, fact.answersPerSecond.toFixed(1)),
			told(`${fact.what}: jobs (mail out) a second`, fact.jobsPerSecond.toFixed(1)),
			told(`${fact.what}: CPU of n8n per job`, `${fact.cpuMsPerJob.toFixed(0)} ms`),
		]),
		{
			promise: isJudged ? `two workers ≥ ${GAIN} × one` : 'two workers against one',
			figure: `${gain.toFixed(2)} × (${cores} cores${isJudged ? '' : ': too few to judge'})`,
			holds: !isJudged || gain >= GAIN,
		},
	];
}

/** Anything that takes deliveries, and knows which mails came. */
interface Side extends Receiver {
	mails(prefix: string): ReadonlyMap<string, number>;
	/** Process ids of n8n. */
	pids(): number[];
}

async function measure(what: string, side: Side): Promise<ThroughputFact> {
	await series(side, WARM_UP);
	return { what, bookings: BOOKINGS, ...(await series(side, BOOKINGS)) };
}

async function series(
	side: Side,
	count: number,
): Promise<Omit<ThroughputFact, 'what' | 'bookings'>> {
	const prefix = newPrefix('debit');
	const bookings = Array.from({ length: count }, (_, number) => created(bookingOf(prefix, number)));
	const cpu = () => side.pids().reduce((sum, pid) => sum + cpuMs(pid), 0);
	const [started, cpuBefore] = [performance.now(), cpu()];
	const seconds = () => (performance.now() - started) / 1000;
	const statuses = await inParallel(bookings, CLIENTS, async (delivery) => {
		return (await side.deliver(delivery)).status;
	});
	const answersPerSecond = count / seconds();
	const mails = () => side.mails(prefix).size;
	await until('the last mail', () => mails() >= count, 120_000).catch(() => false);
	return {
		accepted: statuses.filter((status) => status === 200).length,
		mails: mails(),
		answersPerSecond,
		jobsPerSecond: mails() / seconds(),
		cpuMsPerJob: (cpu() - cpuBefore) / mails(),
	};
}

async function run({ world, say }: Context): Promise<{ done: string; checks: Check[] }> {
	const side: Side = {
		deliver: (delivery, changes) => world.deliver(delivery, changes),
		mails: (prefix) => world.facts.mails(prefix),
		pids: () => world.members.filter((member) => member.runs).map(({ n8nPid }) => n8nPid),
	};
	await world.slowDown();
	const facts = [await measure('two workers', side)];
	say('one worker is stopped');
	await world.workers[1].stop();
	facts.push(await measure('one worker', side));
	say('all of it is stopped; one process on SQLite');
	await world.down();
	const single = new World();
	try {
		await single.up();
		facts.push(
			await measure('one process on SQLite', {
				deliver: (delivery, changes) => single.instance.deliver(delivery, changes),
				mails: (prefix) => single.facts.mails(prefix),
				pids: () => [single.instance.n8nPid()],
			}),
		);
	} finally {
		await single.end();
	}
	const checks = verdict(facts, availableParallelism());
	return {
		done: `${BOOKINGS} bookings by ${CLIENTS} clients, behind ${WARM_UP} unmeasured ones`,
		checks,
	};
}

export default {
	name: 'throughput',
	mustShow: `everything mailed; two workers ≥ ${GAIN} × one where there are ${CORES_FOR_GAIN} cores`,
	deadlineSeconds: () => 420,
	run,
} satisfies ScaleCase;
