import { bookingOf, created, newPrefix } from '../../reliability/lib/bookings.mts';
import { SIGNING_SECRET } from '../../support/instance.mts';
import { all, type Check, type Context, type ScaleCase } from '../lib/case.mts';

const NEXT_SECRET = 'scale-test-signing-secret-after-rotation';

/** One delivery at one process, at one stage of the change. */
export interface KeyFact {
	stage: string;
	process: string;
	key: 'old' | 'new';
	status: number;
	expected: number;
}

export function verdict(facts: readonly KeyFact[]): Check[] {
	const stages = [...new Set(facts.map(({ stage }) => stage))];
	return stages.map((stage) => {
		const here = facts.filter((fact) => fact.stage === stage);
		const right = here.filter(({ status, expected }) => status === expected);
		const told = here.map(({ process, key, status }) => `${process}, ${key} key: ${status}`);
		const check = all(stage, right.length, here.length);
		return { ...check, figure: `${check.figure} (${told.join('; ')})` };
	});
}

/** The keys a delivery may be signed with, and what is answered to each. */
const STAGES: ReadonlyArray<{
	stage: string;
	settings: Record<string, string> | null;
	expected: Record<'old' | 'new', number>;
}> = [
	{ stage: 'before', settings: null, expected: { old: 200, new: 401 } },
	{
		stage: 'new key, old one as previous',
		settings: {
			CALENDLY_SIGNING_SECRET: NEXT_SECRET,
			CALENDLY_PREVIOUS_SIGNING_SECRET: SIGNING_SECRET,
		},
		expected: { old: 200, new: 200 },
	},
	{
		stage: 'new key alone',
		settings: { CALENDLY_SIGNING_SECRET: NEXT_SECRET },
		expected: { old: 401, new: 200 },
	},
	{ stage: 'back to the old key', settings: {}, expected: { old: 200, new: 401 } },
];

/** Only main is started with the new settings, and nobody touches a credential. */
async function run({ world, say }: Context): Promise<{ done: string; checks: Check[] }> {
	const keys = { old: SIGNING_SECRET, new: NEXT_SECRET };
	const prefix = newPrefix('cle');
	const facts: KeyFact[] = [];
	for (const { stage, settings, expected } of STAGES) {
		say(stage);
		if (settings !== null) {
			world.settings = settings;
			await world.main.stop();
			await world.main.start();
		}
		for (const member of [world.main, world.webhook]) {
			for (const key of ['old', 'new'] as const) {
				const delivery = created(bookingOf(prefix, facts.length));
				const { status } = await world.at(member).deliver(delivery, { signingKey: keys[key] });
				facts.push({ stage, process: member.name, key, status, expected: expected[key] });
			}
		}
	}
	return {
		done: 'the signing key changed by the settings of main alone, and back',
		checks: verdict(facts),
	};
}

export default {
	name: 'keyRotation',
	mustShow: 'both processes verify with the keys that are set, without hands',
	deadlineSeconds: () => 300,
	run,
} satisfies ScaleCase;
