import { APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { WORKSHOP, Workshop, logLines, signedRequest } from '../support/inProcess/workshop.mts';
import { webhook } from '../support/payloads.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

const booked = webhook('01-created-google-meet', (payload) => {
	payload.scheduled_event.start_time = '2031-03-11T13:00:00.000000Z';
	payload.scheduled_event.end_time = '2031-03-11T13:30:00.000000Z';
});

/** The delivery arrives, and everything it sets off comes to its end. */
async function deliver(n8n: N8nInProcess, delivery: object = booked, key?: string) {
	const request = signedRequest(delivery, key);
	const { answer, run } = await n8n.receive('rendez-vous', 'Calendly', request);
	await n8n.idle();
	return { answer, run };
}

/** A delivery is stamped with the moment of its last attempt: the relance waits from there. */
function anHourPasses(n8n: N8nInProcess): void {
	const before = new Date(Date.now() - 3_600_000).toISOString();
	for (const { id } of n8n.tables.rows(JOURNAL_TABLE)) {
		n8n.tables.edit(JOURNAL_TABLE, id, { recu_le: before, essai_le: before });
	}
}

describe('a new booking', () => {
	test('is answered, mailed to the workshop, and stands in tables and log', async () => {
		const n8n = workshop.n8n();
		const { answer } = await deliver(n8n);
		expect(answer).toMatchObject({
			status: 200,
			body: { success: true, message: 'Rendez-vous enregistré avec succès' },
		});
		expect(workshop.postbox.mails).toHaveLength(1);
		const [mail] = workshop.postbox.mails;
		expect(mail.recipients).toEqual([WORKSHOP]);
		expect(mail.subject).toMatch(/^Nouveau RDV Calendly - ArchiMeuble\s: Visio conception/);
		expect(mail.html).toContain('Camille Durand');
		expect(mail.replyTo?.text).toBe('camille.durand@example.com');
		expect(n8n.tables.rows(APPOINTMENT_TABLE)).toMatchObject([
			{ etat: 'confirme', client: 'Camille Durand', debut: '2031-03-11T13:00:00.000Z' },
		]);
		expect(n8n.tables.rows(JOURNAL_TABLE)).toMatchObject([{ etat: 'termine', erreur: null }]);
		expect(logLines(n8n).join('\n')).toMatch(/Event: invitee\.created .*\n.*Email notification/);
		expect(n8n.runs.map(({ failure }) => failure).filter(Boolean)).toEqual([]);
	});

	test('that Calendly delivers twice is answered the same and announced once', async () => {
		const n8n = workshop.n8n();
		const first = await deliver(n8n);
		const second = await deliver(n8n);
		expect(second.answer).toEqual(first.answer);
		expect(workshop.postbox.mails).toHaveLength(1);
		expect(n8n.tables.rows(APPOINTMENT_TABLE)).toHaveLength(1);
	});

	test('signed by somebody else starts nothing', async () => {
		const n8n = workshop.n8n();
		const { answer } = await deliver(n8n, booked, 'the-signing-secret-of-a-stranger');
		expect(answer).toMatchObject({ status: 401, body: { error: 'Invalid signature' } });
		expect(n8n.runs).toEqual([]);
		expect(n8n.tables.rows(JOURNAL_TABLE)).toEqual([]);
	});

	test('that cannot be stored is not acknowledged, and the workshop is told', async () => {
		const n8n = workshop.n8n();
		n8n.tables.fault = (operation, table) =>
			operation === 'insert' && table === JOURNAL_TABLE ? new Error('disk full') : null;
		const { answer, run } = await deliver(n8n);
		expect(answer?.status).toBe(500);
		expect(run?.failure?.message).toContain('disk full');
		expect(n8n.tables.rows(APPOINTMENT_TABLE)).toEqual([]);
		expect(n8n.runsOf('erreurs')).toMatchObject([{ parent: run?.id }]);
		expect(workshop.postbox.about('disk full')).toHaveLength(1);
	});
});

describe('while the mail server refuses', () => {
	test('the booking is kept, and the relance announces it once it is over', async () => {
		const n8n = workshop.n8n();
		workshop.postbox.fault = () => ({ code: 451 });
		const { answer } = await deliver(n8n);
		expect(answer?.status).toBe(200);
		expect(workshop.postbox.mails).toEqual([]);
		expect(n8n.tables.rows(JOURNAL_TABLE)).toMatchObject([{ etat: 'a_reprendre' }]);
		expect(n8n.tables.rows(JOURNAL_TABLE)[0].erreur).toContain('451');

		workshop.postbox.fault = () => null;
		anHourPasses(n8n);
		await n8n.fire('relance', 'Chaque minute');
		await n8n.idle();
		expect(workshop.postbox.mails).toHaveLength(1);
		expect(n8n.tables.rows(JOURNAL_TABLE)).toMatchObject([{ etat: 'termine' }]);

		anHourPasses(n8n);
		await n8n.fire('relance', 'Chaque minute');
		await n8n.idle();
		expect(workshop.postbox.mails).toHaveLength(1);
	});
});

describe('a cancelled booking', () => {
	test('is told with its reason, and stays cancelled', async () => {
		const n8n = workshop.n8n();
		await deliver(n8n);
		const cancelled = webhook('01-created-google-meet', (payload) => {
			Object.assign(payload, booked.payload, {
				status: 'canceled',
				rescheduled: false,
				cancellation: {
					canceled_by: 'Camille Durand',
					canceler_type: 'invitee',
					created_at: '2031-03-01T08:00:00.000000Z',
					reason: 'Empêchement',
				},
			});
		});
		const { answer } = await deliver(n8n, { ...cancelled, event: 'invitee.canceled' });
		expect(answer?.body).toEqual({ success: true, message: 'Annulation enregistrée' });
		expect(workshop.postbox.mails).toHaveLength(2);
		expect(workshop.postbox.about('Empêchement')).toHaveLength(1);
		expect(n8n.tables.rows(APPOINTMENT_TABLE)).toMatchObject([
			{ etat: 'annule', motif_annulation: 'Empêchement' },
		]);
	});
});
