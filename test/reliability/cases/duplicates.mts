import { bookingOf, created, newPrefix } from '../lib/bookings.mts';
import { all, none, told, type Check, type Context, type ReliabilityCase } from '../lib/case.mts';
import type { JournalRow } from '../lib/facts.mts';
import { inParallel, Sender } from '../lib/sender.mts';

/** What was seen of bookings that were each delivered several times. */
export interface DuplicateFacts {
	/** Times each invitee was delivered. */
	deliveries: ReadonlyMap<string, number>;
	/** Answers that differ from the first one to the same delivery. */
	otherAnswers: string[];
	/** Answers that made the sender deliver again. */
	refusals: string[];
	journal: readonly Pick<JournalRow, 'identifiant' | 'etat'>[];
	appointments: readonly { identifiant?: string | null }[];
	mails: ReadonlyMap<string, number>;
}

/** One row, one mail, one delivery handled and the others filed as repetitions. */
export function verdict(facts: DuplicateFacts): Check[] {
	const ids = [...facts.deliveries.keys()];
	const having = (rows: readonly { identifiant?: string | null }[], id: string) =>
		rows.filter(({ identifiant }) => identifiant === id).length;
	const in_ = (state: string) => facts.journal.filter(({ etat }) => etat === state);
	const mailsOf = (id: string) => facts.mails.get(`created ${id}@example.com`) ?? 0;
	const repeated = (id: string) => (facts.deliveries.get(id) ?? 0) - 1;
	const count = (holds: (id: string) => boolean) => ids.filter(holds).length;
	return [
		all(
			'bookings with one row',
			count((id) => having(facts.appointments, id) === 1),
			ids.length,
		),
		all(
			'bookings with one mail',
			count((id) => mailsOf(id) === 1),
			ids.length,
		),
		all(
			'handled once',
			count((id) => having(in_('termine'), id) === 1),
			ids.length,
		),
		all(
			'repetitions filed as such',
			count((id) => having(in_('doublon'), id) === repeated(id)),
			ids.length,
		),
		none('accepted answers that differ from the first', facts.otherAnswers),
		told('refused at first, then delivered again', facts.refusals.join(', ') || 'none'),
	];
}

async function run({
	world,
	quick,
	say,
	random,
}: Context): Promise<{ done: string; checks: Check[] }> {
	const bookings = quick ? 6 : 30;
	const burst = 10;
	const prefix = newPrefix('doubles');
	const deliveries = new Map<string, number>();
	const otherAnswers: string[] = [];
	const refusals: string[] = [];
	const sender = new Sender(world.instance, random);
	const deliver = async (number: number, times: number, width: number) => {
		const booking = bookingOf(prefix, number);
		const delivery = created(booking);
		const copies = Array.from({ length: times }, () => delivery);
		const answers = await inParallel(copies, width, async (copy) => {
			const sent = await sender.send(copy);
			refusals.push(...sent.refusals);
			return sent.answer;
		});
		deliveries.set(booking.invitee, times);
		otherAnswers.push(...answers.filter((answer) => answer !== answers[0]));
	};
	const numbers = Array.from({ length: bookings }, (_, number) => number);
	say(`${bookings} bookings, each three times: a third at once, two thirds one after the other`);
	await inParallel(numbers, 5, (number) => deliver(number, 3, number % 3 === 0 ? 3 : 1));
	say(`the same request ${burst} times at once, ${quick ? 1 : 3} times`);
	for (let number = 0; number < (quick ? 1 : 3); number += 1) {
		await deliver(bookings + number, burst, burst);
	}
	const total = [...deliveries.values()].reduce((sum, times) => sum + times, 0);
	await world.facts.settled(prefix, 200, total);
	const checks = verdict({
		deliveries,
		otherAnswers,
		refusals,
		journal: world.facts.journal(prefix),
		appointments: world.facts.appointments(prefix),
		mails: world.facts.mails(prefix),
	});
	return { done: `${deliveries.size} bookings, ${total} deliveries`, checks };
}

export default {
	name: 'duplicates',
	mustShow: 'one row, one mail',
	deadlineSeconds: () => 280,
	run,
} satisfies ReliabilityCase;
