import { DEFAULT_RETRY_POLICY } from '../../nodes/shared/journal/unfinished';
import { APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { booking } from '../support/inProcess/deliveries.mts';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { Workshop, deliver, timePasses } from '../support/inProcess/workshop.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

const journalOf = (n8n: N8nInProcess) => n8n.tables.rows(JOURNAL_TABLE);

async function aMinutePasses(n8n: N8nInProcess) {
	const run = await n8n.fire('relance', 'Chaque minute');
	await n8n.idle();
	return run;
}

/** An n8n that has a booking whose mail was refused. */
async function withRefusedMail(): Promise<N8nInProcess> {
	const n8n = await workshop.n8n();
	workshop.postbox.fault = () => ({ code: 451 });
	await deliver(n8n, booking());
	workshop.postbox.fault = () => null;
	expect(journalOf(n8n)).toMatchObject([{ etat: 'a_reprendre' }]);
	return n8n;
}

test('what the mail server refused is announced once it is well again, and once', async () => {
	const n8n = await withRefusedMail();
	timePasses(n8n, 1);
	await aMinutePasses(n8n);
	expect(workshop.postbox.mails).toHaveLength(1);
	expect(journalOf(n8n)).toMatchObject([{ etat: 'termine', essais: 1, erreur: null }]);

	timePasses(n8n, 1);
	await aMinutePasses(n8n);
	expect(workshop.postbox.mails).toHaveLength(1);
});

test('what was put back a moment ago waits', async () => {
	const n8n = await withRefusedMail();
	const run = await aMinutePasses(n8n);
	expect(run.times('Remettre en file ou classer')).toBe(0);
	expect(workshop.postbox.mails).toEqual([]);
});

test('what an execution held that died is taken up again, and is not mailed a second time', async () => {
	const n8n = await workshop.n8n();
	await deliver(n8n, booking());
	n8n.tables.edit(JOURNAL_TABLE, 1, { etat: 'en_cours', termine_le: null });
	timePasses(n8n, 1);
	await aMinutePasses(n8n);
	expect(journalOf(n8n)).toMatchObject([{ etat: 'termine' }]);
	expect(workshop.postbox.mails).toHaveLength(1);
	expect(n8n.tables.rows(APPOINTMENT_TABLE)).toHaveLength(1);
});

test('several that wait are handled in one round', async () => {
	const n8n = await withRefusedMail();
	workshop.postbox.fault = () => ({ code: 451 });
	await deliver(n8n, booking({ number: 2, name: 'Zoé Müller' }));
	workshop.postbox.fault = () => null;
	n8n.runs.length = 0;
	timePasses(n8n, 1);
	await aMinutePasses(n8n);
	expect(workshop.postbox.mails).toHaveLength(2);
	expect(n8n.runsOf('moteur')).toHaveLength(1);
});

test('what failed too often is given up, and the workshop is told with the cause', async () => {
	const n8n = await withRefusedMail();
	n8n.tables.edit(JOURNAL_TABLE, 1, { essais: DEFAULT_RETRY_POLICY.maxAttempts - 1 });
	timePasses(n8n, 24);
	const run = await aMinutePasses(n8n);
	expect(run.failure).toMatchObject({ node: 'Donner l’alerte' });
	expect(run.failure?.message).toMatch(
		/^1 message de Calendly a été abandonné après plusieurs essais.*451/,
	);
	expect(journalOf(n8n)[0]).toMatchObject({
		etat: 'echec',
		resultat: 'Abandonné après plusieurs essais',
		termine_le: expect.any(String),
	});
	expect(workshop.postbox.about('ne partira plus de lui-même')).toHaveLength(1);
});

isWalkedWhole(workshop.coverage, 'relance');
