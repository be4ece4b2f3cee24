import { verdict as nothingLost, type KilledFacts } from '../../reliability/cases/killed.mts';
import { all, type Check, type Context, type ScaleCase } from '../lib/case.mts';
import { LOGIN } from '../lib/cluster.mts';
import { Traffic } from '../lib/traffic.mts';

/** What worked without main. */
export interface MainDownFacts extends KilledFacts {
	/** Mails that had come when main was still away. */
	mailsMeanwhile: number;
	/** Status of the dashboard meanwhile. */
	dashboard: number;
	refusals: string;
}

/** Only the schedules stand still. */
export function verdict(facts: MainDownFacts): Check[] {
	return [
		...nothingLost(facts),
		all('mails that came without main', facts.mailsMeanwhile, facts.mails.size),
		{
			promise: 'the dashboard answers 200',
			figure: String(facts.dashboard),
			holds: facts.dashboard === 200,
		},
		{ promise: 'no delivery refused', figure: facts.refusals, holds: facts.refusals === 'none' },
	];
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, quick, say } = context;
	await world.main.stop();
	say('main is stopped');
	const traffic = new Traffic(context, 'sansmain', quick ? 6 : 24);
	const facts = await traffic.outcome(0, 60);
	const dashboard = await fetch(world.dashboard, {
		headers: { Authorization: `Basic ${btoa(`${LOGIN.user}:${LOGIN.password}`)}` },
	});
	await dashboard.text();
	const checks = verdict({
		...facts,
		mailsMeanwhile: facts.mails.size,
		dashboard: dashboard.status,
		refusals: traffic.refusals,
	});
	await world.main.start();
	return { done: `${traffic.planned.length} deliveries through the balancer without main`, checks };
}

export default {
	name: 'mainDown',
	mustShow: '0 lost, none refused, mails and dashboard without main',
	deadlineSeconds: () => 240,
	run,
} satisfies ScaleCase;
