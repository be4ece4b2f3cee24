import { OPERATIONS as FLUX } from '../../nodes/ArchiMeubleFlux/operations';
import { OPERATIONS as PUBLIC } from '../../nodes/CalendlyArchiMeuble/operations';
import { defaultClientFields, defaultClientWording } from '../../nodes/shared/email/clientWording';
import { defaultAgendaWording } from '../../nodes/shared/email/agendaWording';
import {
	CLIENT_MAIL_KINDS,
	type ClientMailKind,
	type MailKind,
} from '../../nodes/shared/appointment/announcement';
import type { AnyMailKind } from '../../nodes/shared/email/mail';
import { defaultFields, defaultWording } from '../../nodes/shared/email/wording';
import { isDelivery } from '../../nodes/shared/journal/entry';
import { SETTINGS_TABLE } from '../../nodes/shared/settings/settings';
import { TABLES } from '../../nodes/shared/setup/tables';
import { calledFirst, calledWorkflow } from '../../nodes/shared/setup/workflow';
import {
	shippedWorkflow,
	shippedWorkflows,
	withTableColumns,
	workflowFileNames,
	workflowText,
	type WorkflowFile,
	type WorkflowNode,
} from '../../scripts/lib/workflowFiles.mts';
import { WORKFLOW_RULES } from '../../scripts/lib/workflowRules.mts';

/** Parameters as the tests look into them. */
type Parameters = Record<string, any>;

/** What our nodes call their fields, those of collections too. */
const FIELDS = new Set(
	[...FLUX, ...PUBLIC]
		.map(({ properties }) => JSON.stringify(properties))
		.flatMap((text) => [...text.matchAll(/"displayName":"([^"]+)"/g)].map(([, name]) => name)),
);
/** Of n8n, or stressed. */
const IN_ITALICS = ['Execute workflow', 'Production URL', 'À modifier librement'];

const files = workflowFileNames();
const all = shippedWorkflows();

test('the bundled workflows are there', () => {
	expect(files).toEqual([
		'erreurs.json',
		'essai.json',
		'installation.json',
		'moteur.json',
		'rappels.json',
		'rattrapage.json',
		'rejouer.json',
		'relance.json',
		'rendez-vous.json',
		'rgpd.json',
		'tableau-de-bord.json',
	]);
});

test('only the installation makes tables and writes settings', () => {
	const preparing = all.filter(({ nodes }) =>
		nodes.some(({ parameters }): boolean => {
			const { resource, operation, dataTableId }: Parameters = parameters;
			const makesTable = resource === 'table' && operation === 'create';
			return makesTable || (dataTableId?.value === SETTINGS_TABLE && operation !== 'get');
		}),
	);
	expect(preparing.map(({ name }) => name)).toEqual(['ArchiMeuble – Installation']);
});

test('the note of the installation counts the tables there are', () => {
	const counted = ['zéro', 'une', 'deux', 'trois', 'quatre', 'cinq'][TABLES.length];
	expect(workflowText('installation.json')).toContain(`les ${counted} tables`);
});

test('all together they are few enough to be read', () => {
	expect(all.flatMap(({ nodes }) => nodes).length).toBeLessThanOrEqual(200);
});

test('the page names the webhook it asks again, whose proof n8n checks', () => {
	const { nodes } = shippedWorkflow('tableau-de-bord.json');
	const node = (name: string): any => nodes.find((one) => one.name === name);
	const asked = node('Page, sans recharger');
	expect(asked.parameters.authentication).toBe('basicAuth');
	expect(asked.credentials).toEqual(node('Page').credentials);
	expect(node('Que lire ?').parameters.pageWebhook).toBe(`${asked.id}-${asked.webhookId}`);
});

describe.each(files)('%s', (file) => {
	const workflow = shippedWorkflow(file);

	test.each(WORKFLOW_RULES)('$name', ({ broken }) => {
		expect(broken(workflow, workflowText(file), all)).toEqual([]);
	});

	test('its notes name only fields there are, in the words of the editor', () => {
		const notes = workflow.nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		const named = notes.flatMap(({ parameters }) => [
			...String((parameters as Parameters).content).matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g),
		]);
		const words = named.map(([, word]) => word).filter((word) => !IN_ITALICS.includes(word));
		expect(words.filter((word) => !FIELDS.has(word))).toEqual([]);
	});

	test('asks its tables only for columns the code knows', () => {
		const rows = tableNodes(workflow).filter(({ resource }) => resource !== 'table');
		for (const { dataTableId, filters, columns } of rows) {
			const table = TABLES.find(({ name }) => name === dataTableId.value);
			const conditions: Array<{ keyName: string }> = filters?.conditions ?? [];
			const used = [
				...conditions.map(({ keyName }) => keyName),
				...Object.keys(columns?.value ?? {}),
			];
			expect([...Object.keys(table?.columns ?? {}), 'id']).toEqual(expect.arrayContaining(used));
		}
	});
});

describe('the tables', () => {
	const isMaking = ({ resource, operation }: Parameters) =>
		resource === 'table' && operation === 'create';

	test('are made by « Installation » alone, with the columns of the code', () => {
		const making = all.filter((workflow) => tableNodes(workflow).some(isMaking));
		expect(making.map(({ id }) => id)).toEqual([shippedWorkflow('installation.json').id]);
		expect(making.map((workflow) => withTableColumns(workflow, TABLES))).toEqual(making);
		const made = making.flatMap(tableNodes).filter(isMaking);
		expect(made.map(({ tableName }) => tableName as string).sort()).toEqual(
			TABLES.map(({ name }) => name).sort(),
		);
		expect(made.every(({ options }) => options.createIfNotExists)).toBe(true);
	});

	test('have names of which none contains another: n8n looks tables up with LIKE', () => {
		const names = TABLES.map(({ name }) => name);
		for (const name of names) {
			expect(names.filter((other) => other !== name && other.includes(name))).toEqual([]);
		}
	});
});

function tableNodes({ nodes }: WorkflowFile): Parameters[] {
	return nodes
		.filter(({ type }) => type === 'n8n-nodes-base.dataTable')
		.map(({ parameters }) => parameters);
}

describe('rendez-vous.json', () => {
	const workflow = shippedWorkflow('rendez-vous.json');
	const node = (name: string) => workflow.nodes.find((candidate) => candidate.name === name)!;

	test('has the same production URL after every import', () => {
		expect(node('Calendly').webhookId).toBe('calendly-archimeuble');
	});

	test('has at most thirty steps', () => {
		const steps = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		expect(steps.length).toBeLessThanOrEqual(30);
	});

	test('evaluates no expression before Calendly has its answer', () => {
		const isAnswer = ({ parameters: { resource, operation } }: WorkflowNode) =>
			resource === 'webhook' && operation === 'respond';
		const next = ({ name }: WorkflowNode) =>
			workflow.connections[name].main[0]!.map((to) => to.node);
		let [name] = ['Calendly'];
		for (; !isAnswer(node(name)); [name] = next(node(name))) {
			expect(next(node(name))).toHaveLength(1);
			expect(JSON.stringify(node(name).parameters)).not.toContain('"=');
		}
		expect(JSON.stringify(node(name).parameters)).not.toContain('"=');
	});

	test('leaves a delivery alone for longer than an execution may run', () => {
		const limitMinutes = Number(workflow.settings.executionTimeout) / 60;
		const { retryPolicy }: Parameters = shippedWorkflow('relance.json').nodes.find(
			({ name }) => name === 'À reprendre maintenant',
		)!.parameters;
		expect(retryPolicy.leaseMinutes ?? 15).toBeGreaterThan(limitMinutes);
	});
});

test('what a workflow notes in the journal besides deliveries is known to be none', () => {
	const noted = all
		.flatMap(({ nodes }) => nodes)
		.map(({ parameters }) => (parameters as Parameters).columns?.value?.evenement)
		.filter((evenement) => evenement !== undefined);
	expect(noted.length).toBeGreaterThan(0);
	expect(noted.filter((evenement) => isDelivery({ evenement }))).toEqual([]);
});

test('no table name contains another: n8n looks tables up with LIKE', () => {
	const names = TABLES.map(({ name }) => name);
	for (const name of names) {
		expect(names.filter((other) => other !== name && other.includes(name))).toEqual([]);
	}
});

describe('the texts of the mails in the workflows are those of the code', () => {
	const composing = all
		.flatMap(({ nodes }) => nodes)
		.map(({ parameters }): Parameters => parameters)
		.filter(({ resource, operation }) => resource === 'email' && operation === 'compose');

	test.each(composing.map((parameters) => [parameters.kind as AnyMailKind, parameters] as const))(
		'%s',
		(kind, parameters) => {
			const { wording, fields } = defaultsOf(kind);
			const { fields: workshop, clientFields, ...last } = parameters.ending;
			const texts = { ...parameters.opening, ...last };
			expect(texts).toEqual(wording);
			expect(new Set(workshop ?? clientFields)).toEqual(new Set(fields));
		},
	);

	test('every kind of mail is composed somewhere', () => {
		const kinds: AnyMailKind[] = ['created', 'rescheduled', 'canceled', 'agenda'];
		const composed = composing.map(({ kind }) => kind as string);
		expect(composed.sort()).toEqual([...kinds, ...CLIENT_MAIL_KINDS].sort());
	});
});

function defaultsOf(kind: AnyMailKind): { wording: object; fields: readonly string[] } {
	if (kind === 'agenda') return { wording: defaultAgendaWording(), fields: [] };
	if (isClientKind(kind)) {
		return { wording: defaultClientWording(kind), fields: defaultClientFields(kind) };
	}
	return { wording: defaultWording(kind), fields: defaultFields(kind) };
}

function isClientKind(kind: MailKind | ClientMailKind): kind is ClientMailKind {
	return CLIENT_MAIL_KINDS.some((known) => known === kind);
}

test('each is published after those it calls, and after the one that tells of errors', () => {
	const order = calledFirst(all, all).map(({ id }) => id);
	expect(order).toHaveLength(all.length);
	for (const { id, nodes, settings } of all) {
		const called = [settings.errorWorkflow, ...nodes.map(calledWorkflow)];
		for (const other of called) {
			if (typeof other !== 'string' || other === id) continue;
			expect(order.indexOf(other)).toBeLessThan(order.indexOf(id));
		}
	}
});
