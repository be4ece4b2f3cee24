import { spawn } from 'node:child_process';
import ICAL from 'ical.js';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { browserTest, useBrowser } from '../support/browser.mts';
import { Instance, freePort } from '../support/instance.mts';
import { until } from '../support/until.mts';

const instance = new Instance();
const browser = useBrowser({ viewport: { width: 1280, height: 800 } });
jest.setTimeout(300_000);

beforeAll(async () => {
	await instance.start({
		N8N_PORT: String(await freePort()),
		MAILBOX_PORT: String(await freePort()),
		MAILBOX_SMTP_PORT: String(await freePort()),
		DASHBOARD_USER: 'menuisier',
		DASHBOARD_PASSWORD: 'mot-de-passe-du-test',
	});
});

afterAll(async () => {
	const code = await instance.stop();
	instance.remove();
	expect(code).toBe(0);
});

/** `npm run simulate`, as a person runs it. */
async function simulate(...args: string[]): Promise<{ code: number | null; output: string }> {
	const program = spawn(process.execPath, ['scripts/simulate.mts', ...args], {
		cwd: PROJECT_FOLDER,
		env: { PATH: process.env.PATH, N8N_USER_FOLDER: instance.userFolder },
	});
	const chunks: string[] = [];
	program.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	program.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	const code = await new Promise<number | null>((resolve) => program.once('close', resolve));
	return { code, output: chunks.join('') };
}

const credentials = { username: 'menuisier', password: 'mot-de-passe-du-test' };
const authorization = `Basic ${Buffer.from(Object.values(credentials).join(':')).toString('base64')}`;

async function get(path: string): Promise<string> {
	const answer = await fetch(new URL(path, instance.run.dashboard), {
		headers: { Authorization: authorization },
	});
	expect(answer.status).toBe(200);
	return Buffer.from(await answer.arrayBuffer()).toString('utf8');
}

const rows = () => instance.rows('archimeuble_rendezvous');

/** Text of the page without markup, spaces of all kinds as one. */
const textOf = (html: string) =>
	html
		.replace(/<(style|script)>[^]*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/&#39;/g, "'")
		.replace(/[\s\u00a0\u202f]+/g, ' ');

/** Rows of a CSV: only answers and notes have line breaks, and those are quoted. */
const csvLines = (csv: string) =>
	csv
		.replace(/"(?:[^"]|"")*"/g, '')
		.trimEnd()
		.split('\r\n')
		.slice(1);

const paris = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short' });
const dayOf = (instant: string | null) => (instant ? paris.format(new Date(instant)) : '');

/** The first and the last day of the figures: twelve weeks from a Monday on, up to today. */
function usualDays(): [string, string] {
	const today = dayOf(new Date().toISOString());
	const monday = new Date(`${today}T12:00:00Z`);
	monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7) - 77);
	return [monday.toISOString().slice(0, 10), today];
}

describe('a season', () => {
	test('is put into the table of the running n8n by one command', async () => {
		const { code, output } = await simulate('season', '--bookings', '400', '--seed', '5');
		expect(output).toMatch(/✓ \d+ appointments of a generated year/);
		expect(output).toContain(instance.run.dashboard);
		expect(code).toBe(0);
		expect(rows().length).toBeGreaterThan(400);
	});

	test('shows in tabs and figures what is counted in the table itself', async () => {
		const page = textOf(await get('tableau-de-bord'));
		const now = new Date().toISOString();
		const all = rows();
		const standing = all.filter(({ etat }) => etat === 'confirme' || etat === 'absent');
		const canceled = all.filter(({ etat }) => etat === 'annule');
		const past = standing.filter(({ fin }) => fin < now).length;
		expect(page).toContain(
			`À venir (${standing.length - past}) Semaine Passés (${past}) Annulés (${canceled.length}) Tous (${all.length})`,
		);
		const [from, to] = usualDays();
		const isIn = (instant: string | null) => dayOf(instant) >= from && dayOf(instant) <= to;
		const booked = all.filter(({ recu_le }) => isIn(recu_le));
		const moves = booked.filter(({ deplace_depuis }) => deplace_depuis).length;
		const honoured = all.filter(
			({ etat, debut, fin }) => etat === 'confirme' && isIn(debut) && fin < now,
		).length;
		expect(page).toMatch(new RegExp(`Créés ${booked.length - moves} `));
		expect(page).toMatch(new RegExp(`Honorés ${honoured} `));
		expect(page).toMatch(new RegExp(`Déplacés ${moves} `));
		expect(page).toMatch(
			new RegExp(`Annulés ${canceled.filter(({ annule_le }) => isIn(annule_le)).length} `),
		);
	});

	test.each([
		['', 'À venir'],
		['?onglet=tous', 'Tous'],
		['?onglet=passes&mode=Visio', 'Passés'],
		['?onglet=annules&q=zo%C3%A9', 'Annulés'],
		['?onglet=tous&periode=mois-dernier', 'Tous'],
	])('has as many lines in the CSV of « %s » as the page counts', async (query) => {
		const page = await get(`tableau-de-bord${query}`);
		const count = Number(/id="compte">([\d\u202f\u00a0]+)/.exec(page)![1].replace(/\D/g, ''));
		expect(csvLines(await get(`rendez-vous.csv${query}`))).toHaveLength(count);
	});

	test('is in the calendar feed: what stands confirmed, the rest cancelled', async () => {
		const address = /href="(agenda\.ics\?jeton=[\w-]+)"/.exec(await get('tableau-de-bord'))![1];
		const events = new ICAL.Component(ICAL.parse(await get(address))).getAllSubcomponents('vevent');
		const year = new Date(Date.now() - 365 * 86_400_000).toISOString();
		const inFeed = rows().filter(({ fin }) => fin >= year);
		const isOff = ({ etat }: Record<string, any>) => etat === 'annule' || etat === 'deplace';
		const statuses = events.map((event) => event.getFirstPropertyValue('status'));
		expect(statuses.filter((status) => status === 'CANCELLED')).toHaveLength(
			inFeed.filter(isOff).length,
		);
		expect(statuses.filter((status) => status === 'CONFIRMED')).toHaveLength(
			inFeed.filter((row) => !isOff(row)).length,
		);
	});
});

describe('in the browser', () => {
	browserTest(
		'the open page searches without a reload, in the sandbox n8n puts it in',
		async () => {
			const page = await browser.newPage({ httpCredentials: credentials });
			await page.goto(`${instance.run.dashboard}?onglet=tous`);
			expect(await page.evaluate('self.origin')).toBe('null');
			await page.evaluate('window.stays = true');
			const answered = page.waitForResponse((response) => response.request().method() === 'POST');
			await page.fill('#q', 'zoé');
			expect((await answered).status()).toBe(200);
			await page.waitForURL(/q=zo/);
			expect(await page.evaluate('window.stays')).toBe(true);
			expect(await page.evaluate('document.activeElement.id')).toBe('q');
			const found = rows().filter((row) => /Zoé/.test(row.client)).length;
			expect(await page.textContent('#compte')).toMatch(new RegExp(`^${found} rendez-vous`));
			await page.goBack();
			await until('the search is empty again', async () => (await page.inputValue('#q')) === '');
			expect(await page.evaluate('window.stays')).toBe(true);
		},
	);

	browserTest('a page whose token is no good any more asks for the login again', async () => {
		const page = await browser.newPage({ httpCredentials: credentials });
		await page.goto(instance.run.dashboard);
		await page.evaluate('window.stays = true');
		await page.route('**/tableau-de-bord', async (route) => {
			const body = route
				.request()
				.postData()
				?.replace(/jeton=[^&]+/, 'jeton=1.x');
			await route.continue({ postData: body });
		});
		const reloaded = page.waitForEvent('load');
		await page.click('text=Passés');
		await reloaded;
		expect(await page.title()).toContain('Passés');
		expect(await page.evaluate('window.stays')).toBeUndefined();
	});
});

test('who has no token and no login gets nothing, and is not let read the tables', async () => {
	const ask = async (body: string, headers: Record<string, string> = {}) =>
		await fetch(instance.run.dashboard, {
			method: 'POST',
			body: new URLSearchParams(body),
			headers: { Origin: 'null', ...headers },
		});
	const [, proof] = /name="jeton" content="\d+\.(\w+)\./.exec(await get('tableau-de-bord'))!;
	const far = `jeton=99999999999.${proof}.${'A'.repeat(43)}`;
	for (const body of ['', 'jeton=', 'jeton=1.x', far]) {
		const asked = `${body}&requete=?onglet=tous`;
		expect([body, (await ask(asked)).status]).toEqual([body, 401]);
		expect([body, (await ask(asked, { 'X-Auth-Token': 'x' })).status]).toEqual([body, 403]);
		const answer = await ask(asked, { 'X-Auth-Token': proof });
		expect([body, answer.status]).toEqual([body, 401]);
		expect(await answer.text()).toBe('Unauthorized');
	}
	const strange: Array<[string, string]> = [
		['application/json', '[]'],
		['application/json', '"jeton"'],
		['text/plain', 'jeton=1'],
		['application/octet-stream', '\u0000'],
		['application/xml', '<jeton/>'],
	];
	for (const [type, body] of strange) {
		const headers = { 'Content-Type': type };
		const answer = await fetch(instance.run.dashboard, { method: 'POST', body, headers });
		expect([type, answer.ok]).toEqual([type, false]);
	}
	const failed = () =>
		instance.query('SELECT id FROM execution_entity WHERE status IN (?, ?)', 'error', 'crashed');
	expect(failed()).toEqual([]);
});

test('another season takes the place of the first, and none removes it', async () => {
	expect((await simulate('season', '--bookings', '20')).code).toBe(0);
	expect(rows().length).toBeLessThan(60);
	expect((await simulate('season', '--bookings', '0')).output).toContain('are gone');
	await until('the table is empty', () => rows().length === 0);
	const page = textOf(await get('tableau-de-bord'));
	expect(page).toContain('rien n’est encore arrivé de Calendly');
});

test.each([
	[['season', '--bookings', 'beaucoup'], '--bookings: write a whole number'],
	[['season', '--seed', '1.5'], '--seed: write a whole number'],
])('%j is refused', async (args, sentence) => {
	const { code, output } = await simulate(...args);
	expect(code).toBe(1);
	expect(output).toContain(sentence);
});
