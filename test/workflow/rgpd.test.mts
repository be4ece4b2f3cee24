import { readFileSync, writeFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { COPY_REQUEST as COPY, ERASURE_REQUEST as ERASE } from '../../nodes/shared/privacy/request';
import { booking } from '../support/inProcess/deliveries.mts';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import type { Run } from '../support/inProcess/run.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { Workshop, deliver, logFile, logLines } from '../support/inProcess/workshop.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

const VERA = { number: 1, name: 'Vera Petit', email: 'vera.petit@example.com' };
const OTHER = { number: 2, name: 'Zoé Müller', email: 'zoe.muller@example.org' };

const monthsAgo = (months: number) => new Date(Date.now() - months * 31 * 86_400_000).toISOString();

const clientsOf = (n8n: N8nInProcess) =>
	n8n.tables.rows(APPOINTMENT_TABLE).map(({ client }) => client);

/** Rows of the journal that this workflow wrote. */
const written = (n8n: N8nInProcess, evenement: 'purge' | 'rgpd') =>
	n8n.tables.rows(JOURNAL_TABLE).filter((row) => row.evenement === evenement);

/** An n8n with a booking of the person and one of somebody else. */
async function withBookings(): Promise<N8nInProcess> {
	const n8n = await workshop.n8n();
	await deliver(n8n, booking(VERA));
	await deliver(n8n, booking(OTHER));
	return n8n;
}

async function ask(n8n: N8nInProcess, demande: string, adresse = VERA.email): Promise<Run> {
	const run = await n8n.fire('rgpd', 'Demande', [{ adresse: ` ${adresse} `, demande }]);
	expect(run.failure).toBeNull();
	return run;
}

async function confirm(n8n: N8nInProcess, run: Run, answer: IDataObject): Promise<void> {
	await n8n.resume(run, [answer]);
	expect(run.failure).toBeNull();
}

describe('a copy', () => {
	test('holds what is stored of the person, and nothing of anybody else', async () => {
		const n8n = await withBookings();
		const run = await ask(n8n, COPY);
		expect(run.times('Donner la copie')).toBe(1);
		const [[{ binary }]] = run.outputs('Trouver la personne');
		const file = Buffer.from(String(binary?.data.data), 'base64').toString('utf8');
		expect(JSON.stringify(JSON.parse(file))).toContain(VERA.name);
		expect(file).not.toContain(OTHER.name);
		expect(clientsOf(n8n)).toEqual([VERA.name, OTHER.name]);
	});
});

describe('an erasure', () => {
	test('that is confirmed takes the person from tables and log, and nobody else', async () => {
		const n8n = await withBookings();
		const run = await ask(n8n, ERASE);
		expect(run.status).toBe('waiting');
		expect(clientsOf(n8n)).toHaveLength(2);
		await confirm(n8n, run, { confirmation: ' effacer ' });
		expect(clientsOf(n8n)).toEqual([OTHER.name]);
		const stored = JSON.stringify(n8n.tables.rows(JOURNAL_TABLE));
		expect(stored).not.toContain(VERA.name);
		expect(stored).toContain(OTHER.name);
		const log = logLines(n8n).join('\n');
		expect(log).not.toContain(VERA.email);
		expect(log).toContain(OTHER.email);
		expect(written(n8n, 'rgpd')).toMatchObject([
			{ action: 'effacement', resultat: expect.stringMatching(/rendez-vous effacés\s: 1/) },
		]);
	});

	test.each([
		['É.Durand@example.com', 'é.durand@EXAMPLE.com'],
		['Zoe\u0301@example.com', 'ZOÉ@example.com'],
		['jean@société.fr', 'Jean@xn--socit-esab.fr'],
		['jean@xn--socit-esab.fr', 'jean@SOCIÉTÉ.fr'],
	])('of who is stored as %s is found by %s', async (email, asked) => {
		const n8n = await withBookings();
		await deliver(n8n, booking({ number: 3, name: 'Même Personne', email }));
		const run = await ask(n8n, ERASE, asked);
		await confirm(n8n, run, { confirmation: 'EFFACER' });
		expect(clientsOf(n8n)).toEqual([VERA.name, OTHER.name]);
		expect(logLines(n8n).join('\n')).not.toContain('Même Personne');
	});

	test('masks the person where another booking names her', async () => {
		const n8n = await withBookings();
		const [, other] = n8n.tables.rows(APPOINTMENT_TABLE);
		n8n.tables.edit(APPOINTMENT_TABLE, other.id, { invites: VERA.email });
		await confirm(n8n, await ask(n8n, ERASE), { confirmation: 'EFFACER' });
		const [row] = n8n.tables.rows(APPOINTMENT_TABLE);
		expect(row).toMatchObject({ client: OTHER.name });
		expect(row.invites).not.toContain(VERA.email);
	});

	test('that is not confirmed takes nothing', async () => {
		const n8n = await withBookings();
		const run = await ask(n8n, ERASE);
		await confirm(n8n, run, { confirmation: 'non' });
		expect(run.times('Ses rendez-vous')).toBe(0);
		expect(clientsOf(n8n)).toHaveLength(2);
		expect(written(n8n, 'rgpd')).toEqual([]);
	});

	test('of somebody nobody knows ends with that answer', async () => {
		const n8n = await withBookings();
		const run = await ask(n8n, ERASE, 'personne@example.com');
		expect(run.times('Réponse')).toBe(1);
		expect(run.times('Confirmation')).toBe(0);
	});
});

describe('the purge of a night', () => {
	async function purge(n8n: N8nInProcess): Promise<void> {
		const run = await n8n.fire('rgpd', 'Chaque nuit à 3 h 15');
		await n8n.idle();
		expect(run.failure).toBeNull();
	}

	test('takes what is too old from tables and log, and nothing that is unfinished', async () => {
		const n8n = await withBookings();
		await deliver(n8n, booking({ number: 3, name: 'Sans Date', email: 'sans@example.com' }));
		await deliver(n8n, booking({ number: 4, name: 'En Attente', email: 'attente@example.com' }));
		n8n.tables.edit(APPOINTMENT_TABLE, 1, { debut: monthsAgo(24) });
		n8n.tables.edit(APPOINTMENT_TABLE, 3, { debut: null, recu_le: monthsAgo(24) });
		n8n.tables.edit(JOURNAL_TABLE, 1, { recu_le: monthsAgo(4) });
		n8n.tables.edit(JOURNAL_TABLE, 4, { recu_le: monthsAgo(4), etat: 'a_reprendre' });
		const kept = readFileSync(logFile(n8n), 'utf8');
		writeFileSync(logFile(n8n), `[2020-01-01 00:00:00] Event: invitee.created | Data: {}\n${kept}`);
		await purge(n8n);
		expect(clientsOf(n8n)).toEqual([OTHER.name, 'En Attente']);
		expect(readFileSync(logFile(n8n), 'utf8')).toBe(kept);
		const rows = n8n.tables.rows(JOURNAL_TABLE);
		expect(rows.map(({ client }) => client)).toEqual([OTHER.name, 'Sans Date', 'En Attente', null]);
		expect(written(n8n, 'purge')).toMatchObject([
			{ resultat: expect.stringMatching(/rendez-vous effacés\s: 2, messages effacés\s: 1/) },
		]);
	});

	test('is put down where there is nothing to take, not even a log', async () => {
		const n8n = await workshop.n8n();
		await purge(n8n);
		expect(written(n8n, 'purge')).toMatchObject([
			{ resultat: expect.stringMatching(/rendez-vous effacés\s: 0, messages effacés\s: 0/) },
		]);
	});
});

isWalkedWhole(workshop.coverage, 'rgpd');
