import type { IExecuteFunctions } from 'n8n-workflow';
import { ArchiMeubleFlux } from '../../nodes/ArchiMeubleFlux/ArchiMeubleFlux.node';
import { season } from '../../scripts/lib/season.mts';
import { withDefaults } from '../support/parameters.mts';
import ICAL from 'ical.js';
import { refusalRow } from '../support/refusals.mts';

const rows = season({ bookings: 60, now: new Date() });
const DELIVERY = {
	cle: 'k',
	identifiant: 's1',
	evenement: 'invitee.created',
	etat: 'a_reprendre',
	recu_le: new Date().toISOString(),
};
const REFUSAL = refusalRow('signature_mismatch', 12, new Date().toISOString());
const REPORT = { state: 'active', needsRepair: false, message: 'Tout va bien.' };
const TOKEN = '3f9c1b7a5e2d4c6880a1b2c3d4e5f607';

interface Answer {
	statusCode: number;
	headers: Record<string, string>;
	body: string;
}

const KEY = 'a-signing-secret-of-the-test';

/** @param signingSecret of the credential that is chosen in the node; null when none is */
async function run(
	operation: string,
	parameters: Record<string, unknown>,
	items: object[] = rows,
	signingSecret: string | null = null,
): Promise<Answer> {
	const node = new ArchiMeubleFlux();
	const values = withDefaults(node, { resource: 'dashboard', operation, ...parameters });
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		continueOnFail: () => false,
		getNode: () => ({
			credentials: signingSecret === null ? undefined : { calendlySigningSecretApi: { id: '1' } },
		}),
		getCredentials: async () => ({ signingSecret }),
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			name in values ? values[name] : fallback,
	} as unknown as IExecuteFunctions;
	const [output] = await node.execute.call(context);
	expect(output).toHaveLength(1);
	expect(output[0].pairedItem).toEqual({ item: 0 });
	return output[0].json as unknown as Answer;
}

describe('Dashboard → Render Page', () => {
	test('answers with one document, whatever stands behind the columns', async () => {
		const { statusCode, headers, body } = await run(
			'renderPage',
			{ query: { onglet: 'tous' }, csvPath: 'csv' },
			[...rows, DELIVERY, REFUSAL, REPORT],
		);
		expect(statusCode).toBe(200);
		expect(headers['Content-Type']).toBe('text/html; charset=utf-8');
		expect(body).toMatch(/^<!DOCTYPE html>/);
		expect(body).toContain(`Tous (${rows.length})`);
		expect(body).toContain('1 en attente');
		expect(body).toContain('12 (signature fausse');
		expect(body).toContain('<dd class="good">active</dd>');
		expect(body).toContain('href="csv?onglet=tous"');
	});

	test('tells what the last check of the subscription said, or that nobody looks', async () => {
		const check = {
			...DELIVERY,
			...{ cle: 'liaison', evenement: 'liaison', action: 'active', etat: 'termine' },
			resultat: 'La liaison avec Calendly est active.',
		};
		const watched = (await run('renderPage', {}, [...rows, DELIVERY, check])).body;
		expect(watched).toContain('<dd class="good">active</dd>');
		expect(watched).toContain('1 en attente');
		const old = { ...check, recu_le: '2020-01-01T09:00:00.000Z' };
		expect((await run('renderPage', {}, [...rows, old])).body).toMatch(/non vérifiée depuis le/);
		expect((await run('renderPage', {}, [...rows, DELIVERY])).body).toContain('non surveillée');
	});

	test('shows nothing of the system when told so', async () => {
		const { body } = await run('renderPage', { showHealth: false }, [...rows, DELIVERY, REFUSAL]);
		expect(body).not.toContain('État du système');
	});

	test('has a page for the one empty item n8n gives for an empty table', async () => {
		const { body } = await run('renderPage', {}, [{}]);
		expect(body).toContain('rien n’est encore arrivé de Calendly');
	});

	test.each([
		['an object', { onglet: 'annules' }],
		['JSON', '{"onglet":"annules"}'],
	])('reads a query given as %s', async (_name, query) => {
		const { body } = await run('renderPage', { query });
		expect(body).toMatch(/<title>Rendez-vous – Annulés/);
	});

	test.each([undefined, '', 'onglet=annules', '[1]', '{', null, 7, []])(
		'takes the query %j for none',
		async (query) => {
			expect((await run('renderPage', { query })).body).toMatch(/<title>Rendez-vous – À venir/);
		},
	);

	test.each([
		'https://evil.example/csv',
		'//evil.example/csv',
		'javascript:alert(1)',
		'csv"onclick=',
	])('offers no CSV at %s', async (csvPath) => {
		const { body } = await run('renderPage', { csvPath });
		expect(body).not.toContain('Télécharger en CSV');
		expect(body).not.toContain('evil');
	});

	test('shows times in the zone it is given, in Paris for an unknown one', async () => {
		const row = [{ identifiant: 'a', etat: 'confirme', debut: '2199-01-01T12:00:00.000Z' }];
		const timeIn = async (timezone: unknown) =>
			/<time [^>]*>([^<]*)</.exec((await run('renderPage', { timezone }, row)).body)?.[1];
		expect(await timeIn('America/New_York')).toBe('07:00');
		expect(await timeIn('Europe/Lutece')).toBe('13:00');
	});
});

test('Dashboard → Render CSV holds the filtered appointments and nothing of the journal', async () => {
	const query = { onglet: 'annules' };
	const { headers, body } = await run('renderCsv', { query }, [...rows, DELIVERY, REFUSAL, REPORT]);
	expect(headers['Content-Disposition']).toMatch(/rendez-vous-annules-\d{4}-\d\d-\d\d\.csv/);
	const canceled = rows.filter(({ etat }) => etat === 'annule');
	expect(canceled.length).toBeGreaterThan(0);
	expect(
		body
			.match(/;s\d+b?\r\n/g)
			?.map((end) => end.slice(1, -2))
			.sort(),
	).toEqual(canceled.map(({ identifiant }) => identifiant).sort());
});

describe('Dashboard → Render Calendar Feed', () => {
	test('gives the calendar to those who know the token', async () => {
		const { statusCode, body } = await run('renderCalendarFeed', {
			...{ givenToken: TOKEN, feedToken: TOKEN, calendarName: 'Atelier', pastDays: 36_500 },
		});
		expect(statusCode).toBe(200);
		const calendar = new ICAL.Component(ICAL.parse(body));
		expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Atelier');
		expect(calendar.getAllSubcomponents('vevent')).toHaveLength(rows.length);
	});

	test.each<[string, Record<string, unknown>]>([
		['a wrong token', { givenToken: `${TOKEN.slice(1)}0`, feedToken: TOKEN }],
		['no token', { feedToken: TOKEN }],
		['none configured', { givenToken: '', feedToken: '' }],
		['nothing at all', {}],
		['a token too short to keep anybody out', { givenToken: 'secret', feedToken: 'secret' }],
	])('is not there for %s, and says nothing', async (_name, parameters) => {
		const { statusCode, headers, body } = await run('renderCalendarFeed', parameters);
		expect([statusCode, body]).toEqual([404, 'Not found']);
		expect(JSON.stringify(headers)).not.toContain(TOKEN);
	});

	test.each([-1, Number.NaN, 'x', 1e9])('takes a year for %s past days', async (pastDays) => {
		const old = { identifiant: 'old', etat: 'confirme', debut: '2020-01-01T09:00:00.000Z' };
		const tokens = { givenToken: TOKEN, feedToken: TOKEN };
		const { body } = await run('renderCalendarFeed', { ...tokens, pastDays }, [old, ...rows]);
		expect(body).not.toContain('UID:old@');
		expect(body).toContain('BEGIN:VEVENT');
	});
});

describe('Dashboard → Plan Reading', () => {
	const plan = async (parameters: Record<string, unknown>) =>
		(await run('planReading', parameters, [{}])) as unknown as Record<string, unknown>;

	test('reads little for the first page, more for a search, everything for a file', async () => {
		const [first, search, file] = await Promise.all([
			plan({}),
			plan({ query: { q: 'zoé' } }),
			plan({ everything: true }),
		]);
		expect(first.pastLimit).toBeLessThan(search.pastLimit as number);
		expect(file).toEqual(search);
	});

	test('what the page is told of the plan, it says', async () => {
		const start = new Date(Date.now() - 86_400_000).toISOString();
		const few = [1, 2].map((number) => ({
			identifiant: `p${number}`,
			etat: 'confirme',
			debut: start,
		}));
		const cut = { ...(await plan({})), pastLimit: 2 };
		const { body } = await run('renderPage', { query: { onglet: 'passes' }, plan: cut }, few);
		expect(body).toContain('Passés (plus de\u00a02)');
		expect(
			(await run('renderCsv', { query: { onglet: 'passes' }, plan: cut }, few)).statusCode,
		).toBe(422);
	});
});

describe('the token of the page', () => {
	const tokenIn = (body: string) => /<meta name="jeton" content="([^"]+)">/.exec(body)?.[1];

	const page = {
		login: `Basic ${Buffer.from('atelier:mot-de-passe').toString('base64')}`,
		...{ pageWebhook: 'node-webhook', feedPath: 'agenda.ics', feedToken: TOKEN },
	};
	const check = async (pageToken: unknown, key: string | null = KEY) =>
		await run('checkPageToken', { pageToken, search: '?q=zoé' }, [{}], key);

	test('is not there without the credential, and nobody gets in then', async () => {
		const { body } = await run('renderPage', page, rows);
		expect(tokenIn(body)).toBeUndefined();
		const token = tokenIn((await run('renderPage', page, rows, KEY)).body);
		expect(await check(token)).toMatchObject({ isAllowed: true, query: { q: ['zoé'] } });
		expect(await check(token, null)).toMatchObject({ isAllowed: false, statusCode: 401 });
	});

	test('is not there for a request that shows no login', async () => {
		const { body } = await run('renderPage', { ...page, login: '**hidden**' }, rows, KEY);
		expect(tokenIn(body)).toBeUndefined();
		expect(body).toContain('agenda.ics?jeton=');
	});

	test('is given back as it came, so that it ends, and with no address of the feed', async () => {
		const token = tokenIn((await run('renderPage', page, rows, KEY)).body);
		jest.useFakeTimers({ now: Date.now() + 3_600_000, advanceTimers: true });
		const again = await run('renderPage', { ...page, pageToken: token }, rows, KEY);
		jest.useRealTimers();
		expect(tokenIn(again.body)).toBe(token);
		expect(again.body).not.toContain(TOKEN);
		expect((await run('renderPage', page, rows, KEY)).body).toContain(TOKEN);
	});

	test.each([undefined, '', 'x', 7, null, ['x'], '9999999999.x'])(
		'refuses %j with an answer that tells nothing',
		async (pageToken) => {
			const answer = await run('checkPageToken', { pageToken }, [{}], KEY);
			expect(answer).toMatchObject({ isAllowed: false, statusCode: 401, body: 'Unauthorized' });
		},
	);
});
