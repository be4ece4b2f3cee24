import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Editor } from '../support/editor.mts';
import { Instance, freePort } from '../support/instance.mts';
import { payload } from '../support/payloads.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(240_000);

const RENDEZ_VOUS = 'ArchiMeubleRdv01';
const STEP = 'Prévenir l’équipe';
const SLOW_MS = 20_000;
const instance = new Instance();
const postbox = new Postbox();
let editor: Editor;

/** What somebody connects to: a team's chat, a CRM. */
const elsewhere = {
	received: [] as Array<Record<string, any>>,
	pauseMs: 0,
	server: null as Server | null,
	url: '',

	async start(): Promise<void> {
		this.server = createServer((request, response) => {
			void bodyOf(request).then(async (body) => {
				this.received.push(JSON.parse(body) as Record<string, any>);
				await sleep(this.pauseMs);
				response.setHeader('Content-Type', 'application/json').end('{}');
			});
		});
		await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	},

	of(client: string): Array<Record<string, any>> {
		return this.received.filter((item) => item.client === client);
	},
};

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

beforeAll(async () => {
	await postbox.start();
	await elsewhere.start();
	await instance.start({
		N8N_PORT: String(await freePort()),
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: String(postbox.port),
		SMTP_SECURE: 'false',
		NOTIFICATION_EMAIL: 'menuisier@example.com',
		SENDER_EMAIL: 'rdv@example.com',
	});
	editor = new Editor(instance.run);
	await editor.login();
});

afterAll(async () => {
	const code = await instance.stop();
	await postbox.stop();
	elsewhere.server?.closeAllConnections();
	elsewhere.server?.close();
	instance.remove();
	expect(code).toBe(0);
});

/** A delivery of our own client, so that its mails and rows can be told from all others. */
function deliveryFor(client: string, name: 'created' | 'canceled' = 'created') {
	const raw = payload(name === 'created' ? '01-created-google-meet' : '02-canceled-by-host');
	const slug = client.toLowerCase().replace(/\W/g, '');
	Object.assign(raw.payload, {
		name: client,
		email: `${slug}@example.com`,
		uri: `https://api.calendly.com/scheduled_events/e-${slug}/invitees/a-${slug}`,
	});
	return raw;
}

const journalOf = (client: string) =>
	instance.rows('archimeuble_journal').filter((row) => row.client === client);

async function deliver(...deliveries: object[]): Promise<void> {
	const answers = await Promise.all(deliveries.map((one) => instance.deliver(one)));
	expect(answers.map(({ status }) => status)).toEqual(deliveries.map(() => 200));
}

const handled = async (client: string, deliveries = 1) =>
	await until(
		`what came of ${client} to be handled`,
		() => {
			const rows = journalOf(client);
			return rows.length === deliveries && rows.every(({ etat }) => etat === 'termine');
		},
		SLOW_MS / 2,
	);

/** As a person does: puts a node behind « Vos étapes », saves and publishes. */
async function addStep(node: { type: string; typeVersion: number; parameters: object }) {
	await editor.saveNodes(RENDEZ_VOUS, (nodes, connections) => {
		const others = nodes.filter(({ name }) => name !== STEP);
		const step = { id: 'a-step-of-the-workshop', name: STEP, position: [2000, 190], ...node };
		nodes.splice(0, nodes.length, ...others, step);
		connections['Vos étapes'] = { main: [[{ node: STEP, type: 'main', index: 0 }]] };
	});
	await editor.publishAndWait(RENDEZ_VOUS);
}

const sendElsewhere = (url: string) => ({
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		...{ method: 'POST', url, sendBody: true, specifyBody: 'json' },
		...{ jsonBody: '={{ $json }}', options: {} },
	},
});

test('nothing is started for steps while nobody added one', async () => {
	await deliver(deliveryFor('Sans Étape'));
	await handled('Sans Étape');
	expect(instance.begun(RENDEZ_VOUS).map(({ mode }) => mode)).toEqual(['webhook']);
});

describe('a step that always fails', () => {
	const clients = ['Anne Échec', 'Bruno Échec', 'Chloé Échec'];

	beforeAll(async () => {
		await addStep(sendElsewhere(`http://127.0.0.1:${await freePort()}/`));
		await deliver(...clients.map((client) => deliveryFor(client)));
		for (const client of clients) await handled(client);
	});

	test('keeps no booking from being mailed once', () => {
		expect(clients.map((client) => postbox.about(client).length)).toEqual([1, 1, 1]);
	});

	test('leaves nothing to be done again', () => {
		for (const client of clients) {
			expect(journalOf(client)).toMatchObject([{ etat: 'termine', essais: 0, erreur: null }]);
		}
	});

	test('is told to the workshop by a mail that names the step', async () => {
		const alert = await until('the alert', () =>
			postbox.mails.find(({ subject }) => subject?.startsWith('Alerte ArchiMeuble')),
		);
		expect(alert.text).toContain(STEP);
		expect(alert.subject).toContain('«\u00a0Rendez-vous\u00a0»');
	});
});

describe('a step that works', () => {
	beforeAll(async () => {
		await addStep(sendElsewhere(elsewhere.url));
		await deliver(deliveryFor('Denis Étape'));
		await handled('Denis Étape');
		await deliver(deliveryFor('Denis Étape', 'canceled'));
		await handled('Denis Étape', 2);
		await until('the step to have run', () => elsewhere.of('Denis Étape').length >= 2);
	});

	test('runs once for each fact the workshop is told, and not for those of before', () => {
		expect(elsewhere.of('Denis Étape').map(({ annonce }) => annonce)).toEqual([
			'nouveau',
			'annule',
		]);
		expect(elsewhere.received).toHaveLength(2);
	});

	test('gets the appointment and the settings, flat and in French', () => {
		const [booked] = elsewhere.of('Denis Étape');
		expect(booked).toMatchObject({
			annonce: 'nouveau',
			client: 'Denis Étape',
			email: 'denistape@example.com',
			etat: 'confirme',
			type: 'Visio conception - 30 min',
			quand: 'jeudi 26 novembre 2026 à 14:00 - 14:30',
			debut: '2026-11-26T13:00:00.000Z',
			destinataire: 'menuisier@example.com',
			fuseau: 'Europe/Paris',
			resultat: 'Courriel «\u00a0nouveau\u00a0» envoyé',
			numero: expect.any(Number),
		});
		const nested = Object.values(booked).filter((value) => typeof value === 'object' && value);
		expect(nested).toEqual([]);
	});

	test('gets no token', () => {
		const [{ valeur: token }] = instance
			.rows('archimeuble_reglages')
			.filter(({ reglage }) => reglage === 'jeton_agenda');
		expect(token).not.toBe('');
		const text = JSON.stringify(elsewhere.received);
		expect(text).not.toContain(token);
		expect(text).not.toMatch(/"[^"]*(jeton|token|secret)[^"]*":/);
	});

	test('does not run for a repetition', async () => {
		await deliver(deliveryFor('Denis Étape'));
		await until('the repetition to be known', () =>
			journalOf('Denis Étape').some(({ etat }) => etat === 'doublon'),
		);
		await sleep(1000);
		expect(elsewhere.of('Denis Étape')).toHaveLength(2);
	});
});

test('a slow step makes no later booking wait for its mail', async () => {
	elsewhere.pauseMs = SLOW_MS;
	await deliver(deliveryFor('Élise Lente'));
	await until('the step to have begun', () => elsewhere.of('Élise Lente').length === 1);
	const begun = Date.now();
	await deliver(deliveryFor('Farid Pressé'));
	await until('the mail', () => postbox.about('Farid Pressé').length === 1, SLOW_MS / 2);
	await handled('Farid Pressé');
	expect(Date.now() - begun).toBeLessThan(SLOW_MS / 2);
	elsewhere.pauseMs = 0;
});

test('a greeting the workshop changes is in the next mail', async () => {
	await editor.saveNodes(RENDEZ_VOUS, (nodes) => {
		const mail = nodes.find(({ name }) => name === 'Courriel «\u00a0nouveau\u00a0»');
		mail.parameters.opening.greeting = 'Salut l’atelier,';
	});
	await editor.publishAndWait(RENDEZ_VOUS);
	await deliver(deliveryFor('Gaëlle Saluée'));
	await handled('Gaëlle Saluée');
	const [mail] = postbox.about('Gaëlle Saluée');
	expect(mail.text).toContain('Salut l’atelier,');
	expect(mail.html).toContain('Salut l’atelier,');
});
