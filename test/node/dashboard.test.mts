import type { IExecuteFunctions } from 'n8n-workflow';
import { ArchiMeubleFlux } from '../../nodes/ArchiMeubleFlux/ArchiMeubleFlux.node';
import { season } from '../../scripts/lib/season.mts';
import { otherNodes } from '../support/otherNodes.mts';
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

/** What the Webhook nodes of the workflow gave, by their names. */
type Requests = Record<string, object[]>;

/** @param signingSecret of the credential that is chosen in the node; null when none is */
async function run(
	operation: string,
	parameters: Record<string, unknown>,
	items: object[] = rows,
	{
		requests = {},
		signingSecret = null as string | null,
	}: { requests?: Requests; signingSecret?: string | null } = {},
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
		getWorkflowDataProxy: otherNodes(requests),
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			name in values ? values[name] : fallback,
	} as unknown as IExecuteFunctions;
	const [output] = await node.execute.call(context);
	expect(output).toHaveLength(1);
	expect(output[0].pairedItem).toEqual({ item: 0 });
	return output[0].json as unknown as Answer;
}

/** A page somebody who logged in asks for, as Plan Reading says; all rows are there. */
const plan = (query: object = {}) => ({
	...{ isAllowed: true, form: 'page', query, pageToken: null, isLogin: true },
});
const page = async (parameters: Record<string, unknown> = {}, items: object[] = rows) =>
	await run('render', { plan: plan(), ...parameters }, items);

describe('Dashboard → Render: the page', () => {
	test('answers with one document, whatever stands behind the columns', async () => {
		const { statusCode, headers, body } = await page(
			{ plan: plan({ onglet: 'tous' }), csvPath: 'csv' },
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
		const watched = (await page({}, [...rows, DELIVERY, check])).body;
		expect(watched).toContain('<dd class="good">active</dd>');
		expect(watched).toContain('1 en attente');
		const old = { ...check, recu_le: '2020-01-01T09:00:00.000Z' };
		expect((await page({}, [...rows, old])).body).toMatch(/non vérifiée depuis le/);
		expect((await page({}, [...rows, DELIVERY])).body).toContain('non surveillée');
	});

	test('shows nothing of the system when told so', async () => {
		const { body } = await page({ showHealth: false }, [...rows, DELIVERY, REFUSAL]);
		expect(body).not.toContain('État du système');
	});

	test('has a page for the one empty item n8n gives for an empty table', async () => {
		const { body } = await page({}, [{}]);
		expect(body).toContain('rien n’est encore arrivé de Calendly');
	});

	test.each([
		['an object', plan({ onglet: 'annules' })],
		['JSON', JSON.stringify(plan({ onglet: 'annules' }))],
	])('reads a plan given as %s', async (_name, given) => {
		expect((await page({ plan: given })).body).toMatch(/<title>Rendez-vous – Annulés/);
	});

	test.each([undefined, '', 'onglet=annules', '[1]', null, 7, []])(
		'takes the query %j for none',
		async (query) => {
			const given = { ...plan(), query };
			expect((await page({ plan: given })).body).toMatch(/<title>Rendez-vous – À venir/);
		},
	);

	test.each([undefined, '', '{', null, { form: 'page' }, { ...plan(), isAllowed: 'true' }])(
		'tells nothing without a plan: %j',
		async (given) => {
			expect(await page({ plan: given })).toMatchObject({ statusCode: 404, body: 'Not found' });
		},
	);

	test.each([
		'https://evil.example/csv',
		'//evil.example/csv',
		'javascript:alert(1)',
		'csv"onclick=',
	])('offers no CSV at %s', async (csvPath) => {
		const { body } = await page({ csvPath });
		expect(body).not.toContain('Télécharger en CSV');
		expect(body).not.toContain('evil');
	});

	test('shows times in the zone it is given, in Paris for an unknown one', async () => {
		const row = [{ identifiant: 'a', etat: 'confirme', debut: '2199-01-01T12:00:00.000Z' }];
		const timeIn = async (timezone: unknown) =>
			/<time [^>]*>([^<]*)</.exec((await page({ timezone }, row)).body)?.[1];
		expect(await timeIn('America/New_York')).toBe('07:00');
		expect(await timeIn('Europe/Lutece')).toBe('13:00');
	});
});

test('Dashboard → Render: the file holds the filtered appointments and nothing of the journal', async () => {
	const file = { ...plan({ onglet: 'annules' }), form: 'file' };
	const { headers, body } = await page({ plan: file }, [...rows, DELIVERY, REFUSAL, REPORT]);
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

describe('Dashboard → Render: the calendar feed', () => {
	const feed = (pastDays?: unknown) => ({ ...plan(), form: 'feed', pastDays });

	test('is a calendar of its own name', async () => {
		const { statusCode, body } = await page({ plan: feed(36_500), feedName: 'Atelier' });
		expect(statusCode).toBe(200);
		const calendar = new ICAL.Component(ICAL.parse(body));
		expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Atelier');
		expect(calendar.getAllSubcomponents('vevent')).toHaveLength(rows.length);
	});

	test('holds a year where the plan does not say how much', async () => {
		const old = { identifiant: 'old', etat: 'confirme', debut: '2020-01-01T09:00:00.000Z' };
		const { body } = await page({ plan: feed() }, [old, ...rows]);
		expect(body).not.toContain('UID:old@');
		expect(body).toContain('BEGIN:VEVENT');
	});
});

describe('Dashboard → Plan Reading', () => {
	const ask = async (
		requests: Requests,
		parameters: Record<string, unknown> = {},
		signingSecret: string | null = null,
	) =>
		(await run('planReading', parameters, [{}], {
			requests,
			signingSecret,
		})) as unknown as Record<string, unknown>;
	const get = (query: object = {}) => [{ query, headers: {} }];

	test('reads little for the first page, more for a search, everything for a file', async () => {
		const [first, search, file] = await Promise.all([
			ask({ Page: get() }),
			ask({ Page: get({ q: 'zoé' }) }),
			ask({ 'Fichier CSV': get() }),
		]);
		expect(first.pastLimit).toBeLessThan(search.pastLimit as number);
		expect([first.form, search.form, file.form]).toEqual(['page', 'page', 'file']);
		expect(file.pastLimit).toBe(search.pastLimit);
		expect(file.upcomingLimit).toBe(search.upcomingLimit);
	});

	test('what the page is told of the plan, it says', async () => {
		const start = new Date(Date.now() - 86_400_000).toISOString();
		const few = [1, 2].map((number) => ({
			identifiant: `p${number}`,
			etat: 'confirme',
			debut: start,
		}));
		const cut = { ...(await ask({ Page: get({ onglet: 'passes' }) })), pastLimit: 2 };
		expect((await page({ plan: cut }, few)).body).toContain('Passés (plus de\u00a02)');
		expect((await page({ plan: { ...cut, form: 'file' } }, few)).statusCode).toBe(422);
	});

	test.each([-1, Number.NaN, 'x', 1e9])('takes a year for %s past days', async (pastDays) => {
		const feed = { 'Agenda en ligne': get({ jeton: TOKEN }) };
		const asked = await ask(feed, { feedToken: TOKEN, pastDays });
		const { form, pastFrom } = asked;
		expect([form, asked.pastDays]).toEqual(['feed', 365]);
		const days = (Date.now() - Date.parse(String(pastFrom))) / 86_400_000;
		expect(Math.floor(days)).toBe(366);
	});

	test.each<[string, object, Record<string, unknown>]>([
		['a wrong token', { jeton: `${TOKEN.slice(1)}0` }, { feedToken: TOKEN }],
		['no token', {}, { feedToken: TOKEN }],
		['none configured', { jeton: '' }, { feedToken: '' }],
		['nothing at all', {}, {}],
		['two tokens', { jeton: [TOKEN, TOKEN] }, { feedToken: TOKEN }],
		['a token too short to keep anybody out', { jeton: 'secret' }, { feedToken: 'secret' }],
	])('has no feed for %s, and says nothing', async (_name, query, parameters) => {
		const { isAllowed, statusCode, headers, body } = await ask(
			{ 'Agenda en ligne': get(query) },
			parameters,
		);
		expect([isAllowed, statusCode, body]).toEqual([false, 404, 'Not found']);
		expect(JSON.stringify(headers)).not.toContain(TOKEN);
	});

	test('tells nothing where nobody asked', async () => {
		expect(await ask({})).toMatchObject({ isAllowed: false, statusCode: 404 });
	});
});

describe('the token of the page', () => {
	const tokenIn = (body: string) => /<meta name="jeton" content="([^"]+)">/.exec(body)?.[1];
	const login = `Basic ${Buffer.from('atelier:mot-de-passe').toString('base64')}`;
	const opened = (authorization = login) => ({ Page: [{ query: {}, headers: { authorization } }] });
	const again = (jeton: unknown) => ({
		'Page, sans recharger': [{ body: { jeton, requete: '?q=zoé' } }],
	});

	const planned = async (requests: Requests, signingSecret: string | null = KEY) =>
		await run('planReading', { pageWebhook: 'node-webhook' }, [{}], { requests, signingSecret });
	/** The page as it is drawn of what was planned. */
	const drawn = async (requests: Requests, signingSecret: string | null = KEY) => {
		const links = { feedPath: 'agenda.ics', feedToken: TOKEN };
		return (await page({ plan: await planned(requests, signingSecret), ...links })).body;
	};

	test('is not there without the credential, and nobody gets in then', async () => {
		expect(tokenIn(await drawn(opened(), null))).toBeUndefined();
		const token = tokenIn(await drawn(opened()));
		expect(await planned(again(token))).toMatchObject({ isAllowed: true, query: { q: ['zoé'] } });
		expect(await planned(again(token), null)).toMatchObject({ isAllowed: false, statusCode: 401 });
	});

	test('is not there for a request that shows no login', async () => {
		const body = await drawn(opened('**hidden**'));
		expect(tokenIn(body)).toBeUndefined();
		expect(body).toContain('agenda.ics?jeton=');
	});

	test('is given back as it came, so that it ends, and with no address of the feed', async () => {
		const token = tokenIn(await drawn(opened()));
		jest.useFakeTimers({ now: Date.now() + 3_600_000, advanceTimers: true });
		const body = await drawn(again(token));
		jest.useRealTimers();
		expect(tokenIn(body)).toBe(token);
		expect(body).not.toContain(TOKEN);
		expect(await drawn(opened())).toContain(TOKEN);
	});

	test.each([undefined, '', 'x', 7, null, ['x'], '9999999999.x'])(
		'refuses %j with an answer that tells nothing',
		async (jeton) => {
			const answer = await planned(again(jeton));
			expect(answer).toMatchObject({ isAllowed: false, statusCode: 401, body: 'Unauthorized' });
		},
	);
});
