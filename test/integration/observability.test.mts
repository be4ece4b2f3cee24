import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scrape, seriesIn } from '../observability/scrape.mts';
import { freePort, Instance } from '../support/instance.mts';
import { payload } from '../support/payloads.mts';
import { configuredIn, hasPrometheus, OBSERVABILITY } from '../support/prometheus.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(300_000);

const TOKEN = 'metrics-token-of-the-test';
const instance = new Instance();
const postbox = new Postbox();
const n8n = () => new URL(instance.run.editor).host.replace('localhost', '127.0.0.1');

beforeAll(async () => {
	await postbox.start();
	await instance.start({
		N8N_PORT: String(await freePort()),
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: String(postbox.port),
		SMTP_SECURE: 'false',
		NOTIFICATION_EMAIL: 'menuisier@example.com',
		SENDER_EMAIL: 'rdv@example.com',
		METRICS_TOKEN: TOKEN,
	});
	await instance.deliver(payload('01-created-google-meet'));
	await instance.deliver({}, { signingKey: 'another-signing-key' });
	await until('the mail', () => postbox.mails.length > 0);
});

afterAll(async () => {
	const code = await instance.stop();
	await postbox.stop();
	instance.remove();
	expect(code).toBe(0);
});

test('n8n shows its figures to whoever has the token', async () => {
	for (const headers of [{}, { Authorization: 'Bearer of-somebody-else' }] as HeadersInit[]) {
		const answer = await fetch(`http://${n8n()}/metrics`, { headers });
		expect([answer.status, await answer.text()]).toEqual([401, 'Show the metrics token']);
	}
	const text = await scrape(`http://${n8n()}`, TOKEN);
	expect(text).toContain('# TYPE n8n_workflow_started_total counter');
	expect(text).not.toContain(TOKEN);
});

test('they are those that were written down', async () => {
	const file = join(__dirname, '../fixtures/metrics/one-process.txt');
	const kinds = (series: string[]) => series.map((one) => one.replace(/="[^"]*"/g, ''));
	const known = new Set(kinds(readFileSync(file, 'utf8').split('\n')));
	const shown = kinds(seriesIn(await scrape(`http://${n8n()}`, TOKEN)));
	expect(shown.filter((kind) => /^n8n_(webhook|workflow|active)/.test(kind))).not.toEqual([]);
	// Node.js counts what happens to be open at the moment, n8n's audit what people did.
	const isSteady = (kind: string) => !/audit|nodejs_/.test(kind);
	expect(shown.filter((kind) => !known.has(kind) && isSteady(kind))).toEqual([]);
});

test('addresses that strangers make up leave no trace of their own', async () => {
	const ofWebhooks = (text: string) =>
		seriesIn(text).filter((one) => one.startsWith('n8n_webhook_request'));
	const before = ofWebhooks(await scrape(`http://${n8n()}`, TOKEN)).length;
	for (let one = 0; one < 20; one += 1) {
		await fetch(`http://${n8n()}/webhook/made-up/${one}`, { method: 'POST' });
	}
	const text = await scrape(`http://${n8n()}`, TOKEN);
	expect(text).not.toContain('made-up');
	// One count, one sum, the buckets of which the bound is not told: three.
	expect(ofWebhooks(text).length - before).toBeLessThanOrEqual(3);
});

const here = hasPrometheus() ? describe : describe.skip;

here('a real Prometheus with the shipped files', () => {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-prometheus-'));
	let prometheus: ChildProcess;
	let base: string;

	beforeAll(async () => {
		configuredIn(folder, TOKEN, { 'n8n:5678': n8n(), '30s': '1s' });
		const port = await freePort();
		base = `http://127.0.0.1:${port}`;
		prometheus = spawn(
			'prometheus',
			[
				`--config.file=${join(folder, 'prometheus.yml')}`,
				`--storage.tsdb.path=${join(folder, 'data')}`,
				`--web.listen-address=127.0.0.1:${port}`,
			],
			{ stdio: 'ignore' },
		);
		await until('Prometheus', async () => (await fetch(`${base}/-/ready`).catch(() => null))?.ok);
		await until('three looks at n8n', async () => {
			const [found] = await query('count_over_time(up{job="archimeuble-n8n"}[1m])');
			return Number(found?.value[1]) >= 3;
		});
	});
	afterAll(async () => {
		const ended = new Promise((resolve) => prometheus.once('exit', resolve));
		prometheus.kill('SIGTERM');
		await ended;
		rmSync(folder, { recursive: true, force: true });
	});

	async function asked(path: string): Promise<any> {
		const answer = (await (await fetch(`${base}${path}`)).json()) as any;
		if (answer.status !== 'success') throw new Error(`${path}: ${JSON.stringify(answer)}`);
		return answer.data;
	}
	const query = async (expr: string): Promise<any[]> =>
		(await asked(`/api/v1/query?query=${encodeURIComponent(expr)}`)).result;

	test('gets in, and every rule can be evaluated', async () => {
		const { activeTargets } = await asked('/api/v1/targets');
		expect(activeTargets.map(({ health, lastError }: any) => [health, lastError])).toEqual([
			['up', ''],
		]);
		const { groups } = await asked('/api/v1/rules');
		const broken = groups
			.flatMap(({ rules }: any) => rules)
			.filter(({ health }: any) => health === 'err');
		expect(broken).toEqual([]);
	});

	test('counts a delivery, also the first of its kind', async () => {
		const { status } = await instance.deliver('no JSON');
		expect(status).toBe(422);
		const counted = await until('the count', async () => {
			const [found] = await query(`archimeuble:answers:increase1h{status_code="${status}"}`);
			return found?.value[1];
		});
		expect(counted).toBe('1');
	});

	test('has an answer for every panel that needs no queue and no past', async () => {
		const dashboard = JSON.parse(
			readFileSync(join(OBSERVABILITY, 'grafana-dashboard.json'), 'utf8'),
		);
		const silent: string[] = [];
		for (const { title, targets = [] } of dashboard.panels) {
			for (const { expr } of targets) {
				const found = await query(expr.replaceAll('$__rate_interval', '1m'));
				if (found.length === 0) silent.push(title);
			}
		}
		expect([...new Set(silent)]).toEqual([
			'Failed executions an hour',
			'Queue (queue mode only)',
			'Jobs of the queue, a minute (queue mode only)',
		]);
	});

	test('sees nothing wrong', async () => {
		expect(await query('ALERTS')).toEqual([]);
	});
});
