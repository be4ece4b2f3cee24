import { signHeader } from '../../../nodes/shared/calendly/signature.ts';
import { SIGNING_SECRET } from '../../support/instance.mts';
import { bookingOf, created, emailOf, newPrefix } from '../lib/bookings.mts';
import { none, type Check, type Context, type ReliabilityCase } from '../lib/case.mts';

const NEW_SECRET = 'reliability-test-rotated-secret';

/** One request that was sent, with what it must and did lead to. */
export interface ReplayFacts {
	what: string;
	expected: number;
	status: number;
	/** Rows and mails of the invitee afterwards. */
	rows: number;
	mails: number;
	expectedEffects: number;
}

/** The right answer each time, and no second effect. */
export function verdict(facts: readonly ReplayFacts[]): Check[] {
	return [
		...facts.map(({ what, status, expected }) => ({
			promise: `${what}: ${expected}`,
			figure: String(status),
			holds: status === expected,
		})),
		none(
			'requests with a wrong number of effects',
			facts
				.filter((fact) => fact.rows !== fact.expectedEffects || fact.mails !== fact.expectedEffects)
				.map(({ what, rows, mails }) => `${what}: ${rows} rows, ${mails} mails`),
		),
	];
}

/** A request as a listener on the line would have caught it. */
interface Captured {
	invitee: string;
	body: string;
	header: string;
}

function capture(prefix: string, number: number, age = 0, signingKey = SIGNING_SECRET): Captured {
	const booking = bookingOf(prefix, number);
	const body = JSON.stringify(created(booking));
	const timestamp = Math.floor(Date.now() / 1000) - age;
	return {
		invitee: booking.invitee,
		body,
		header: signHeader({ rawBody: body, signingKey, timestamp }),
	};
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, say } = context;
	const prefix = newPrefix('rejeu');
	const facts: ReplayFacts[] = [];
	const shoot = async (what: string, captured: Captured, expected: number, effects: number) => {
		facts.push(await shot(context, what, captured, expected, effects));
	};
	const first = capture(prefix, 1);
	await shoot('an authentic request', first, 200, 1);
	for (const time of ['second', 'third']) {
		await shoot(`the same bytes a ${time} time, in the window`, first, 200, 1);
	}
	await shoot('captured 301 s ago', capture(prefix, 1, 301 + 5), 401, 1);
	await shoot('captured a day ago, never delivered', capture(prefix, 2, 86_400), 401, 0);
	say('the key is changed, the previous one kept');
	await world.up({
		CALENDLY_SIGNING_SECRET: NEW_SECRET,
		CALENDLY_PREVIOUS_SIGNING_SECRET: SIGNING_SECRET,
	});
	await shoot('the first request again, signed with the previous key', first, 200, 1);
	await shoot('a new booking, previous key', capture(prefix, 3), 200, 1);
	await shoot('a new booking, new key', capture(prefix, 4, 0, NEW_SECRET), 200, 1);
	say('the previous key is removed');
	await world.up({ CALENDLY_SIGNING_SECRET: NEW_SECRET });
	await shoot('the first request again, previous key removed', first, 401, 1);
	await shoot('a new booking, previous key removed', capture(prefix, 5), 401, 0);
	await shoot('a new booking, only the new key', capture(prefix, 6, 0, NEW_SECRET), 200, 1);
	return { done: `${facts.length} requests, 2 key changes`, checks: verdict(facts) };
}

async function shot(
	{ world }: Context,
	what: string,
	{ invitee, body, header }: Captured,
	expected: number,
	expectedEffects: number,
): Promise<ReplayFacts> {
	const { status } = await world.instance.deliver(body, {
		headers: { 'Calendly-Webhook-Signature': header },
	});
	if (status === 200) await world.facts.settled(invitee, 30);
	const mails = world.facts.mails(invitee).get(`created ${emailOf(invitee)}`) ?? 0;
	const rows = world.facts.appointments(invitee).length;
	return { what, expected, status, rows, mails, expectedEffects };
}

export default {
	name: 'replay',
	mustShow: 'no second effect, the right answer each time',
	deadlineSeconds: () => 150,
	run,
} satisfies ReliabilityCase;
