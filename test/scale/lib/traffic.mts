import { plan, type KilledFacts, type Planned } from '../../reliability/cases/killed.mts';
import { newPrefix } from '../../reliability/lib/bookings.mts';
import { inParallel, Sender } from '../../reliability/lib/sender.mts';
import { announcementOf } from '../../reliability/lib/facts.mts';
import type { Context } from './case.mts';

const WIDTH = 6;

/** Bookings and cancellations that are sent until they are accepted, while something else happens. */
export class Traffic {
	readonly prefix: string;
	readonly planned: readonly Planned[];
	/** Comes when every delivery is accepted. */
	readonly accepted: Promise<number>;
	/** How many are, so far. */
	count = 0;
	readonly #context: Context;
	readonly #mailsBefore: number;
	readonly #refusals: string[] = [];

	constructor(context: Context, name: string, total: number) {
		this.#context = context;
		this.prefix = newPrefix(name);
		this.planned = plan(this.prefix, total);
		this.#mailsBefore = context.world.postbox.mails.length;
		const sender = new Sender(context.world, context.random);
		this.accepted = inParallel(this.planned, WIDTH, async ({ delivery }) => {
			const { refusals } = await sender.send(delivery);
			this.#refusals.push(...refusals);
			return (this.count += 1);
		}).then(({ length }) => length);
	}

	/** Attempts that were not accepted: cause → times. */
	get refusals(): string {
		const counts = new Map<string, number>();
		for (const cause of this.#refusals) counts.set(cause, (counts.get(cause) ?? 0) + 1);
		return [...counts].map(([cause, count]) => `${cause} × ${count}`).join(', ') || 'none';
	}

	/**
	 * Waits until all is accepted, and handled as far as it gets handled.
	 * @param seconds how long what is accepted may take to be handled
	 */
	async outcome(kills: number, seconds: number): Promise<KilledFacts> {
		const { world } = this.#context;
		await this.accepted;
		await world.facts.settled(this.prefix, seconds, this.planned.length);
		return {
			kills,
			planned: this.planned.length,
			accepted: this.planned,
			journal: await world.facts.journal(this.prefix),
			appointments: await world.facts.appointments(this.prefix),
			mails: world.facts.mails(this.prefix),
			logLines: world.facts.logLines(this.prefix),
			alerts: this.alerts(),
		};
	}

	/** Texts of the alerts the workshop got meanwhile. */
	alerts(): string[] {
		return this.#context.world.postbox.mails
			.slice(this.#mailsBefore)
			.filter((mail) => announcementOf(mail) === null && mail.subject?.startsWith('Alerte'))
			.map(({ text }) => String(text));
	}
}
