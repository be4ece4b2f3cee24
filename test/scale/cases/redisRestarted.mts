import type { ScaleCase } from '../lib/case.mts';
import { deliverThroughOutage } from '../lib/outage.mts';

export default {
	name: 'redisRestarted',
	mustShow: '0 lost, none twice; nobody ends over it',
	deadlineSeconds: () => 400,
	run: (context) => {
		const { server } = context.world.redis;
		return deliverThroughOutage(context, {
			name: 'redis',
			seconds: 4,
			stop: () => server.stop(),
			start: () => server.start(),
		});
	},
} satisfies ScaleCase;
