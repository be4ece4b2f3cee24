import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { SETTINGS_TABLE } from '../../nodes/shared/settings/settings';
import { booking } from '../support/inProcess/deliveries.mts';
import type { HttpRequest } from '../support/inProcess/http.mts';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { DASHBOARD, Workshop, deliver } from '../support/inProcess/workshop.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

const basic = ({ user, password }: typeof DASHBOARD) => ({
	authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

/** Asks as somebody does who typed the password. */
async function get(n8n: N8nInProcess, trigger: string, more: HttpRequest = {}) {
	const request = { method: 'GET', headers: basic(DASHBOARD), ...more };
	const { answer, run } = await n8n.receive('tableau-de-bord', trigger, request);
	return { answer, run, body: String(answer?.body) };
}

/** Asks as the script of the page does. */
async function post(n8n: N8nInProcess, jeton: string, requete: string) {
	const proof = jeton.split('.')[1] ?? '';
	const { answer, run } = await n8n.receive('tableau-de-bord', 'Page, sans recharger', {
		headers: { 'content-type': 'application/json', 'x-auth-token': proof },
		body: JSON.stringify({ jeton, requete }),
	});
	return { answer, run, body: String(answer?.body) };
}

async function withBooking(): Promise<N8nInProcess> {
	const n8n = await workshop.n8n();
	await deliver(n8n, booking());
	return n8n;
}

const tokenOf = (page: string) => /<meta name="jeton" content="([^"]+)"/.exec(page)?.[1] ?? '';

/** The token of the feed, as « Installation » drew it. */
function feedToken(n8n: N8nInProcess): string {
	const rows = n8n.tables.rows(SETTINGS_TABLE);
	return String(rows.find(({ reglage }) => reglage === 'jeton_agenda')?.valeur);
}

describe('the page', () => {
	test('shows a booking to whoever knows the password', async () => {
		const n8n = await withBooking();
		const { answer, run, body } = await get(n8n, 'Page');
		expect(run?.failure).toBeNull();
		expect(answer).toMatchObject({
			status: 200,
			headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
		});
		expect(body).toContain('Camille Durand');
	});

	test('is not read for anybody else', async () => {
		const n8n = await workshop.n8n();
		n8n.tables.fault = (_operation, table) => new Error(`${table} was asked`);
		const headers = basic({ ...DASHBOARD, password: 'deviné' });
		const { answer, run } = await get(n8n, 'Page', { headers });
		expect(answer?.status).toBe(401);
		expect(run).toBeNull();
		expect(n8n.tables.rows(JOURNAL_TABLE)).toEqual([]);
	});

	test('is filtered without loading it again, with the token it was given', async () => {
		const n8n = await withBooking();
		const token = tokenOf((await get(n8n, 'Page')).body);
		expect(token).not.toBe('');
		const found = await post(n8n, token, '?q=durand');
		expect(found.answer?.status).toBe(200);
		expect(found.body).toContain('Camille Durand');
		const { body } = await post(n8n, token, '?q=personne');
		expect(body).not.toContain('Camille Durand');
		expect(tokenOf(body)).toBe(token);
		expect([found.body, body].filter((page) => page.includes(feedToken(n8n)))).toEqual([]);
	});

	test.each([
		['another password', ([seconds, , seal]: string[]) => `${seconds}.${'0'.repeat(64)}.${seal}`],
		['no token', () => ''],
		['a guess', () => 'deviné'],
	])('is not asked again by who shows %s', async (_name, changed) => {
		const n8n = await withBooking();
		const token = tokenOf((await get(n8n, 'Page')).body);
		const { answer, run } = await post(n8n, changed(token.split('.')), '?q=durand');
		expect([401, 403]).toContain(answer?.status);
		expect(run).toBeNull();
	});

	test('answers a token that has ended with nothing', async () => {
		const n8n = await withBooking();
		const [seconds, proof, seal] = tokenOf((await get(n8n, 'Page')).body).split('.');
		const { answer, body } = await post(
			n8n,
			`${Number(seconds) - 1}.${proof}.${seal}`,
			'?q=durand',
		);
		expect(answer?.status).toBe(401);
		expect(body).toBe('Unauthorized');
	});
});

describe('the file for a spreadsheet', () => {
	test('lists the bookings', async () => {
		const n8n = await withBooking();
		const { answer, body } = await get(n8n, 'Fichier CSV');
		expect(answer?.headers['content-type']).toContain('text/csv');
		expect(body).toContain('Camille Durand');
	});
});

describe('the calendar to subscribe to', () => {
	test('holds the bookings, for whoever knows its token', async () => {
		const n8n = await withBooking();
		const query = { jeton: feedToken(n8n) };
		const { answer, body } = await get(n8n, 'Agenda en ligne', { headers: {}, query });
		expect(answer).toMatchObject({
			status: 200,
			headers: { 'content-type': expect.stringContaining('text/calendar') },
		});
		expect(body).toContain('Camille Durand');
	});

	test.each<Record<string, string>>([{}, { jeton: 'deviné' }])(
		'is not there for anybody else: %j',
		async (query) => {
			const n8n = await withBooking();
			const { answer, body } = await get(n8n, 'Agenda en ligne', { headers: {}, query });
			expect(answer?.status).toBe(404);
			expect(body).toBe('Not found');
		},
	);
});

isWalkedWhole(workshop.coverage, 'tableau-de-bord');
