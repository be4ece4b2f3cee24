import { Instance, freePort } from '../support/instance.mts';
import { payload, PAYLOAD_NAMES } from '../support/payloads.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(300_000);

const RENDEZ_VOUS = 'ArchiMeubleRdv01';
const instance = new Instance();
const postbox = new Postbox();

let environment: Record<string, string>;

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
	await instance.start(environment);
});

afterAll(async () => {
	const code = await instance.stop();
	await postbox.stop();
	instance.remove();
	expect(code).toBe(0);
});

/** A delivery of our own client, so that its mails and rows can be told from all others. */
function deliveryFor(
	client: string,
	event: 'created' | 'canceled',
	change: (payload: any) => void = () => {},
) {
	const raw = payload(event === 'created' ? '01-created-google-meet' : '02-canceled-by-host');
	const slug = client.toLowerCase().replace(/\W/g, '');
	raw.payload.name = client;
	raw.payload.email = `${slug}@example.com`;
	raw.payload.uri = `https://api.calendly.com/scheduled_events/e-${slug}/invitees/a-${slug}`;
	change(raw.payload);
	return raw;
}

const journalOf = (client: string) =>
	instance.rows('archimeuble_journal').filter((row) => row.client === client);
const appointmentsOf = (client: string) =>
	instance.rows('archimeuble_rendezvous').filter((row) => row.client === client);
const handled = async (client: string, deliveries = 1) =>
	await until(`${deliveries} handled deliveries of ${client}`, () => {
		const rows = journalOf(client).filter(({ etat }) => ['termine', 'doublon'].includes(etat));
		return rows.length >= deliveries && rows;
	});

const alerts = () =>
	postbox.mails.filter(({ subject }) => subject?.startsWith('Alerte ArchiMeuble'));
const errorsNoted = () =>
	instance.rows('archimeuble_journal').filter(({ evenement }) => evenement === 'erreur');

/** As if the journal's table were damaged. */
async function whileNothingCanBeStored(work: () => Promise<void>): Promise<void> {
	const rename = (from: string, to: string) =>
		instance.write('UPDATE data_table_column SET name = ? WHERE name = ?', to, from);
	rename('cle', 'cle_absente');
	await work();
	rename('cle_absente', 'cle');
}

describe('a booking', () => {
	test('is answered as the original endpoint did, quickly', async () => {
		const { status, body } = await instance.deliver(deliveryFor('Camille Durand', 'created'));
		expect(status).toBe(200);
		expect(body).toMatchObject({
			success: true,
			message: 'Rendez-vous enregistré avec succès',
			data: { name: 'Camille Durand', timezone: 'Europe/Paris' },
		});
	});

	test('is announced within five seconds by one mail, correct to the minute for Paris', async () => {
		const [mail] = await until(
			'the mail',
			() => {
				const mails = postbox.about('Camille Durand');
				return mails.length > 0 && mails;
			},
			5000,
		);
		expect(mail).toMatchObject({
			subject: expect.stringMatching(
				/^Nouveau RDV Calendly - ArchiMeuble\u00a0: Visio conception - 30 min - .+ - \d\d\/\d\d\/\d{4} à \d\d:\d\d$/,
			),
			recipients: ['menuisier@example.com'],
		});
		expect(mail.from?.value).toEqual([{ address: 'rdv@example.com', name: 'ArchiMeuble' }]);
		expect(mail.replyTo?.value).toEqual([{ address: 'camilledurand@example.com', name: '' }]);
		for (const part of [mail.html as string, mail.text as string]) {
			expect(part.replace(/\u00a0/g, ' ')).toContain('26/11/2026 à 14:00 - 14:30');
		}
		expect(mail.text).not.toContain('n8n');
		expect(mail.attachments).toEqual([]);
	});

	test('is in the table, the journal and the log', async () => {
		const [delivery] = await handled('Camille Durand');
		expect(delivery).toMatchObject({ etat: 'termine', essais: 0, erreur: null });
		expect(appointmentsOf('Camille Durand')).toMatchObject([
			{
				etat: 'confirme',
				debut: '2026-11-26T13:00:00.000Z',
				quand: 'jeudi 26 novembre 2026 à 14:00 - 14:30',
			},
		]);
		const lines = instance.eventLog().filter((line) => line.includes('Camille Durand'));
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatch(
			/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] Event: invitee\.created \| Data: \{/,
		);
		expect(lines[1]).toContain(
			'Email notification prepared for: menuisier@example.com | Client: Camille Durand (camilledurand@example.com)',
		);
		expect(lines.join()).not.toContain('calendly.com/cancellations');
	});

	test('fills the settings table with this machine’s values', async () => {
		const settings = instance.rows('archimeuble_reglages');
		expect(settings.map(({ reglage, valeur }) => [reglage, valeur])).toEqual(
			expect.arrayContaining([
				['destinataire', 'menuisier@example.com'],
				['expediteur', 'rdv@example.com'],
				['fuseau', 'Europe/Paris'],
			]),
		);
	});
});

describe('a cancellation', () => {
	test('is one mail, and the appointment is cancelled', async () => {
		await instance.deliver(deliveryFor('Léa Petit', 'created'));
		await instance.deliver(deliveryFor('Léa Petit', 'canceled'));
		await handled('Léa Petit', 2);
		expect(postbox.about('Léa Petit').map(({ subject }) => subject?.split(' ')[1])).toEqual(
			expect.arrayContaining(['RDV', 'annulé']),
		);
		expect(postbox.about('Léa Petit')).toHaveLength(2);
		expect(appointmentsOf('Léa Petit')).toMatchObject([
			{ etat: 'annule', annule_par: 'Atelier ArchiMeuble' },
		]);
		expect(
			instance.eventLog().filter((line) => /Appointment CANCELED .*Léa Petit/.test(line)),
		).toHaveLength(1);
	});

	test('delivered at the same moment as its booking ends cancelled', async () => {
		await Promise.all(
			['created', 'canceled'].map((event) =>
				instance.deliver(deliveryFor('Paul Vif', event as 'created' | 'canceled')),
			),
		);
		await handled('Paul Vif', 2);
		expect(appointmentsOf('Paul Vif').map(({ etat }) => etat)).toEqual(['annule']);
	});
});

test('a reschedule is one « déplacé » mail with the old and the new time, in either order', async () => {
	const old = payload('04-reschedule-1-canceled-old');
	const moved = payload('05-reschedule-2-created-new');
	expect(await Promise.all([moved, old].map((raw) => instance.deliver(raw)))).toMatchObject([
		{ status: 200, body: { message: 'Rendez-vous enregistré avec succès' } },
		{ status: 200, body: { message: 'Annulation enregistrée' } },
	]);
	await handled('Inès Moreau', 2);
	const [mail, ...others] = postbox.about('Inès Moreau');
	expect(others).toEqual([]);
	expect(mail.subject).toContain('RDV déplacé');
	expect(mail.text?.replace(/\u00a0/g, ' ')).toContain('26/10/2026 à 14:00 - 15:00');
	expect(
		appointmentsOf('Inès Moreau')
			.map(({ etat }) => etat)
			.sort(),
	).toEqual(['confirme', 'deplace']);
});

test('ten copies of a delivery at once are one row and one mail, each answered alike', async () => {
	const delivery = deliveryFor('Dix Fois', 'created');
	const answers = await Promise.all(Array.from({ length: 10 }, () => instance.deliver(delivery)));
	expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
	expect(answers[0].status).toBe(200);
	const rows = await handled('Dix Fois', 10);
	expect(rows.map(({ etat }) => etat).filter((etat) => etat === 'termine')).toHaveLength(1);
	expect(postbox.about('Dix Fois')).toHaveLength(1);
	expect(appointmentsOf('Dix Fois')).toHaveLength(1);
});

describe('a request that cannot be trusted leaves no trace', () => {
	const counts = () => [
		instance.rows('archimeuble_journal').length,
		instance.begun(RENDEZ_VOUS).length,
		postbox.mails.length,
	];

	test.each([
		['forged', { signingKey: 'another-key-altogether' }],
		['stale', { age: 3600 }],
		['from the future', { age: -3600 }],
		['unsigned', { headers: { 'Calendly-Webhook-Signature': '' } }],
	])('%s', async (_name, changes) => {
		const before = counts();
		const { status, body } = await instance.deliver(
			deliveryFor('Malveillante', 'created'),
			changes,
		);
		expect([status, body]).toEqual([401, { error: 'Invalid signature' }]);
		expect(counts()).toEqual(before);
		expect(instance.output()).not.toContain('Malveillante');
	});

	test('an authentic body that is no JSON, in a type n8n does not parse', async () => {
		const before = counts();
		const { status, body } = await instance.deliver('{"event":', {
			headers: { 'Content-Type': 'application/octet-stream' },
		});
		expect([status, body]).toEqual([400, { error: 'Invalid JSON' }]);
		expect(counts()).toEqual(before);
	});

	test('an authentic event that is not selected', async () => {
		const before = counts();
		const { status, body } = await instance.deliver({
			...payload('01-created-google-meet'),
			event: 'contact.created',
		});
		expect([status, body]).toEqual([200, { success: true, message: 'Event logged successfully' }]);
		expect(counts()).toEqual(before);
	});

	test('a page of another origin may not read the answer', async () => {
		const { headers } = await instance.deliver(deliveryFor('Malveillante', 'created'), {
			signingKey: 'another-key-altogether',
			headers: { Origin: 'https://evil.example' },
		});
		expect(headers.get('access-control-allow-origin')).toBeNull();
	});
});

test('a delivery that cannot be stored is answered 500, so that Calendly delivers it again', async () => {
	await whileNothingCanBeStored(async () => {
		const refused = await instance.deliver(deliveryFor('Disque Plein', 'created'));
		expect(refused.status).toBe(500);
		expect(JSON.stringify(refused.body)).not.toMatch(/stack|node_modules/);
	});
	expect([journalOf('Disque Plein'), postbox.about('Disque Plein')]).toEqual([[], []]);

	expect((await instance.deliver(deliveryFor('Disque Plein', 'created'))).status).toBe(200);
	await handled('Disque Plein');
	expect(postbox.about('Disque Plein')).toHaveLength(1);
});

test('an error is told to the workshop by a mail that names the workflow and the execution', async () => {
	const alert = await until('the alert', () => alerts()[0]);
	expect(alert.recipients).toEqual(['menuisier@example.com']);
	expect(alert.subject).toContain('«\u00a0Rendez-vous\u00a0»');
	expect(alert.text).toContain('/executions/');
	await until('the told error in the journal', () => errorsNoted()[0]?.termine_le);
	expect(errorsNoted()[0]).toMatchObject({ etat: 'echec', resultat: 'Alerte envoyée' });
});

test('every sample payload is handled to its end', async () => {
	const errors = errorsNoted().length;
	for (const name of PAYLOAD_NAMES)
		expect((await instance.deliver(payload(name))).status).toBe(200);
	const unfinished = () =>
		instance
			.rows('archimeuble_journal')
			.filter(({ etat }) => !['termine', 'doublon', 'echec'].includes(etat));
	await until('all deliveries to be handled', () => unfinished().length === 0);
	expect(errorsNoted()).toHaveLength(errors);
	const zoe = postbox.about('Zoé L&#39;Hôte');
	expect(zoe[0]?.html).toContain('&lt;b&gt;1,20 m&lt;/b&gt;');
});

test('with the mail server down Calendly is still answered; its mail arrives by the relance, once', async () => {
	await postbox.stop();
	const { status } = await instance.deliver(deliveryFor('Sans Courrier', 'created'));
	expect(status).toBe(200);
	const waiting = await until('the delivery to wait', () =>
		journalOf('Sans Courrier').find(({ etat }) => etat === 'a_reprendre'),
	);
	expect(waiting.erreur).toContain('ECONNREFUSED');
	await postbox.start();
	await until('the mail', () => postbox.about('Sans Courrier').length > 0, 240_000);
	await handled('Sans Courrier');
	expect(postbox.about('Sans Courrier')).toHaveLength(1);
	expect(journalOf('Sans Courrier')).toMatchObject([{ etat: 'termine', essais: 1 }]);
	expect(instance.eventLog().filter((line) => line.includes('Sans Courrier'))).toHaveLength(2);
});

test('a second error within the hour is noted, but not told again', async () => {
	await whileNothingCanBeStored(async () => {
		const refused = await instance.deliver(deliveryFor('Encore Plein', 'created'));
		expect(refused.status).toBe(500);
	});
	const noted = await until('the error in the journal', () => errorsNoted()[1]);
	expect(noted).toMatchObject({ type: 'ArchiMeuble – Rendez-vous', termine_le: null });
	expect(alerts()).toHaveLength(1);
});

test('a delivery whose content is damaged waits, says why, and keeps no other from being handled', async () => {
	await instance.deliver(deliveryFor('Page Abîmée', 'created'));
	await handled('Page Abîmée');
	const before = { recu_le: '2026-01-01T00:00:00.000Z', essai_le: null, termine_le: null };
	instance.damage('archimeuble_journal', 'Page Abîmée', {
		...{ ...before, etat: 'recu', contenu: '{"schemaVersion":1,"appointment":{}}' },
	});
	instance.damage('archimeuble_journal', 'Camille Durand', {
		...{ ...before, etat: 'recu', courriels: 'never' },
	});
	await instance.deliver(deliveryFor('Page Suivante', 'created'));
	await handled('Page Suivante');
	expect(journalOf('Page Abîmée')).toMatchObject([
		{ etat: 'a_reprendre', erreur: expect.stringContaining('contenu') },
	]);
	expect(postbox.about('Page Abîmée')).toHaveLength(1);
	expect(alerts()).toHaveLength(1);
});

test('a delivery replayed without announcing is handled again and sends nothing', async () => {
	const mails = postbox.about('Camille Durand').length;
	const [replayed] = await until(
		'the replay',
		() => {
			const rows = journalOf('Camille Durand').filter(({ termine_le: done }) => done);
			return rows.length > 0 && rows;
		},
		90_000,
	);
	expect(replayed).toMatchObject({ etat: 'termine', courriels: 'never' });
	expect(
		appointmentsOf('Camille Durand').filter(({ etat }) => etat === 'confirme').length,
	).toBeGreaterThan(0);
	expect(postbox.about('Camille Durand')).toHaveLength(mails);
});

test('a second start imports nothing again: what the team changed stays', async () => {
	instance.write(
		"UPDATE workflow_entity SET name = 'Renommé par l’atelier' WHERE id = ?",
		RENDEZ_VOUS,
	);
	const before = instance.rows('archimeuble_rendezvous').length;
	expect(await instance.stop()).toBe(0);
	await instance.start(environment);
	expect(instance.query('SELECT name FROM workflow_entity WHERE id = ?', RENDEZ_VOUS)).toEqual([
		expect.objectContaining({ name: 'Renommé par l’atelier' }),
	]);
	expect(instance.output()).not.toMatch(/Importing|Publishing|shown once/);
	expect((await instance.deliver(deliveryFor('Après Redémarrage', 'created'))).status).toBe(200);
	await handled('Après Redémarrage');
	expect(instance.rows('archimeuble_rendezvous')).toHaveLength(before + 1);
});
