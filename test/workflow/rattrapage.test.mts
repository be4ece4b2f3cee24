import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import {
	CalendlyStandIn,
	seedWorkshop,
	type Workshop as CalendlyWorkshop,
} from '../../standin/index.mts';
import { bundledWorkflows, type Bundled } from '../support/inProcess/bundled.mts';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { WORKSHOP, Workshop } from '../support/inProcess/workshop.mts';

const TOKEN = 'a-token-of-the-stand-in';
const DAY_MS = 86_400_000;

const workshop = new Workshop();
let standIn: CalendlyStandIn;
let calendly: CalendlyWorkshop;
let unreachable: Server;

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

beforeEach(async () => {
	standIn = new CalendlyStandIn({ requestsPerMinute: 10_000 });
	calendly = seedWorkshop(standIn, TOKEN);
	await standIn.start();
	unreachable = createServer((_request, response) => response.writeHead(502).end());
	await new Promise<void>((resolve) => unreachable.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	await standIn.stop();
	await new Promise((resolve) => unreachable.close(resolve));
});

/** An n8n since yesterday, whose address, as Calendly knows it, answers nothing but 502. */
async function connected(): Promise<N8nInProcess> {
	const annonces_depuis = new Date(Date.now() - DAY_MS).toISOString();
	const workflows = reachedAt((unreachable.address() as AddressInfo).port);
	const n8n = await workshop.n8n({ annonces_depuis }, workflows);
	n8n.credentials.values.calendlyAccessTokenApi = { accessToken: TOKEN, baseUrl: standIn.url };
	return n8n;
}

function reachedAt(port: number): Bundled[] {
	const workflows = bundledWorkflows();
	for (const { parameters } of workflows.flatMap(({ nodes }) => nodes)) {
		if ('webhookUrl' in parameters) parameters.webhookUrl = `http://127.0.0.1:${port}/webhook`;
	}
	return workflows;
}

async function catchUp(n8n: N8nInProcess) {
	const run = await n8n.fire('rattrapage', 'Toutes les 6 heures');
	await n8n.idle();
	return run;
}

function book() {
	return standIn.book({
		eventType: calendly.eventTypes.phone,
		start: new Date(Math.ceil(Date.now() / DAY_MS + 7) * DAY_MS + 9 * 3_600_000),
		invitee: { name: 'Camille Durand', email: 'camille.durand@example.com' },
	});
}

const connectionOf = (n8n: N8nInProcess) =>
	n8n.tables.rows(JOURNAL_TABLE).filter(({ evenement }) => evenement === 'abonnement');

describe('what Calendly could not deliver', () => {
	test('is found, put down and announced, once', async () => {
		const n8n = await connected();
		book();
		await catchUp(n8n);
		expect(workshop.postbox.about('Camille Durand')).toHaveLength(1);
		expect(n8n.tables.rows(APPOINTMENT_TABLE)).toMatchObject([
			{ etat: 'confirme', client: 'Camille Durand' },
		]);
		expect(n8n.tables.rows(JOURNAL_TABLE)).toMatchObject([
			{ etat: 'termine', resultat: expect.stringMatching(/^Rattrapé\s: courriel/) },
			{ evenement: 'abonnement' },
		]);
		await catchUp(n8n);
		expect(workshop.postbox.about('Camille Durand')).toHaveLength(1);
		expect(n8n.runsOf('moteur')).toHaveLength(1);
	});

	test('is also found when n8n starts, after it had a moment', async () => {
		const n8n = await connected();
		book();
		const run = await n8n.fire('rattrapage', 'Au démarrage de n8n');
		await n8n.idle();
		expect(run.failure).toBeNull();
		expect(run.times('Laisser démarrer')).toBe(1);
		expect(workshop.postbox.about('Camille Durand')).toHaveLength(1);
	});
});

describe('the connection with Calendly', () => {
	test('that is not there is made again, and the workshop is told', async () => {
		const n8n = await connected();
		await catchUp(n8n);
		expect(standIn.subscriptions).toMatchObject([{ state: 'active' }]);
		expect(workshop.postbox.mails).toMatchObject([
			{ recipients: [WORKSHOP], subject: 'Liaison avec Calendly rétablie' },
		]);
		expect(connectionOf(n8n)).toMatchObject([{ action: 'active' }]);
	});

	test('that is well is left alone', async () => {
		const n8n = await connected();
		await catchUp(n8n);
		const before = standIn.subscriptions;
		await catchUp(n8n);
		expect(standIn.subscriptions).toEqual(before);
		expect(workshop.postbox.mails).toHaveLength(1);
		expect(connectionOf(n8n)).toMatchObject([{ action: 'active' }]);
	});

	test('that begins to fail is told before Calendly gives it up', async () => {
		const n8n = await connected();
		await catchUp(n8n);
		book();
		await standIn.settled();
		await catchUp(n8n);
		expect(workshop.postbox.about('n’arrive pas à livrer')).toMatchObject([
			{ recipients: [WORKSHOP], subject: 'Calendly n’arrive plus à livrer les rendez-vous' },
		]);
		expect(connectionOf(n8n)).toMatchObject([{ action: 'retrying' }]);
	});
});

isWalkedWhole(workshop.coverage, 'rattrapage');
