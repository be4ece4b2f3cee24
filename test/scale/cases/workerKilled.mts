import { setTimeout as sleep } from 'node:timers/promises';
import { verdict as nothingLost, type KilledFacts } from '../../reliability/cases/killed.mts';
import { announcementOf } from '../../reliability/lib/facts.mts';
import { until } from '../../support/until.mts';
import { atMost, told, type Check, type Context, type ScaleCase } from '../lib/case.mts';
import { ownsPort } from '../lib/sockets.mts';
import { Traffic } from '../lib/traffic.mts';

/** The mail server has the mail, and has not said so yet: the worst moment to die. */
const HOLD_MS = 20_000;
/** Back by itself, as Docker would see to it. */
const AWAY_MS = 3000;
/** How long a booking may wait for its mail because its worker died: the lease, then the relance's minute. */
const BASE_SECONDS = 120 + 75;
/** A round with more deliveries may take longer, and is believed to live for longer. */
const SECONDS_PER_DELIVERY = 30;

/** What is left of the deliveries, and how long the last one took. */
export interface WorkerKilledFacts extends KilledFacts {
	/** From the kill until everything was handled. */
	recoverySeconds: number;
	/** Deliveries that were under way at the kill. */
	held: number;
}

export function verdict(facts: WorkerKilledFacts): Check[] {
	return [
		...nothingLost(facts),
		told('deliveries under way at the kill', facts.held),
		atMost('all handled after the kill', facts.recoverySeconds, patienceSeconds(facts.held), 's'),
	];
}

function patienceSeconds(held: number): number {
	return BASE_SECONDS + held * SECONDS_PER_DELIVERY;
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, say } = context;
	const { postbox, workers } = world;
	await world.slowDown();
	let port = 0;
	const traffic = new Traffic(context, 'ouvrier', 12);
	postbox.fault = (mail, { remotePort }) => {
		if (port !== 0 || !announcementOf(mail)?.email.startsWith(traffic.prefix)) return null;
		port = remotePort;
		return { delayMs: HOLD_MS };
	};
	await until('a mail to be offered', () => port !== 0, 60_000);
	const victim = workers.find(({ n8nPid }) => ownsPort(n8nPid, port));
	if (victim === undefined) throw new Error('No worker holds the connection of the mail');
	const killedAt = Date.now();
	await victim.crash();
	say(`${victim.name} killed while the mail server had its mail; ${traffic.count} accepted`);
	const journal = await world.facts.journal(traffic.prefix);
	const held = journal.filter(({ etat }) => etat === 'en_cours').length;
	const back = sleep(AWAY_MS).then(() => victim.start());
	const facts = await traffic.outcome(1, patienceSeconds(held) + 30);
	const recoverySeconds = (Date.now() - killedAt) / 1000;
	await back;
	const done = `${traffic.planned.length} deliveries, one of two workers killed in the middle of a mail; refused meanwhile: ${traffic.refusals}`;
	return { done, checks: verdict({ ...facts, recoverySeconds, held }) };
}

export default {
	name: 'workerKilled',
	mustShow: '0 lost; at most one mail sent twice; nobody waits for a dead worker',
	deadlineSeconds: () => 700,
	run,
} satisfies ScaleCase;
