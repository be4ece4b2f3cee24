import { createRequire } from 'node:module';
import { join } from 'node:path';
import { boundPaths, type Histogram } from '../../scripts/lib/metrics.mts';

/** n8n’s own. */
const prometheus = createRequire(join(__dirname, '../../node_modules/n8n/package.json'))(
	'prom-client',
);

const NAME = 'n8n_webhook_request_duration_seconds';

/** As n8n makes and fills it (`webhook-and-form-metrics.service.js`). */
function n8nHistogram(): Histogram {
	prometheus.register.clear();
	return new prometheus.Histogram({
		name: NAME,
		help: 'x',
		labelNames: ['method', 'status_code', 'webhook_path', 'workflow_id'],
		buckets: [0.003, 0.03, 0.1, 0.3, 1.5, 10],
	});
}
const request = (webhook_path: string, status_code: number, workflow_id = '') => ({
	...{ method: 'POST', status_code, webhook_path, workflow_id },
});
async function counted(): Promise<string[]> {
	const text: string = await prometheus.register.getSingleMetricAsString(NAME);
	return text.split('\n').filter((line) => line.startsWith(`${NAME}_count`));
}

test('n8n keeps a series for whatever address a stranger makes up', async () => {
	const histogram = n8nHistogram();
	for (let one = 0; one < 500; one += 1) histogram.observe(request(`made-up/${one}`, 404), 0.01);
	expect(await counted()).toHaveLength(500);
});

test('bounded, strangers share one, and ours are still told apart', async () => {
	const histogram = n8nHistogram();
	boundPaths(histogram);
	for (let one = 0; one < 500; one += 1) histogram.observe(request(`made-up/${one}`, 404), 0.01);
	histogram.observe(request('calendly-archimeuble/webhook', 200, 'ArchiMeubleRdv01'), 0.2);
	histogram.observe(request('calendly-archimeuble/webhook//', 401, 'ArchiMeubleRdv01'), 0.02);
	histogram.observe(request('archimeuble/tableau-de-bord', 200, 'ArchiMeubleTab01'), 0.1);
	expect((await counted()).sort()).toEqual([
		`${NAME}_count{method="POST",status_code="200",webhook_path="archimeuble/tableau-de-bord",workflow_id="ArchiMeubleTab01"} 1`,
		`${NAME}_count{method="POST",status_code="200",webhook_path="calendly-archimeuble/webhook",workflow_id="ArchiMeubleRdv01"} 1`,
		`${NAME}_count{method="POST",status_code="401",webhook_path="calendly-archimeuble/webhook",workflow_id="ArchiMeubleRdv01"} 1`,
		`${NAME}_count{method="POST",status_code="404",webhook_path="other",workflow_id=""} 500`,
	]);
});
