/** Tabs, search, filters, pages and single bookings by links and the form, in the sandbox of n8n. */
import { bookingsOf } from '../../nodes/shared/dashboard/bookings/booking';
import { Moments } from '../../nodes/shared/dashboard/moments';
import { readQuery } from '../../nodes/shared/dashboard/request/query';
import { selectBookings } from '../../nodes/shared/dashboard/bookings/selection';
import type { Page } from 'playwright-core';
import { browserTest, useBrowser, useSite } from '../support/browser.mts';
import { aWorld, NOW, PARIS } from './world.mts';

const WORLD = aWorld(400);
const site = useSite(WORLD);
const browser = useBrowser({
	javaScriptEnabled: false,
	viewport: { width: 1280, height: 800 },
	acceptDownloads: true,
});

async function open(query: string): Promise<Page> {
	const { page } = await browser.watchedPage(() => true);
	await page.goto(site.at(query));
	return page;
}

/** Start and client of every booking the domain selects. */
function expected(query: Record<string, unknown>): string[] {
	const moments = new Moments(NOW.toISOString(), PARIS);
	const { bookings } = selectBookings(bookingsOf(WORLD.rows), readQuery(query), moments);
	return bookings.map(({ start, row }) => `${start} ${row.client}`);
}

/** The same of every booking the page lists. */
function listed(page: Page): Promise<string[]> {
	return page.locator('.booking').evaluateAll((bookings) =>
		bookings.map((booking) => {
			const start = booking.querySelector('.when time')!.getAttribute('datetime');
			return `${start} ${booking.querySelector('.who')!.textContent}`;
		}),
	);
}

async function count(page: Page): Promise<number> {
	const text = await page.locator('#compte').textContent();
	return Number(/^[\d\s\u202f]+/.exec(text!)![0].replace(/\D/g, ''));
}

async function expectList(page: Page, query: Record<string, unknown>): Promise<void> {
	const all = expected(query);
	expect(all).not.toEqual([]);
	expect(await count(page)).toBe(all.length);
	expect(await listed(page)).toEqual(all.slice(0, 50));
}

const submit = (page: Page) => page.locator('button', { hasText: 'Filtrer' }).click();

browserTest('every tab shows its bookings', async () => {
	const page = await open('');
	await expectList(page, {});
	for (const [name, onglet] of [
		['Passés', 'passes'],
		['Annulés', 'annules'],
		['Tous', 'tous'],
		['À venir', 'a-venir'],
	]) {
		await page.locator('.tabs a', { hasText: name }).click();
		expect(await page.locator('.tabs a[aria-current]').textContent()).toMatch(`${name} (`);
		await expectList(page, { onglet });
	}
});

browserTest('the search finds, keeps its tab, and is taken back', async () => {
	const page = await open('?onglet=passes');
	await page.locator('#q').fill('Müller chêne');
	await submit(page);
	await expectList(page, { onglet: 'passes', q: 'muller chene' });
	expect(await page.locator('#q').inputValue()).toBe('Müller chêne');
	await page.locator('a', { hasText: 'Effacer les filtres' }).click();
	await expectList(page, { onglet: 'passes' });
});

browserTest('the filters filter and sort together', async () => {
	const page = await open('?onglet=tous');
	await page.locator('#filtres summary').click();
	await page.getByLabel('Visioconférence de conception').check();
	await page.getByLabel('Prise de mesures à domicile').check();
	await page.getByLabel('Annulé', { exact: true }).check();
	await page.locator('#du').fill('2026-06-01');
	await page.locator('#au').fill('2026-11-30');
	await page.locator('#tri').selectOption('client');
	await submit(page);
	await expectList(page, {
		onglet: 'tous',
		type: ['Visioconférence de conception', 'Prise de mesures à domicile'],
		...{ etat: 'annule', du: '2026-06-01', au: '2026-11-30', tri: 'client' },
	});
	await page.getByLabel('Visio', { exact: true }).check();
	await page.locator('#du').fill('');
	await page.locator('#au').fill('');
	await page.getByLabel('Annulé', { exact: true }).uncheck();
	await page.locator('#periode').selectOption('mois');
	await submit(page);
	await expectList(page, {
		onglet: 'tous',
		type: ['Visioconférence de conception', 'Prise de mesures à domicile'],
		...{ mode: 'Visio', periode: 'mois', tri: 'client' },
	});
});

browserTest('all pages together show every booking once', async () => {
	const page = await open('?onglet=tous&tri=reception');
	const all = expected({ onglet: 'tous', tri: 'reception' });
	const seen = await listed(page);
	for (;;) {
		const next = page.locator('.pages a', { hasText: 'Page suivante' });
		if ((await next.count()) === 0) break;
		await next.click();
		seen.push(...(await listed(page)));
	}
	expect(all.length).toBeGreaterThan(400);
	expect(seen).toEqual(all);
	await page.locator('.pages a', { hasText: 'Page précédente' }).click();
	const last = Math.ceil(all.length / 50);
	expect(await listed(page)).toEqual(all.slice((last - 2) * 50, (last - 1) * 50));
});

browserTest('a moved booking leads to its other half, and back to the list', async () => {
	const page = await open('?onglet=tous&etat=deplace');
	const moved = page.locator('.booking').first();
	const client = await moved.locator('.who').textContent();
	await moved.locator('summary').click();
	await moved.locator('a', { hasText: 'Voir ce rendez-vous' }).click();
	expect(await page.locator('h2#titre-liste').textContent()).toBe('Un rendez-vous');
	expect(await page.locator('.booking').count()).toBe(1);
	expect(await page.locator('.who').textContent()).toBe(client);
	expect(await page.locator('.facts').isVisible()).toBe(true);
	await page.locator('a', { hasText: 'Retour à la liste' }).click();
	await expectList(page, { onglet: 'tous', etat: 'deplace' });
});

browserTest('the file can be downloaded from the sandbox', async () => {
	const page = await open('?onglet=annules&mode=Visio');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.locator('a[download]').click(),
	]);
	expect(download.suggestedFilename()).toBe('rendez-vous-annules-2026-11-22.csv');
	expect(await download.failure()).toBeNull();
});

browserTest('the weeks are turned, and a booking of one is opened and left again', async () => {
	const page = await open('?onglet=semaine');
	const title = page.locator('h2#titre-liste');
	expect(await title.textContent()).toBe('Semaine du 16/11/2026 au 22/11/2026');
	await page.locator('a', { hasText: 'Suivante' }).click();
	expect(await title.textContent()).toBe('Semaine du 23/11/2026 au 29/11/2026');
	const shown = await page.locator('.week > li > ul > li').count();
	expect(shown).toBe(expected({ onglet: 'semaine', du: '2026-11-23' }).length);
	expect(shown).toBe(await count(page));
	const client = await page.locator('.week .who').first().textContent();
	await page.locator('.week a').first().click();
	expect(await page.locator('.booking .who').textContent()).toBe(client);
	await page.locator('a', { hasText: 'Retour à la liste' }).click();
	expect(await title.textContent()).toBe('Semaine du 23/11/2026 au 29/11/2026');
	await page.locator('a', { hasText: 'Cette semaine' }).click();
	expect(await title.textContent()).toBe('Semaine du 16/11/2026 au 22/11/2026');
});
