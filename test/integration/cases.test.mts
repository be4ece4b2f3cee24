/**
 * The cases of the field (test/fixtures/cases) through a real n8n: signed delivery, table, mails over SMTP,
 * log. What each is to give in detail the unit tests of the cases say; here it is the whole way.
 */
import { caseBody } from '../support/cases.mts';
import { freePort, Instance } from '../support/instance.mts';
import { Postbox, type ReceivedMail } from '../support/smtp.mts';
import { until } from '../support/until.mts';

jest.setTimeout(240_000);

const DAY_MS = 86_400_000;
const WORKSHOP = 'paul@atelier.example';
const UNKNOWN = 'lea@atelier.exmple';
const instance = new Instance();
const postbox = new Postbox();
let deliveries = 0;

beforeAll(async () => {
	await postbox.start();
	await instance.start({
		N8N_PORT: String(await freePort()),
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: String(postbox.port),
		SMTP_SECURE: 'false',
		SENDER_EMAIL: 'rdv@atelier.example',
	});
	set('courriels_client', 'oui');
	set('destinataire', `${WORKSHOP};`);
});

afterAll(async () => {
	const code = await instance.stop();
	await postbox.stop();
	instance.remove();
	expect(code).toBe(0);
});

function set(setting: string, value: string): void {
	const [{ id }] = instance.query("SELECT id FROM data_table WHERE name = 'archimeuble_reglages'");
	const sql = `UPDATE data_table_user_${id} SET valeur = ? WHERE reglage = ?`;
	instance.write(sql, value, setting);
}

/** The case, of a client of its own and in the coming weeks. */
function body(name: string, client: string): string {
	const text = JSON.stringify(caseBody(name));
	const firstDay = Date.parse('2026-12-03T00:00:00Z');
	const shift = Math.ceil((Date.now() + 7 * DAY_MS - firstDay) / DAY_MS) * DAY_MS;
	return text
		.replace(/"2026-12-\d\dT[\d:.]+Z"/g, (instant) =>
			JSON.stringify(new Date(Date.parse(JSON.parse(instant) as string) + shift).toISOString()),
		)
		.replaceAll('Camille Fictif', client)
		.replaceAll('client@example.com', `${client.toLowerCase().replace(/\W/g, '.')}@example.com`)
		.replace(/(invitees\/)([\w-]+)/g, `$1$2-${client.replace(/\W/g, '')}`);
}

interface Outcome {
	row: Record<string, any>;
	workshop: ReceivedMail;
	client: ReceivedMail;
}

/** Delivers cases one after the other; what the last one left behind. */
async function deliver(...names: string[]): Promise<Outcome> {
	deliveries += 1;
	const client = `Camille Numéro${String.fromCharCode(64 + deliveries)}`;
	for (const name of names) {
		expect((await instance.deliver(body(name, client))).status).toBe(200);
		await until(`${name} to be done`, () => {
			const isOwn = (row: Record<string, any>) =>
				row.client === client && row.evenement.startsWith('invitee');
			const own = instance.rows('archimeuble_journal').filter(isOwn);
			return own.length > 0 && own.every(({ etat }) => etat === 'termine');
		});
	}
	const mails = postbox.about(client);
	const isWorkshops = ({ recipients }: ReceivedMail) => recipients.includes(WORKSHOP);
	return {
		row: instance
			.rows('archimeuble_rendezvous')
			.filter((row) => row.client === client)
			.at(-1)!,
		workshop: mails.filter(isWorkshops).at(-1)!,
		client: mails.filter((mail) => !isWorkshops(mail)).at(-1)!,
	};
}

const plain = (text: string | undefined) => (text ?? '').replace(/[\u00a0\u202f]/g, ' ');

const PHONE = { telephone: '+33639984567' };

test.each<[string, Record<string, string>, string[], string[], string[]]>([
	[
		'01-inbound-call-with-instructions',
		{ appel_par: 'client', appel_numero: '+33320001234' },
		['Le client vous appelle au 03 20 00 12 34.', 'Appelez entre 9 h et 9 h 30'],
		['Merci de nous appeler à ce numéro.', '03 20 00 12 34', 'Appelez entre 9 h et 9 h 30'],
		['Nous vous appelons'],
	],
	['02-phone-question-tel', PHONE, ['06 39 98 45 67'], [], ['non communiqué']],
	['03-phone-answer-with-hours', PHONE, ['06 39 98 45 67'], [], ['non communiqué']],
	['03b-phone-plus33-zero', PHONE, ['06 39 98 45 67'], [], ['non communiqué']],
	['05b-belgian-mobile', { telephone: '+32478123456' }, ['+32 478 123 456'], [], ['+33478']],
	['06-collective-two-hosts', {}, ['Avec :', ' et '], ['Avec :'], []],
	['07-paid-booking', { paiement_etat: 'payé' }, ['Paiement :', 'payé'], [], []],
	['13a-ask-invitee-phone', PHONE, ['06 39 98 45 67'], [], ['Merci de nous appeler']],
	['13c-custom-whereby', { mode: 'Visio' }, ['Visio', 'whereby.com'], ['whereby.com'], []],
	['17-link-without-scheme', {}, ['archimeuble.example/c/1'], [], []],
])('%s', async (name, columns, workshop, client, nowhere) => {
	const outcome = await deliver(name);
	expect(outcome.row).toMatchObject(columns);
	for (const text of workshop) expect(plain(outcome.workshop.text)).toContain(text);
	for (const text of client) expect(plain(outcome.client.text)).toContain(text);
	for (const text of nowhere) {
		expect(plain(`${outcome.workshop.text}${outcome.client.text}`)).not.toContain(text);
	}
});

test.each([
	[['10-reschedule-reason-old-half', '10b-reschedule-new-half']],
	[['10b-reschedule-new-half', '10-reschedule-reason-old-half']],
])('%j: who moved it and why is kept', async (names) => {
	const { row } = await deliver(...names);
	const rows = instance
		.rows('archimeuble_rendezvous')
		.filter(({ client }) => client === row.client);
	expect(rows).toHaveLength(2);
	expect(JSON.stringify(rows)).toContain('Livraison du bois retardée');
});

test('11: the lines of a reason stay lines', async () => {
	const { workshop } = await deliver('11-cancel-reason-several-lines');
	expect(plain(workshop.text)).toMatch(/le mur\n\s*- le sol\n\s*- le budget/);
});

test('28: the password of a meeting is not in the log', async () => {
	const { row } = await deliver('28-custom-zoom-link');
	const lines = instance.eventLog().filter((line) => line.includes(row.client));
	expect(lines).not.toEqual([]);
	expect(lines.join('\n')).not.toContain('SeCrEt');
});

test('30: a change of place is no change of hour', async () => {
	const { workshop, client } = await deliver('30-reschedule-only-the-place');
	expect(plain(client.text)).not.toContain('a changé d’horaire');
	expect(workshop).toBeDefined();
});

test('22, 23: of several recipients the one nobody knows is told, the others get one mail each', async () => {
	postbox.unknown = [UNKNOWN];
	set('destinataire', `${WORKSHOP}, ${UNKNOWN};`);
	const before = postbox.mails.length;
	const { workshop, row } = await deliver('02-phone-question-tel');
	const own = postbox.mails
		.slice(before)
		.filter(({ recipients, text }) => recipients.includes(WORKSHOP) && text?.includes(row.client));
	expect(own).toHaveLength(1);
	expect(workshop.recipients).not.toContain(UNKNOWN);
	await until('the recipient to be noted', () =>
		instance
			.rows('archimeuble_journal')
			.some(({ resultat }) => String(resultat).includes(`Non remis à ${UNKNOWN}`)),
	);
	await until('the alert', () =>
		postbox.mails.some(({ text }) => text?.includes('pas arrivé à tous ses destinataires')),
	);
});
