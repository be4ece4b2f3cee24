import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { TRIAL_TYPE } from '../../nodes/shared/trial/delivery';
import { bundledWorkflows, type Bundled } from '../support/inProcess/bundled.mts';
import { booking } from '../support/inProcess/deliveries.mts';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { deliver, Workshop, WORKSHOP } from '../support/inProcess/workshop.mts';

const workshop = new Workshop();
let server: Server;
let answering: N8nInProcess;

/** Our own webhook, as it is reached from outside. */
beforeAll(async () => {
	await workshop.open();
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			const { headers } = request;
			void answering.receive('rendez-vous', 'Calendly', { body, headers }).then(({ answer }) => {
				response.writeHead(answer?.status ?? 500).end();
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
	server.close();
	await workshop.close();
});

/** The bundled workflows with the trial going to this address, and waiting no longer than it must. */
function trying(change: (nodes: Bundled['nodes']) => void = () => {}): Bundled[] {
	const workflows = bundledWorkflows();
	const [{ nodes }] = workflows.filter(({ file }) => file === 'essai');
	const { port } = server.address() as AddressInfo;
	for (const { type, parameters } of nodes) {
		if (type.endsWith('.wait')) parameters.amount = 1;
		if (parameters.operation === 'deliver') parameters.webhookUrl = `http://127.0.0.1:${port}/`;
	}
	change(nodes);
	return workflows;
}

async function result(n8n: N8nInProcess): Promise<Record<string, string>> {
	answering = n8n;
	const run = await n8n.fire('essai', 'Lancer l’essai');
	await n8n.idle();
	expect(run.failure).toBeNull();
	return Object.fromEntries(
		run.items('Résultat').map(({ essai, resultat }) => [String(essai), String(resultat)]),
	);
}

test('where everything is wired it says so, and leaves nothing but its line in the log', async () => {
	const n8n = await workshop.n8n({}, trying());
	await deliver(n8n, booking());
	expect(await result(n8n)).toEqual({
		'Courriel d’essai': 'ça marche',
		'Clé de signature': 'ça marche',
		'Message signé, envoyé à notre adresse': 'ça marche',
		'Courriel «\u00a0nouveau\u00a0»': 'ça marche',
		'Rendez-vous enregistré': 'ça marche',
		'Ligne dans le log': 'ça marche',
		'Adresse pour Calendly': 'à faire',
		'Liaison avec Calendly': 'facultatif',
		Réglages: 'ça marche',
	});
	expect(workshop.postbox.mails.map(({ recipients }) => recipients)).toEqual([
		[WORKSHOP],
		[WORKSHOP],
		[WORKSHOP],
	]);
	expect(n8n.tables.rows(APPOINTMENT_TABLE)).toHaveLength(1);
	expect(n8n.tables.rows(JOURNAL_TABLE)).toHaveLength(1);
});

test('where mails do not leave it says so, leaves what waits, and erases it the next time', async () => {
	const n8n = await workshop.n8n({}, trying());
	workshop.postbox.fault = () => ({ code: 451 });
	expect(await result(n8n)).toMatchObject({
		'Courriel d’essai': 'à faire',
		'Message signé, envoyé à notre adresse': 'ça marche',
		'Courriel «\u00a0nouveau\u00a0»': 'à faire',
		Nettoyage: 'à faire',
	});
	const [waiting] = n8n.tables.rows(JOURNAL_TABLE);
	expect(waiting).toMatchObject({ type: TRIAL_TYPE, etat: 'a_reprendre' });
	n8n.tables.edit(JOURNAL_TABLE, waiting.id, { etat: 'termine' });
	workshop.postbox.fault = () => null;
	await result(n8n);
	expect(n8n.tables.rows(JOURNAL_TABLE)).toEqual([]);
	expect(n8n.tables.rows(APPOINTMENT_TABLE)).toEqual([]);
});

test('where nobody answers at our address it says what to look at', async () => {
	const n8n = await workshop.n8n(
		{},
		trying((nodes) => {
			for (const { parameters } of nodes) {
				if (parameters.operation === 'deliver') parameters.webhookUrl = 'http://127.0.0.1:9/';
			}
		}),
	);
	const said = await result(n8n);
	expect(said).toMatchObject({ 'Message signé, envoyé à notre adresse': 'à faire' });
	expect(said).not.toHaveProperty('Rendez-vous enregistré');
});

isWalkedWhole(workshop.coverage, 'essai');
