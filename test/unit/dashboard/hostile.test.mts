/**
 * Rows and queries as an enemy would write them: nothing may become markup, a formula or a calendar
 * property. The elements and attributes of a page with harmless texts are the measure.
 */
import fc from 'fast-check';
import ICAL from 'ical.js';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from '../../../nodes/shared/appointment/row';
import { renderCsv } from '../../../nodes/shared/dashboard/files/csv';
import { renderFeed } from '../../../nodes/shared/dashboard/files/feed';
import { readQuery } from '../../../nodes/shared/dashboard/request/query';
import { season } from '../../../scripts/lib/season.mts';
import { aPage, attribute, elementsOf, NOW, PARIS, readCsv, type Element } from './fixtures.mts';
import { refusalRow } from '../../support/refusals.mts';

const ATTACKS = [
	'<script>alert(1)</script>',
	'"><img src=x onerror=alert(1)>',
	"' onmouseover='alert(1)",
	'</style><script>alert(1)</script>',
	'</title></head><body onload=alert(1)>',
	'<!--',
	'-->]]>',
	'javascript:alert(1)',
	'https://evil.example/" onclick="alert(1)',
	'data:text/html,<script>alert(1)</script>',
	'https://user:pass@evil.example/',
	'&lt;script&gt;',
	'${alert(1)}{{constructor.constructor("alert(1)")()}}',
	'=HYPERLINK("https://evil.example")',
	'@SUM(1)\r\n=1+1',
	'a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x',
	'\u202egpj.exe\u2066',
	'\ud800',
	'\u0000\u0007\u001b[31m',
	'<svg/onload=alert(1)>',
	'x'.repeat(5_000),
	'é'.repeat(300),
	'',
	' ',
];

const times = ['2026-11-24T09:00:00.000Z', '2026-11-20T09:00:00Z', '2026-13-45T99:99:99.999Z', '0'];
const states = ['confirme', 'annule', 'deplace', 'absent', 'x', ''];

const hostileText = fc.oneof(fc.constantFrom(...ATTACKS), fc.string({ unit: 'binary' }));
const hostileValue = fc.oneof(
	{ weight: 8, arbitrary: hostileText },
	{ weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, 7, true, {}, []) },
);
const answers = fc
	.array(fc.record({ question: hostileValue, answer: hostileValue }), { maxLength: 3 })
	.map((list) => JSON.stringify(list));

/** Rows of which most can be told (a time, a state), so that every part of the page shows them. */
const hostileRow = fc
	.record({
		all: fc.record(Object.fromEntries(APPOINTMENT_COLUMNS.map((column) => [column, hostileValue]))),
		known: fc.record(
			{
				debut: fc.constantFrom(...times),
				recu_le: fc.constantFrom(...times),
				annule_le: fc.constantFrom(...times),
				etat: fc.constantFrom(...states),
				reponses: fc.oneof(answers, hostileText),
			},
			{ requiredKeys: [] },
		),
		identifiant: hostileText.map((text) => text || 'a'),
	})
	.map(({ all, known, identifiant }) => ({ ...all, ...known, identifiant }) as AppointmentRow);

const hostileQuery = fc.record(
	{
		onglet: fc.constantFrom('tous', 'passes', 'annules'),
		type: hostileText,
		mode: hostileText,
		tri: fc.constantFrom('client', 'type', 'reception'),
	},
	{ requiredKeys: [] },
);

/** `a[href]`: what an element is and which attributes it has. */
const shapeOf = ({ tagName, attrs }: Element) =>
	`${tagName}[${attrs
		.map(({ name }) => name)
		.sort()
		.join()}]`;

const harmlessPages = () => [
	aPage(season({ bookings: 150, now: NOW }), { onglet: 'tous', etat: 'annule' }),
	aPage(season({ bookings: 150, now: NOW }), { onglet: 'tous', page: '2', tri: 'client' }),
	aPage(season({ bookings: 150, now: NOW }), { periode: 'mois', type: 'x', mode: 'y' }),
	aPage(season({ bookings: 5, now: NOW }), { rdv: 's1' }),
	aPage([], {}),
];

let shapes: Set<string> | undefined;
const allowedShapes = () =>
	(shapes ??= new Set(harmlessPages().flatMap((html) => elementsOf(html).map(shapeOf))));

const SAFE_LINK = /^(#[a-z]+|\?[\w%.+=&*~-]*|https?:\/\/|mailto:[^"<>]*|tel:\+\d+)/;

function expectHarmless(html: string) {
	const elements = elementsOf(html);
	expect(elements.map(shapeOf).filter((shape) => !allowedShapes().has(shape))).toEqual([]);
	const links = elements.map((element) => attribute(element, 'href'));
	expect(links.filter((href) => href !== null && !SAFE_LINK.test(href))).toEqual([]);
	expect(elements.filter(({ tagName }) => tagName === 'script')).toHaveLength(1);
}

test('the measure tells harmful from harmless', () => {
	expect(allowedShapes()).toContain('a[href,rel]');
	const bad = aPage([]).replace('<main', '<img src=x onerror=alert(1)><main');
	expect(() => expectHarmless(bad)).toThrow();
	const linked = aPage([]).replace('href="#liste"', 'href="javascript:alert(1)"');
	expect(() => expectHarmless(linked)).toThrow();
});

test.each(ATTACKS)('every column at once: %j', (attack) => {
	const columns = Object.fromEntries(APPOINTMENT_COLUMNS.map((column) => [column, attack]));
	const rows = ['confirme', 'annule', 'deplace'].map((etat, index) => ({
		...columns,
		identifiant: `${attack}${index}`,
		etat,
		debut: '2026-11-24T09:00:00.000Z',
		fin: null,
		recu_le: '2026-11-20T09:00:00.000Z',
		deplace_vers: `${attack}0`,
		reponses: JSON.stringify([{ question: attack, answer: attack, position: 0 }]),
	}));
	const query = { onglet: 'tous', q: attack, type: attack, mode: attack, rdv: '' };
	expectHarmless(aPage(rows, { onglet: 'tous' }));
	expectHarmless(aPage(rows, query));
	expectHarmless(aPage(rows, { rdv: `${attack}0` }));
});

test('whatever rows and query hold, the page has no other elements, attributes and schemes', () => {
	fc.assert(
		fc.property(fc.array(hostileRow, { maxLength: 6 }), hostileQuery, (rows, query) => {
			expectHarmless(aPage(rows, query));
			expectHarmless(aPage(rows, { onglet: 'tous' }));
		}),
		{ numRuns: 60 },
	);
});

test('neither does the journal put anything into it', () => {
	const deliveries = ATTACKS.map((attack) => ({
		identifiant: 's1',
		etat: 'echec' as const,
		recu_le: '2026-11-22T09:00:00.000Z',
		evenement: attack,
		erreur: attack,
		resultat: attack,
	}));
	const refusals = ATTACKS.map((reason) => refusalRow(reason, 1, '2026-11-22T09:00:00.000Z'));
	const subscription = { message: ATTACKS[1] };
	const rows = season({ bookings: 5, now: NOW });
	const html = aPage(
		rows,
		{ onglet: 'tous' },
		{ health: { deliveries: [...deliveries, ...refusals], subscription } },
	);
	for (const element of elementsOf(html)) {
		expect(element.tagName).not.toBe('img');
		for (const { name } of element.attrs) expect(name).not.toMatch(/^on/);
	}
	expect(elementsOf(html).filter(({ tagName }) => tagName === 'script')).toHaveLength(1);
});

test('the CSV stays a table without formulas', () => {
	fc.assert(
		fc.property(fc.array(hostileRow, { maxLength: 6 }), (rows) => {
			const { body } = renderCsv({
				...{ rows, timezone: PARIS, now: NOW },
				query: readQuery({ onglet: 'tous' }),
			});
			const table = readCsv(body.slice(1));
			expect(table).toHaveLength(rows.length + 1);
			for (const row of table) expect(row).toHaveLength(table[0].length);
			for (const cell of table.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
		}),
		{ numRuns: 150 },
	);
});

test('the feed stays a calendar of as many events as there are appointments', () => {
	const known = new Set([
		...['uid', 'sequence', 'status', 'transp', 'dtstamp', 'dtstart', 'dtend'],
		...['summary', 'location', 'description'],
	]);
	fc.assert(
		fc.property(fc.array(hostileRow, { maxLength: 6 }), fc.boolean(), (rows, withNotes) => {
			const { body } = renderFeed({
				rows,
				now: NOW,
				name: ATTACKS[15],
				pastDays: 36_500,
				withNotes,
			});
			const calendar = new ICAL.Component(ICAL.parse(body));
			const events = calendar.getAllSubcomponents('vevent');
			const timed = rows.filter(({ debut }) => typeof debut === 'string' && /^2026-11/.test(debut));
			expect(events).toHaveLength(timed.length);
			for (const property of events.flatMap((event) => event.getAllProperties())) {
				expect(known).toContain(property.name);
			}
			expect(body.replace(/\r\n/g, '')).not.toMatch(/[\r\n\u0000-\u0008]/);
		}),
		{ numRuns: 150 },
	);
});
