import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setSchemaBaseDirs, validateWorkflow } from '@n8n/workflow-sdk';
import { APPOINTMENT_COLUMNS, APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { JOURNAL_COLUMNS, JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { REFUSAL_COLUMNS, REFUSAL_TABLE } from '../../nodes/shared/journal/refusals';
import { SETTINGS_TABLE } from '../../nodes/shared/settings/settings';

interface Node {
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, any>;
	webhookId?: string;
}

interface Workflow {
	id: string;
	name: string;
	nodes: Node[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
	settings: Record<string, unknown>;
}

const root = join(__dirname, '../..');
const files = readdirSync(join(root, 'workflows')).filter((name) => name.endsWith('.json'));
const read = (file: string) =>
	JSON.parse(readFileSync(join(root, 'workflows', file), 'utf8')) as Workflow;
const workflows = files.map((file) => [file, read(file)] as const);
const PACKAGE = 'n8n-nodes-calendly-archimeuble';

/** `typeVersion` of each stock node in n8n 2.41, as n8n itself describes them. */
function newestVersions(): Map<string, number> {
	const types = JSON.parse(
		readFileSync(join(root, 'node_modules/n8n-nodes-base/dist/types/nodes.json'), 'utf8'),
	) as Array<{ name: string; version: number | number[]; defaultVersion?: number }>;
	const newest = new Map<string, number>();
	for (const { name, version } of types) {
		const known = newest.get(`n8n-nodes-base.${name}`) ?? 0;
		newest.set(`n8n-nodes-base.${name}`, Math.max(known, ...[version].flat()));
	}
	return newest;
}

beforeAll(() => {
	setSchemaBaseDirs([
		join(dirname(require.resolve('n8n-nodes-base/package.json')), 'dist/node-definitions'),
	]);
});

test('the eight workflows are there', () => {
	expect(files).toEqual([
		'erreurs.json',
		'rappels.json',
		'rattrapage.json',
		'rejouer.json',
		'relance.json',
		'rendez-vous.json',
		'rgpd.json',
		'tableau-de-bord.json',
	]);
});

describe.each(workflows)('%s', (_file, workflow) => {
	const steps = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));

	test('is valid for n8n, without a warning', () => {
		expect(validateWorkflow(workflow as never)).toEqual({ valid: true, errors: [], warnings: [] });
	});

	test('uses the newest version of every stock node and our nodes under the package’s own name', () => {
		const newest = newestVersions();
		for (const { type, typeVersion } of workflow.nodes) {
			if (type.startsWith('n8n-nodes-base.'))
				expect([type, typeVersion]).toEqual([type, newest.get(type)]);
			else expect(type.startsWith(`${PACKAGE}.`)).toBe(true);
		}
	});

	test('reads from left to right, and no two nodes lie on one another', () => {
		const at = new Map(steps.map(({ name, position }) => [name, position]));
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			for (const { node } of main.flat()) {
				const isLoop =
					(node === 'Une par une' && from.startsWith('Traiter')) ||
					(node === 'Un par un' && from === 'Suivant');
				if (!isLoop)
					expect([from, node, at.get(node)![0] > at.get(from)![0]]).toEqual([from, node, true]);
			}
		}
		expect(new Set(steps.map(({ position }) => position.join())).size).toBe(steps.length);
	});

	test('refers in its expressions only to nodes it has', () => {
		const names = new Set(workflow.nodes.map(({ name }) => name));
		const references = [...JSON.stringify(workflow).matchAll(/\$\('([^']+)'\)/g)].map(
			([, name]) => name,
		);
		for (const name of references) expect(names).toContain(name);
	});

	test('is explained by notes in French, with French typography', () => {
		const notes = workflow.nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		const text = notes.map(({ parameters }) => String(parameters.content)).join('\n');
		expect(text.length).toBeGreaterThan(200);
		expect(text).not.toMatch(/« | »| [:;!?](\s|$)|'/);
	});

	test('holds no secret: credentials are named, settings come from the table', () => {
		const text = JSON.stringify(workflow);
		expect(text).not.toMatch(/password|apiKey|signingSecret":|Bearer/i);
		expect(text).not.toContain('"pinData"');
	});

	test('names its tables with columns the code knows', () => {
		const columns: Record<string, string[]> = {
			[JOURNAL_TABLE]: Object.keys(JOURNAL_COLUMNS),
			[APPOINTMENT_TABLE]: [...APPOINTMENT_COLUMNS],
			[SETTINGS_TABLE]: ['reglage', 'valeur', 'aide'],
			[REFUSAL_TABLE]: Object.keys(REFUSAL_COLUMNS),
		};
		for (const { parameters } of steps.filter(({ type }) => type.endsWith('.dataTable'))) {
			if (parameters.resource === 'table') {
				const made = parameters.columns.column.map(({ name }: { name: string }) => name);
				expect(made).toEqual(columns[parameters.tableName]);
				expect(parameters.options.createIfNotExists).toBe(true);
				continue;
			}
			const known = [...columns[parameters.dataTableId.value], 'id'];
			const used = [
				...(parameters.filters?.conditions?.map(({ keyName }: { keyName: string }) => keyName) ??
					[]),
				...Object.keys(parameters.columns?.value ?? {}),
			];
			expect(known).toEqual(expect.arrayContaining(used));
		}
	});

	test('has a time limit and names the error workflow', () => {
		expect(workflow.settings.executionTimeout).toBeGreaterThan(0);
		if (workflow.id !== 'ArchiMeubleErr01')
			expect(workflow.settings.errorWorkflow).toBe('ArchiMeubleErr01');
	});
});

describe('rendez-vous.json', () => {
	const workflow = read('rendez-vous.json');
	const node = (name: string) => workflow.nodes.find((candidate) => candidate.name === name)!;

	test('has the same production URL after every import', () => {
		expect(node('Calendly').webhookId).toBe('calendly-archimeuble');
	});

	test('evaluates no expression before Calendly has its answer', () => {
		const hotPath = [
			'Calendly',
			'Table du journal',
			'Préparer l’entrée',
			'Enregistrer la livraison',
			'Répondre à Calendly',
		];
		for (const name of hotPath) expect(JSON.stringify(node(name).parameters)).not.toContain('"=');
	});

	test('leaves a delivery alone for longer than an execution may run', () => {
		const limitMinutes = Number(workflow.settings.executionTimeout) / 60;
		const { retryPolicy } = read('relance.json').nodes.find(
			({ name }) => name === 'À reprendre maintenant',
		)!.parameters;
		expect(retryPolicy.leaseMinutes ?? 15).toBeGreaterThan(limitMinutes);
	});
});

test('no table name contains another: n8n looks tables up with LIKE', () => {
	const names = [JOURNAL_TABLE, APPOINTMENT_TABLE, SETTINGS_TABLE, REFUSAL_TABLE];
	for (const name of names) {
		expect(names.filter((other) => other !== name && other.includes(name))).toEqual([]);
	}
});
