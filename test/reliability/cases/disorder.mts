import type { SimulatedBooking } from '../../../scripts/lib/delivery.mts';
import { until } from '../../support/until.mts';
import { bookingOf, canceled, created, newPrefix } from '../lib/bookings.mts';
import { all, none, type Check, type Context, type ReliabilityCase } from '../lib/case.mts';
import { inParallel, Sender } from '../lib/sender.mts';

type Row = Record<string, string | null>;

/** What an order ended in, with the invitees renamed to A, B, C. */
export interface Outcome {
	scenario: string;
	order: string;
	/** All that was sent, in its order: what was known before and repetitions too. */
	deliveries: string[];
	rows: string;
	/** Mails as `<kind> <invitee>`, sorted. */
	mails: string[];
}

interface Scenario {
	name: string;
	/** Delivered and handled before anything else. */
	known: string[];
	deliveries: string[];
}

const SCENARIOS: Scenario[] = [
	{ name: 'booking and cancellation', known: [], deliveries: ['created A', 'canceled A'] },
	{ name: 'reschedule', known: ['created A'], deliveries: ['canceled A>B', 'created B<A'] },
	{
		name: 'chain of three',
		known: [],
		deliveries: ['created A', 'canceled A>B', 'created B<A', 'canceled B>C', 'created C<B'],
	},
];

/** Columns that tell the way instead of the result. */
const OF_THE_WAY = /^(id|createdAt|updatedAt|recu_le|ancien_debut|ancienne_fin|envoye_.*)$/;

/** Same rows in every order, and the mails the design promises. */
export function verdict(outcomes: readonly Outcome[]): Check[] {
	const first = (outcome: Outcome) =>
		outcomes.find(({ scenario }) => scenario === outcome.scenario) as Outcome;
	const same = outcomes.filter((outcome) => outcome.rows === first(outcome).rows);
	const otherRows = outcomes.filter((outcome) => !same.includes(outcome));
	const flawed = (flaw: (outcome: Outcome) => boolean) =>
		outcomes.filter(flaw).map(({ scenario, order, mails }) => `${scenario}: ${order} → ${mails}`);
	return [
		all('orders that end in the same rows', same.length, outcomes.length),
		none(
			'other rows',
			otherRows.map((outcome) => `${outcome.order}: ${outcome.rows} / ${first(outcome).rows}`),
		),
		none(
			'orders with a mail sent twice',
			flawed(({ mails }) => new Set(mails).size < mails.length),
		),
		none(
			'orders with « annulé » for a moved booking',
			flawed(({ mails, order }) => order.includes('>') && mails.some(isCancellation)),
		),
		none('orders with other mails than promised', flawed(hasOtherMails)),
	];
}

function isCancellation(mail: string): boolean {
	return mail.startsWith('canceled');
}

function hasOtherMails({ deliveries, mails }: Outcome): boolean {
	return JSON.stringify([...mails].sort()) !== JSON.stringify(promisedMails(deliveries));
}

/**
 * The mails the design promises for deliveries in this order: a booking is announced once, as new or
 * moved, unless it was over before it was heard of; a cancellation once, unless it is half of a move.
 */
export function promisedMails(deliveries: readonly string[]): string[] {
	const over = new Set<string>();
	const mails = new Set<string>();
	for (const delivery of deliveries) {
		const [event, own, other] = delivery.split(/[ <>]/);
		if (event === 'canceled') {
			if (other === undefined) mails.add(`canceled ${own}`);
			over.add(own);
		} else {
			const kind = other === undefined ? 'created' : 'rescheduled';
			if (!over.has(own)) mails.add(`${kind} ${own}`);
			if (other !== undefined) over.add(other);
		}
	}
	return [...mails].sort();
}

/** Every order of the items. */
export function permutations<T>(items: readonly T[]): T[][] {
	if (items.length <= 1) return [[...items]];
	return items.flatMap((item, index) =>
		permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
	);
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { quick, random, say } = context;
	const jobs = SCENARIOS.flatMap((scenario) => {
		const orders = permutations(scenario.deliveries);
		const chosen = quick ? random.shuffled(orders).slice(0, 6) : orders;
		return chosen.map((order) => ({ scenario, order }));
	});
	say(`${jobs.length} orders, one delivery after the other, then one of them again`);
	const outcomes = await inParallel(jobs, 8, ({ scenario, order }) =>
		play(context, scenario, order, random.pick(order)),
	);
	const deliveries = jobs.reduce(
		(sum, { scenario, order }) => sum + scenario.known.length + order.length + 1,
		0,
	);
	return { done: `${jobs.length} orders, ${deliveries} deliveries`, checks: verdict(outcomes) };
}

async function play(
	{ world, random }: Context,
	{ name, known }: Scenario,
	order: string[],
	again: string,
): Promise<Outcome> {
	const prefix = newPrefix('ordre');
	const bookings = {
		A: bookingOf(prefix, 'A'),
		B: bookingOf(prefix, 'B'),
		C: bookingOf(prefix, 'C'),
	};
	const sender = new Sender(world.instance, random);
	const bodies = new Map(
		[...known, ...order].map((delivery) => [delivery, bodyOf(delivery, bookings)]),
	);
	const sent = [...known, ...order, again];
	for (let count = 0; count < sent.length; count += 1) {
		await sender.send(bodies.get(sent[count]) as object);
		await until(
			`${sent[count]} to be handled`,
			() => world.facts.settled(prefix, 60, count + 1),
			61_000,
		);
	}
	const rename = (text: string) =>
		text.replaceAll(/ordre-[a-z0-9]+-000([ABC])/g, '$1').replaceAll('@example.com', '');
	return {
		scenario: name,
		order: order.join(', '),
		deliveries: sent,
		rows: rename(JSON.stringify(world.facts.appointments(prefix).map(resultOf).sort(byIdentity))),
		mails: [...world.facts.mails(prefix)]
			.flatMap(([mail, count]) => Array<string>(count).fill(rename(mail)))
			.sort(),
	};
}

function resultOf(row: Row): Row {
	return Object.fromEntries(
		Object.entries(row).filter(([column, value]) => !OF_THE_WAY.test(column) && value !== null),
	);
}

function byIdentity(a: Row, b: Row): number {
	return String(a.identifiant).localeCompare(String(b.identifiant));
}

/** `created B<A` is the booking B that A moved to, `canceled A>B` its other half. */
function bodyOf(delivery: string, bookings: Record<'A' | 'B' | 'C', SimulatedBooking>): object {
	const [event, ids] = delivery.split(' ');
	const [own, other] = ids.split(/[<>]/) as Array<'A' | 'B' | 'C'>;
	const related = other === undefined ? undefined : bookings[other];
	const body =
		event === 'created' ? created(bookings[own], related) : canceled(bookings[own], related);
	return withFixedTimes(body, bookings.A);
}

/** The client is the same person through a chain, and the orders of a scenario share their times. */
function withFixedTimes(body: any, { invitee }: SimulatedBooking): object {
	body.payload.name = `Client ${invitee}`;
	const at = '2026-11-20T09:00:00.000000Z';
	body.created_at = at;
	for (const part of [body.payload.cancellation, body.payload.scheduled_event.cancellation]) {
		if (part) part.created_at = at;
	}
	return body;
}

export default {
	name: 'disorder',
	mustShow: 'same final rows, same set of mails',
	deadlineSeconds: (quick) => (quick ? 60 : 300),
	run,
} satisfies ReliabilityCase;
