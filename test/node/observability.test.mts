import { shippedWorkflows } from '../../scripts/lib/workflowFiles.mts';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { WEBHOOK_PATH } from '../../scripts/lib/project.mts';
import {
	configuredIn,
	hasPrometheus,
	OBSERVABILITY,
	promqlComplaints,
	promtool,
} from '../support/prometheus.mts';

const ROOT = join(__dirname, '../..');
const shipped = (name: string) => readFileSync(join(OBSERVABILITY, name), 'utf8');
const rules: Array<{ alert?: string; record?: string; expr: string }> = parse(
	shipped('alerts.yml'),
).groups.flatMap((group: any) => group.rules);
const alerts = rules.flatMap(({ alert }) => alert ?? []);
const dashboard = JSON.parse(shipped('grafana-dashboard.json'));
const panels: any[] = dashboard.panels.flatMap((panel: any) => [panel, ...(panel.panels ?? [])]);
const shown: string[] = [
	...panels.flatMap(({ targets = [] }) => targets.map(({ expr }: any) => expr)),
	...dashboard.annotations.list.map(({ expr }: any) => expr),
];
const expressions = [...rules.map(({ expr }) => expr), ...shown];
const here = hasPrometheus() ? test : test.skip;

describe('promtool', () => {
	here('takes the rules', () => {
		expect(promtool('check', 'rules', join(OBSERVABILITY, 'alerts.yml'))).toBe('');
	});

	here.each(['alerts.test.yml', 'alerts.days.test.yml'])(
		'sees the alerts of %s fire, and no others',
		(name) => {
			expect(promtool('test', 'rules', join(OBSERVABILITY, name))).toBe('');
		},
		120_000,
	);

	here.each(['prometheus.yml', 'prometheus.scale.yml'])('takes %s', (name) => {
		const folder = mkdtempSync(join(tmpdir(), 'archimeuble-prometheus-'));
		configuredIn(folder, 'a token');
		expect(promtool('check', 'config', join(folder, name))).toBe('');
		rmSync(folder, { recursive: true });
	});

	here('can read whatever the dashboard asks', () => {
		const asked = shown.map((expr) => expr.replaceAll('$__rate_interval', '5m'));
		expect(promqlComplaints(asked)).toBe('');
		expect(promqlComplaints(['sum(up'])).not.toBe('');
	});
});

describe('an alert', () => {
	const firing = ['alerts.test.yml', 'alerts.days.test.yml'].flatMap((name) =>
		parse(shipped(name)).tests.flatMap((one: any) =>
			one.promql_expr_test.flatMap(({ exp_samples }: any) =>
				exp_samples.map(({ labels }: any) => /alertname="(\w+)"/.exec(labels)![1]),
			),
		),
	);
	const guide = readFileSync(join(ROOT, 'docs/observability.md'), 'utf8');

	test.each(alerts)('%s has a test in which it fires, and a line in the guide', (alert) => {
		expect(firing).toContain(alert);
		expect(guide).toContain(`\`${alert.replace('ArchiMeuble', '')}\``);
	});
});

interface Selector {
	name: string;
	matchers: Array<{ label: string; operator: string; value: string }>;
}

/** Every selector of n8n’s figures, and of those the rules record. */
function selectorsOf(expr: string): Selector[] {
	const found = expr.matchAll(/\b((?:n8n_|archimeuble:)[\w:]+)(?:\{([^}]*)\})?/g);
	return [...found].map(([, name, matchers = '']) => ({
		name,
		matchers: [...matchers.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
			([, label, operator, value]) => ({ label, operator, value }),
		),
	}));
}

/** Prometheus gives these, and n8n’s buckets were not written down. */
const NOT_N8NS = ['job', 'role', 'instance', 'le'];

describe('rules and dashboard', () => {
	const recorded = ['one-process', 'main', 'webhook', 'worker'].flatMap((name) =>
		readFileSync(join(ROOT, `test/fixtures/metrics/${name}.txt`), 'utf8')
			.trim()
			.split('\n')
			.map((line) => {
				const [, metric, labels] = /^(\w+)\{(.*)\}$/.exec(line)!;
				return {
					metric,
					labels: Object.fromEntries(
						[...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
					),
				};
			}),
	);
	/** What a recording rule counts, so that its labels can be looked for there. */
	const sources = new Map(
		rules.flatMap(({ record, expr }) => {
			const source = record && selectorsOf(expr).find(({ name }) => name.startsWith('n8n_'));
			return source ? [[record, source.name] as const] : [];
		}),
	);
	const selectors = new Map(
		expressions.flatMap(selectorsOf).map((one) => [JSON.stringify(one), one] as const),
	);

	function fits(value: string, operator: string, wanted: string): boolean {
		const matches = operator.endsWith('~')
			? new RegExp(`^(?:${wanted})$`).test(value)
			: value === wanted;
		return operator.startsWith('!') ? !matches : matches;
	}

	test.each([...selectors.values()].map((one) => [JSON.stringify(one), one] as const))(
		'stand on what n8n really shows: %s',
		(_text, { name, matchers }) => {
			if (name.startsWith('archimeuble:')) {
				expect(rules.map(({ record }) => record)).toContain(name);
			}
			const metric = name.startsWith('n8n_') ? name : sources.get(name);
			if (metric === undefined) return expect(matchers).toEqual([]);
			const asked = matchers.filter(({ label }) => !NOT_N8NS.includes(label));
			const selected = recorded.filter(
				(series) =>
					series.metric === metric &&
					asked.every(({ label, operator, value }) =>
						fits(series.labels[label] ?? '', operator, value),
					),
			);
			expect(selected).not.toEqual([]);
		},
	);

	test('ask for Calendly’s address', () => {
		const paths = [...selectors.values()].flatMap(({ matchers }) =>
			matchers.filter(({ label }) => label === 'webhook_path').map(({ value }) => value),
		);
		expect(new Set(paths)).toEqual(new Set([WEBHOOK_PATH.replace('/webhook/', '')]));
	});
});

describe('what the rules make of steps holds in the workflows', () => {
	const workflows: any[] = readdirSync(join(ROOT, 'workflows')).map((name) =>
		JSON.parse(readFileSync(join(ROOT, 'workflows', name), 'utf8')),
	);
	const stepsOf = (id: string, type: string): string[] =>
		workflows
			.find((workflow) => workflow.id === id)
			.nodes.filter((node: any) => node.type === `n8n-nodes-base.${type}`)
			.map(({ name }: any) => name);

	test('« Relance » runs « Rendez-vous » only for what is tried again', () => {
		expect(stepsOf('ArchiMeubleRel01', 'executeWorkflow')).toEqual(['Rendez-vous']);
	});

	test('« Rattrapage » mails only about the subscription', () => {
		expect(stepsOf('ArchiMeubleRat01', 'emailSend')).toEqual([
			'Courriel «\u00a0liaison rétablie\u00a0»',
			'Courriel «\u00a0difficulté\u00a0»',
		]);
	});

	test('« Relance » fails when it gives up', () => {
		const { nodes } = shippedWorkflows().find(({ id }) => id === 'ArchiMeubleRel01')!;
		const raising = nodes.filter(({ parameters }) => parameters.operation === 'raiseAlert');
		expect(raising.map(({ name }) => name)).toEqual(['Donner l’alerte']);
	});

	test('every id is one of a workflow', () => {
		const ids = [...expressions.join().matchAll(/ArchiMeuble\w{3}01/g)].map(([id]) => id);
		expect(workflows.map(({ id }) => id)).toEqual(expect.arrayContaining([...new Set(ids)]));
	});
});

describe('the dashboard', () => {
	test('has panels with ids of their own, none over another', () => {
		const ids = panels.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
			Array.from({ length: w * h }, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
		);
		expect(new Set(cells).size).toBe(cells.length);
		expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
	});

	test('names no data source but the one that is chosen in it', () => {
		expect(dashboard.templating.list).toMatchObject([
			{ name: 'datasource', type: 'datasource', query: 'prometheus' },
		]);
		const sources = [...panels, ...panels.flatMap(({ targets = [] }) => targets)].map(
			({ datasource }) => datasource?.uid,
		);
		const rows = panels.filter(({ type }) => type === 'row').length;
		expect(sources.filter((uid) => uid === undefined)).toHaveLength(rows);
		expect(new Set(sources.filter((uid) => uid !== undefined))).toEqual(new Set(['${datasource}']));
		expect(dashboard.annotations.list.map(({ datasource }: any) => datasource.uid)).toEqual([
			'${datasource}',
		]);
	});
});
