/** The figures the page shows, counted again from the rows by the plainest code there is. */
import type { Page } from 'playwright-core';
import type { AppointmentRow } from '../../nodes/shared/appointment/row';
import { browserTest, useBrowser, useSite } from '../support/browser.mts';
import { aWorld, NOW, PARIS } from './world.mts';

const { rows: YEAR, ...rest } = aWorld(900);
/** Some were heard of days after they were booked: figures go by the booking. */
const WORLD = {
	...rest,
	rows: YEAR.map((row, index) =>
		index % 5 === 0 ? { ...row, reserve_le: hoursBefore(row.recu_le!, 60) } : row,
	),
};
const bookedAt = (row: AppointmentRow) => row.reserve_le ?? row.recu_le!;

function hoursBefore(instant: string, hours: number): string {
	return new Date(Date.parse(instant) - hours * 3_600_000).toISOString();
}

const site = useSite(WORLD);
const browser = useBrowser({ viewport: { width: 1280, height: 800 } });

interface Case {
	query: string;
	/** Rows the figures count. */
	keep?: (row: AppointmentRow) => boolean;
	/** First and last day of the cards, and of the period before. */
	days: [string, string];
	before: [string, string];
	/** Of the charts, where the period is not over. */
	charted?: [string, string];
}

const CASES: Case[] = [
	{ query: '', days: ['2026-08-31', '2026-11-22'], before: ['2026-06-08', '2026-08-30'] },
	{
		query: '?onglet=tous&mode=Visio',
		keep: ({ mode }) => mode === 'Visio',
		days: ['2026-08-31', '2026-11-22'],
		before: ['2026-06-08', '2026-08-30'],
	},
	{
		query: '?onglet=annules&q=zoe+muller',
		keep: ({ client }) => client === 'Zoé Müller',
		days: ['2026-08-31', '2026-11-22'],
		before: ['2026-06-08', '2026-08-30'],
	},
	{
		query: '?du=2026-06-03&au=2026-07-01&type=Prise+de+mesures+%C3%A0+domicile',
		keep: ({ type }) => type === 'Prise de mesures à domicile',
		days: ['2026-06-03', '2026-07-01'],
		before: ['2026-05-05', '2026-06-02'],
	},
	{
		// With the days on which the clocks change.
		query: '?du=2026-03-29&au=2026-10-25',
		days: ['2026-03-29', '2026-10-25'],
		before: ['2025-08-30', '2026-03-28'],
	},
	{
		query: '?periode=mois',
		days: ['2026-11-01', '2026-11-22'],
		before: ['2026-10-10', '2026-10-31'],
		charted: ['2026-11-01', '2026-11-30'],
	},
	{
		query: '?periode=annee',
		days: ['2026-01-01', '2026-11-22'],
		before: ['2025-02-09', '2025-12-31'],
		charted: ['2026-01-01', '2026-12-31'],
	},
	{
		query: '?periode=mois-dernier&onglet=passes',
		days: ['2026-10-01', '2026-10-31'],
		before: ['2026-08-31', '2026-09-30'],
	},
];

const clock = new Intl.DateTimeFormat('sv-SE', {
	...({ timeZone: PARIS, dateStyle: 'short', timeStyle: 'short' } as const),
});
const known = new Map<string, string>();

/** `2026-11-22 15:00` in Paris. Asked of Intl once for each instant: it is slow. */
function local(instant: string): string {
	const time = known.get(instant) ?? clock.format(new Date(instant));
	known.set(instant, time);
	return time;
}

function isIn(instant: string | null | undefined, [from, to]: [string, string]): boolean {
	if (typeof instant !== 'string') return false;
	const day = local(instant).slice(0, 10);
	return day >= from && day <= to;
}

const french = (value: number) => value.toLocaleString('fr-FR', { maximumFractionDigits: 1 });
const written = (day: string) => day.split('-').reverse().join('/');
const weekday = (day: string) => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;

function monday(day: string): string {
	const date = new Date(`${day}T12:00:00Z`);
	date.setUTCDate(date.getUTCDate() - weekday(day));
	return date.toISOString().slice(0, 10);
}

function later(day: string, days: number): string {
	const date = new Date(`${day}T12:00:00Z`);
	date.setUTCDate(date.getUTCDate() + days);
	return date.toISOString().slice(0, 10);
}

function figures(rows: AppointmentRow[], days: [string, string]) {
	const received = rows.filter((row) => isIn(bookedAt(row), days));
	const created = received.filter((row) => !row.deplace_depuis);
	const planned = rows.filter((row) => row.etat !== 'deplace' && isIn(row.debut, days));
	const leads = created
		.map((row) => (Date.parse(row.debut!) - Date.parse(bookedAt(row))) / 86_400_000)
		.filter((lead) => lead >= 0)
		.sort((a, b) => a - b);
	const middle = leads.length / 2;
	return {
		created: created.length,
		honoured: planned.filter((row) => row.etat === 'confirme' && row.fin! < NOW.toISOString())
			.length,
		moved: received.length - created.length,
		canceled: rows.filter((row) => row.etat === 'annule' && isIn(row.annule_le, days)).length,
		rate: planned.filter((row) => row.etat === 'annule').length / planned.length,
		lead: Number.isInteger(middle)
			? (leads[middle - 1] + leads[middle]) / 2
			: leads[Math.floor(middle)],
	};
}

/** `126`, `+ 72 (54 avant)` */
function card(now: number, then: number, write: (value: number) => string, change = write) {
	if (!Number.isFinite(now) || !Number.isFinite(then)) {
		return [Number.isFinite(now) ? write(now) : '–', 'pas de comparaison'];
	}
	const difference = now - then;
	const sign = difference > 0 ? '+' : '−';
	const changed = difference === 0 ? '=' : `${sign} ${change(Math.abs(difference))}`;
	return [write(now), `${changed} (${write(then)} avant)`];
}

const duration = (days: number) => (days < 2 ? `${Math.round(days * 24)} h` : `${french(days)} j`);
const points = (rate: number) =>
	`${french(rate * 100)} ${Number(french(rate * 100).replace(',', '.')) < 2 ? 'point' : 'points'}`;

/** What stands in the cards and tables of the page, non-breaking spaces as spaces. */
function shown(page: Page) {
	return page.evaluate(() => {
		const plain = (element: Element | null) => element!.textContent!.replace(/\u00a0/g, ' ');
		const cards = [...document.querySelectorAll('.kpis dl div')].map((card) => [
			plain(card.querySelector('dt')),
			plain(card.querySelector('strong')),
			plain(card.querySelector('dd span')),
		]);
		const table = (id: string) =>
			[...document.querySelectorAll(`#${id}-chiffres tr`)].map((row) =>
				[...row.children].map(plain),
			);
		return {
			period: plain(document.querySelector('.kpis > p')),
			charted: plain(document.querySelector('.charts > p')),
			cards,
			weeks: table('semaines').slice(1),
			hours: table('heures'),
			types: table('types').slice(1),
			modes: table('modes').slice(1),
		};
	});
}

browserTest.each(CASES)('the figures of « $query » are those of the rows', async (given) => {
	const { query, keep = () => true, days, before, charted = days } = given;
	const rows = WORLD.rows.filter(keep);
	const { page } = await browser.watchedPage(() => true);
	await page.goto(site.at(query));
	const told = await shown(page);

	expect(told.period).toContain(`Du ${written(days[0])} au ${written(days[1])},`);
	expect(told.period).toContain(`(du ${written(before[0])} au ${written(before[1])})`);
	expect(told.charted).toBe(`Du ${written(charted[0])} au ${written(charted[1])}`);

	const now = figures(rows, days);
	const then = figures(rows, before);
	expect(now.created + now.honoured + now.canceled).toBeGreaterThan(0);
	expect(told.cards).toEqual([
		['Créés', ...card(now.created, then.created, french)],
		['Honorés', ...card(now.honoured, then.honoured, french)],
		['Déplacés', ...card(now.moved, then.moved, french)],
		['Annulés', ...card(now.canceled, then.canceled, french)],
		[
			'Taux d’annulation',
			...card(now.rate, then.rate, (rate) => `${french(rate * 100)} %`, points),
		],
		['Délai médian avant le rendez-vous', ...card(now.lead, then.lead, duration)],
	]);

	const mondays: string[] = [];
	for (let week = monday(charted[0]); week <= charted[1]; week = later(week, 7)) mondays.push(week);
	expect(told.weeks.map(([, from, to, ...counts]) => [from, to, ...counts])).toEqual(
		mondays.map((week) => {
			const isOfWeek = (instant: string | null | undefined) =>
				isIn(instant, charted) && isIn(instant, [week, later(week, 6)]);
			return [
				written(week),
				written(later(week, 6)),
				french(rows.filter((row) => !row.deplace_depuis && isOfWeek(bookedAt(row))).length),
				french(rows.filter((row) => row.etat === 'annule' && isOfWeek(row.annule_le)).length),
			];
		}),
	);

	const standing = rows.filter(
		(row) => (row.etat === 'confirme' || row.etat === 'absent') && isIn(row.debut, charted),
	);
	const [head, ...byDay] = told.hours;
	const hours = head.slice(1).map((name) => Number(name.replace(' h', '')));
	expect(byDay.map(([, ...counts]) => counts)).toEqual(
		[0, 1, 2, 3, 4, 5, 6].map((number) =>
			hours.map((hour) =>
				french(
					standing.filter(({ debut }) => {
						const [day, time] = local(debut!).split(' ');
						return weekday(day) === number && Number(time.slice(0, 2)) === hour;
					}).length,
				),
			),
		),
	);
	const sum = byDay.flatMap(([, ...counts]) => counts.map(Number)).reduce((a, b) => a + b, 0);
	expect(sum).toBe(standing.length);

	const shares = (column: 'type' | 'mode') =>
		[...new Set(standing.map((row) => row[column]!))]
			.map((name) => ({ name, count: standing.filter((row) => row[column] === name).length }))
			.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
			.map(({ name, count }) => [
				name,
				french(count),
				`${french((count / standing.length) * 100)} %`,
			]);
	expect(told.types).toEqual(shares('type'));
	expect(told.modes).toEqual(shares('mode'));
});

browserTest('the week numbers are those of the French calendar', async () => {
	const { page } = await browser.watchedPage(() => true);
	await page.goto(site.at('?du=2025-12-22&au=2026-01-11'));
	const { weeks } = await shown(page);
	expect(weeks.map(([name, from]) => [name, from])).toEqual([
		['S52', '22/12/2025'],
		['S01', '29/12/2025'],
		['S02', '05/01/2026'],
	]);
});
