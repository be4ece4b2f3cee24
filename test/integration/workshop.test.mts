import ICAL from 'ical.js';
import { readConfig } from '../../scripts/lib/config.mts';
import { exportWorkflows } from '../../scripts/lib/workflowExport.mts';
import { formatted, shippedWorkflow } from '../../scripts/lib/workflowFiles.mts';
import { Editor } from '../support/editor.mts';
import { Instance, freePort } from '../support/instance.mts';
import { payload } from '../support/payloads.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(300_000);

const RAPPELS = 'ArchiMeubleRap01';
const HOUR_MS = 3_600_000;
const instance = new Instance();
const postbox = new Postbox();
let editor: Editor;
let environment: Record<string, string>;

beforeAll(async () => {
	await postbox.start();
	environment = {
		N8N_USER_FOLDER: instance.userFolder,
		N8N_PORT: String(await freePort()),
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: String(postbox.port),
		SMTP_SECURE: 'false',
		NOTIFICATION_EMAIL: 'menuisier@example.com',
		SENDER_EMAIL: 'rdv@example.com',
	};
	await instance.start(environment);
	editor = new Editor(instance.run);
	await editor.login();
	// Its schedule would fire in the middle of a test: here it runs only when a test says so.
	await editor.unpublish(RAPPELS);
});

afterAll(async () => {
	const code = await instance.stop();
	await postbox.stop();
	instance.remove();
	expect(code).toBe(0);
});

const slugOf = (client: string) => client.toLowerCase().replace(/\W/g, '');
const mailOf = (client: string) => `${slugOf(client)}@example.com`;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

/** A booking as Calendly delivers it, at a time of our choice. */
function booking(client: string, start: string, bookedAt = inHours(0)) {
	const raw = payload('01-created-google-meet');
	raw.created_at = bookedAt;
	const slug = slugOf(client);
	Object.assign(raw.payload, {
		name: client,
		email: mailOf(client),
		uri: `https://api.calendly.com/scheduled_events/e-${slug}/invitees/a-${slug}`,
	});
	raw.payload.scheduled_event.start_time = start;
	raw.payload.scheduled_event.end_time = new Date(Date.parse(start) + HOUR_MS / 2).toISOString();
	return raw;
}

const rowOf = (client: string) =>
	instance.rows('archimeuble_rendezvous').find((row) => row.client === client);
const sentTo = (address: string) =>
	postbox.mails.filter(({ recipients }) => recipients.includes(address));

async function deliver(delivery: any): Promise<void> {
	const known = instance.rows('archimeuble_journal').length;
	expect((await instance.deliver(delivery)).status).toBe(200);
	await until(`the delivery of ${delivery.payload.name} is handled`, () => {
		const added = instance.rows('archimeuble_journal').slice(known);
		return added.length > 0 && added.every(({ etat }) => etat === 'termine');
	});
}

/** Changes a setting as the workshop does in the data table. */
function set(setting: string, value: string): void {
	const [{ id }] = instance.query(
		'SELECT id FROM data_table WHERE name = ?',
		'archimeuble_reglages',
	);
	instance.write(`UPDATE data_table_user_${id} SET valeur = ? WHERE reglage = ?`, value, setting);
}

const settingOf = (setting: string) =>
	instance.rows('archimeuble_reglages').find(({ reglage }) => reglage === setting)?.valeur;

/** « Execute workflow » in the editor; gives how it ended. */
async function runReminders(): Promise<string> {
	const id = await editor.execute(RAPPELS, 'Tous les quarts d’heure');
	const [row] = await until('the run ends', () => {
		const rows = instance.query('SELECT status, finished FROM execution_entity WHERE id = ?', id);
		return rows.some(({ status }) => ['success', 'error', 'crashed'].includes(status)) && rows;
	});
	return row.status as string;
}

const login = () => {
	const { user, password } = instance.run.dashboardLogin;
	return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
};
const dashboard = (path: string, headers: Record<string, string> = login()) =>
	fetch(new URL(path, instance.run.dashboard), { headers });

test('what npm run workflows:export would write is what was imported', async () => {
	const config = readConfig(instance.userFolder, environment);
	for (const { file, workflow } of await exportWorkflows(instance.run, config)) {
		expect(formatted(workflow)).toBe(formatted(shippedWorkflow(file)));
	}
});

describe('the mails to the client', () => {
	test('are off until the workshop switches them on', async () => {
		await deliver(booking('Sans Courriel', inHours(72)));
		expect(settingOf('courriels_client')).toBe('non');
		expect(sentTo(mailOf('Sans Courriel'))).toEqual([]);
		expect(sentTo('menuisier@example.com')).toHaveLength(1);
	});

	test('once on, confirm a booking to the client, with what to prepare, once', async () => {
		set('courriels_client', 'oui');
		set('a_preparer', 'Un croquis et vos mesures');
		const delivery = booking('Ada Nouvelle', inHours(72));
		await deliver(delivery);
		const [mail, ...more] = sentTo(mailOf('Ada Nouvelle'));
		expect(more).toEqual([]);
		expect(mail.text).toContain('Un croquis et vos mesures');
		expect(mail.replyTo?.value).toEqual([{ address: 'menuisier@example.com', name: '' }]);
		expect(rowOf('Ada Nouvelle')).toMatchObject({
			envoye_nouveau_le: expect.any(String),
			envoye_confirmation_le: expect.any(String),
		});
		await instance.deliver(delivery);
		await until('the repetition is known', () =>
			instance.rows('archimeuble_journal').some(({ etat }) => etat === 'doublon'),
		);
		expect(sentTo(mailOf('Ada Nouvelle'))).toHaveLength(1);
	});

	test('that the server refuses are tried again without a second mail to the workshop', async () => {
		const address = mailOf('Boris Attente');
		postbox.fault = (mail) => ([mail.to].flat()[0]?.text === address ? { code: 451 } : null);
		expect((await instance.deliver(booking('Boris Attente', inHours(72)))).status).toBe(200);
		await until('it waits', () =>
			instance
				.rows('archimeuble_journal')
				.some(({ client, etat }) => client === 'Boris Attente' && etat === 'a_reprendre'),
		);
		postbox.fault = () => null;
		await until('it is sent', () => sentTo(address).length > 0, 150_000);
		expect(
			postbox.about('Boris Attente').filter(({ recipients }) => recipients[0] !== address),
		).toHaveLength(1);
	});
});

describe('the reminder', () => {
	test('leaves once for an appointment within a day that was booked before, and for no other', async () => {
		await deliver(booking('Rosa Demain', inHours(20), inHours(-72)));
		await deliver(booking('Lea Tardive', inHours(20)));
		await deliver(booking('Theo Annule', inHours(20), inHours(-72)));
		const canceled = payload('02-canceled-by-host');
		Object.assign(canceled.payload, {
			name: 'Theo Annule',
			email: mailOf('Theo Annule'),
			uri: 'https://api.calendly.com/scheduled_events/e-theoannule/invitees/a-theoannule',
		});
		await deliver(canceled);
		const before = postbox.mails.length;
		set('agenda_heure', '');
		expect(await runReminders()).toBe('success');
		expect(await runReminders()).toBe('success');
		const reminders = postbox.mails.slice(before);
		expect(reminders.map(({ recipients }) => recipients)).toEqual([[mailOf('Rosa Demain')]]);
		expect(rowOf('Rosa Demain')?.envoye_rappel_le).toEqual(expect.any(String));
		expect(rowOf('Lea Tardive')?.envoye_rappel_le).toBeNull();
	});

	test('that the server refuses stays due, and the run says so', async () => {
		await deliver(booking('Ugo Refus', inHours(20), inHours(-72)));
		postbox.fault = (mail) =>
			[mail.to].flat()[0]?.text === mailOf('Ugo Refus') ? { code: 451 } : null;
		expect(await runReminders()).toBe('error');
		expect(rowOf('Ugo Refus')?.envoye_rappel_le).toBeNull();
		postbox.fault = () => null;
		expect(await runReminders()).toBe('success');
		expect(rowOf('Ugo Refus')?.envoye_rappel_le).toEqual(expect.any(String));
	});
});

describe('the agenda', () => {
	test('leaves once a day from its time on, and is noted in the journal', async () => {
		// Midnight: due until six in the morning; whatever the hour, a run by hand is not needed twice.
		const now = new Intl.DateTimeFormat('fr-FR', {
			timeZone: 'Europe/Paris',
			hour: '2-digit',
			minute: '2-digit',
		}).format(new Date());
		set('agenda_heure', now);
		set('agenda_jours_vides', 'oui');
		const before = postbox.mails.length;
		expect(await runReminders()).toBe('success');
		expect(await runReminders()).toBe('success');
		const [mail, ...more] = postbox.mails.slice(before);
		expect(more).toEqual([]);
		expect(mail.recipients).toEqual(['menuisier@example.com']);
		expect(
			instance.rows('archimeuble_journal').filter(({ evenement }) => evenement === 'agenda'),
		).toHaveLength(1);
	});
});

describe('the dashboard', () => {
	test('shows nothing to who does not log in', async () => {
		for (const path of ['tableau-de-bord', 'rendez-vous.csv']) {
			const answer = await dashboard(path, {});
			expect([path, answer.status]).toEqual([path, 401]);
			expect(await answer.text()).not.toContain('Ada');
		}
	});

	test('shows the appointments, may not be framed or kept, and links to CSV and calendar', async () => {
		const answer = await dashboard('tableau-de-bord');
		const page = await answer.text();
		expect(answer.status).toBe(200);
		expect(page).toContain('Ada Nouvelle');
		expect(answer.headers.get('x-frame-options')).toBe('DENY');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox /);
		expect(answer.headers.get('content-security-policy')).not.toContain('allow-same-origin');
		expect(page).toContain(`agenda.ics?jeton=${settingOf('jeton_agenda')}`);
	});

	test('finds in the CSV what it finds on the page', async () => {
		const answer = await dashboard('rendez-vous.csv?onglet=tous&q=ada');
		const csv = Buffer.from(await answer.arrayBuffer()).toString('utf8');
		expect(csv).toMatch(/^\ufeffDate;/);
		expect(
			csv
				.trimEnd()
				.split('\n')
				.filter((line) => /^\d\d\/\d\d\/\d{4};/.test(line)),
		).toHaveLength(1);
	});

	test('gives the calendar to those who know the token, and to nobody once it is emptied', async () => {
		const address = `agenda.ics?jeton=${settingOf('jeton_agenda')}`;
		const feed = await (await dashboard(address, {})).text();
		const events = new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents('vevent');
		expect(events.length).toBeGreaterThan(3);
		expect((await dashboard('agenda.ics', {})).status).toBe(404);
		expect((await dashboard('agenda.ics?jeton=x&jeton=y', {})).status).toBe(404);
		set('jeton_agenda', '');
		expect((await dashboard(address, {})).status).toBe(404);
		expect((await dashboard('agenda.ics?jeton=', {})).status).toBe(404);
	});
});
