import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until.mts';
import type { MailFault, Postbox } from '../../support/smtp.mts';
import { bookingOf, created, emailOf, newPrefix } from '../lib/bookings.mts';
import {
	all,
	atMost,
	none,
	told,
	type Check,
	type Context,
	type ReliabilityCase,
} from '../lib/case.mts';
import { announcementOf, extraMails, type JournalRow } from '../lib/facts.mts';
import { setRetryPolicy } from '../lib/policy.mts';
import { inParallel } from '../lib/sender.mts';

/** Attempts after which a delivery is given up here; the shipped policy has 30 in a day. */
const MAX_ATTEMPTS = 2;

/** What one way of being sick led to. */
export interface FaultFacts {
	name: string;
	invitees: string[];
	/** Whether the server may have taken a mail it did not confirm. */
	mayRepeat: boolean;
	/** Deliveries whose mail the server was given, or refused, while it was sick. */
	met: number;
	statuses: number[];
	/** Longest answer of the webhook while the server was sick. */
	slowestMs: number;
	mails: ReadonlyMap<string, number>;
	/** Deliveries done in the end. */
	finished: number;
}

/** What became of a mail the server will never take. */
export interface PermanentFacts {
	row: Pick<JournalRow, 'etat' | 'essais' | 'resultat' | 'erreur'> | undefined;
	/** Times the server was offered the mail, and of those how often after the delivery was given up. */
	offered: number;
	offeredAfterwards: number;
	/** Alerts that reached the workshop. */
	alerts: number;
}

/** Calendly is answered at once, every mail arrives once the server is well, a hopeless one is seen. */
export function verdict(faults: readonly FaultFacts[], permanent: PermanentFacts): Check[] {
	return [...faults.flatMap(faultChecks), ...permanentChecks(permanent)];
}

function faultChecks(facts: FaultFacts): Check[] {
	const { name, invitees, mails, mayRepeat } = facts;
	const arrived = invitees.filter((invitee) => mails.has(`created ${emailOf(invitee)}`));
	const extra = extraMails(mails);
	return [
		all(
			`${name}: answered 200`,
			facts.statuses.filter((status) => status === 200).length,
			invitees.length,
		),
		atMost(`${name}: slowest answer`, facts.slowestMs, 999, 'ms'),
		all(`${name}: deliveries that met it`, facts.met, invitees.length),
		all(`${name}: mails that arrived`, arrived.length, invitees.length),
		all(`${name}: deliveries done`, facts.finished, invitees.length),
		mayRepeat
			? told(`${name}: sent more than once`, extra)
			: none(`${name}: sent more than once`, extra),
	];
}

function permanentChecks({ row, offered, offeredAfterwards, alerts }: PermanentFacts): Check[] {
	return [
		{
			promise: 'a mail refused for good ends as « echec »',
			figure: row === undefined ? 'no row' : `${row.etat}, ${row.essais} attempts, ${row.erreur}`,
			holds: row?.etat === 'echec',
		},
		atMost('… offered to the server', offered, MAX_ATTEMPTS, 'times'),
		none('… offered again after that', offeredAfterwards),
		{ promise: '… told to the workshop by mail', figure: `${alerts} alerts`, holds: alerts >= 1 },
	];
}

interface Fault {
	name: string;
	mayRepeat?: boolean;
	begin(postbox: Postbox): Promise<void>;
	/** State of a delivery whose mail has met it. */
	leaves: 'a_reprendre' | 'en_cours';
	/** How long the server stays sick after the last delivery. */
	seconds: number;
}

const faultOf = (fault: MailFault) => async (postbox: Postbox) => {
	postbox.fault = () => fault;
};

const refuseConnections = (postbox: Postbox) => postbox.stop();

const FAULTS: Fault[] = [
	{ name: 'refuses connections', begin: refuseConnections, leaves: 'a_reprendre', seconds: 0 },
	{
		name: 'drops after DATA',
		mayRepeat: true,
		begin: faultOf({ drop: true }),
		leaves: 'a_reprendre',
		seconds: 0,
	},
	{ name: 'answers 451', begin: faultOf({ code: 451 }), leaves: 'a_reprendre', seconds: 0 },
	{
		name: 'answers 550 for a while',
		begin: faultOf({ code: 550 }),
		leaves: 'a_reprendre',
		seconds: 0,
	},
	{ name: 'is slow, 30 s', begin: faultOf({ delayMs: 30_000 }), leaves: 'en_cours', seconds: 32 },
];

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, quick, say } = context;
	await world.down();
	setRetryPolicy(world.instance, { maxAttempts: MAX_ATTEMPTS, maxBackoffMinutes: 1 });
	await world.up();
	const each = quick ? 2 : 10;
	const faults = quick ? FAULTS.slice(0, 3) : FAULTS;
	const hopeless = new Hopeless(context);
	await hopeless.deliver();
	const sick: Array<{
		fault: Fault;
		prefix: string;
		met: number;
		statuses: number[];
		slowestMs: number;
	}> = [];
	for (const fault of faults) {
		say(`the server ${fault.name}`);
		const prefix = newPrefix('smtp');
		await fault.begin(world.postbox);
		sick.push({ fault, prefix, ...(await deliverWhileSick(context, prefix, fault, each)) });
		await sleep(fault.seconds * 1000);
		await recover(context, fault, hopeless);
	}
	say('the server is well again; waiting for the relance');
	for (const { prefix } of sick) await world.facts.settled(prefix, quick ? 100 : 240, each);
	const facts = sick.map(({ fault, prefix, met, statuses, slowestMs }) => ({
		met,
		name: fault.name,
		mayRepeat: fault.mayRepeat ?? false,
		statuses,
		slowestMs,
		invitees: Array.from({ length: each }, (_, number) => bookingOf(prefix, number).invitee),
		mails: world.facts.mails(prefix),
		finished: world.facts.journal(prefix).filter(({ etat }) => etat === 'termine').length,
	}));
	const done = `${faults.length} faults, ${each} bookings each; relance set to ${MAX_ATTEMPTS} attempts for the mail refused for good`;
	return { done, checks: verdict(facts, await hopeless.facts(quick ? 100 : 200)) };
}

async function deliverWhileSick(
	{ world }: Context,
	prefix: string,
	fault: Fault,
	each: number,
): Promise<{ met: number; statuses: number[]; slowestMs: number }> {
	const bookings = Array.from({ length: each }, (_, number) => bookingOf(prefix, number));
	const answers = await inParallel(bookings, 2, (booking) =>
		world.instance.deliver(created(booking)),
	);
	const met = () => world.facts.journal(prefix).filter(({ etat }) => etat === fault.leaves).length;
	await until('the deliveries to meet it', () => met() === each, 30_000).catch(() => false);
	return {
		met: met(),
		statuses: answers.map(({ status }) => status),
		slowestMs: Math.max(...answers.map(({ milliseconds }) => milliseconds)),
	};
}

/** The server is well again, but for the mail it never takes. */
async function recover(
	{ world: { postbox } }: Context,
	fault: Fault,
	hopeless: Hopeless,
): Promise<void> {
	if (fault.begin === refuseConnections) await postbox.start();
	postbox.fault = hopeless.fault;
}

/** A booking whose mail the server refuses for good, whatever its health. */
class Hopeless {
	readonly #context: Context;
	readonly #prefix = newPrefix('refus');
	#offered = 0;

	constructor(context: Context) {
		this.#context = context;
		context.world.postbox.fault = this.fault;
	}

	readonly fault = (mail: Parameters<Postbox['fault']>[0]): MailFault | null => {
		if (!announcementOf(mail)?.email.startsWith(this.#prefix)) return null;
		this.#offered += 1;
		return { code: 550 };
	};

	async deliver(): Promise<void> {
		const { world } = this.#context;
		await world.instance.deliver(created(bookingOf(this.#prefix, 1)));
		await until('the mail to be refused', () => this.#offered > 0, 30_000);
	}

	async facts(seconds: number): Promise<PermanentFacts> {
		const { world } = this.#context;
		await world.facts.settled(this.#prefix, seconds);
		const offered = this.#offered;
		const alerts = () =>
			world.postbox.mails.filter(({ subject }) => subject?.startsWith('Alerte ArchiMeuble')).length;
		await until('the alert', () => alerts() > 0, 20_000).catch(() => false);
		await sleep(65_000);
		const [row] = world.facts.journal(this.#prefix);
		return { row, offered, offeredAfterwards: this.#offered - offered, alerts: alerts() };
	}
}

export default {
	name: 'smtp',
	mustShow:
		'webhook answers < 1 s; all mails arrive after recovery, once; a permanent 5xx ends as a visible failure',
	deadlineSeconds: (quick) => (quick ? 330 : 600),
	run,
} satisfies ReliabilityCase;
