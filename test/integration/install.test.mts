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
import { launchN8n, localUrlOf, n8nEnvironment, untilReady } from '../../scripts/lib/n8n.mts';
import { pathsIn } from '../../scripts/lib/paths.mts';
import { linkPackage } from '../../scripts/lib/provision.mts';
import { resolveSecrets } from '../../scripts/lib/secrets.mts';
import { SIGNING_CREDENTIAL } from '../../nodes/shared/setup/credentials';
import { calledWorkflow } from '../../nodes/shared/setup/workflow';
import { markOf } from '../../nodes/shared/setup/mark';
import { SHIPPED } from '../../nodes/adapters/shipped';
import { freePort } from '../support/instance.mts';
import { Proxy, type ProxyFault } from '../support/proxy.mts';
import { until } from '../support/until.mts';

jest.setTimeout(120_000);

const SECRET = 'a-signing-secret-of-good-length-and-more';
const folder = mkdtempSync(join(tmpdir(), 'archimeuble-install-'));
let n8n: ChildProcess;
let editor: EditorApi;
let base: string;
let apiKey: string;
let allScopes: string[];

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
	const owner = { email: config.ownerEmail, password: secrets.ownerPassword };
	const environment = await n8nEnvironment(config, paths, owner, await freePort());
	linkPackage(paths);
	n8n = launchN8n(environment, paths.n8nLog, () => {});
	base = localUrlOf(config);
	await untilReady(n8n, base);
	editor = await EditorApi.open({ editor: base, owner });
	allScopes = await editor.ask<string[]>('GET', '/rest/api-keys/scopes');
	apiKey = await newKey();
});

afterAll(async () => {
	const ended = new Promise((resolve) => n8n.once('exit', resolve));
	process.kill(-n8n.pid!, 'SIGTERM');
	await ended;
	rmSync(folder, { recursive: true, force: true });
});

/** @param expiresAt in seconds since 1970; null for never */
async function newKey(scopes = allScopes, expiresAt: number | null = null): Promise<string> {
	const label = `Installation ${++keys}`;
	const body = { label, expiresAt, scopes };
	return (await editor.ask<{ rawApiKey: string }>('POST', '/rest/api-keys', body)).rawApiKey;
}
let keys = 0;

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
const RELANCE = 'ArchiMeuble – Relance';
const RENDEZ_VOUS = 'ArchiMeuble – Rendez-vous';
const NEEDS_TOKEN = 'ArchiMeuble – Rattrapage';
const UNPUBLISHED = ['ArchiMeuble – Essai', NEEDS_TOKEN, 'ArchiMeuble – Rejouer'];

/**
 * Drops the node on a canvas, chooses what Setup is to do and executes it; gives the report.
 *
 * @param access another key or address in the node's credential
 * @throws the message of the node with its remedy
 */
async function setUp(
	parameters: object,
	access: { apiKey?: string; baseUrl?: string } = {},
): Promise<Array<Record<string, string>>> {
	const credential = await editor.ask<any>('POST', '/rest/credentials', {
		...{ name: 'Clé', type: 'archiMeubleN8nApi', data: { apiKey, baseUrl: base, ...access } },
	});
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

const install = async (access: { apiKey?: string; baseUrl?: string } = {}) =>
	await setUp({ operation: 'install' }, access);

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
	).toEqual(UNPUBLISHED);
	for (const { settings, description, name } of made) {
		const [shipped] = SHIPPED.workflows.filter((one) => one.name === name);
		expect(settings.timezone).toBe(shipped.settings.timezone);
		expect(ids.has(settings.errorWorkflow ?? made[0].id)).toBe(true);
		expect(markOf(description)).toMatchObject({
			shippedId: shipped.id,
			// Without a token it waits to be published.
			state: name === NEEDS_TOKEN ? 'pending' : 'installed',
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
	const removal = { operation: 'remove', deleteWorkflows: true, tables: 'archimeuble_journal' };
	const report = await setUp(removal);
	expect(await workflows()).toEqual([]);
	expect(statesOf(report, 'Table')).toMatchObject({
		archimeuble_journal: 'supprimé',
		archimeuble_rendezvous: 'gardé',
	});
	const { data } = await api('GET', '/data-tables?limit=250');
	expect(data.map(({ name }: any) => name)).not.toContain('archimeuble_journal');
});

/** All is there once, published where it is to be, and no mark waits for anything but the token. */
async function expectInstalled(): Promise<void> {
	const all = (await workflows()).filter(({ name }) => name.startsWith('ArchiMeuble'));
	expect(all.map(({ name }) => name).sort()).toEqual(
		SHIPPED.workflows.map(({ name }) => name).sort(),
	);
	const unpublished = all.filter(({ active }) => !active).map(({ name }) => name);
	expect(unpublished.sort()).toEqual(UNPUBLISHED);
	const waiting = all.filter(({ description }) => markOf(description)?.state !== 'installed');
	expect(waiting.map(({ name }) => name)).toEqual([NEEDS_TOKEN]);
	const { data } = await api('GET', '/credentials?limit=250');
	const names = data.map(({ name }: any) => name);
	for (const { name } of SHIPPED.credentials) {
		expect(names.filter((one: string) => one === name)).toEqual([name]);
	}
}

describe('refused', () => {
	test('for a wrong key, nothing is made', async () => {
		await expect(install({ apiKey: `${apiKey}x` })).rejects.toThrow(
			/fausse, expirée.*En faire une/,
		);
		expect(await workflows()).toEqual([]);
	});

	test('for a key that has expired, nothing is made', async () => {
		const expired = await newKey(allScopes, Math.floor(Date.now() / 1000) + 2);
		const headers = { 'X-N8N-API-KEY': expired };
		await until(
			'the key to expire',
			async () => (await fetch(`${base}/api/v1/workflows`, { headers })).status === 401,
		);
		await expect(install({ apiKey: expired })).rejects.toThrow(/fausse, expirée.*En faire une/);
		expect(await workflows()).toEqual([]);
	});

	test('for a key that may only read workflows, nothing is made', async () => {
		const key = await newKey(['workflow:read', 'workflow:list']);
		await expect(install({ apiKey: key })).rejects.toThrow(/pas le droit.*toutes les portées/);
		expect(await workflows()).toEqual([]);
	});

	test('where there is no n8n at the address, it says so', async () => {
		const baseUrl = `http://127.0.0.1:${await freePort()}`;
		await expect(install({ baseUrl })).rejects.toThrow(/ne répond pas.*écrire l’adresse/);
	});

	test('where another workflow has the name of one of ours, nothing is made', async () => {
		const made = await api('POST', '/workflows', {
			...{ name: RENDEZ_VOUS, nodes: [], connections: {}, settings: {} },
		});
		expect(await install()).toMatchObject([
			{ etat: 'à faire', detail: expect.stringContaining('le renommer ou l’archiver') },
		]);
		expect(await workflows()).toHaveLength(1);
		await api('DELETE', `/workflows/${made.id}`);
	});

	test('half-way for a key that may not publish, a run with another one ends well', async () => {
		const key = await newKey(
			allScopes.filter((scope) => !/^workflow:(activate|publish)/.test(scope)),
		);
		await expect(install({ apiKey: key })).rejects.toThrow(/pas le droit.*toutes les portées/);
		expect((await workflows()).filter(({ active }) => active)).toEqual([]);
		await install();
		await expectInstalled();
	});
});

test('while a person has stopped what others call, the others are told and all else is done', async () => {
	const [called, caller] = [await named(RENDEZ_VOUS), await named(RELANCE)];
	for (const { id } of [caller, called]) await api('POST', `/workflows/${id}/unpublish`, {});
	await until('the caller to be gone', async () => {
		const init = { method: 'DELETE', headers: { 'X-N8N-API-KEY': apiKey } };
		return (await fetch(`${base}/api/v1/workflows/${caller.id}`, init)).ok;
	});
	const report = await install();
	expect(report.find(({ nom }) => nom === RELANCE)).toMatchObject({
		etat: 'à faire',
		detail: expect.stringContaining('appelle un flux qui n’est pas publié'),
	});
	expect(statesOf(report, 'Flux')).toMatchObject({ 'ArchiMeuble – RGPD': 'déjà à jour' });
	await api('POST', `/workflows/${called.id}/publish`, {});
	expect(statesOf(await install(), 'Flux')).toMatchObject({ [RELANCE]: 'mis à jour' });
	await expectInstalled();
});

test('of two runs at once one waits for nobody, the other says so, and nothing is there twice', async () => {
	await setUp({ operation: 'remove', deleteWorkflows: true });
	const runs = await Promise.allSettled([install(), install()]);
	const refused = runs.filter((run) => run.status === 'rejected');
	expect(refused.map(({ reason }) => String(reason))).toEqual([
		expect.stringMatching(/Une installation est déjà en cours.*Attendre/),
	]);
	await expectInstalled();
});

describe('cut off by a proxy', () => {
	let proxy: Proxy;
	beforeAll(async () => {
		proxy = new Proxy(base);
		await proxy.start();
	});
	afterAll(() => proxy.stop());

	/** Fails the nth request of this kind. */
	const failing = (kind: RegExp, nth: number, fault: ProxyFault) => {
		let count = 0;
		proxy.fault = ({ method, path }) =>
			kind.test(`${method} ${path}`) && (count += 1) === nth ? fault : null;
	};
	const LATER = /n8n a refusé.*reprend où elle s’est arrêtée/;

	test.each([
		['while a workflow was made', /^POST \/workflows$/, 4, { status: 502, body: '', isDone: true }],
		['before a workflow was published', /\/publish$/, 3, { status: 503, body: '' }],
		['while a workflow was marked', /^PUT /, 5, { status: 504, body: '', isDone: true }],
	])('%s, a second run ends well', async (_when, kind, nth, fault) => {
		await setUp({ operation: 'remove', deleteWorkflows: true });
		failing(kind, nth, fault);
		await expect(install({ baseUrl: proxy.base })).rejects.toThrow(LATER);
		await install({ baseUrl: proxy.base });
		await expectInstalled();
	});

	test('which tells what a protected n8n says, the remedy is to lift the protection', async () => {
		// n8n@2.41.1 dist/modules/data-table/data-table.controller.js; protecting one takes a licence.
		const message =
			'Cannot modify data tables on a protected instance. This instance is in read-only mode.';
		await setUp({ operation: 'remove', tables: 'archimeuble_journal' });
		failing(/^POST \/data-tables$/, 1, { status: 403, body: { message } });
		await expect(install({ baseUrl: proxy.base })).rejects.toThrow(/lever la protection/);
		await install();
		await expectInstalled();
	});
});
