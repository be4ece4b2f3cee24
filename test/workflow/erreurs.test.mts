import { processTally } from '../../nodes/shared/calendly/refusalCounts';
import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { booking } from '../support/inProcess/deliveries.mts';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { signedRequest, Workshop } from '../support/inProcess/workshop.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());
beforeEach(() => processTally.take(new Date(0)));

/** Fails as long as deliveries cannot be stored. */
function withoutJournal(n8n: N8nInProcess): void {
	n8n.tables.fault = (operation, table) =>
		operation === 'select' && table === JOURNAL_TABLE ? new Error('disque illisible') : null;
}

const alerts = () => workshop.postbox.mails.filter(({ subject }) => subject?.startsWith('Alerte'));

async function aQuarterPasses(n8n: N8nInProcess) {
	const run = await n8n.fire('erreurs', 'Tous les quarts d’heure');
	await n8n.idle();
	return run;
}

describe('a workflow that fails', () => {
	test('is told to whoever is to have alerts, and again only after an hour', async () => {
		const n8n = await workshop.n8n({ destinataire_alertes: 'secours@example.com' });
		n8n.tables.fault = (operation, table) =>
			operation === 'delete' && table === JOURNAL_TABLE ? new Error('disque illisible') : null;
		const purge = async () => {
			await n8n.fire('rgpd', 'Chaque nuit à 3 h 15');
			await n8n.idle();
		};
		await purge();
		expect(alerts()).toMatchObject([{ recipients: ['secours@example.com'] }]);
		expect(alerts()[0].text).toContain('disque illisible');
		expect(alerts()[0].text).toContain('sont peut-être encore là.');
		await purge();
		expect(alerts()).toHaveLength(1);
		const failures = n8n.tables.rows(JOURNAL_TABLE);
		expect(failures.map(({ resultat }) => resultat)).toEqual(['Alerte envoyée', null]);

		const before = new Date(Date.now() - 61 * 60_000).toISOString();
		for (const { id } of failures) {
			n8n.tables.edit(JOURNAL_TABLE, id, { recu_le: before, termine_le: before });
		}
		await purge();
		expect(alerts()).toHaveLength(2);
	});

	test('is told to whom the mail server knows, and who is not is noted', async () => {
		const n8n = await workshop.n8n({
			destinataire_alertes: 'secours@example.com et lea@atelier.exmple',
		});
		workshop.postbox.unknown = ['lea@atelier.exmple'];
		n8n.tables.fault = (operation, table) =>
			operation === 'delete' && table === JOURNAL_TABLE ? new Error('disque illisible') : null;
		await n8n.fire('rgpd', 'Chaque nuit à 3 h 15');
		await n8n.idle();
		expect(alerts()).toMatchObject([{ recipients: ['secours@example.com'] }]);
		expect(n8n.tables.rows(JOURNAL_TABLE)).toMatchObject([
			{ evenement: 'erreur', resultat: 'Alerte envoyée, sauf à lea@atelier.exmple' },
		]);
	});

	test('is told all the same where nothing can be read', async () => {
		const n8n = await workshop.n8n();
		withoutJournal(n8n);
		await n8n.fire('relance', 'Chaque minute');
		await n8n.idle();
		expect(alerts()).toHaveLength(1);
	});
});

describe('refused messages', () => {
	/** So many requests a stranger signed, and the report of them. */
	async function forged(n8n: N8nInProcess, count: number): Promise<void> {
		processTally.take(new Date(0));
		jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate'] });
		const requests = Array.from({ length: count }, () =>
			n8n.receive('rendez-vous', 'Calendly', signedRequest(booking(), 'the-secret-of-a-stranger')),
		);
		await jest.advanceTimersByTimeAsync(10_000);
		jest.useRealTimers();
		const answers = await Promise.all(requests);
		expect(answers.map(({ answer }) => answer?.status)).toEqual(answers.map(() => 401));
		await n8n.idle();
	}
	const reports = (n8n: N8nInProcess) =>
		n8n.tables.rows(JOURNAL_TABLE).filter(({ evenement }) => evenement === 'refus');

	test('are counted, and told once they are unusually many', async () => {
		const n8n = await workshop.n8n();
		await forged(n8n, 4);
		await aQuarterPasses(n8n);
		expect(reports(n8n)).toMatchObject([
			{
				...{ action: 'signature_mismatch', etat: 'termine', termine_le: expect.any(String) },
				resultat: '4 messages refusés\u00a0: signature fausse',
			},
		]);
		expect(alerts()).toEqual([]);
		await forged(n8n, 1);
		const run = await aQuarterPasses(n8n);
		expect(run.failure?.message).toMatch(/^5 messages refusés le .* \(signature fausse\)\. /);
		expect(reports(n8n)).toHaveLength(2);
		expect(alerts()).toHaveLength(1);
		await aQuarterPasses(n8n);
		expect(alerts()).toHaveLength(1);
	});
});

isWalkedWhole(workshop.coverage, 'erreurs');
