import type { ScaleCase } from '../lib/case.mts';
import { deliverThroughOutage } from '../lib/outage.mts';

export default {
	name: 'postgresRestarted',
	mustShow: '0 lost, none twice; nobody ends over it',
	deadlineSeconds: () => 400,
	run: (context) => {
		const { postgres } = context.world;
		return deliverThroughOutage(context, {
			name: 'postgres',
			seconds: 5,
			stop: () => postgres.stop(),
			start: () => postgres.start(),
		});
	},
} satisfies ScaleCase;
