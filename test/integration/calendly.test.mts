import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANONYMISED } from '../../nodes/shared/privacy/anonymised';
import { CalendlyStandIn, seedWorkshop, type Workshop } from '../../standin/index.mts';
import { Editor } from '../support/editor.mts';
import { Instance, SIGNING_SECRET, freePort } from '../support/instance.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(300_000);

const RENDEZ_VOUS = 'ArchiMeubleRdv01';
const RATTRAPAGE = 'ArchiMeubleRat01';
const RAPPELS = 'ArchiMeubleRap01';
const HOUR_MS = 3_600_000;
const NEW_SECRET = 'integration-test-rotated-secret';
const TOKEN = 'integration-test-calendly-token-0123456789';

const instance = new Instance();
const postbox = new Postbox();
const standIn = new CalendlyStandIn();
let workshop: Workshop;
let editor: Editor;
let environment: Record<string, string>;

async function startN8n(changes: Record<string, string> = {}): Promise<void> {
	await instance.start({ ...environment, ...changes });
	editor = new Editor(instance.run);
	await editor.login();
}

beforeAll(async () => {
	await postbox.start();
	await standIn.start();
	workshop = seedWorkshop(standIn, TOKEN);
	environment = {
		N8N_PORT: String(await freePort()),
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: String(postbox.port),
		SMTP_SECURE: 'false',
		NOTIFICATION_EMAIL: 'menuisier@example.com',
		ALERT_EMAIL: 'secours@example.net',
		SENDER_EMAIL: 'rdv@example.com',
		CALENDLY_ACCESS_TOKEN: TOKEN,
		CALENDLY_API_URL: standIn.url,
	};
	await startN8n();
});

afterAll(async () => {
	await instance.stop();
	await standIn.stop();
	await postbox.stop();
	instance.remove();
});

const inDays = (days: number) => new Date(Date.now() + days * 24 * HOUR_MS).toISOString();

/** A booking in the stand-in, by a client of its own. */
function book(name: string, days = 10) {
	const email = `${name.toLowerCase().replace(/\W/g, '')}@example.com`;
	return standIn.book({
		eventType: workshop.eventTypes.phone,
		start: inDays(days),
		invitee: { name, email, timezone: 'Europe/Paris' },
		location: '+33 6 12 34 56 78',
	});
}

afterEach(() => {
	standIn.faults = () => null;
});

const ours = () =>
	standIn.subscriptions.filter(({ callback_url }) =>
		callback_url.startsWith(`${instance.run.webhook}?`),
	);
const rowsOf = (client: string) =>
	instance.rows('archimeuble_rendezvous').filter((row) => row.client === client);
const mailsTo = (recipient: string) =>
	postbox.mails.filter(({ recipients }) => recipients.includes(recipient));
const announcementsOf = (client: string) =>
	mailsTo('menuisier@example.com').filter(({ text }) => text?.includes(client));
const announced = async (client: string, subject: RegExp) =>
	await until(
		`the mail about ${client}`,
		() => announcementsOf(client).find((mail) => subject.test(mail.subject ?? '')),
		30_000,
	);

/** When the quarter of an hour began, as the workshop's clock shows it. */
function quarterHour(now: Date): string {
	const begun = new Date(Math.floor(now.getTime() / 900_000) * 900_000);
	return begun.toLocaleTimeString('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'short' });
}

/** n8n publishes and unpublishes behind the answer it gives to the editor. */
const oursAre = async (
	what: string,
	fits: (found: ReturnType<typeof ours>) => boolean = (found) => found.length === 1,
) => await until(`${what}; there are ${ours().length}`, () => fits(ours()), 30_000);

/** « Execute workflow » on the reconciliation; comes back when it has ended well. */
async function catchUp(): Promise<void> {
	await ended(RATTRAPAGE, await editor.execute(RATTRAPAGE, 'Toutes les 6 heures'));
}

async function ended(workflow: string, id: string): Promise<void> {
	const { status } = await until(
		`the end of ${workflow}`,
		() =>
			instance
				.executions(workflow)
				.find((execution) => String(execution.id) === id && execution.stoppedAt !== null),
		120_000,
	);
	expect(status).toBe('success');
}

describe('the subscription', () => {
	test('exists once n8n has started, with our key, events and address', async () => {
		const [subscription, ...others] = await until('the subscription', () => {
			const found = ours();
			return found.length > 0 && found;
		});
		expect(others).toEqual([]);
		expect(subscription).toMatchObject({ state: 'active', scope: 'organization' });
		expect([...subscription.events].sort()).toEqual([
			'invitee.canceled',
			'invitee.created',
			'invitee_no_show.created',
			'invitee_no_show.deleted',
		]);
		book('Alice Abonnée');
		await standIn.settled();
		expect(standIn.deliveries.at(-1)?.state).toBe('delivered');
		await announced('Alice Abonnée', /^Nouveau RDV/);
		// What follows happens after n8n's first start, from when on it is announced.
		await standIn.clock.advance(HOUR_MS);
	});

	test('goes when the workflow is unpublished and comes back when it is published', async () => {
		await editor.unpublish(RENDEZ_VOUS);
		await oursAre('no subscription', (found) => found.length === 0);
		await editor.publish(RENDEZ_VOUS);
		await oursAre('one subscription');
	});

	test('is replaced when other events are chosen and published', async () => {
		const [before] = ours();
		await editor.saveNodes(RENDEZ_VOUS, (nodes) => {
			const trigger = nodes.find(({ name }) => name === 'Calendly');
			trigger.parameters.events = ['invitee.created', 'invitee.canceled'];
		});
		await editor.publish(RENDEZ_VOUS);
		await oursAre('the new subscription', ([found, ...others]) => {
			return others.length === 0 && found !== undefined && found.uri !== before.uri;
		});
		expect([...ours()[0].events].sort()).toEqual(['invitee.canceled', 'invitee.created']);
	});

	test('of another address is never touched', async () => {
		const response = await fetch(`${standIn.url}/webhook_subscriptions`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
			body: JSON.stringify({
				url: instance.run.webhook.replace('/webhook/', '/webhook-test/'),
				events: ['invitee.created'],
				organization: workshop.organization.uri,
				scope: 'organization',
			}),
		});
		const { uri } = ((await response.json()) as { resource: { uri: string } }).resource;
		await editor.unpublish(RENDEZ_VOUS);
		await oursAre('no subscription', (found) => found.length === 0);
		await editor.publish(RENDEZ_VOUS);
		await oursAre('one subscription');
		expect(standIn.subscriptions.map((one) => one.uri)).toContain(uri);
	});

	test('that cannot be made is an error of the workflow that says what to do', async () => {
		await editor.unpublish(RENDEZ_VOUS);
		await oursAre('no subscription', (found) => found.length === 0);
		standIn.faults = ({ path, method }) =>
			path.startsWith('/webhook_subscriptions') && method === 'POST'
				? {
						status: 403,
						body: { title: 'Insufficient scope', required_scopes: ['webhooks:write'] },
					}
				: null;
		await editor.publish(RENDEZ_VOUS);
		const said = await until('the error', async () => {
			const text = JSON.stringify(await editor.publication(RENDEZ_VOUS));
			return text.includes('access token') && text;
		});
		expect(said).toContain(
			'was made without a scope this needs: webhooks:write. In Calendly, open',
		);
		expect(ours()).toEqual([]);
		standIn.faults = () => null;
		await editor.unpublish(RENDEZ_VOUS);
		await editor.publish(RENDEZ_VOUS);
		await oursAre('one subscription');
	});
});

/** What the dashboard tells of the subscription: one row, however often it was checked. */
const checks = () => instance.rows('archimeuble_journal').filter(({ cle }) => cle === 'liaison');

describe('after an outage', () => {
	test('of two days Calendly has disabled the subscription; all is caught up once, and said', async () => {
		const moved = book('Marc Déplacé', 12);
		const gone = book('Gaston Parti', 13);
		// Time for another attempt, should n8n not serve again yet after it was published.
		await standIn.settled();
		await standIn.clock.advance(HOUR_MS);
		await announced('Marc Déplacé', /^Nouveau RDV/);
		await announced('Gaston Parti', /^Nouveau RDV/);
		await instance.stop();

		book('Nadia Manquée', 14);
		standIn.reschedule(moved.uri, inDays(15));
		standIn.cancel(gone.uri, { by: 'invitee', reason: 'Trop tard' });
		const both = book('Bruno Bref', 16);
		standIn.cancel(both.uri, { by: 'host' });
		await standIn.clock.advance(25 * HOUR_MS);
		book('Olga Oubliée', 17);
		await standIn.clock.advance(25 * HOUR_MS);
		expect(ours().map(({ state }) => state)).toEqual(['disabled']);

		standIn.faults = ({ path }) => (path === '/users/me' ? { status: 503 } : null);
		await startN8n();
		standIn.faults = () => null;
		await catchUp();

		expect(ours().map(({ state }) => state)).toEqual(['active']);
		const notice = await until('the notice', () =>
			mailsTo('secours@example.net').find(
				({ subject }) => subject === 'Liaison avec Calendly rétablie',
			),
		);
		expect(notice.text).toContain('Calendly avait coupé la liaison');
		expect(checks()).toMatchObject([
			{ action: 'active', resultat: 'La liaison avec Calendly vient d’être créée de nouveau.' },
		]);
		for (const client of ['Nadia Manquée', 'Olga Oubliée']) {
			const mail = await announced(client, /^Nouveau RDV/);
			expect(mail.text).toContain('Rattrapé\u00a0: ');
			expect(rowsOf(client)).toMatchObject([{ etat: 'confirme' }]);
		}
		expect((await announced('Marc Déplacé', /^RDV déplacé/)).text).toContain('Rattrapé\u00a0: ');
		expect((await announced('Gaston Parti', /^RDV annulé/)).text).toContain('Trop tard');
		expect(
			rowsOf('Marc Déplacé')
				.map(({ etat }) => etat)
				.sort(),
		).toEqual(['confirme', 'deplace']);
		expect(rowsOf('Bruno Bref')).toMatchObject([{ etat: 'annule' }]);
		expect(announcementsOf('Bruno Bref').map(({ subject }) => subject)).toEqual([
			expect.stringMatching(/^RDV annulé/),
		]);
	});

	test('a second reconciliation finds nothing, and deliveries arrive again', async () => {
		const mails = postbox.mails.length;
		const deliveries = instance.rows('archimeuble_journal').length;
		await catchUp();
		expect(instance.rows('archimeuble_journal')).toHaveLength(deliveries);
		expect(checks()).toMatchObject([
			{ action: 'active', resultat: 'La liaison avec Calendly est active.' },
		]);
		book('Rosa Revenue', 18);
		await standIn.settled();
		await announced('Rosa Revenue', /^Nouveau RDV/);
		expect(postbox.mails).toHaveLength(mails + 1);
	});
});

describe('what changes at Calendly without a delivery', () => {
	const journal = () => instance.rows('archimeuble_journal');
	const booked = async (client: string) => {
		await oursAre('one subscription');
		const invitee = book(client, 22);
		await until('the delivery is handled', () =>
			journal().some((row) => row.client === client && row.etat === 'termine'),
		);
		return invitee;
	};
	/** At a time of its own: the stand-in’s clock stands still otherwise. */
	const changePlace = async (uri: string, address: string) => {
		await standIn.clock.advance(60_000);
		standIn.changePlace(uri, { type: 'physical', location: address, additional_info: '' });
	};
	/** As the form for personal data leaves the tables; the form has tests of its own. */
	const erase = (client: string) => {
		instance.damage('archimeuble_journal', client, ANONYMISED);
		const [{ id }] = instance.query(
			'SELECT id FROM data_table WHERE name = ?',
			'archimeuble_rendezvous',
		);
		instance.write(`DELETE FROM data_table_user_${id} WHERE client = ?`, client);
	};

	test('is written each time, also when a place goes back and forth, and never announced', async () => {
		const { uri } = await booked('Paula Promenée');
		for (const address of ['Lille', 'Douai', 'Lille', 'Douai']) {
			await changePlace(uri, address);
			await catchUp();
			await until(`the place ${address}`, () => rowsOf('Paula Promenée')[0].lieu === address);
		}
		const deliveries = journal().length;
		await catchUp();
		expect(journal()).toHaveLength(deliveries);
		expect(announcementsOf('Paula Promenée')).toHaveLength(1);
	});

	test('does not bring back a person who was erased', async () => {
		const { uri } = await booked('Vera Effacée');
		erase('Vera Effacée');
		const deliveries = journal().length;
		for (const address of ['Lille', 'Douai']) {
			await changePlace(uri, address);
			await catchUp();
		}
		expect(journal()).toHaveLength(deliveries);
		expect(rowsOf('Vera Effacée')).toEqual([]);
	});
});

describe('a new signing key', () => {
	test('replaces the subscription at the next reconciliation, and nothing under way is refused', async () => {
		const [before] = ours();
		await instance.stop();
		book('Karim Ancien', 19);
		await standIn.settled();
		const underWay = standIn.deliveries.at(-1);
		expect(underWay?.state).toBe('waiting');
		await startN8n({
			CALENDLY_SIGNING_SECRET: NEW_SECRET,
			CALENDLY_PREVIOUS_SIGNING_SECRET: SIGNING_SECRET,
		});
		book('Omar Entre-deux', 20);
		await standIn.settled();
		await announced('Omar Entre-deux', /^Nouveau RDV/);
		await catchUp();
		expect(ours()).toHaveLength(1);
		expect(ours()[0].uri).not.toBe(before.uri);
		book('Lina Nouvelle', 21);
		await standIn.clock.advance(24 * HOUR_MS);
		await announced('Lina Nouvelle', /^Nouveau RDV/);
		await announced('Karim Ancien', /^Nouveau RDV/);
		const later = standIn.deliveries.find(({ id }) => id === underWay?.id);
		expect(later?.state).toBe('delivered');
		expect(standIn.deliveries.flatMap(({ attempts }) => attempts)).not.toContainEqual(
			expect.objectContaining({ status: 401 }),
		);
		expect(announcementsOf('Karim Ancien')).toHaveLength(1);
	});
});

test('the bulletin of the morning tells of a run of wrong signatures, and of nothing when all is well', async () => {
	const bulletins = () =>
		mailsTo('menuisier@example.com').filter(({ subject }) => subject?.startsWith('Bulletin'));
	/** The bulletin leaves in one quarter of an hour of the day: in this one. */
	const morning = async () => {
		await editor.saveNodes(RAPPELS, (nodes) => {
			const bulletin = nodes.find(({ name }) => name === 'Bulletin');
			bulletin.parameters.bulletinTime = quarterHour(new Date());
		});
		await ended(RAPPELS, await editor.execute(RAPPELS, 'Tous les quarts d’heure'));
	};
	await morning();
	expect(bulletins()).toEqual([]);
	const [{ id }] = instance.query(
		'SELECT id FROM data_table WHERE name = ?',
		'archimeuble_journal',
	);
	instance.write(
		`INSERT INTO data_table_user_${id} (evenement, action, etat, recu_le, contenu) VALUES ('refus', 'signature_mismatch', 'termine', ?, '{"nombre":23}')`,
		new Date().toISOString(),
	);
	await morning();
	const [bulletin] = await until('the bulletin', () => bulletins().length > 0 && bulletins());
	expect(bulletin.text).toContain('(signature fausse). La clé de signature est peut-être fausse');
});

test('no token is in a log, an execution or the database in the clear', () => {
	const files = [
		'.n8n/database.sqlite',
		'.n8n/database.sqlite-wal',
		'n8n.log',
		'.n8n-files/calendly.log',
	];
	for (const file of files) {
		let content: Buffer;
		try {
			content = readFileSync(join(instance.userFolder, file));
		} catch (error) {
			expect((error as NodeJS.ErrnoException).code).toBe('ENOENT');
			continue;
		}
		for (const secret of [TOKEN, SIGNING_SECRET, NEW_SECRET]) {
			expect([file, content.includes(secret)]).toEqual([file, false]);
		}
	}
	expect(instance.output()).not.toContain(TOKEN);
});
