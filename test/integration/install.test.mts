/**
 * Setup → Install in a plain n8n that only has the package: what a person does who installed it by
 * clicking and made an API key.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../scripts/lib/config.mts';
import { EditorApi } from '../../scripts/lib/editorApi.mts';
import { writePrivateJson } from '../../scripts/lib/files.mts';
import { launchN8n, localUrlOf, n8nEnvironment, untilReady } from '../../scripts/lib/n8n.mts';
import { pathsIn } from '../../scripts/lib/paths.mts';
import { linkPackage } from '../../scripts/lib/provision.mts';
import { resolveSecrets } from '../../scripts/lib/secrets.mts';
import { SIGNING_CREDENTIAL } from '../../nodes/shared/setup/credentials';
import { calledWorkflow } from '../../nodes/shared/setup/workflow';
import { markOf } from '../../nodes/shared/setup/mark';
import { SHIPPED } from '../../nodes/adapters/shipped';
import { freePort } from '../support/instance.mts';
import { until } from '../support/until.mts';

jest.setTimeout(120_000);

const SECRET = 'a-signing-secret-of-good-length-and-more';
const folder = mkdtempSync(join(tmpdir(), 'archimeuble-install-'));
let n8n: ChildProcess;
let editor: EditorApi;
let base: string;
let apiKey: string;

beforeAll(async () => {
	mkdirSync(join(folder, 'n8n'));
	const userFolder = join(folder, 'n8n');
	const config = readConfig(userFolder, {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(await freePort()),
		CALENDLY_SIGNING_SECRET: SECRET,
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: '9',
	});
	const paths = pathsIn(userFolder);
	const { secrets } = resolveSecrets(config);
	const environment = await n8nEnvironment(config, paths, secrets, await freePort());
	linkPackage(paths);
	writePrivateJson(paths.credentialsOverwrite, {});
	n8n = launchN8n(environment, paths.n8nLog, () => {});
	base = localUrlOf(config);
	await untilReady(n8n, base);
	const owner = { email: config.ownerEmail, password: secrets.ownerPassword };
	editor = await EditorApi.open({ editor: base, owner });
	const { scopes } = await editor
		.ask<string[]>('GET', '/rest/api-keys/scopes')
		.then((all) => ({ scopes: all }));
	const key = await editor.ask<{ rawApiKey: string }>('POST', '/rest/api-keys', {
		...{ label: 'Installation', expiresAt: null, scopes },
	});
	apiKey = key.rawApiKey;
	await editor.ask('POST', '/rest/credentials', {
		...{ name: 'Clé', type: 'archiMeubleN8nApi', data: { apiKey, baseUrl: base } },
	});
});

afterAll(async () => {
	const ended = new Promise((resolve) => n8n.once('exit', resolve));
	process.kill(-n8n.pid!, 'SIGTERM');
	await ended;
	rmSync(folder, { recursive: true, force: true });
});

const api = async (method: string, path: string, body?: object): Promise<any> => {
	const response = await fetch(`${base}/api/v1${path}`, {
		method,
		headers: { 'X-N8N-API-KEY': apiKey, 'Content-Type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	expect([path, response.status < 300 ? 'ok' : await response.text()]).toEqual([path, 'ok']);
	return await response.json();
};

/** With their descriptions, which n8n's list leaves out. */
const workflows = async (): Promise<any[]> => {
	const { data } = await api('GET', '/workflows?limit=250');
	return await Promise.all(data.map(({ id }: any) => api('GET', `/workflows/${id}`)));
};
const named = async (name: string) => (await workflows()).find((one) => one.name === name);
const RENDEZ_VOUS = 'ArchiMeuble – Rendez-vous';

/** Drops the node on a canvas, chooses what Setup is to do and executes it; gives the report. */
async function setUp(parameters: object): Promise<Array<Record<string, string>>> {
	const [credential] = (await editor.ask<any[]>('GET', '/rest/credentials')).filter(
		({ type }) => type === 'archiMeubleN8nApi',
	);
	const made = await editor.ask<any>('POST', '/rest/workflows', {
		name: 'Installer',
		settings: {},
		nodes: [
			{
				...{ id: 'a', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 },
				...{ position: [0, 0], parameters: {} },
			},
			{
				...{ id: 'b', name: 'Install', position: [200, 0], typeVersion: 1 },
				type: 'n8n-nodes-calendly-archimeuble.calendlyArchiMeuble',
				parameters: { resource: 'setup', allowChanges: true, ...parameters },
				credentials: { archiMeubleN8nApi: { id: credential.id, name: credential.name } },
			},
		],
		connections: { Start: { main: [[{ node: 'Install', type: 'main', index: 0 }]] } },
	});
	const { executionId } = await editor.ask<any>('POST', `/rest/workflows/${made.id}/run`, {
		triggerToStartFrom: { name: 'Start' },
	});
	const execution = await until(
		'the installation to end',
		async () => {
			const found = await editor.ask<any>('GET', `/rest/executions/${executionId}`);
			return found.status !== 'running' && found.status !== 'new' && found;
		},
		60_000,
	);
	await api('DELETE', `/workflows/${made.id}`);
	const { parse } = await import('flatted');
	const data: any = parse(execution.data);
	const run = data.resultData.runData.Install?.[0];
	if (run?.error !== undefined) throw new Error(`${run.error.message}: ${run.error.description}`);
	return run.data.main[0].map(({ json }: any) => json);
}

const install = async () => await setUp({ operation: 'install' });

const statesOf = (report: Array<Record<string, string>>, objet: string) =>
	Object.fromEntries(
		report.filter((line) => line.objet === objet).map(({ nom, etat }) => [nom, etat]),
	);

test('one run makes credentials, tables and workflows, wires and publishes them', async () => {
	const report = await install();
	expect(Object.values(statesOf(report, 'Flux'))).toEqual(SHIPPED.workflows.map(() => 'créé'));
	expect(statesOf(report, 'Table')).toMatchObject({ archimeuble_journal: 'créé' });
	expect(statesOf(report, 'Identifiants')).toEqual(
		Object.fromEntries(
			SHIPPED.credentials.map(({ name }) => [
				name,
				name === SIGNING_CREDENTIAL.name ? 'créé' : 'à faire',
			]),
		),
	);
	const made = await workflows();
	const ids = new Set(made.map(({ id }) => id));
	const called = made.flatMap(({ nodes }) => nodes.map(calledWorkflow)).filter((id) => id !== null);
	expect(called.filter((id) => !ids.has(id))).toEqual([]);
	expect(
		made
			.filter(({ active }) => !active)
			.map(({ name }) => name)
			.sort(),
	).toEqual(['ArchiMeuble – Rattrapage', 'ArchiMeuble – Rejouer']);
	for (const { settings, description, name } of made) {
		const [shipped] = SHIPPED.workflows.filter((one) => one.name === name);
		expect(settings.timezone).toBe(shipped.settings.timezone);
		expect(ids.has(settings.errorWorkflow ?? made[0].id)).toBe(true);
		expect(markOf(description)).toMatchObject({
			shippedId: shipped.id,
			// Without a token it waits to be published.
			state: name === 'ArchiMeuble – Rattrapage' ? 'pending' : 'installed',
		});
	}
});

test('a second run changes nothing', async () => {
	const before = await workflows();
	const report = await install();
	expect(new Set(Object.values(statesOf(report, 'Flux')))).toEqual(new Set(['déjà à jour']));
	const versions = (all: any[]) => all.map(({ id, versionId }) => `${id} ${versionId}`).sort();
	expect(versions(await workflows())).toEqual(versions(before));
});

test('a workflow a person changed is kept, and the report names the node', async () => {
	const workflow = await named(RENDEZ_VOUS);
	const { nodes, connections, settings, description } = workflow;
	const mail = nodes.find(({ parameters }: any) => parameters.kind === 'created');
	mail.parameters.opening.greeting = 'Salut,';
	const { executionOrder, timezone, errorWorkflow } = settings;
	await api('PUT', `/workflows/${workflow.id}`, {
		...{ name: workflow.name, nodes, connections, description },
		settings: { ...settings, executionOrder, timezone, errorWorkflow, binaryMode: undefined },
	});
	const report = await install();
	const [line] = report.filter(({ nom }) => nom === RENDEZ_VOUS);
	expect(line).toMatchObject({
		etat: 'modifié par vous et gardé',
		detail: expect.stringContaining(mail.name),
	});
	const after = await named(RENDEZ_VOUS);
	expect(after.nodes.find(({ id }: any) => id === mail.id).parameters.opening.greeting).toBe(
		'Salut,',
	);
	expect(after.active).toBe(true);
});

test('removing unpublishes all, deletes what was confirmed, and leaves the tables', async () => {
	expect(statesOf(await setUp({ operation: 'remove' }), 'Flux')).toMatchObject({
		[RENDEZ_VOUS]: 'arrêté',
	});
	expect((await workflows()).filter(({ active }) => active)).toEqual([]);
	const removal = { operation: 'remove', deleteWorkflows: true, tables: 'archimeuble_refus' };
	const report = await setUp(removal);
	expect(await workflows()).toEqual([]);
	expect(statesOf(report, 'Table')).toMatchObject({
		archimeuble_refus: 'supprimé',
		archimeuble_rendezvous: 'gardé',
	});
	const { data } = await api('GET', '/data-tables?limit=250');
	expect(data.map(({ name }: any) => name)).not.toContain('archimeuble_refus');
});
