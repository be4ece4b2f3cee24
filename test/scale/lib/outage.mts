import { setTimeout as sleep } from 'node:timers/promises';
import { verdict as nothingLost, type KilledFacts } from '../../reliability/cases/killed.mts';
import { until } from '../../support/until.mts';
import { none, told, type Check, type Context } from './case.mts';
import { Traffic } from './traffic.mts';

/** What is left after something was away that n8n needs; nothing was killed. */
export interface OutageFacts extends KilledFacts {
	/** Processes of n8n that ended over it, and were started again. */
	failures: readonly string[];
	/** Attempts that were not accepted: cause → times. */
	refusals: string;
	/** Executions that n8n goes on showing as running, or as about to. */
	leftRunning: number;
}

/** Executions that failed meanwhile are told to the workshop: how often is no promise of this. */
export function verdict(facts: OutageFacts): Check[] {
	return [
		...nothingLost({ ...facts, alerts: [] }),
		none('processes of n8n that ended over it', facts.failures),
		told('attempts refused meanwhile', facts.refusals),
		told('executions n8n shows as running ever after', facts.leftRunning),
		told('alerts', facts.alerts.length),
	];
}

/** Deliveries while something is away for some seconds. */
export async function deliverThroughOutage(
	context: Context,
	{ name, seconds, stop, start }: Outage,
): Promise<{ done: string; checks: Check[] }> {
	const { world, say } = context;
	await world.hasten();
	const failuresBefore = new Map(world.members.map((member) => [member, member.failures]));
	const traffic = new Traffic(context, name, 45);
	await until('deliveries to be accepted', () => traffic.count >= 9, 60_000);
	await stop();
	say(`stopped, ${traffic.count} accepted`);
	await sleep(seconds * 1000);
	await start();
	say(`back, ${traffic.count} accepted`);
	const facts = await traffic.outcome(0, 240);
	const failures = world.members
		.filter((member) => member.failures > (failuresBefore.get(member) ?? 0))
		.map((member) => member.name);
	const checks = verdict({
		...{ ...facts, failures, refusals: traffic.refusals },
		leftRunning: await runningExecutions(context),
	});
	return { done: `${traffic.planned.length} deliveries, away for ${seconds} s`, checks };
}

async function runningExecutions({ world }: Context): Promise<number> {
	const found = await world.postgres.query(
		`SELECT 1 FROM execution_entity WHERE status IN ('new', 'running') AND "deletedAt" IS NULL`,
	);
	return found.length;
}

interface Outage {
	name: string;
	/** How long it is away. */
	seconds: number;
	stop(): Promise<void>;
	start(): Promise<void>;
}
