import { setTimeout as sleep } from 'node:timers/promises';
import { verdict } from '../../reliability/cases/killed.mts';
import { until } from '../../support/until.mts';
import type { Check, Context, ScaleCase } from '../lib/case.mts';
import { Traffic } from '../lib/traffic.mts';

const AWAY_MS = 5000;

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, say } = context;
	await world.hasten();
	const traffic = new Traffic(context, 'ouvriers', 30);
	await until('deliveries to be accepted', () => traffic.count >= 5, 60_000);
	await Promise.all(world.workers.map((worker) => worker.crash()));
	say(`both workers killed, ${traffic.count} accepted`);
	await sleep(AWAY_MS);
	await Promise.all(world.workers.map((worker) => worker.start()));
	say(`both back, ${traffic.count} accepted`);
	const facts = await traffic.outcome(world.workers.length, 240);
	const done = `${traffic.planned.length} deliveries, both workers killed for ${AWAY_MS / 1000} s; refused meanwhile: ${traffic.refusals}`;
	return { done, checks: verdict(facts) };
}

export default {
	name: 'workersKilled',
	mustShow: '0 lost; at most one mail sent twice a kill',
	deadlineSeconds: () => 420,
	run,
} satisfies ScaleCase;
