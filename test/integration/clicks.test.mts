/**
 * What a person does who installs the package in an n8n that holds nothing of ours: in a real browser, by
 * what can be seen there. With INSTALLER_PICTURES set, the pictures of the guide are taken on the way.
 */
import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { signHeader } from '../../nodes/shared/calendly/signature.ts';
import { PACKAGE, PROJECT_FOLDER, WEBHOOK_PATH } from '../../scripts/lib/project.mts';
import type { RunFile } from '../../scripts/lib/runFile.mts';
import { browserTest, useBrowser } from '../support/browser.mts';
import { Clicks } from '../support/clicks.mts';
import { Editor } from '../support/editor.mts';
import { pack, packChanged } from '../support/packed.mts';
import { payload } from '../support/payloads.mts';
import { PlainN8n } from '../support/plainN8n.mts';
import { Registry } from '../support/registry.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

/** A browser, an n8n and its start: far from the seconds of other tests. */
const PATIENCE_MS = 240_000;

/** Clicks and fields once the owner exists; one of them is the address, which only this n8n needs. */
const CEILING = 31;

const SECRET = 'a-signing-secret-chosen-by-a-person';
const DASHBOARD_PASSWORD = 'Copeaux-de-bois';
const OWNER = { email: 'atelier@example.com', password: 'Chene-massif-2026' };
const RENDEZ_VOUS = 'ArchiMeuble – Rendez-vous';
const RAPPELS = 'ArchiMeuble – Rappels';

const [major, minor] = PACKAGE.version.split('.').map(Number);
const NEXT_VERSION = `${major}.${minor + 1}.0`;
const NEW_COLUMN = 'colonne_de_la_version_suivante';

const browser = useBrowser({ viewport: { width: 1280, height: 800 } });
const scratch = mkdtempSync(join(tmpdir(), 'archimeuble-clicks-'));
const n8n = new PlainN8n();
const registry = new Registry();
const postbox = new Postbox();
let packed: string;
let page: Page;
let person: Clicks;

beforeAll(async () => {
	packed = pack(join(scratch, 'this'));
	await registry.start();
	registry.publish(packed);
	registry.writeNpm(n8n.bin);
	await postbox.start();
	await n8n.start();
}, PATIENCE_MS);

afterAll(async () => {
	await n8n.stop();
	n8n.remove();
	registry.stop();
	await postbox.stop();
	rmSync(scratch, { recursive: true, force: true });
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const byTestId = (id: string) => page.locator(`[data-test-id="${id}"]`);
const credentialField = (name: string) => byTestId(`parameter-input-${name}`).locator('input');

async function createOwner(): Promise<void> {
	person.step('owner');
	await page.goto(n8n.base);
	await person.fill(page.getByLabel('Email'), OWNER.email);
	await person.fill(page.getByLabel('First Name'), 'Camille');
	await person.fill(page.getByLabel('Last Name'), 'Menuisier');
	await person.fill(page.getByLabel('Password'), OWNER.password);
	await person.click(button('Next'));
	await byTestId('main-sidebar-settings').waitFor();
}

async function openSettings(entry: string): Promise<void> {
	await person.click(byTestId('main-sidebar-settings'));
	await person.click(page.getByRole('menuitem', { name: entry }));
}

async function installPackage(): Promise<void> {
	person.step('package');
	await openSettings('Community nodes');
	await person.click(button('Install a community node'));
	const dialog = byTestId('communityPackageInstall-modal');
	await person.fill(byTestId('package-name-input'), PACKAGE.name);
	await person.click(dialog.getByRole('checkbox'));
	const go = dialog.getByRole('button', { name: 'Install', exact: true });
	await person.picture('1-paquet', dialog, { next: go });
	await person.click(go);
	await byTestId('community-package-card').waitFor({ timeout: 60_000 });
}

/** Gives the key, as the clipboard holds it. */
async function createKey(): Promise<string> {
	person.step('API key');
	await person.click(page.getByRole('menuitem', { name: 'n8n API' }));
	await person.click(button('Create API key'));
	await person.fill(byTestId('api-key-label'), 'Installation ArchiMeuble');
	const dialog = byTestId('createOrEditApiKey-modal');
	await person.picture('2-cle', dialog, { next: button('Save') });
	await person.click(button('Save'));
	await person.click(byTestId('copy-input-button'));
	await person.click(button('Done'));
	return await page.evaluate(() => navigator.clipboard.readText());
}

async function dropNode(): Promise<void> {
	person.step('node');
	await person.click(byTestId('settings-back'));
	await person.click(byTestId('universal-add'));
	await person.click(page.getByRole('menuitem', { name: 'New workflow' }));
	await person.click(button('Add first step…').or(byTestId('canvas-plus-button')).first());
	await person.fill(page.getByPlaceholder(/search/i), 'Calendly ArchiMeuble');
	await person.click(page.getByText('Calendly ArchiMeuble', { exact: true }).first());
	await person.click(page.getByText(/^Actions \(\d+\)$/));
	const action = page.getByText('Install or update the workflows');
	await action.scrollIntoViewIfNeeded();
	await person.picture('3-noeud', byTestId('node-creator'), { next: action });
	await person.click(action);
}

async function connect(key: string): Promise<void> {
	person.step('credential');
	await person.click(button('Connect to ArchiMeuble Installation'));
	await person.fill(credentialField('apiKey'), key);
	await person.fill(credentialField('baseUrl'), n8n.base);
	const dialog = byTestId('editCredential-modal');
	const usual = [[credentialField('baseUrl'), 'http://localhost:5678']] as const;
	await person.picture('4-identifiant', dialog, { next: credentialField('apiKey'), shown: usual });
	await person.fill(credentialField('signingSecret'), SECRET);
	await person.fill(credentialField('mailServer'), `127.0.0.1:${postbox.port}`);
	await person.fill(credentialField('mailUser'), 'atelier@example.com');
	await person.fill(credentialField('mailPassword'), 'mot-de-passe');
	await person.fill(credentialField('dashboardPassword'), DASHBOARD_PASSWORD);
	const save = byTestId('credential-save-button');
	const shown = [[credentialField('mailServer'), 'smtp.example.com']] as const;
	await person.picture('5-messagerie', dialog, { next: save, shown });
	await person.click(save);
	await dialog.waitFor({ state: 'detached' });
}

/** The report in the output panel, a record for each line, as « Table » shows it. */
async function execute(): Promise<Array<Record<string, string>>> {
	// That of an earlier run goes by itself.
	await page.locator('.el-notification').first().waitFor({ state: 'hidden' });
	await person.click(byTestId('node-execute-button'));
	await page.getByText('Node executed successfully').last().waitFor({ timeout: 90_000 });
	const rows = byTestId('output-panel').locator('tr');
	// The word that it has ended comes before what it gave.
	await rows.nth(1).waitFor();
	const cells = await rows.evaluateAll((all) =>
		all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim())),
	);
	const [head, ...body] = cells as string[][];
	return body.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at]])));
}

const statesOf = (report: Array<Record<string, string>>, objet: string) =>
	Object.fromEntries(
		report.filter((line) => line.objet === objet).map(({ nom, etat }) => [nom, etat]),
	);

/** Posts a booking as Calendly does; the mail about it, once it has come. */
async function book(client: string) {
	const delivery = payload('08-phone-outbound-call');
	delivery.payload.name = client;
	delivery.payload.uri = `${delivery.payload.uri}-${client.replace(/\W/g, '')}`;
	const body = JSON.stringify(delivery);
	const signature = signHeader({
		...{ rawBody: body, signingKey: SECRET, timestamp: Math.floor(Date.now() / 1000) },
	});
	const headers = { 'Content-Type': 'application/json', 'Calendly-Webhook-Signature': signature };
	const response = await fetch(n8n.base + WEBHOOK_PATH, { method: 'POST', headers, body });
	expect([response.status, await response.json()]).toMatchObject([200, { success: true }]);
	return await until('the mail', () => postbox.about(client)[0], 30_000);
}

/** Whether the dashboard lets in whoever gives this password. */
async function dashboardStatus(password: string): Promise<number> {
	const login = Buffer.from(`atelier:${password}`).toString('base64');
	const headers = { Authorization: `Basic ${login}` };
	return (await fetch(`${n8n.base}/webhook/archimeuble/tableau-de-bord`, { headers })).status;
}

function query(sql: string, ...values: string[]): Array<Record<string, any>> {
	const database = new DatabaseSync(join(n8n.folder, '.n8n/database.sqlite'), { readOnly: true });
	const rows = database.prepare(sql).all(...values);
	database.close();
	return rows;
}

const workflowNamed = (name: string) =>
	query('SELECT id, active, nodes FROM workflow_entity WHERE name = ?', name)[0];

/** The next version: two workflows greet otherwise, and a table has one more column. */
function packNext(): string {
	const row = 'dist/nodes/shared/appointment/row.js';
	const version = [`"version": "${PACKAGE.version}"`, `"version": "${NEXT_VERSION}"`] as const;
	return packChanged(packed, join(scratch, 'next'), [
		['package.json', ...version],
		['dist/package.json', ...version],
		[row, 'APPOINTMENT_COLUMNS = [', `APPOINTMENT_COLUMNS = ['${NEW_COLUMN}',`],
		['dist/workflows/rendez-vous.json', '"Bonjour,"', '"Bonjour à tous,"'],
		['dist/workflows/rappels.json', '"Bonjour,"', '"Bonjour à tous,"'],
	]);
}

/** What a person does who wants to be greeted otherwise. */
async function editGreeting(): Promise<void> {
	const editor = new Editor({ editor: n8n.base, owner: OWNER } as unknown as RunFile);
	await editor.login();
	const { id } = workflowNamed(RENDEZ_VOUS);
	await editor.saveNodes(id, (nodes) => {
		nodes.find(({ parameters }) => parameters.kind === 'created').parameters.opening.greeting =
			'Salut,';
	});
	await editor.publishAndWait(id);
}

async function updatePackage(): Promise<void> {
	await person.click(byTestId('ndv-close-button'));
	await openSettings('Community nodes');
	const card = byTestId('community-package-card');
	const update = card.getByRole('button', { name: /update/i });
	await person.picture('7-mise-a-jour', card, { next: update });
	await person.click(update);
	await person.click(button('Confirm update'));
	await card.getByText(`v${NEXT_VERSION}`).waitFor({ timeout: 60_000 });
	await person.click(byTestId('settings-back'));
	await person.open(byTestId('canvas-node').filter({ hasText: 'Install or update' }));
}

browserTest(
	'installed by clicking, the first booking is mailed',
	async () => {
		page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
		const pictures = process.env.INSTALLER_PICTURES;
		person = new Clicks(page, pictures ? join(PROJECT_FOLDER, 'docs/installer') : null);
		await createOwner();
		await installPackage();
		const key = await createKey();
		await dropNode();
		await connect(key);
		person.step('installation');
		await person.click(byTestId('parameter-input-allowChanges'));
		const report = await execute();
		await person.picture('6-compte-rendu', byTestId('ndv'), {
			next: byTestId('node-execute-button'),
		});

		expect(statesOf(report, 'Identifiants')).toEqual({
			'Signature Calendly ArchiMeuble': 'créé',
			'Jeton Calendly ArchiMeuble': 'à faire',
			'SMTP ArchiMeuble': 'créé',
			'Tableau de bord ArchiMeuble': 'créé',
		});
		expect(new Set(Object.values(statesOf(report, 'Flux')))).toEqual(new Set(['créé']));
		const mail = await book('Alix Premier');
		expect(mail.subject).toMatch(/^Nouveau RDV Calendly - ArchiMeuble/);
		expect(await dashboardStatus(DASHBOARD_PASSWORD)).toBe(200);
		expect(await dashboardStatus('')).not.toBe(200);

		process.stdout.write(`${person.table()}\n`);
		process.stdout.write(`all ${person.count()}, without owner ${person.count('owner')}\n`);
		expect(person.count('owner')).toBeLessThanOrEqual(CEILING);
	},
	PATIENCE_MS,
);

browserTest(
	'updated by clicking, what a person changed is kept and all else is replaced',
	async () => {
		await editGreeting();
		registry.publish(packNext());
		person.step('update');
		await updatePackage();
		const report = await execute();

		const of = (name: string) => report.find(({ nom }) => nom === name);
		expect(of(RENDEZ_VOUS)).toMatchObject({
			etat: 'modifié par vous et gardé',
			detail: expect.stringMatching(/«\s*nouveau\s*».*à côté, non publiée/),
		});
		expect(of(RAPPELS)).toMatchObject({ etat: 'mis à jour' });
		expect(of('archimeuble_rendezvous')?.detail).toContain(NEW_COLUMN);
		expect(workflowNamed(RENDEZ_VOUS)).toMatchObject({ active: 1 });
		expect(workflowNamed(`${RENDEZ_VOUS} (${NEXT_VERSION})`)).toMatchObject({ active: 0 });
		expect(workflowNamed(RAPPELS)).toMatchObject({
			active: 1,
			nodes: expect.stringContaining('Bonjour à tous,'),
		});
		expect((await book('Lou Deuxième')).html).toContain('Salut,');
		expect(postbox.about('Lou Deuxième')).toHaveLength(1);
		expect(postbox.about('Alix Premier')).toHaveLength(1);

		const versions = () => query('SELECT id, versionId FROM workflow_entity ORDER BY id');
		const before = versions();
		const states = new Set((await execute()).map(({ etat }) => etat));
		expect([...states].sort()).toEqual(['déjà à jour', 'modifié par vous et gardé', 'à faire']);
		expect(versions()).toEqual(before);
	},
	PATIENCE_MS,
);

browserTest(
	'removed and uninstalled by clicking, n8n goes on and the tables are there',
	async () => {
		person.step('removal');
		await person.click(byTestId('parameter-input-operation').getByRole('combobox'));
		await person.click(page.getByRole('option', { name: /^Remove/ }));
		const report = await execute();
		expect(new Set(Object.values(statesOf(report, 'Flux')))).toEqual(new Set(['arrêté']));
		expect(query('SELECT name FROM workflow_entity WHERE active = 1')).toEqual([]);

		await person.click(byTestId('ndv-close-button'));
		await openSettings('Community nodes');
		await person.click(
			byTestId('community-package-card').locator('[data-test-id="action-toggle"]'),
		);
		await person.click(page.getByText('Uninstall package'));
		await person.click(button('Confirm uninstall'));
		await byTestId('community-package-card').waitFor({ state: 'detached', timeout: 60_000 });

		expect((await fetch(`${n8n.base}/healthz/readiness`)).status).toBe(200);
		const tables = query('SELECT name FROM data_table ORDER BY name').map(({ name }) => name);
		expect(tables).toEqual([
			...['archimeuble_journal', 'archimeuble_reglages'],
			'archimeuble_rendezvous',
		]);
		process.stdout.write(`${person.table()}\n`);
	},
	PATIENCE_MS,
);
