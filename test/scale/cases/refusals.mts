import { setTimeout as sleep } from 'node:timers/promises';
import { bookingOf, created, newPrefix } from '../../reliability/lib/bookings.mts';
import { until } from '../../support/until.mts';
import { all, type Check, type Context, type ScaleCase } from '../lib/case.mts';
import type { Cluster } from '../lib/cluster.mts';
import type { Member } from '../lib/member.mts';

/** Forged requests at each process that answers, and what the journal then says. */
export interface RefusalFacts {
	sent: number;
	/** Answers of 401. */
	refused: number;
	/** What the journal counts more than before, and still some time and accepted deliveries later. */
	counted: number;
	countedLater: number;
}

export function verdict({ sent, refused, counted, countedLater }: RefusalFacts): Check[] {
	return [
		all('answered 401', refused, sent),
		all('counted in the journal', counted, sent),
		all('counted after more deliveries', countedLater, sent),
	];
}

/** Forged requests the journal knows of; each of its rows counts those of some seconds, of one process. */
async function countedIn({ facts }: Cluster): Promise<number> {
	const rows = await facts.rows('archimeuble_journal');
	return rows
		.filter(({ evenement, action }) => evenement === 'refus' && action === 'signature_mismatch')
		.reduce((sum, { contenu }) => sum + Number(JSON.parse(contenu).nombre), 0);
}

async function forge({ world }: Context, member: Member, count: number): Promise<number> {
	const delivery = created(bookingOf(newPrefix('faux'), 0));
	const statuses = await Promise.all(
		Array.from({ length: count }, async () => {
			const { status } = await world.at(member).deliver(delivery, { signingKey: 'x'.repeat(32) });
			return status;
		}),
	);
	return statuses.filter((status) => status === 401).length;
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world } = context;
	const [toMain, toWebhook] = [12, 9];
	const before = await countedIn(world);
	const refused =
		(await forge(context, world.main, toMain)) + (await forge(context, world.webhook, toWebhook));
	const sent = toMain + toWebhook;
	const counted = async () => (await countedIn(world)) - before;
	await until('all to be counted', async () => (await counted()) >= sent, 30_000).catch(
		() => false,
	);
	const first = await counted();
	const prefix = newPrefix('vrai');
	for (const [number, member] of [world.main, world.webhook].entries()) {
		await world.at(member).deliver(created(bookingOf(prefix, number)));
	}
	await world.facts.settled(prefix, 60, 2);
	await sleep(5000);
	const checks = verdict({ sent, refused, counted: first, countedLater: await counted() });
	return { done: `${toMain} forged requests to main, ${toWebhook} to the webhook process`, checks };
}

export default {
	name: 'refusals',
	mustShow: 'every refusal counted, whichever process refused',
	deadlineSeconds: () => 180,
	run,
} satisfies ScaleCase;
