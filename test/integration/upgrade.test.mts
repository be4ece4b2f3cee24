/**
 * A start of this version in the folder of an older one: what was installed there is brought up to date
 * where nobody changed it, and nowhere else.
 */
import { fingerprintOf } from '../../nodes/shared/setup/content';
import { markedDescription, markOf } from '../../nodes/shared/setup/mark';
import { DataTables } from '../../scripts/lib/dataTables.mts';
import { EditorApi } from '../../scripts/lib/editorApi.mts';
import { freePort, Instance } from '../support/instance.mts';
import { payload } from '../support/payloads.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(300_000);

const RELANCE = 'ArchiMeubleRel01';
const RAPPELS = 'ArchiMeubleRap01';
const REJOUER = 'ArchiMeubleRej01';
const OLDER = '0.0.9';
const instance = new Instance();
const postbox = new Postbox();
let environment: Record<string, string>;
let editor: EditorApi;

beforeAll(async () => {
	await postbox.start();
	environment = {
		N8N_PORT: String(await freePort()),
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: String(postbox.port),
		SMTP_SECURE: 'false',
		NOTIFICATION_EMAIL: 'menuisier@example.com',
		SENDER_EMAIL: 'rdv@example.com',
	};
	await start();
});

afterAll(async () => {
	await instance.stop();
	await postbox.stop();
	instance.remove();
});

async function start(): Promise<void> {
	await instance.start(environment);
	editor = await EditorApi.open(instance.run);
}

const workflow = async (id: string): Promise<any> => await editor.find(`/rest/workflows/${id}`);
const all = async (): Promise<any[]> => {
	const list = await editor.ask<any[]>('GET', '/rest/workflows');
	return await Promise.all(list.map(async ({ id }) => await workflow(id)));
};
const versions = async () =>
	(await all()).map(({ id, versionId, activeVersionId }) => [id, versionId, activeVersionId]);

/** The workflow as an older version of the package left it, and as a person then changed it. */
async function makeOlder(id: string, changedByAPerson: boolean): Promise<void> {
	const { name, nodes, connections, settings, versionId } = await workflow(id);
	const older = { name, nodes, connections, settings: { ...settings, executionTimeout: 77 } };
	const mark = { shippedId: id, version: OLDER, fingerprint: fingerprintOf(older) };
	if (changedByAPerson) older.settings.executionTimeout = 78;
	const description = markedDescription({ ...mark, state: 'installed' }, name);
	const body = { ...older, description, versionId };
	const saved = await editor.ask<any>('PATCH', `/rest/workflows/${id}`, body);
	await editor.ask('POST', `/rest/workflows/${id}/activate`, { versionId: saved.versionId });
}

async function dropColumn(table: string, column: string): Promise<void> {
	const { id: project } = await editor.ask<{ id: string }>('GET', '/rest/projects/personal');
	const id = await (await DataTables.open(editor)).idOf(table);
	const path = `/rest/projects/${project}/data-tables/${id}/columns`;
	const columns = await editor.ask<any[]>('GET', path);
	const { id: columnId } = columns.find(({ name }) => name === column);
	await editor.ask('DELETE', `${path}/${columnId}`);
}

test('a start with a newer version replaces what nobody changed, and only that', async () => {
	await makeOlder(RELANCE, false);
	await makeOlder(RAPPELS, true);
	await editor.ask('POST', `/rest/workflows/${REJOUER}/archive`, {});
	await editor.ask('DELETE', `/rest/workflows/${REJOUER}`);
	await dropColumn('archimeuble_reglages', 'aide');
	await instance.stop();
	await start();
	const relance = await workflow(RELANCE);
	expect(relance.settings.executionTimeout).not.toBe(77);
	expect(relance.activeVersionId).toBe(relance.versionId);
	expect(markOf(relance.description)?.version).not.toBe(OLDER);
	const rappels = await workflow(RAPPELS);
	expect(rappels.settings.executionTimeout).toBe(78);
	expect(rappels.activeVersionId).toBe(rappels.versionId);
	const [beside] = (await all()).filter(({ name }) => name.startsWith(`${rappels.name} (`));
	expect(beside).toMatchObject({ activeVersionId: null });
	expect(await workflow(REJOUER)).toBeNull();
	const [settings] = instance.query(
		"SELECT id FROM data_table WHERE name = 'archimeuble_reglages'",
	);
	const columns = instance.query(`PRAGMA table_info(data_table_user_${settings.id})`);
	expect(columns.map(({ name }) => name)).toContain('aide');
});

test('and says at the terminal what it replaced and what it kept', () => {
	expect(instance.output()).toContain('ArchiMeuble – Relance : mis à jour');
	expect(instance.output()).toMatch(/ArchiMeuble – Rappels : modifié par vous et gardé.*à côté/);
});

test('a booking afterwards is told', async () => {
	expect((await instance.deliver(payload('01-created-google-meet'))).status).toBe(200);
	await until('the mail', () => postbox.mails.length === 1, 20_000);
	await until('the row', () => instance.rows('archimeuble_rendezvous').length === 1, 20_000);
});

test('the next start changes nothing, and leaves no key behind', async () => {
	const before = await versions();
	await instance.stop();
	await start();
	expect(await versions()).toEqual(before);
	expect((await editor.ask<any>('GET', '/rest/api-keys')).items).toEqual([]);
	expect(instance.output()).not.toContain('mis à jour');
});
