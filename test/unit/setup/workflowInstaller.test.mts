import { fingerprintOf } from '../../../nodes/shared/setup/content';
import { CREDENTIALS } from '../../../nodes/shared/setup/credentials';
import { install } from '../../../nodes/shared/setup/install';
import { markedDescription, markOf, type Mark } from '../../../nodes/shared/setup/mark';
import { N8nApi } from '../../../nodes/shared/setup/n8nApi';
import type { InstalledWorkflow, Shipped } from '../../../nodes/shared/setup/plan';
import type { ReportLine } from '../../../nodes/shared/setup/report';
import { TABLES } from '../../../nodes/shared/setup/tables';
import type { ShippedWorkflow, WorkflowNode } from '../../../nodes/shared/setup/workflow';
import { withoutDerived } from '../../../nodes/shared/setup/workflowInstaller';
import { FakeN8nApi, NOTHING_FILLED } from '../../support/n8nApi.mts';
import { aCall, aReading, aStep, aWorkflow } from './fixtures.mts';

const OURS = 'n8n-nodes-calendly-archimeuble';
const [, TOKEN] = CREDENTIALS;
const tokenOf = { [TOKEN.type]: { id: TOKEN.id, name: TOKEN.name } };
const CLOCK = aStep('Horloge', 'n8n-nodes-base.scheduleTrigger');
const TRIGGER = aStep('Calendly', `${OURS}.calendlyArchiMeubleTrigger`);
const MAIL = aStep(
	'Courriel',
	'n8n-nodes-base.emailSend',
	{},
	{
		credentials: { smtp: { id: 'ArchiMeubleSmtp1', name: 'SMTP ArchiMeuble' } },
	},
);
const MANUAL = aStep('À la main', 'n8n-nodes-base.manualTrigger');
const ASKS = aStep('Demander', `${OURS}.calendlyArchiMeuble`, {}, { credentials: tokenOf });
const JOURNAL = { __rl: true, mode: 'name', value: 'archimeuble_journal' };

/** An n8n with credentials and tables, into which workflows are installed. */
function n8nWith(...workflows: InstalledWorkflow[]): FakeN8nApi {
	const n8n = new FakeN8nApi();
	n8n.credentials.push(...CREDENTIALS.map((one) => ({ ...one, id: `here-${one.id}` })));
	for (const [index, { name, columns }] of TABLES.entries()) {
		const listed = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
		n8n.tables.push({ id: `table-${index}`, name, columns: listed });
	}
	n8n.workflows.push(...workflows);
	return n8n;
}
const packageOf = (...workflows: ShippedWorkflow[]): Shipped => {
	return { version: '0.2.0', credentials: CREDENTIALS, workflows };
};
const run = async (n8n: FakeN8nApi, ...workflows: ShippedWorkflow[]) => {
	n8n.requests.length = 0;
	const report = await install(new N8nApi(n8n.transport), packageOf(...workflows), NOTHING_FILLED);
	return report.filter(({ objet }) => objet === 'Flux');
};
/** The requests that changed a workflow: method, what is said of its state, and the rest of the path. */
const told = ({ requests }: FakeN8nApi) =>
	requests
		.filter(({ method, path }) => method !== 'GET' && path.startsWith('/workflows'))
		.map(({ method, path, body }) => {
			const mark = markOf((body as any)?.description);
			return [method, ...path.split('/').slice(3), ...(mark === null ? [] : [mark.state])].join(
				' ',
			);
		});
const nodeOf = ({ nodes }: { nodes: WorkflowNode[] }, name: string) =>
	nodes.find((node) => node.name === name)!;
const flux = (workflow: ShippedWorkflow, etat: ReportLine['etat'], detail: string): ReportLine => {
	return { objet: 'Flux', nom: workflow.name, etat, detail };
};
function installed(
	workflow: ShippedWorkflow,
	mark: Partial<Mark> = {},
	more: Partial<InstalledWorkflow> = {},
): InstalledWorkflow {
	const written: Mark = {
		...{ shippedId: workflow.id, version: '0.1.0', state: 'installed' },
		...{ fingerprint: fingerprintOf(workflow), ...mark },
	};
	const here = { id: 'here', active: true, description: markedDescription(written, workflow.name) };
	return { ...structuredClone(workflow), ...here, ...more };
}

describe('a workflow that is made', () => {
	const made = aWorkflow(
		'ArchiMeubleA',
		[TRIGGER, MAIL, aReading(JOURNAL), aCall('ArchiMeubleA')],
		{
			settings: { timezone: 'Europe/Paris' },
		},
	);

	test('is made, marked as owed, published, and only then marked as installed', async () => {
		const n8n = n8nWith();
		expect(await run(n8n, made)).toEqual([flux(made, 'créé', 'Publié.')]);
		expect(told(n8n)).toEqual(['POST', 'PUT pending', 'POST publish', 'PUT installed']);
		const [workflow] = n8n.workflows;
		expect(workflow).toMatchObject({ active: true, settings: { timezone: 'Europe/Paris' } });
		expect(markOf(workflow.description)).toEqual({
			...{ shippedId: 'ArchiMeubleA', version: '0.2.0', state: 'installed' },
			fingerprint: fingerprintOf(made),
		});
	});

	test('has the credentials, tables and workflows of this n8n', async () => {
		const n8n = n8nWith();
		await run(n8n, made);
		const [workflow] = n8n.workflows;
		expect(nodeOf(workflow, 'Courriel').credentials).toEqual({
			smtp: { id: 'here-ArchiMeubleSmtp1', name: 'SMTP ArchiMeuble' },
		});
		expect(nodeOf(workflow, 'Lire').parameters.dataTableId).toMatchObject({ value: 'table-1' });
		expect(nodeOf(workflow, 'Appel').parameters.workflowId).toMatchObject({ value: workflow.id });
		expect(nodeOf(workflow, 'Calendly')).not.toHaveProperty('credentials');
	});

	test('keeps a credential that is none of the package’s', async () => {
		const own = { slackApi: { id: 'own', name: 'Slack' } };
		const n8n = n8nWith();
		await run(n8n, aWorkflow('ArchiMeubleA', [CLOCK, aStep('x', 'x', {}, { credentials: own })]));
		expect(nodeOf(n8n.workflows[0], 'x').credentials).toEqual(own);
	});

	test('has the token for its trigger where there is one, and for no other step', async () => {
		const n8n = n8nWith();
		n8n.hasToken = true;
		await run(n8n, made);
		expect(nodeOf(n8n.workflows[0], 'Calendly').credentials).toEqual({
			calendlyAccessTokenApi: {
				...{ id: 'here-ArchiMeubleToken', name: 'Jeton Calendly ArchiMeuble' },
			},
		});
		expect(nodeOf(n8n.workflows[0], 'Lire')).not.toHaveProperty('credentials');
	});

	test.each<[string, WorkflowNode[], string[], RegExp]>([
		['that a person starts is done', [MANUAL], ['POST', 'PUT installed'], /^À lancer à la main\.$/],
		[
			'that a person starts, and that asks Calendly, is done',
			[MANUAL, ASKS],
			['POST', 'PUT installed'],
			/^À lancer à la main\.$/,
		],
		[
			'that waits for a token stays owed',
			[CLOCK, ASKS],
			['POST', 'PUT pending'],
			/^Non publié tant que le jeton/,
		],
	])('and %s', async (_name, nodes, requests, detail) => {
		const n8n = n8nWith();
		expect(await run(n8n, aWorkflow('ArchiMeubleA', nodes))).toMatchObject([
			{ etat: 'créé', detail: expect.stringMatching(detail) },
		]);
		expect(told(n8n)).toEqual(requests);
		expect(n8n.workflows[0].active).toBe(false);
	});

	test('is called by those that are made after it', async () => {
		const n8n = n8nWith();
		const settings = { errorWorkflow: 'ArchiMeubleB' };
		const caller = aWorkflow('ArchiMeubleA', [CLOCK, aCall('ArchiMeubleB')], { settings });
		await run(n8n, caller, aWorkflow('ArchiMeubleB', [CLOCK]));
		const [called, calling] = n8n.workflows;
		expect(called.name).toBe('Flux ArchiMeubleB');
		expect(nodeOf(calling, 'Appel').parameters.workflowId).toMatchObject({ value: called.id });
		expect(calling.settings.errorWorkflow).toBe(called.id);
	});
});

describe('a workflow that is as it should be', () => {
	const workflow = aWorkflow('ArchiMeubleA', [CLOCK]);

	test.each<[string, Partial<Mark>, Partial<InstalledWorkflow>, string[], ReportLine]>([
		['is left', {}, {}, [], flux(workflow, 'déjà à jour', 'Publié.')],
		[
			'and that a person unpublished is left',
			...([{}, { active: false }, []] as const),
			flux(workflow, 'déjà à jour', 'Non publié.'),
		],
		[
			'and was never published is published',
			...([{ state: 'pending' }, { active: false }, ['POST publish', 'PUT installed']] as const),
			flux(workflow, 'mis à jour', 'Publié.'),
		],
		[
			'and published, but not marked so, is marked',
			...([{ state: 'pending' }, {}, ['PUT installed']] as const),
			flux(workflow, 'déjà à jour', 'Publié.'),
		],
	] as any)('%s', async (_name, mark, more, requests, line) => {
		const n8n = n8nWith(installed(workflow, mark, more));
		expect(await run(n8n, workflow)).toEqual([line]);
		expect(told(n8n)).toEqual(requests);
	});

	test('and waits for a token is not marked as published', async () => {
		const asks = aWorkflow('ArchiMeubleA', [CLOCK, ASKS]);
		const n8n = n8nWith(installed(asks, { state: 'pending' }, { active: false }));
		expect(await run(n8n, asks)).toMatchObject([{ etat: 'déjà à jour' }]);
		expect(told(n8n)).toEqual([]);
	});

	test('is given back without what n8n derives of it', async () => {
		const settings = { timezone: 'Europe/Paris', binaryMode: 'separate' };
		const n8n = n8nWith(installed(workflow, { state: 'pending' }, { settings, active: true }));
		await run(n8n, { ...workflow, settings: { timezone: 'Europe/Paris' } });
		expect(n8n.workflows[0].settings).toEqual({ timezone: 'Europe/Paris' });
		expect(withoutDerived(settings)).toEqual({ timezone: 'Europe/Paris' });
	});
});

describe('a workflow that is replaced', () => {
	const FLUX = `${OURS}.archiMeubleFlux`;
	const old = aWorkflow('ArchiMeubleA', [
		...[CLOCK, MAIL, aStep('Réglages', FLUX, { resource: 'setting' })],
	]);
	const next = aWorkflow('ArchiMeubleA', [
		...[CLOCK, MAIL, aStep('Réglages', FLUX, { resource: 'setting', operation: 'read' })],
		aStep('Nouveau', 'x', {}, { position: [3, 3] }),
	]);
	const before = (more: Partial<InstalledWorkflow> = {}) => {
		const workflow: any = installed(old, {}, { name: 'Notre nom', ...more });
		workflow.nodes[0].position = [7, 7];
		workflow.nodes[1].credentials = { smtp: { id: 'own', name: 'Messagerie' } };
		workflow.nodes[2].parameters.defaults = { fichier_log: '/donnees/a.log' };
		return workflow as InstalledWorkflow;
	};

	test('keeps its name, places, credentials and log, and does what the new one does', async () => {
		const n8n = n8nWith(before());
		expect(await run(n8n, next)).toEqual([flux(next, 'mis à jour', 'Publié.')]);
		expect(told(n8n)).toEqual(['PUT installed']);
		const [workflow] = n8n.workflows;
		expect(workflow.name).toBe('Notre nom');
		expect(nodeOf(workflow, 'Horloge').position).toEqual([7, 7]);
		expect(nodeOf(workflow, 'Nouveau').position).toEqual([3, 3]);
		expect(nodeOf(workflow, 'Courriel').credentials).toEqual({
			smtp: { id: 'own', name: 'Messagerie' },
		});
		expect(nodeOf(workflow, 'Réglages').parameters).toEqual({
			...{ resource: 'setting', operation: 'read' },
			defaults: { fichier_log: '/donnees/a.log' },
		});
	});

	test.each<[string, Partial<Mark>, boolean, string[], string]>([
		['stopped by a person stays so', {}, false, ['PUT installed'], 'Non publié.'],
		[
			'never published is published',
			{ state: 'pending' },
			false,
			['PUT pending', 'POST publish', 'PUT installed'],
			'Publié.',
		],
	])('and was %s', async (_name, mark, active, requests, detail) => {
		const n8n = n8nWith(installed(old, mark, { active }));
		expect(await run(n8n, next)).toEqual([flux(next, 'mis à jour', detail)]);
		expect(told(n8n)).toEqual(requests);
		expect(nodeOf(n8n.workflows[0], 'Nouveau')).toBeDefined();
	});

	test.each<[string, Partial<Mark>, boolean, string]>([
		['waits for a token stays owed', { state: 'pending' }, false, 'PUT pending'],
		['ran with a token that is gone runs on', {}, true, 'PUT installed'],
	])('and %s', async (_name, mark, active, request) => {
		const asks = aWorkflow('ArchiMeubleA', [CLOCK, ASKS]);
		const n8n = n8nWith(installed(asks, mark, { active }));
		await run(n8n, aWorkflow('ArchiMeubleA', [CLOCK, ASKS, aStep('Nouveau', 'x')]));
		expect(told(n8n)).toEqual([request]);
	});
});

describe('a workflow a person changed', () => {
	const old = aWorkflow('ArchiMeubleA', [CLOCK, aStep('Étape', `${OURS}.archiMeubleFlux`)]);
	const next = aWorkflow('ArchiMeubleA', [
		CLOCK,
		aStep('Étape', `${OURS}.archiMeubleFlux`, { a: 1 }),
	]);
	const edited = () => {
		const workflow = installed(old);
		workflow.nodes[1].typeVersion = 9;
		return workflow;
	};

	test('is kept, the new one beside it, unpublished', async () => {
		const n8n = n8nWith(edited());
		expect(await run(n8n, next)).toEqual([
			flux(
				next,
				'modifié par vous et gardé',
				'Ce qui diffère\u00a0: «\u00a0Étape\u00a0». La nouvelle version est à côté, non publiée\u00a0: «\u00a0Flux ArchiMeubleA (0.2.0)\u00a0».',
			),
		]);
		expect(told(n8n)).toEqual(['POST', 'PUT beside']);
		expect(n8n.workflows.map(({ name, active }) => [name, active])).toEqual([
			['Flux ArchiMeubleA', true],
			['Flux ArchiMeubleA (0.2.0)', false],
		]);
		expect(n8n.workflows[0].nodes[1].typeVersion).toBe(9);
	});

	test('is kept where the new one is what was installed', async () => {
		const n8n = n8nWith(edited());
		expect(await run(n8n, old)).toEqual([
			flux(old, 'modifié par vous et gardé', 'Ce qui diffère\u00a0: «\u00a0Étape\u00a0».'),
		]);
		expect(told(n8n)).toEqual([]);
	});
});

describe('what n8n refuses', () => {
	const workflow = aWorkflow('ArchiMeubleA', [CLOCK]);
	const refusing = (path: RegExp, status: number, ...there: InstalledWorkflow[]) => {
		const n8n = n8nWith(...there);
		n8n.fault = (request) =>
			request.method !== 'GET' && path.test(request.path)
				? { status, body: { message: 'no such node' } }
				: undefined;
		return n8n;
	};

	test('of a workflow that is there is told of it, and the others are done', async () => {
		const n8n = refusing(/publish$/, 400);
		const [first, second] = await run(n8n, workflow, aWorkflow('ArchiMeubleB', [MANUAL]));
		expect(first).toMatchObject({
			...{ etat: 'à faire', nom: workflow.name },
			detail: expect.stringMatching(/no such node\. Corriger/),
		});
		expect(second).toMatchObject({ etat: 'créé' });
	});

	test('of a workflow that was there before, too', async () => {
		const n8n = refusing(/./, 400, installed(workflow, { state: 'pending' }));
		expect(await run(n8n, workflow)).toMatchObject([{ etat: 'à faire' }]);
	});

	test.each<[string, RegExp, number]>([
		['to make ends it', /^\/workflows$/, 400],
		['because it fails ends it', /publish$/, 500],
		['to this key ends it', /publish$/, 403],
	])('%s', async (_name, path, status) => {
		await expect(run(refusing(path, status), workflow)).rejects.toMatchObject({ status });
	});
});
