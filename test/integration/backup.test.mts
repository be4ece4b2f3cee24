/**
 * Backup and restore as docs/operations.md says, on both databases: an n8n that runs is copied, its
 * machine is lost, and another one takes its place.
 */
import { cpSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Postgres } from '../scale/lib/postgres.mts';
import { postgresFolder } from '../scale/lib/programs.mts';
import { freePort } from '../support/instance.mts';
import { payload } from '../support/payloads.mts';
import { BY_HAND, CHANGED, DELETED, Place, RELANCE, type Holdings } from '../support/place.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(240_000);

const BEFORE = payload('01-created-google-meet');
const ALSO_BEFORE = payload('08-phone-outbound-call');
const AFTERWARDS = payload('10-zoom-question-positions-gap');
const RECIPIENT = 'menuisier.change@example.com';

/** A machine with n8n and its database. */
interface Machine {
	place: Place;
	postgres: Postgres | null;
	/** What the programs of PostgreSQL are told. */
	environment: Record<string, string>;
}

const folder = mkdtempSync(join(tmpdir(), 'archimeuble-machines-'));
// PostgreSQL is another user, who must reach its own folder in this one.
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function machineWith(database: string): Promise<Machine> {
	if (database === 'SQLite') return { place: new Place(), postgres: null, environment: {} };
	const port = await freePort();
	const postgres = new Postgres(join(folder, String(port)), port);
	await postgres.start();
	const place = new Place();
	place.database = postgres.environment;
	return { place, postgres, environment: postgres.programEnvironment };
}

async function lose({ place, postgres }: Machine): Promise<void> {
	await place.instance.crash().catch(() => {});
	await postgres?.stop();
	place.remove();
}

const DATABASES = postgresFolder() === null ? ['SQLite'] : ['SQLite', 'PostgreSQL'];
if (DATABASES.length === 1) {
	const reason = 'PostgreSQL is not installed (Debian: apt-get install postgresql)';
	if (process.env.CI) throw new Error(reason);
	process.stderr.write(`backup of PostgreSQL not run: ${reason}\n`);
}

describe.each(DATABASES)('a backup of an n8n that runs on %s', (database) => {
	const postbox = new Postbox();
	let machine: Machine;
	let held: Holdings;
	let restored: Holdings;
	let announced: number;

	beforeAll(async () => {
		await postbox.start();
		const lost = await machineWith(database);
		machine = lost;
		lost.place.configure({
			N8N_PORT: String(await freePort()),
			SMTP_HOST: '127.0.0.1',
			SMTP_PORT: String(postbox.port),
			SMTP_SECURE: 'false',
			NOTIFICATION_EMAIL: 'menuisier@example.com',
			SENDER_EMAIL: 'rdv@example.com',
		});
		await lost.place.start();
		await lost.place.changeAsTheTeam(RECIPIENT);
		await lost.place.deliver(BEFORE);
		await lost.place.deliver(ALSO_BEFORE);
		await machine.place.handled(2);
		announced = postbox.mails.length;
		held = await lost.place.holdings();
		await lost.place.carryOut(`Backup of an n8n on ${database}`, lost.environment);

		machine = await machineWith(database);
		const backup = join(lost.place.folder, 'backup');
		cpSync(backup, join(machine.place.folder, 'backup'), { recursive: true });
		await lose(lost);
		await machine.place.carryOut(`Restore on ${database}`, machine.environment);
		await machine.place.start();
		restored = await machine.place.holdings();
	});

	afterAll(async () => {
		await lose(machine);
		await postbox.stop();
	});

	test('brings back appointments, journal and settings', () => {
		const { archimeuble_rendezvous, archimeuble_reglages } = restored.tables;
		expect(restored.tables).toEqual(held.tables);
		expect(archimeuble_rendezvous.rows).toHaveLength(2);
		expect(archimeuble_reglages.rows).toContainEqual(
			expect.objectContaining({ reglage: 'destinataire', valeur: RECIPIENT }),
		);
	});

	test('brings back the workflows as the team changed them, published as they were', () => {
		expect(restored.workflows).toEqual(held.workflows);
		expect(restored.workflows[CHANGED]).toMatchObject({ activeVersionId: expect.any(String) });
		expect(Object.keys(restored.workflows)).not.toContain(DELETED);
	});

	test('brings back credentials that can be read, also what a person filled in', () => {
		expect(restored.credentials).toEqual(held.credentials);
		expect(restored.credentials.map(({ data }) => data.password)).toContain(BY_HAND);
	});

	test('and nothing that was announced is announced again', async () => {
		expect((await machine.place.deliver(BEFORE)).status).toBe(200);
		await machine.place.editor.execute(RELANCE, 'Chaque minute');
		await machine.place.handled(3);
		expect(postbox.mails).toHaveLength(announced);
	});

	test('a delivery afterwards is verified, stored and mailed', async () => {
		expect((await machine.place.instance.deliver(AFTERWARDS)).status).toBe(401);
		expect((await machine.place.deliver(AFTERWARDS)).status).toBe(200);
		await until('its mail', () => postbox.mails.length > announced);
		expect(postbox.mails.at(-1)!.recipients).toEqual([RECIPIENT]);
		await until('its row', async () => {
			return (await machine.place.rows('archimeuble_rendezvous')).length === 3;
		});
		expect(postbox.mails).toHaveLength(announced + 1);
	});
});
