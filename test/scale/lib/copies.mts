import { bookingOf, created } from '../../reliability/lib/bookings.mts';
import type { DuplicateFacts } from '../../reliability/cases/duplicates.mts';
import { inParallel, Sender } from '../../reliability/lib/sender.mts';
import type { Context } from './case.mts';

/** How often and how densely bookings are delivered. */
export interface Copies {
	bookings: number;
	/** Deliveries of each booking, all at once. */
	times: number;
	/** Bookings under way at the same time. */
	width: number;
}

/** What was seen of bookings that were each delivered several times through the balancer. */
export interface CopyFacts extends DuplicateFacts {
	/** Milliseconds of the accepted attempts. */
	milliseconds: number[];
}

/** Delivers every booking several times at once and waits until all is handled. */
export async function deliverCopies(
	{ world, random }: Context,
	prefix: string,
	{ bookings, times, width }: Copies,
): Promise<CopyFacts> {
	const sender = new Sender(world, random);
	const numbers = Array.from({ length: bookings }, (_, number) => number);
	const sent = await inParallel(numbers, width, async (number) => {
		const delivery = created(bookingOf(prefix, number));
		return await Promise.all(Array.from({ length: times }, () => sender.send(delivery)));
	});
	await world.facts.settled(prefix, 200, bookings * times);
	const journal = await world.facts.journal(prefix);
	// An attempt that was stored but not answered in time was made again: one repetition more.
	const stored = (invitee: string) =>
		Math.max(times, journal.filter(({ identifiant }) => identifiant === invitee).length);
	const invitees = numbers.map((number) => bookingOf(prefix, number).invitee);
	return {
		deliveries: new Map(invitees.map((invitee) => [invitee, stored(invitee)])),
		otherAnswers: sent.flatMap(([first, ...others]) =>
			others.filter(({ answer }) => answer !== first.answer).map(({ answer }) => answer),
		),
		refusals: sent.flat().flatMap(({ refusals }) => refusals),
		journal,
		appointments: await world.facts.appointments(prefix),
		mails: world.facts.mails(prefix),
		milliseconds: sent.flat().map(({ milliseconds }) => milliseconds),
	};
}
