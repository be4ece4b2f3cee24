import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../../scripts/lib/delivery.mts';
import { until } from '../../support/until.mts';
import { bookingOf, canceled, created, emailOf, newPrefix } from '../lib/bookings.mts';
import {
	all,
	atMost,
	none,
	told,
	type Check,
	type Context,
	type ReliabilityCase,
} from '../lib/case.mts';
import { announcementOf, extraMails, sentTwice, type JournalRow } from '../lib/facts.mts';
import { inParallel, Sender, type Sent } from '../lib/sender.mts';

const WIDTH = 6;
/** Deliveries one round is to take at once; less than a round may. */
const BATCH = 20;

/** One delivery that was accepted. */
export interface Accepted {
	event: 'invitee.created' | 'invitee.canceled';
	invitee: string;
}

/** What is left after the kills. */
export interface KilledFacts {
	kills: number;
	/** Deliveries the sender had to make, and those it got rid of. */
	planned: number;
	accepted: readonly Accepted[];
	journal: readonly Pick<
		JournalRow,
		'identifiant' | 'evenement' | 'etat' | 'resultat' | 'essais'
	>[];
	appointments: readonly { identifiant?: string | null; etat?: string | null }[];
	/** `<kind> <email>` → mails. */
	mails: ReadonlyMap<string, number>;
	/** `<event> <email>` → lines. */
	logLines: ReadonlyMap<string, number>;
	/** Texts of the alerts the workshop got about the crashes. */
	alerts: readonly string[];
}

/** Nothing that was accepted is lost: row, mail, journal, log. */
export function verdict(facts: KilledFacts): Check[] {
	const { accepted, kills, planned } = facts;
	const name = ({ event, invitee }: Accepted) => `${event} ${invitee}`;
	const missing = (lacks: (delivery: Accepted) => boolean) => accepted.filter(lacks).map(name);
	const unfinished = facts.journal.filter(({ etat }) => !['termine', 'doublon'].includes(etat));
	return [
		all('deliveries accepted', accepted.length, planned),
		none(
			'lost: not handled in the journal',
			missing((delivery) => !isHandled(delivery, facts)),
		),
		none(
			'left unfinished in the journal',
			unfinished.map(({ evenement, identifiant, etat }) => `${evenement} ${identifiant} ${etat}`),
		),
		none(
			'lost: row missing, doubled or in the wrong state',
			missing((delivery) => !hasRow(delivery, facts)),
		),
		none(
			'lost: mail',
			missing((delivery) => !hasMail(delivery, facts)),
		),
		none(
			'lost: log line',
			missing(({ event, invitee }) => !facts.logLines.has(`${event} ${emailOf(invitee)}`)),
		),
		atMost('mails sent twice', extraMails(facts.mails), kills),
		none('mails sent twice though nothing cut their delivery off', sentTwiceWhole(facts)),
		told('which', sentTwice(facts.mails).join('; ') || 'none'),
		atMost('alerts about it, of each workflow', mostAlerts(facts.alerts), kills, 'mails'),
		none(
			'alerts that do not name the workflow',
			facts.alerts.filter((text) => !text.includes('«\u00a0ArchiMeuble – ')),
		),
		told('log lines written twice', extraMails(facts.logLines)),
		told('retaken by the relance', facts.journal.filter(({ essais }) => essais > 0).length),
	];
}

/** An execution of each of several workflows may be cut off by one kill. */
function mostAlerts(alerts: readonly string[]): number {
	const counts = new Map<string, number>();
	for (const text of alerts) {
		const workflow = /«\u00a0([^»]*)\u00a0»/.exec(text)?.[1] ?? '';
		counts.set(workflow, (counts.get(workflow) ?? 0) + 1);
	}
	return Math.max(0, ...counts.values());
}

/** Only a delivery that was cut off and taken up again may send its mail again. */
function sentTwiceWhole({ mails, journal }: KilledFacts): string[] {
	const cutOff = new Set(
		journal
			.filter(({ essais }) => essais > 0)
			.map(({ evenement, identifiant }) => {
				return `${evenement.replace('invitee.', '')} ${emailOf(identifiant)}`;
			}),
	);
	return [...mails].filter(([mail, count]) => count > 1 && !cutOff.has(mail)).map(([mail]) => mail);
}

function isHandled({ event, invitee }: Accepted, { journal }: KilledFacts): boolean {
	const rows = journal.filter(
		({ identifiant, evenement }) => identifiant === invitee && evenement === event,
	);
	return rows.filter(({ etat }) => etat === 'termine').length === 1;
}

function hasRow({ invitee }: Accepted, { accepted, appointments }: KilledFacts): boolean {
	const rows = appointments.filter(({ identifiant }) => identifiant === invitee);
	const over = accepted.some(
		(other) => other.invitee === invitee && other.event === 'invitee.canceled',
	);
	return rows.length === 1 && rows[0].etat === (over ? 'annule' : 'confirme');
}

/**
 * A cancellation is always announced. A booking is, unless its cancellation was handled first; the
 * journal then says that it was over already.
 */
function hasMail({ event, invitee }: Accepted, { mails, journal }: KilledFacts): boolean {
	if (event === 'invitee.canceled') return mails.has(`canceled ${emailOf(invitee)}`);
	const overBefore = journal.some(
		({ identifiant, evenement, resultat }) =>
			identifiant === invitee && evenement === event && /déjà annulé/.test(resultat ?? ''),
	);
	return overBefore || mails.has(`created ${emailOf(invitee)}`);
}

/** One delivery that is to be made. */
export type Planned = Accepted & { delivery: Delivery };

/** The deliveries in the order they come up: two bookings, then the cancellation of the first. */
export function plan(prefix: string, total: number): Planned[] {
	return Array.from({ length: total }, (_, index) => {
		const cancels = index % 3 === 2;
		const booking = bookingOf(prefix, cancels ? index - 2 : index);
		return {
			event: cancels ? 'invitee.canceled' : 'invitee.created',
			invitee: booking.invitee,
			delivery: cancels ? canceled(booking) : created(booking),
		};
	});
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, random, quick, say } = context;
	const kills = quick ? 1 : 10;
	const planned = plan(newPrefix('tue'), quick ? 30 : 300);
	const prefix = planned[0].invitee.slice(0, -4);
	const mailsBefore = world.postbox.mails.length;
	const traffic = new Traffic(context, planned);
	const share = Math.ceil(planned.length / (kills + 1));
	for (let kill = 1; kill <= kills; kill += 1) {
		traffic.release(share);
		const pause = random.between(100, 6000);
		await sleep(pause);
		say(
			`kill ${kill} of ${kills}, ${pause} ms after the ${kill * share}th was released; ${traffic.accepted.length} accepted`,
		);
		await world.crash();
		if (quick) world.hasten();
		await world.up();
	}
	traffic.release(planned.length);
	await traffic.ended;
	say(`all accepted after ${traffic.attempts()} attempts; waiting for what is unfinished`);
	await world.facts.settled(prefix, quick ? 100 : 240, planned.length);
	const checks = verdict({
		kills,
		planned: planned.length,
		accepted: traffic.accepted,
		...whatIsLeft(context, prefix, mailsBefore),
	});
	const done = `${planned.length} deliveries in ${traffic.attempts()} attempts, ${kills} kills; a kill in the middle of a batch of ${BATCH}`;
	return { done, checks: [...checks, ...(await killMidBatch(context))] };
}

/**
 * Fills the journal while the mail server holds the one mail of a round, so that the next round takes
 * all of it, and cuts that one off in the middle.
 */
async function killMidBatch(context: Context): Promise<Check[]> {
	const { world, random, quick, say } = context;
	const prefix = newPrefix('lot');
	const [first, ...others] = Array.from({ length: BATCH + 1 }, (_, number) =>
		bookingOf(prefix, number),
	);
	const mailsBefore = world.postbox.mails.length;
	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	let offered = 0;
	world.postbox.turn = (mail) => {
		if (!announcementOf(mail)?.email.startsWith(prefix)) return null;
		offered += 1;
		return held;
	};
	const sender = new Sender(world.instance, random);
	await sender.send(created(first));
	await until('the first mail to be offered', () => offered > 0);
	await inParallel(others, WIDTH, (booking) => sender.send(created(booking)));
	release();
	const middle = 1 + BATCH / 2;
	await until('the middle of the batch', () => world.facts.mails(prefix).size >= middle, 60_000);
	const underWay = world.facts.journal(prefix).filter(({ etat }) => etat === 'en_cours');
	await world.crash();
	const sent = world.facts.mails(prefix).size;
	say(`killed after ${sent} of ${BATCH + 1} mails, ${underWay.length} deliveries under way`);
	world.postbox.turn = () => null;
	if (quick) world.hasten();
	await world.up();
	await world.facts.settled(prefix, quick ? 100 : 240, BATCH + 1);
	const bookings = [first, ...others].map(({ invitee }) => invitee);
	const checks = verdict({
		kills: 1,
		planned: bookings.length,
		accepted: bookings.map((invitee) => ({ event: 'invitee.created', invitee })),
		...whatIsLeft(context, prefix, mailsBefore),
	});
	return [
		{
			promise: 'deliveries the killed execution held ≥ 2',
			figure: String(underWay.length),
			holds: underWay.length >= 2 && new Set(underWay.map(({ execution }) => execution)).size === 1,
		},
		...checks,
	].map((check) => ({ ...check, promise: `batch of ${BATCH}: ${check.promise}` }));
}

/** What n8n and the mail server hold of the deliveries under a prefix. */
function whatIsLeft(
	{ world }: Context,
	prefix: string,
	mailsBefore: number,
): Pick<KilledFacts, 'journal' | 'appointments' | 'mails' | 'logLines' | 'alerts'> {
	return {
		journal: world.facts.journal(prefix),
		appointments: world.facts.appointments(prefix),
		mails: world.facts.mails(prefix),
		logLines: world.facts.logLines(prefix),
		alerts: world.postbox.mails
			.slice(mailsBefore)
			.filter(({ subject }) => subject?.startsWith('Alerte'))
			.map(({ text }) => String(text)),
	};
}

/** Sends what is released, some at a time, until everything is accepted. */
class Traffic {
	readonly accepted: Accepted[] = [];
	readonly ended: Promise<unknown>;
	readonly #sent: Sent[] = [];
	#released = 0;
	#next = 0;

	constructor({ world, random }: Context, planned: readonly Planned[]) {
		const sender = new Sender(world.instance, random);
		const worker = async () => {
			while (this.#next < planned.length) {
				if (this.#next >= this.#released) {
					await sleep(50);
					continue;
				}
				const { delivery, event, invitee } = planned[this.#next++];
				this.#sent.push(await sender.send(delivery));
				this.accepted.push({ event, invitee });
			}
		};
		this.ended = Promise.all(Array.from({ length: WIDTH }, worker));
	}

	release(count: number): void {
		this.#released += count;
	}

	attempts(): number {
		return this.#sent.reduce((sum, { attempts }) => sum + attempts, 0);
	}
}

export default {
	name: 'killed',
	mustShow: '0 lost; mails sent twice counted, at most one per kill',
	deadlineSeconds: (quick) => (quick ? 320 : 760),
	run,
} satisfies ReliabilityCase;
