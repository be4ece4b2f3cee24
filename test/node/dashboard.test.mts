import ICAL from 'ical.js';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { dashboard } from '../../nodes/CalendlyArchiMeuble/actions/dashboard';
import { season } from '../support/season.mts';

const rows = season({ bookings: 60, now: new Date() });
const DELIVERY = {
	cle: 'k',
	identifiant: 's1',
	evenement: 'invitee.created',
	etat: 'a_reprendre',
	recu_le: new Date().toISOString(),
};
const REFUSAL = {
	cle: 'k',
	raison: 'signature_mismatch',
	nombre: 12,
	jour: new Date().toISOString().slice(0, 10),
	dernier_le: new Date().toISOString(),
};
const REPORT = { state: 'active', needsRepair: false, message: 'Tout va bien.' };
const TOKEN = '3f9c1b7a5e2d4c6880a1b2c3d4e5f607';

interface Answer {
	statusCode: number;
	headers: Record<string, string>;
	body: string;
}

async function run(
	operation: string,
	parameters: Record<string, unknown>,
	items: object[] = rows,
): Promise<Answer> {
	const context = {
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			name in parameters ? parameters[name] : fallback,
	} as unknown as IExecuteFunctions;
	const input = items.map((json) => ({ json })) as INodeExecutionData[];
	const output = await dashboard.operations[operation].call(context, input);
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
		expect(body).toContain('Tout va bien.');
		expect(body).toContain('href="csv?onglet=tous"');
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

describe('the description', () => {
	const { properties, operations } = dashboard;

	test('offers every operation there is', () => {
		const [{ options }] = properties;
		const offered = (options as Array<{ value: string }>).map(({ value }) => value);
		expect([...offered].sort()).toEqual(Object.keys(operations).sort());
	});

	test('shows each field for this resource only, and hides the tokens', () => {
		for (const { displayOptions } of properties) {
			expect(displayOptions?.show?.resource).toEqual(['dashboard']);
		}
		const hidden = properties.filter(({ typeOptions }) => typeOptions?.password);
		expect(hidden.map(({ name }) => name)).toEqual(['givenToken', 'feedToken']);
	});
});
