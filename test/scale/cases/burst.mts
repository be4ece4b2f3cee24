import { bookingOf, created, newPrefix } from '../../reliability/lib/bookings.mts';
import { extraMails } from '../../reliability/lib/facts.mts';
import { percentile } from '../../reliability/lib/sender.mts';
import { all, atMost, none, told, type Check, type Context, type ScaleCase } from '../lib/case.mts';

/** Calendly waits no longer for an answer, seconds. */
const LIMIT_SECONDS = 15;

/** What became of deliveries that all came at once. */
export interface BurstFacts {
	answers: ReadonlyArray<{ status: string; seconds: number }>;
	/** Invitees with exactly one row, and with exactly one mail. */
	rows: number;
	mails: number;
	extraMails: number;
	/** Until everything was handled. */
	seconds: number;
}

export function verdict(facts: BurstFacts): Check[] {
	const { answers } = facts;
	const accepted = answers.filter(({ status }) => status === '200');
	const refused = answers.filter(({ status }) => status !== '200');
	const seconds = accepted.map((answer) => answer.seconds);
	return [
		all('answered 200', accepted.length, answers.length),
		none(
			'refused',
			refused.map(({ status }) => status),
		),
		none(
			`answered after more than ${LIMIT_SECONDS} s`,
			answers.filter((answer) => answer.seconds > LIMIT_SECONDS).length,
		),
		atMost(
			'slowest answer',
			Math.max(0, ...answers.map((answer) => answer.seconds)),
			LIMIT_SECONDS,
			's',
		),
		told('median answer', `${percentile(seconds, 0.5).toFixed(1)} s`),
		all('accepted with one row', facts.rows, accepted.length),
		all('accepted with one mail', facts.mails, accepted.length),
		none('mails sent twice', facts.extraMails),
		told('all handled after', `${facts.seconds.toFixed(1)} s`),
		told('jobs (mail out) a second', (facts.mails / facts.seconds).toFixed(1)),
	];
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, quick, say } = context;
	const total = quick ? 60 : 200;
	const prefix = newPrefix('rafale');
	const deliveries = Array.from({ length: total }, (_, number) =>
		created(bookingOf(prefix, number)),
	);
	const started = Date.now();
	const answers = await Promise.all(
		deliveries.map(async (delivery) => {
			const status = await world.deliver(delivery).then(
				(answer) => String(answer.status),
				(error: Error) => error.message,
			);
			return { status, seconds: (Date.now() - started) / 1000 };
		}),
	);
	say('all answered');
	const accepted = answers.filter(({ status }) => status === '200').length;
	await world.facts.settled(prefix, 240, accepted);
	const seconds = (Date.now() - started) / 1000;
	const mails = world.facts.mails(prefix);
	const rows = (await world.facts.appointments(prefix)).map(
		({ identifiant }) => identifiant as string,
	);
	const checks = verdict({
		answers,
		rows: new Set(rows).size === rows.length ? rows.length : 0,
		mails: mails.size,
		extraMails: extraMails(mails),
		seconds,
	});
	return { done: `${total} deliveries at once through the balancer`, checks };
}

export default {
	name: 'burst',
	mustShow: '0 answers over 15 s, 0 refused',
	deadlineSeconds: () => 320,
	run,
} satisfies ScaleCase;
