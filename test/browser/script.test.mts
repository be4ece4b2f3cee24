/** The script of the page in the sandbox of n8n: it asks again with its token, nothing reloads. */
import type { Page } from 'playwright-core';
import { browserTest, DASHBOARD_PATH, useBrowser, useSite } from '../support/browser.mts';
import { aWorld } from './world.mts';

const site = useSite(aWorld(120));
const browser = useBrowser({ viewport: { width: 1280, height: 800 } });

interface Marked {
	isOld?: boolean;
}

/** A page that is told from one that was loaded again. */
async function openMarked(query: string) {
	site.requests.length = 0;
	const { page, problems } = await browser.watchedPage(() => true);
	await page.goto(site.at(query));
	await page.evaluate(() => ((globalThis as Marked).isOld = true));
	return { page, problems };
}

const isOld = (page: Page) => page.evaluate(() => (globalThis as Marked).isOld === true);
const shows = (page: Page, text: string) => page.locator('#compte', { hasText: text }).waitFor();

describe('with a token', () => {
	beforeEach(() => (site.pageKey = 'a key that is long enough'));

	browserTest('the search shows what it finds while one types, and keeps the place', async () => {
		const { page, problems } = await openMarked('?onglet=tous');
		expect(await page.evaluate(() => self.origin)).toBe('null');
		await page.locator('#q').click();
		await page.keyboard.type('müller');
		await shows(page, 'müller');
		const clients = await page.locator('.who').allTextContents();
		expect(clients.length).toBeGreaterThan(3);
		for (const client of clients) expect(client).toContain('Müller');
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('q');
		expect(await page.locator('#q').inputValue()).toBe('müller');
		expect(await page.locator('#annonce').textContent()).toContain('müller');
		expect(new URL(page.url()).searchParams.get('q')).toBe('müller');
		expect(await isOld(page)).toBe(true);
		expect(site.requests.slice(1).every((told) => told === `POST ${DASHBOARD_PATH}`)).toBe(true);
		expect(problems).toEqual([]);
	});

	browserTest('tabs and filters change the content, back and forward too', async () => {
		const { page, problems } = await openMarked('');
		await page.locator('.tabs a', { hasText: 'Annulés' }).click();
		await page.locator('.tabs a[aria-current]', { hasText: 'Annulés' }).waitFor();
		await page.locator('#filtres summary').click();
		await page.getByLabel('Visio', { exact: true }).check();
		await shows(page, 'Visio');
		expect(new URL(page.url()).search).toBe('?onglet=annules&mode=Visio');
		await page.goBack();
		await page.locator('#compte:not(:has-text("Visio"))').waitFor();
		expect(new URL(page.url()).search).toBe('?onglet=annules');
		await page.goForward();
		await shows(page, 'Visio');
		expect(await isOld(page)).toBe(true);
		expect(problems).toEqual([]);
	});

	browserTest('the head of the page tells the time of what is shown now', async () => {
		const { world } = site;
		const { page } = await openMarked('');
		site.world = { ...world, now: new Date(world.now.getTime() + 7 * 60_000) };
		await page.locator('.tabs a', { hasText: 'Tous' }).click();
		await page.locator('.tabs a[aria-current]', { hasText: 'Tous' }).waitFor();
		expect(await page.locator('header').textContent()).toContain('à 11:07');
		expect(await isOld(page)).toBe(true);
		site.world = world;
	});

	browserTest('one that is refused leads to the address, as a link would', async () => {
		const { page } = await openMarked('');
		site.pageKey = 'another key, long enough too';
		await page.locator('.tabs a', { hasText: 'Passés' }).click();
		await page.locator('.tabs a[aria-current]', { hasText: 'Passés' }).waitFor();
		expect(await isOld(page)).toBe(false);
		expect(site.requests.slice(1)).toEqual([
			`POST ${DASHBOARD_PATH}`,
			`GET ${DASHBOARD_PATH}?onglet=passes`,
		]);
	});
});

describe('without a token', () => {
	beforeEach(() => (site.pageKey = null));

	browserTest('tabs and the form reload the page, and nothing fails', async () => {
		const { page, problems } = await openMarked('');
		await page.locator('.tabs a', { hasText: 'Tous' }).click();
		await page.locator('.tabs a[aria-current]', { hasText: 'Tous' }).waitFor();
		expect(await isOld(page)).toBe(false);
		await page.locator('#q').fill('müller');
		await page.locator('button', { hasText: 'Filtrer' }).click();
		await shows(page, 'müller');
		expect(site.requests.every((told) => told.startsWith('GET '))).toBe(true);
		expect(problems).toEqual([]);
	});
});
