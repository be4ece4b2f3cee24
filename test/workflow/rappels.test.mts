import { APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { bundledWorkflows, type Bundled } from '../support/inProcess/bundled.mts';
import { booking, cancellation } from '../support/inProcess/deliveries.mts';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { WORKSHOP, Workshop, deliver } from '../support/inProcess/workshop.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

const DAY_MS = 86_400_000;

async function aQuarterPasses(n8n: N8nInProcess) {
	const run = await n8n.fire('rappels', 'Tous les quarts d’heure');
	await n8n.idle();
	return run;
}

const mailsTo = (recipient: string) =>
	workshop.postbox.mails.filter(({ recipients }) => recipients.includes(recipient));

/** The full hour that struck last, as the clocks of the workshop show it. */
const lastHour = () =>
	new Date()
		.toLocaleTimeString('fr-FR', {
			timeZone: 'Europe/Paris',
			hour: '2-digit',
			minute: '2-digit',
		})
		.replace(/\d\d$/, '00');

/** The bundled workflows, the time of the bulletin set to any time of the day. */
function atAnyTime(): Bundled[] {
	const workflows = bundledWorkflows();
	const nodes = workflows.flatMap((workflow) => workflow.nodes);
	const [{ parameters }] = nodes.filter(({ name }) => name === 'Bulletin');
	parameters.bulletinTime = "={{ $now.setZone('Europe/Paris').toFormat('HH:mm') }}";
	return workflows;
}

describe('the agenda of the morning', () => {
	test('is sent once a day, from its time on', async () => {
		const n8n = await workshop.n8n({ agenda_heure: lastHour(), agenda_jours_vides: 'oui' });
		await aQuarterPasses(n8n);
		expect(workshop.postbox.mails).toMatchObject([
			{ recipients: [WORKSHOP], subject: expect.stringMatching(/^Aucun rendez-vous le /) },
		]);
		await aQuarterPasses(n8n);
		expect(workshop.postbox.mails).toHaveLength(1);
		expect(n8n.tables.rows(JOURNAL_TABLE)).toMatchObject([
			{ evenement: 'agenda', resultat: 'Agenda du jour envoyé' },
		]);
	});

	test.each([
		['without appointments', {}],
		[
			'on which the workshop is closed',
			{ agenda_jours_vides: 'oui', jours_fermes: 'lun mar mer jeu ven sam dim' },
		],
	])('is not sent on a day %s', async (_name, settings) => {
		const n8n = await workshop.n8n({ agenda_heure: lastHour(), ...settings });
		await aQuarterPasses(n8n);
		expect(workshop.postbox.mails).toEqual([]);
		expect(n8n.tables.rows(JOURNAL_TABLE)).toEqual([]);
	});
});

describe('a recipient the mail server refused', () => {
	test('of a mail is named by the bulletin', async () => {
		const n8n = await workshop.n8n(
			{ destinataire: `${WORKSHOP}, lea@atelier.exmple`, agenda_heure: '' },
			atAnyTime(),
		);
		workshop.postbox.unknown = ['lea@atelier.exmple'];
		await deliver(n8n, booking());
		await aQuarterPasses(n8n);
		// The mail about the booking, and the alert that says so.
		expect(workshop.postbox.mails.at(-1)?.text).toMatch(
			/Non remis à lea@atelier\.exmple\s: 2 courriels \(550/,
		);
	});
});

describe('without an address to write to', () => {
	test('the bulletin goes to whoever is to have alerts, and clients are reminded', async () => {
		const n8n = await workshop.n8n(
			{ destinataire: 'personne', destinataire_alertes: WORKSHOP, agenda_heure: lastHour() },
			atAnyTime(),
		);
		const run = await aQuarterPasses(n8n);
		expect(run.failure).toBeNull();
		expect(run.times('À rappeler')).toBe(1);
		expect(workshop.postbox.mails).toMatchObject([
			{
				recipients: [WORKSHOP],
				text: expect.stringMatching(/Réglages à corriger[^]*destinataire[^]*aucun courriel/iu),
			},
		]);
	});
});

describe('the reminder of a client', () => {
	/** An n8n with a booking of last week for tomorrow, and clients who get mails. */
	async function withBookingForTomorrow(): Promise<N8nInProcess> {
		const n8n = await workshop.n8n({ courriels_client: 'oui', agenda_heure: '' });
		await deliver(n8n, booking({ inDays: 0.9 }));
		const [{ id }] = n8n.tables.rows(APPOINTMENT_TABLE);
		const reserve_le = new Date(Date.now() - 7 * DAY_MS).toISOString();
		n8n.tables.edit(APPOINTMENT_TABLE, id, { reserve_le });
		workshop.postbox.mails.length = 0;
		return n8n;
	}

	test('is sent the day before, once', async () => {
		const n8n = await withBookingForTomorrow();
		await aQuarterPasses(n8n);
		expect(mailsTo('camille.durand@example.com')).toMatchObject([
			{ subject: expect.stringMatching(/^Rappel\s: \d\d\/\d\d\/\d{4} à /) },
		]);
		expect(n8n.tables.rows(APPOINTMENT_TABLE)[0].envoye_rappel_le).not.toBeNull();
		await aQuarterPasses(n8n);
		expect(workshop.postbox.mails).toHaveLength(1);
	});

	test('that does not leave is tried again, and the workshop is told', async () => {
		const n8n = await withBookingForTomorrow();
		workshop.postbox.fault = ({ subject }) =>
			subject?.startsWith('Rappel') ? { code: 451 } : null;
		const run = await aQuarterPasses(n8n);
		expect(run.failure?.message).toMatch(/^1 rappel à un client n’est pas parti\. .*451/);
		expect(mailsTo(WORKSHOP)).toHaveLength(1);
		workshop.postbox.fault = () => null;
		await aQuarterPasses(n8n);
		expect(mailsTo('camille.durand@example.com')).toHaveLength(1);
	});

	test('is not sent for what was cancelled meanwhile', async () => {
		const n8n = await withBookingForTomorrow();
		await deliver(n8n, cancellation(booking({ inDays: 0.9 })));
		workshop.postbox.mails.length = 0;
		await aQuarterPasses(n8n);
		expect(workshop.postbox.mails).toEqual([]);
	});
});

describe('the bulletin of the morning', () => {
	test('names what was given up', async () => {
		const n8n = await workshop.n8n({ agenda_heure: '' }, atAnyTime());
		await deliver(n8n, booking());
		const termine_le = new Date().toISOString();
		n8n.tables.edit(JOURNAL_TABLE, 1, { etat: 'echec', erreur: 'boîte pleine', termine_le });
		await aQuarterPasses(n8n);
		const [bulletin] = workshop.postbox.mails.slice(1);
		expect(bulletin).toMatchObject({
			recipients: [WORKSHOP],
			subject: expect.stringMatching(/^Bulletin ArchiMeuble/),
		});
		expect(bulletin.text).toContain('boîte pleine');
	});

	test('names who has no appointment left, because Calendly says it moved and not to where', async () => {
		const n8n = await workshop.n8n({ agenda_heure: '' }, atAnyTime());
		const lost = cancellation(booking());
		lost.payload.rescheduled = true;
		await deliver(n8n, booking());
		await deliver(n8n, lost);
		await aQuarterPasses(n8n);
		expect(workshop.postbox.mails.at(-1)?.text).toMatch(/sans nouvelle date.*\n- Camille Durand, /);
	});

	test('is not sent where all is well', async () => {
		const n8n = await workshop.n8n({ agenda_heure: '' }, atAnyTime());
		await aQuarterPasses(n8n);
		expect(workshop.postbox.mails).toEqual([]);
	});
});

isWalkedWhole(workshop.coverage, 'rappels');
