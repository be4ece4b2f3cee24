import { defaultClientFields, defaultClientWording } from '../../nodes/shared/email/clientWording';
import { defaultAgendaWording } from '../../nodes/shared/email/agendaWording';
import { APPOINTMENT_COLUMNS, APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import {
	CLIENT_MAIL_KINDS,
	type ClientMailKind,
	type MailKind,
} from '../../nodes/shared/appointment/announcement';
import type { AnyMailKind } from '../../nodes/shared/email/mail';
import { defaultFields, defaultWording } from '../../nodes/shared/email/wording';
import { JOURNAL_COLUMNS, JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { REFUSAL_COLUMNS, REFUSAL_TABLE } from '../../nodes/shared/journal/refusals';
import { SETTINGS_TABLE } from '../../nodes/shared/settings/settings';
import {
	shippedWorkflow,
	shippedWorkflows,
	workflowFileNames,
	workflowText,
} from '../../scripts/lib/workflowFiles.mts';
import { WORKFLOW_RULES } from '../../scripts/lib/workflowRules.mts';

/** Parameters as the tests look into them. */
type Parameters = Record<string, any>;

const files = workflowFileNames();
const all = shippedWorkflows();

test('the ten workflows are there', () => {
	expect(files).toEqual([
		'erreurs.json',
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

test('all together they are few enough to be read', () => {
	const count = all.reduce((sum, { nodes }) => sum + nodes.length, 0);
	expect(count).toBeLessThanOrEqual(200);
});

describe.each(files)('%s', (file) => {
	const workflow = shippedWorkflow(file);

	test.each(WORKFLOW_RULES)('$name', ({ broken }) => {
		expect(broken(workflow, workflowText(file), all)).toEqual([]);
	});

	test('names its tables with columns the code knows', () => {
		const tableNodes = workflow.nodes.filter(({ type }) => type.endsWith('.dataTable'));
		const columns: Record<string, string[]> = {
			[JOURNAL_TABLE]: Object.keys(JOURNAL_COLUMNS),
			[APPOINTMENT_TABLE]: [...APPOINTMENT_COLUMNS],
			[SETTINGS_TABLE]: ['reglage', 'valeur', 'aide'],
			[REFUSAL_TABLE]: Object.keys(REFUSAL_COLUMNS),
		};
		for (const node of tableNodes) {
			const parameters: Parameters = node.parameters;
			if (parameters.operation === 'list') continue;
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
});

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
		const hotPath = [
			'Calendly',
			'Préparer l’entrée',
			'Enregistrer le message',
			'Répondre à Calendly',
		];
		for (const name of hotPath) expect(JSON.stringify(node(name).parameters)).not.toContain('"=');
	});

	test('leaves a delivery alone for longer than an execution may run', () => {
		const limitMinutes = Number(workflow.settings.executionTimeout) / 60;
		const { retryPolicy }: Parameters = shippedWorkflow('relance.json').nodes.find(
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

describe('the texts of the mails in the workflows are those of the code', () => {
	const composing = all
		.flatMap(({ nodes }) => nodes)
		.map(({ parameters }): Parameters => parameters)
		.filter(({ resource, operation }) => resource === 'email' && operation === 'compose');

	test.each(composing.map((parameters) => [parameters.kind as AnyMailKind, parameters] as const))(
		'%s',
		(kind, parameters) => {
			const { wording, fields } = defaultsOf(kind);
			const shown = Object.fromEntries(Object.keys(wording).map((key) => [key, parameters[key]]));
			expect(shown).toEqual(wording);
			expect(new Set(parameters.fields)).toEqual(new Set(fields));
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
