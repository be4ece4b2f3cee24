/** Page, file and feed tell the same bookings: those that the plainest reading of the rows gives. */
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import type { Page } from 'playwright-core';
import type { AppointmentRow } from '../../nodes/shared/appointment/row';
import { browserTest, useBrowser, useSite } from '../support/browser.mts';
import { readCsv } from '../unit/dashboard/fixtures.mts';
import { aWorld, NOW, PARIS } from './world.mts';

const WORLD = aWorld(400);
const site = useSite(WORLD);
const browser = useBrowser({ acceptDownloads: true, viewport: { width: 1280, height: 800 } });

type Keep = (row: AppointmentRow) => boolean;

const day = (instant: string) => new Date(instant).toLocaleDateString('sv-SE', { timeZone: PARIS });
const isOver = ({ fin }: AppointmentRow) => fin! < NOW.toISOString();
const isLive = ({ etat }: AppointmentRow) => etat === 'confirme' || etat === 'absent';

/** What each query means, in the plainest words. */
const QUERIES: Array<[query: string, keep: Keep]> = [
	['', (row) => isLive(row) && !isOver(row)],
	['?onglet=passes', (row) => isLive(row) && isOver(row)],
	['?onglet=annules', ({ etat }) => etat === 'annule'],
	['?onglet=tous', () => true],
	['?onglet=tous&q=muller', ({ client }) => client!.includes('Müller')],
	['?onglet=tous&q=M%C3%BCller+zoe', ({ client }) => client === 'Zoé Müller'],
	[
		'?onglet=passes&q=d%E2%80%99hondt',
		(row) => isLive(row) && isOver(row) && row.client!.includes('D’Hondt'),
	],
	['?onglet=tous&q=0639984567', ({ telephone }) => telephone === '+33639984567'],
	['?onglet=tous&mode=Visio', ({ mode }) => mode === 'Visio'],
	[
		'?onglet=tous&mode=Visio&mode=Sur+place&etat=absent',
		({ mode, etat }) => mode !== 'Téléphonique' && etat === 'absent',
	],
	['?onglet=tous&etat=deplace&etat=annule', ({ etat }) => etat === 'deplace' || etat === 'annule'],
	[
		'?onglet=tous&du=2026-03-29&au=2026-10-25',
		({ debut }) => day(debut!) >= '2026-03-29' && day(debut!) <= '2026-10-25',
	],
	['?onglet=tous&periode=aujourdhui', ({ debut }) => day(debut!) === '2026-11-22'],
	[
		'?onglet=tous&periode=semaine-prochaine&tri=client',
		({ debut }) => day(debut!) >= '2026-11-23' && day(debut!) <= '2026-11-29',
	],
	[
		'?periode=mois-dernier&onglet=passes&type=Consultation+t%C3%A9l%C3%A9phonique',
		(row) =>
			isLive(row) &&
			day(row.debut!).startsWith('2026-10') &&
			row.type === 'Consultation téléphonique',
	],
	['?onglet=tous&q=ch%C3%AAne', ({ notes }) => notes !== null && /chêne/i.test(notes ?? '')],
];

/** What is said of each booking on all pages of the list. */
async function listed(page: Page): Promise<string[]> {
	const seen: string[] = [];
	for (;;) {
		const { told, next } = await page.evaluate(() => ({
			told: [...document.querySelectorAll('.booking')].map((booking) => {
				const start = booking.querySelector('.when time')!.getAttribute('datetime');
				return `${start} ${booking.querySelector('.who')!.textContent}`;
			}),
			next: [...document.querySelectorAll<HTMLAnchorElement>('.pages a')].find(
				({ textContent }) => textContent === 'Page suivante',
			)?.href,
		}));
		seen.push(...told);
		if (next === undefined) return seen;
		await page.goto(next);
	}
}

/** The file behind the link of the page, each line with its columns by name. */
async function csvOf(page: Page): Promise<Array<Record<string, string>>> {
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.locator('a[download]').click(),
	]);
	const content = readFileSync(await download.path(), 'utf8');
	const [head, ...lines] = readCsv(content.replace(/^\ufeff/, ''));
	return lines.map((cells) => Object.fromEntries(cells.map((cell, index) => [head[index], cell])));
}

interface FeedEvent {
	status: string;
	start: string;
	end: string;
	summary: string;
}

/** The events of the feed the page leads to, by identity. */
async function feedOf(page: Page): Promise<Map<string, FeedEvent>> {
	const address = await page.locator('footer a').getAttribute('href');
	const response = await page.request.get(new URL(address!, page.url()).href);
	const calendar = new ICAL.Component(ICAL.parse(await response.text()));
	const events = calendar.getAllSubcomponents('vevent').map((component) => {
		const event = new ICAL.Event(component);
		return [
			event.uid.replace('@archimeuble', ''),
			{
				status: String(component.getFirstPropertyValue('status')),
				start: event.startDate.toJSDate().toISOString(),
				end: event.endDate.toJSDate().toISOString(),
				summary: event.summary,
			},
		] as const;
	});
	expect(new Set(events.map(([id]) => id)).size).toBe(events.length);
	return new Map(events);
}

const ids = (rows: readonly AppointmentRow[]) => rows.map(({ identifiant }) => identifiant).sort();

browserTest.each(QUERIES)('page, file and feed agree on « %s »', async (query, keep) => {
	const { page } = await browser.watchedPage(() => true);
	await page.goto(site.at(query));
	const kept = WORLD.rows.filter(keep);
	expect(kept).not.toEqual([]);

	const count = await page.locator('#compte').textContent();
	const number = count!.replace(/\u202f/g, '').match(/^(\d+) rendez-vous/)![1];
	expect(Number(number)).toBe(kept.length);

	const lines = await csvOf(page);
	expect(lines.map((line) => line.Identifiant).sort()).toEqual(ids(kept));
	const list = await listed(page);
	expect(list).toEqual(lines.map((line) => `${line['Début (UTC)']} ${line.Client}`));

	const feed = await feedOf(page);
	for (const line of lines) {
		const isOff = ['Annulé', 'Déplacé'].includes(line['État']);
		expect([line.Identifiant, feed.get(line.Identifiant)]).toEqual([
			line.Identifiant,
			{
				status: isOff ? 'CANCELLED' : 'CONFIRMED',
				start: line['Début (UTC)'],
				end: line['Fin (UTC)'],
				summary: `${isOff ? `${line['État']}\u00a0: ` : ''}${line.Type} – ${line.Client}`,
			},
		]);
	}
});

browserTest('the feed holds what is neither cancelled nor moved, and nothing else', async () => {
	const { page } = await browser.watchedPage(() => true);
	await page.goto(site.at('?onglet=tous'));
	const feed = [...(await feedOf(page))].filter(([, { status }]) => status === 'CONFIRMED');
	expect(feed.map(([id]) => id).sort()).toEqual(ids(WORLD.rows.filter(isLive)));
});

browserTest('the tabs count what they show', async () => {
	const { page } = await browser.watchedPage(() => true);
	await page.goto(site.at('?q=e&mode=Visio'));
	const isKept: Keep = ({ mode }) => mode === 'Visio';
	const tabs: Keep[] = [
		(row) => isLive(row) && !isOver(row),
		(row) => isLive(row) && isOver(row),
		({ etat }) => etat === 'annule',
		() => true,
	];
	const counts = tabs.map((keep) => WORLD.rows.filter((row) => isKept(row) && keep(row)).length);
	const shown = await page.locator('.tabs a', { hasText: '(' }).allTextContents();
	expect(shown.map((text) => Number(/\((.*)\)/.exec(text)![1].replace(/\D/g, '')))).toEqual(counts);
});
