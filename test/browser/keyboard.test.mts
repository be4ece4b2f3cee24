/** The dashboard without a mouse, and with a thumb. */
import type { Page } from 'playwright-core';
import { browserTest, useBrowser, useSite } from '../support/browser.mts';
import { aWorld, UNWELL } from './world.mts';

const site = useSite(aWorld(40, { health: UNWELL }));
const browser = useBrowser();

async function open(query: string, width = 1280): Promise<Page> {
	const { page } = await browser.watchedPage(() => true);
	await page.setViewportSize({ width, height: 800 });
	await page.goto(site.at(query));
	return page;
}

/** What has the focus: where it stands, what it says, and whether one sees that. */
function focused(page: Page) {
	return page.evaluate(() => {
		const element = document.activeElement as HTMLInputElement;
		const style = getComputedStyle(element);
		const name = element.labels?.[0]?.textContent ?? element.textContent ?? '';
		const section = element.closest(
			'.skip, .jump, .health, .tabs, .filters, #liste, .charts, footer',
		);
		const box = element.getBoundingClientRect();
		return {
			name: name.replace(/\s+/g, ' ').trim(),
			place: element === document.body ? 'body' : section?.className || section?.id || 'footer',
			isOutlined: style.outlineStyle === 'solid' && Number.parseFloat(style.outlineWidth) >= 2,
			isOnScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
		};
	});
}

/** Every stop of the Tab key, until it leaves the page. */
async function stops(page: Page) {
	const found: Array<Awaited<ReturnType<typeof focused>>> = [];
	for (;;) {
		await page.keyboard.press('Tab');
		const stop = await focused(page);
		if (stop.place === 'body' || found.length === 300) return found;
		found.push(stop);
	}
}

browserTest('the first stop is the way past everything to the list', async () => {
	const page = await open('');
	const hidden = await page.locator('.skip').boundingBox();
	expect(hidden!.y + hidden!.height).toBeLessThanOrEqual(0);
	await page.keyboard.press('Tab');
	expect(await focused(page)).toEqual({
		...{ name: 'Aller à la liste', place: 'skip' },
		...{ isOutlined: true, isOnScreen: true },
	});
	await page.keyboard.press('Enter');
	expect(await page.evaluate(() => document.activeElement?.id)).toBe('liste');
	await page.keyboard.press('Tab');
	expect((await focused(page)).name).toBe('Télécharger en CSV');
	await page.keyboard.press('Tab');
	expect((await focused(page)).name).toContain('Léa Martin');
});

browserTest('everything is reached in the order it is read in, and seen when it is', async () => {
	const page = await open('?onglet=tous&tri=date&periode=mois');
	const found = await stops(page);
	expect(found.filter(({ isOutlined, isOnScreen }) => !isOutlined || !isOnScreen)).toEqual([]);
	const places = found.map(({ place }) => place);
	expect(places.filter((place, index) => place !== places[index - 1])).toEqual([
		'skip',
		'jump',
		'card health',
		'tabs',
		'card filters',
		'liste',
		'charts',
		'frame',
	]);
	const in_ = (place: string) => found.filter((stop) => stop.place === place);
	expect(in_('tabs').map(({ name }) => name.replace(/ \(.*/, ''))).toEqual([
		'À venir',
		'Semaine',
		'Passés',
		'Annulés',
		'Tous',
	]);
	expect([...new Set(in_('card filters').map(({ name }) => name))]).toEqual([
		'Rechercher un client, un téléphone, une réponse…',
		'Filtrer',
		'Effacer les filtres',
		'Filtres et tri',
		...['Période', 'Du', 'Au', 'Trier par'],
		...[
			'Consultation téléphonique',
			'Visioconférence de conception',
			'Prise de mesures à domicile',
		],
		...['Téléphonique', 'Visio', 'Sur place'],
		...['Confirmé', 'Client absent', 'Annulé', 'Déplacé'],
	]);
	const shown = await page.locator('.booking').count();
	const phones = await page.locator('.reach a').count();
	expect(shown).toBeGreaterThan(5);
	// The CSV, and of each booking its summary and the number to call.
	expect(in_('liste')).toHaveLength(1 + shown + phones);
	expect(in_('charts').map(({ name }) => name.split(/\s*:\s*/)[0])).toEqual(
		Array(4).fill('Les chiffres'),
	);
});

browserTest.each(['Enter', 'Space'])('%s unfolds a booking and folds it again', async (key) => {
	const page = await open('');
	const booking = page.locator('.booking').first();
	await booking.locator('summary').focus();
	expect(await booking.locator('.facts').isVisible()).toBe(false);
	await page.keyboard.press(key);
	await booking.locator('.facts').waitFor({ state: 'visible' });
	await page.keyboard.press('Tab');
	expect((await focused(page)).name).toBe('lea.martin@example.com');
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press(key);
	await booking.locator('.facts').waitFor({ state: 'hidden' });
});

browserTest('Enter in the search field searches', async () => {
	const page = await open('');
	await page.locator('#q').fill('lea martin');
	await page.locator('#q').press('Enter');
	await page.waitForURL(/[?&]q=lea(\+|%20)martin/);
	await page.locator('#compte', { hasText: 'recherche' }).waitFor();
	const clients = await page.locator('.who').allTextContents();
	expect(new Set(clients)).toEqual(new Set(['Léa Martin']));
});

browserTest.each([
	'',
	'?onglet=tous&tri=client&type=x',
	'?rdv=t3',
	'?onglet=semaine',
	'?onglet=tous&page=1',
])('targets of a thumb are 24 px at least (WCAG 2.5.8): %s', async (query) => {
	const page = await open(query, 360);
	await page.evaluate(() => {
		for (const details of document.querySelectorAll('details')) details.open = true;
	});
	const small = await page.evaluate(() => {
		// Links in a sentence are excepted; a check box is hit by its label, too.
		const isInSentence = (element: Element) =>
			element.matches('a') &&
			[...element.parentElement!.childNodes].some(
				(node) => node.nodeType === 3 && node.textContent!.trim() !== '',
			);
		return [...document.querySelectorAll('a, button, summary, select, input, label:has(input)')]
			.filter((element) => !element.matches('.skip, [type=hidden], [type=checkbox]'))
			.filter((element) => !isInSentence(element))
			.map((element) => ({ element, box: element.getBoundingClientRect() }))
			.filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 23.9))
			.map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}x${box.height}`);
	});
	expect(small).toEqual([]);
});
