import { CalendlyStandIn, seedWorkshop, type Workshop } from '../../../standin/index.mts';
import { until } from '../../support/until.mts';
import { newPrefix } from '../lib/bookings.mts';
import { all, none, type Check, type Context, type ReliabilityCase } from '../lib/case.mts';
import { extraMails } from '../lib/facts.mts';

const TOKEN = 'reliability-test-calendly-token';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CATCH_UP_SECONDS = 150;

/** What Calendly and n8n hold after n8n was away for two days. */
export interface OutageFacts {
	/** Whether Calendly had really given up. */
	wasDisabled: boolean;
	/** `<email> <status>` as Calendly tells it, one entry per invitee; `moved` for the old half of a move. */
	atCalendly: readonly string[];
	/** The same from the rows. */
	here: readonly string[];
	/** Mails that follow from what happened, `<kind> <email>`. */
	promised: readonly string[];
	mails: ReadonlyMap<string, number>;
	/** States of the subscriptions of our address. */
	subscriptions: readonly string[];
	/** Whether a booking made afterwards arrived by webhook. */
	arrivesAgain: boolean;
}

/** Nothing that happened meanwhile is missing or announced twice, and deliveries arrive again. */
export function verdict(facts: OutageFacts): Check[] {
	const { atCalendly, here, promised, mails } = facts;
	const yes = (promise: string, holds: boolean): Check => {
		return { promise, figure: holds ? 'yes' : 'no', holds };
	};
	return [
		yes('Calendly had disabled the subscription', facts.wasDisabled),
		all(
			'appointments that stand here as at Calendly',
			atCalendly.filter((entry) => here.includes(entry)).length,
			atCalendly.length,
		),
		none(
			'rows Calendly does not have',
			here.filter((entry) => !atCalendly.includes(entry)),
		),
		all('promised mails', promised.filter((mail) => mails.has(mail)).length, promised.length),
		none(
			'mails that were not promised',
			[...mails.keys()].filter((mail) => !promised.includes(mail)),
		),
		none('mails sent twice', extraMails(mails)),
		{
			promise: 'the subscription is alive again',
			figure: facts.subscriptions.join(', ') || 'none',
			holds: facts.subscriptions.join() === 'active',
		},
		yes('a new booking arrives by webhook', facts.arrivesAgain),
	];
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, say } = context;
	const standIn = new CalendlyStandIn();
	await standIn.start();
	const workshop = seedWorkshop(standIn, TOKEN);
	const settings = { CALENDLY_ACCESS_TOKEN: TOKEN, CALENDLY_API_URL: standIn.url };
	try {
		await world.up(settings);
		const story = new Story(standIn, workshop, newPrefix('panne'));
		await until('the subscription', () => standIn.subscriptions.length === 1, 90_000);
		// Bookings made before n8n's first start are recorded without a mail.
		await standIn.clock.advance(HOUR_MS);
		const known = story.book(20);
		await standIn.settled();
		await until('the bookings', () => story.rows(context).length === 20, 60_000);
		say('n8n is away for 50 hours');
		await world.down();
		story.move(known.slice(0, 6));
		story.cancel(known.slice(6, 12));
		story.cancel(story.book(3), 'unheard');
		story.book(10);
		await standIn.clock.advance(25 * HOUR_MS);
		story.book(2);
		await standIn.clock.advance(25 * HOUR_MS);
		const wasDisabled = standIn.subscriptions.every(({ state }) => state === 'disabled');
		await world.up(settings);
		say('n8n is back');
		const isCaughtUp = () =>
			story.promised.every((mail) => story.mails(context).has(mail)) &&
			standIn.subscriptions.every(({ state }) => state === 'active');
		await until('all to be caught up', isCaughtUp, CATCH_UP_SECONDS * 1000).catch(() => false);
		const subscriptions = standIn.subscriptions.map(({ state }) => state);
		const [last] = story.book(1);
		await standIn.settled();
		const arrived = `created ${last.email}`;
		const arrivesAgain = await until(
			'the last booking',
			() => story.mails(context).has(arrived),
			30_000,
		).catch(() => false);
		const facts: OutageFacts = {
			wasDisabled,
			atCalendly: story.atCalendly(),
			here: story.rows(context),
			promised: story.promised,
			mails: story.mails(context),
			subscriptions,
			arrivesAgain,
		};
		const done = `${facts.atCalendly.length} appointments, of which ${facts.atCalendly.length - 21} made, moved or cancelled in 50 hours without n8n`;
		return { done, checks: verdict(facts) };
	} finally {
		await world.down();
		await standIn.stop();
	}
}

interface Booked {
	uri: string;
	email: string;
}

const ROW_STATES: Record<string, string> = {
	confirme: 'active',
	annule: 'canceled',
	deplace: 'moved',
};

/** Makes things happen at Calendly and keeps which mails follow from them. */
class Story {
	readonly promised: string[] = [];
	readonly #standIn: CalendlyStandIn;
	readonly #workshop: Workshop;
	readonly #prefix: string;
	#count = 0;

	constructor(standIn: CalendlyStandIn, workshop: Workshop, prefix: string) {
		this.#standIn = standIn;
		this.#workshop = workshop;
		this.#prefix = prefix;
	}

	book(count: number): Booked[] {
		return Array.from({ length: count }, () => {
			const email = `${this.#prefix}${this.#count}@example.com`;
			const { uri } = this.#standIn.book({
				eventType: this.#workshop.eventTypes.phone,
				start: this.#slot(),
				invitee: { name: `Client ${email}`, email, timezone: 'Europe/Paris' },
				location: '+33 6 12 34 56 78',
			});
			this.promised.push(`created ${email}`);
			return { uri, email };
		});
	}

	move(booked: readonly Booked[]): void {
		for (const { uri, email } of booked) {
			this.#standIn.reschedule(uri, this.#slot());
			this.promised.push(`rescheduled ${email}`);
		}
	}

	/** @param heard `unheard` when n8n never knew of the booking: then it is not announced any more */
	cancel(booked: readonly Booked[], heard: 'heard' | 'unheard' = 'heard'): void {
		for (const { uri, email } of booked) {
			this.#standIn.cancel(uri, { by: 'invitee', reason: 'Empêchement' });
			this.promised.push(`canceled ${email}`);
			if (heard === 'unheard') this.promised.splice(this.promised.indexOf(`created ${email}`), 1);
		}
	}

	atCalendly(): string[] {
		return this.#standIn.bookings.map(({ invitee }) => {
			return `${invitee.email} ${invitee.rescheduled ? 'moved' : invitee.status}`;
		});
	}

	rows({ world }: Context): string[] {
		return world.instance
			.rows('archimeuble_rendezvous')
			.filter(({ email }) => email?.startsWith(this.#prefix))
			.map(({ email, etat }) => `${email} ${ROW_STATES[etat] ?? etat}`);
	}

	mails({ world }: Context): Map<string, number> {
		return world.facts.mails(this.#prefix);
	}

	#slot(): string {
		this.#count += 1;
		return new Date(Date.now() + 5 * DAY_MS + this.#count * HOUR_MS).toISOString();
	}
}

export default {
	name: 'outage',
	mustShow:
		'two days without n8n, the subscription disabled: all caught up once, subscription alive again',
	deadlineSeconds: () => 360,
	run,
} satisfies ReliabilityCase;
