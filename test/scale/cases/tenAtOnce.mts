import { verdict } from '../../reliability/cases/duplicates.mts';
import { newPrefix } from '../../reliability/lib/bookings.mts';
import type { Check, Context, ScaleCase } from '../lib/case.mts';
import { deliverCopies } from '../lib/copies.mts';

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const copies = { bookings: context.quick ? 1 : 5, times: 10, width: 1 };
	const facts = await deliverCopies(context, newPrefix('dix'), copies);
	return { done: `${copies.bookings} bookings × 10 at once`, checks: verdict(facts) };
}

export default {
	name: 'tenAtOnce',
	mustShow: 'one row, one mail',
	deadlineSeconds: () => 300,
	run,
} satisfies ScaleCase;
