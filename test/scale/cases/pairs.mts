import type { SimulatedBooking } from '../../../scripts/lib/delivery.mts';
import {
	bookingOf,
	canceled,
	created,
	emailOf,
	newPrefix,
} from '../../reliability/lib/bookings.mts';
import { inParallel, Sender } from '../../reliability/lib/sender.mts';
import { all, none, told, type Check, type Context, type ScaleCase } from '../lib/case.mts';
import type { Row } from '../lib/facts.mts';
import { jobsTaken } from '../lib/jobs.mts';

/** Two bookings; the second is what the first moved to, where it is a move. */
export interface PairFacts {
	/** Invitees whose booking and cancellation met. */
	canceled: readonly string[];
	/** Invitees whose move met: former, new. */
	moved: ReadonlyArray<readonly [string, string]>;
	appointments: readonly Row[];
	/** `<kind> <email>` → mails. */
	mails: ReadonlyMap<string, number>;
	unfinished: readonly string[];
	/** Jobs each worker took meanwhile. */
	jobs: ReadonlyMap<string, number>;
}

/** Whatever worker handles which half first: the same rows, and the mails of one of the two orders. */
export function verdict(facts: PairFacts): Check[] {
	const states = (invitee: string) =>
		facts.appointments
			.filter(({ identifiant }) => identifiant === invitee)
			.map(({ etat }) => String(etat))
			.join();
	const mails = (kind: string, invitee: string) =>
		facts.mails.get(`${kind} ${emailOf(invitee)}`) ?? 0;
	const isCanceled = (invitee: string) => states(invitee) === 'annule';
	const isMoved = ([former, next]: readonly [string, string]) =>
		states(former) === 'deplace' && states(next) === 'confirme';
	const hasMailsOfMove = ([former, next]: readonly [string, string]) =>
		mails('rescheduled', next) === 1 &&
		mails('created', former) === 1 &&
		mails('created', next) + mails('canceled', former) + mails('canceled', next) === 0;
	return [
		all(
			'cancelled: one row, « annulé »',
			facts.canceled.filter(isCanceled).length,
			facts.canceled.length,
		),
		all(
			'cancelled: one « annulé » mail, at most one « nouveau »',
			facts.canceled.filter((one) => mails('canceled', one) === 1 && mails('created', one) <= 1)
				.length,
			facts.canceled.length,
		),
		all(
			'moved: two rows, « déplacé » and « confirmé »',
			facts.moved.filter(isMoved).length,
			facts.moved.length,
		),
		all(
			'moved: one « déplacé » mail, no « annulé »',
			facts.moved.filter(hasMailsOfMove).length,
			facts.moved.length,
		),
		none('unfinished', facts.unfinished),
		{
			promise: 'both workers took part',
			figure: [...facts.jobs].map(([name, jobs]) => `${name}: ${jobs} jobs`).join(', '),
			holds: facts.jobs.size > 1 && [...facts.jobs.values()].every((jobs) => jobs > 0),
		},
		told(
			'bookings announced before they were cancelled',
			facts.canceled.filter((one) => mails('created', one) > 0).length,
		),
	];
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, quick, random } = context;
	const count = quick ? 4 : 20;
	const prefix = newPrefix('paire');
	const sender = new Sender(world, random);
	const send = (delivery: object) => sender.send(delivery);
	const numbers = Array.from({ length: count }, (_, number) => number);
	const canceledOnes = numbers.map((number) => bookingOf(prefix, number));
	const former = numbers.map((number) => bookingOf(prefix, count + number));
	const next = numbers.map((number) => bookingOf(prefix, 2 * count + number));
	await inParallel(former, 6, (booking) => send(created(booking)));
	await world.facts.settled(prefix, 100, count);
	const before = jobsTaken(world);
	await inParallel(numbers, 4, (number) => {
		const booking = canceledOnes[number];
		return Promise.all([send(created(booking)), send(canceled(booking))]);
	});
	await inParallel(numbers, 4, (number) => {
		const [from, to] = [former[number], next[number]];
		return Promise.all([send(canceled(from, to)), send(created(to, from))]);
	});
	await world.facts.settled(prefix, 150, 5 * count);
	const invitee = ({ invitee: id }: SimulatedBooking) => id;
	const journal = await world.facts.journal(prefix);
	const after = jobsTaken(world);
	const checks = verdict({
		canceled: canceledOnes.map(invitee),
		moved: numbers.map((number) => [invitee(former[number]), invitee(next[number])] as const),
		appointments: await world.facts.appointments(prefix),
		mails: world.facts.mails(prefix),
		unfinished: journal
			.filter(({ etat }) => !['termine', 'doublon'].includes(etat))
			.map(({ evenement, identifiant, etat }) => `${evenement} ${identifiant} ${etat}`),
		jobs: new Map([...after].map(([name, jobs]) => [name, jobs - (before.get(name) ?? 0)])),
	});
	return {
		done: `${count} × booking and cancellation at once, ${count} × both halves of a move at once`,
		checks,
	};
}

export default {
	name: 'pairs',
	mustShow: 'same rows and the promised mails, whoever is first',
	deadlineSeconds: () => 320,
	run,
} satisfies ScaleCase;
