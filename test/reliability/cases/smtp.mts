import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until.mts';
import type { Instance } from '../../support/instance.mts';
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
import { HASTENED } from '../lib/policy.mts';
import { inParallel } from '../lib/sender.mts';

/** Where alerts go: not to the mailbox that refuses. */
const FALLBACK = 'secours@example.net';

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
	/** Recipients of the alerts that arrived. */
	alerts: readonly string[];
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
		atMost('… offered to the server', offered, HASTENED.policy.maxRefusals, 'times'),
		none('… offered again after that', offeredAfterwards),
		{
			promise: '… told by one mail to the fallback address',
			figure: alerts.join(', ') || 'none',
			holds: alerts.length === 1 && alerts[0] === FALLBACK,
		},
	];
}

interface Fault {
	name: string;
	mayRepeat?: boolean;
	/** How it treats the mails it is given; null when it takes no connections. */
	fault: MailFault | null;
	/** State of a delivery whose mail has met it. */
	leaves: readonly string[];
	/** How long the server stays sick after the last delivery. */
	seconds: number;
}

/**
 * The slow server is first: the relance would wait for it with the mails of the others. Mails go one by
 * one, so the time it takes for each adds up: a second round begins after the first, and each must end
 * within the scaled-down lease.
 */
const FAULTS: Fault[] = [
	{
		name: 'takes 4 s for each mail',
		fault: { delayMs: 4000 },
		leaves: ['en_cours', 'termine'],
		seconds: 10,
	},
	{ name: 'refuses connections', fault: null, leaves: ['a_reprendre'], seconds: 0 },
	{ name: 'answers 451', fault: { code: 451 }, leaves: ['a_reprendre'], seconds: 0 },
	{ name: 'answers 550 for a while', fault: { code: 550 }, leaves: ['a_reprendre'], seconds: 0 },
	{
		name: 'drops after DATA',
		fault: { drop: true },
		mayRepeat: true,
		leaves: ['a_reprendre'],
		seconds: 0,
	},
];

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, quick, say } = context;
	if (!world.hastened) {
		await world.down();
		world.hasten();
		await world.up();
	}
	const each = quick ? 2 : 10;
	const faults = quick ? FAULTS.slice(1, 3) : FAULTS;
	const hopeless = new Hopeless(context);
	await hopeless.deliver();
	setFallback(world.instance);
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
		await begin(context, fault, prefix, hopeless);
		sick.push({ fault, prefix, ...(await deliverWhileSick(context, prefix, fault, each)) });
		await sleep(fault.seconds * 1000);
		await recover(context, fault, hopeless);
		// The scaled-down relance works off a backlog twelve times as fast as the shipped one: what the
		// webhook's answer is measured against is the sick server, not that.
		await world.facts.settled(prefix, 60, each);
	}
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
	const done = `${faults.length} faults, ${each} bookings each; one mail refused for good`;
	return { done, checks: verdict(facts, await hopeless.facts()) };
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
	// One the relance has taken up meanwhile has met it too.
	const met = () =>
		world.facts
			.journal(prefix)
			.filter(({ etat, essais }) => fault.leaves.includes(etat) || essais > 0).length;
	await until('the deliveries to meet it', () => met() === each, 60_000).catch(() => false);
	return {
		met: met(),
		statuses: answers.map(({ status }) => status),
		slowestMs: Math.max(...answers.map(({ milliseconds }) => milliseconds)),
	};
}

/** A fault is for the mails of its own deliveries: those of an earlier one may be on their way again. */
async function begin(
	{ world: { postbox } }: Context,
	{ fault }: Fault,
	prefix: string,
	hopeless: Hopeless,
): Promise<void> {
	if (fault === null) await postbox.stop();
	else {
		postbox.fault = (mail) =>
			hopeless.fault(mail) ?? (announcementOf(mail)?.email.startsWith(prefix) ? fault : null);
	}
}

/** The server is well again, but for the mail it never takes. */
async function recover(
	{ world: { postbox } }: Context,
	{ fault }: Fault,
	hopeless: Hopeless,
): Promise<void> {
	if (fault === null) await postbox.start();
	postbox.fault = hopeless.fault;
}

/** A booking whose mail the server refuses for good, whatever its health. */
class Hopeless {
	readonly #context: Context;
	readonly #prefix = newPrefix('refus');
	readonly #mailsBefore: number;
	#offered = 0;

	constructor(context: Context) {
		this.#context = context;
		this.#mailsBefore = context.world.postbox.mails.length;
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

	async facts(): Promise<PermanentFacts> {
		const { world } = this.#context;
		await world.facts.settled(this.#prefix, 60);
		const offered = this.#offered;
		const alerts = () =>
			world.postbox.mails
				.slice(this.#mailsBefore)
				.filter(({ subject }) => /^Alerte ArchiMeuble.*Relance/.test(subject ?? ''));
		await until('the alert', () => alerts().length > 0, 20_000).catch(() => false);
		await sleep(2.5 * HASTENED.beatSeconds * 1000);
		const [row] = world.facts.journal(this.#prefix);
		return {
			row,
			offered,
			offeredAfterwards: this.#offered - offered,
			alerts: alerts().map(({ recipients }) => recipients.join(' ')),
		};
	}
}

/** As the workshop does in the table of the settings; an alert of before must not hold this one back. */
function setFallback(instance: Instance): void {
	const table = (name: string) =>
		`data_table_user_${instance.query('SELECT id FROM data_table WHERE name = ?', name)[0].id}`;
	instance.write(
		`UPDATE ${table('archimeuble_reglages')} SET valeur = ? WHERE reglage = 'destinataire_alertes'`,
		FALLBACK,
	);
	instance.write(
		`UPDATE ${table('archimeuble_journal')} SET termine_le = NULL WHERE evenement = 'erreur' AND identifiant = ?`,
		'ArchiMeubleRel01',
	);
}

export default {
	name: 'smtp',
	mustShow:
		'webhook answers < 1 s; all mails arrive after recovery, once; a permanent 5xx ends as a visible failure',
	deadlineSeconds: () => 300,
	run,
} satisfies ReliabilityCase;
