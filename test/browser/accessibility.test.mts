/** What axe-core finds (WCAG 2.2 A and AA, best practice), and whether everything fits the screen. */
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { browserTest, NO_HEALTH, useBrowser, useSite } from '../support/browser.mts';
import { everyMail, MAIL_KINDS } from './mails.mts';
import { aWorld, UNWELL, WELL } from './world.mts';

const WIDTHS = [360, 768, 1280];
const SCHEMES = ['light', 'dark'] as const;

/** Few bookings: axe reads every element, and fifty cards tell it no more than fifteen. */
const WORLD = aWorld(40);

const VIEWS: Array<{ name: string; query: string; isEmpty?: boolean; isUnfolded?: boolean }> = [
	{ name: 'à venir', query: '' },
	{ name: 'passés', query: '?onglet=passes&periode=mois' },
	{ name: 'annulés', query: '?onglet=annules' },
	{ name: 'tous, every detail unfolded', query: '?onglet=tous&periode=mois', isUnfolded: true },
	{
		name: 'filters open, in another order',
		query: '?onglet=tous&q=e&type=Consultation+t%C3%A9l%C3%A9phonique&tri=client&du=2026-09-01',
	},
	{ name: 'a week', query: '?onglet=semaine' },
	{ name: 'another week, filtered', query: '?onglet=semaine&du=2026-11-25&q=e&mode=Visio' },
	{ name: 'one booking', query: '?rdv=t3' },
	{ name: 'one booking that is gone', query: '?rdv=t0' },
	{ name: 'nothing found', query: '?q=introuvable' },
	{ name: 'nothing stored', query: '', isEmpty: true },
];

/** A mail is an article inside the page of a mail program, which has the landmarks. */
const RULES_OF_PAGES = ['region', 'landmark-one-main'];

const SCREENS = SCHEMES.flatMap((scheme) => WIDTHS.map((width) => ({ scheme, width })));
const onScreens = <Item extends object>(items: Item[]) =>
	SCREENS.flatMap((screen) => items.map((item) => ({ ...screen, ...item })));

const site = useSite(WORLD);
const browser = useBrowser();
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

beforeAll(() => {
	for (const [kind, html] of everyMail()) site.documents.set(`/${kind}`, html);
});

async function open(path: string, { scheme, width }: { scheme: 'light' | 'dark'; width: number }) {
	const { page, problems } = await browser.watchedPage((address) => address === site.at(path));
	await page.emulateMedia({ colorScheme: scheme });
	await page.setViewportSize({ width, height: 800 });
	await page.goto(site.at(path));
	return { page, problems };
}

type Opened = Awaited<ReturnType<typeof open>>;

/** `rule: element, element`: what axe objects to. */
async function violations({ page }: Opened, without: string[] = []): Promise<string[]> {
	await page.evaluate(axe);
	const results = await page.evaluate((ignored) => {
		const off = ignored.map((rule) => [rule, { enabled: false }]);
		// The one rule of WCAG 2.2 AA; axe leaves it out unless asked.
		const rules = { 'target-size': { enabled: true }, ...Object.fromEntries(off) };
		const { axe: tool } = globalThis as unknown as {
			axe: { run(options: object): Promise<AxeResults> };
		};
		return tool.run({ rules, resultTypes: ['violations'] });
	}, without);
	return results.violations.map(
		({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target} ${html}`).join(', ')}`,
	);
}

/** Elements that reach beyond the right edge, when the page can be scrolled to the side. */
function overflowOf({ page }: Opened): Promise<string[]> {
	return page.evaluate(() => {
		if (document.scrollingElement!.scrollWidth <= innerWidth) return [];
		return [...document.querySelectorAll('body *')]
			.filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
			.map((element) => `${element.tagName} ${element.className} ${element.textContent}`);
	});
}

describe('the dashboard', () => {
	browserTest.each(onScreens(VIEWS))(
		'$name, $scheme, on $width px: nothing for axe, no scrolling to the side, no error, no request',
		async ({ query, isEmpty, isUnfolded, ...screen }) => {
			site.world = isEmpty ? { ...WORLD, rows: [] } : { ...WORLD, health: UNWELL };
			const opened = await open(query, screen);
			if (isUnfolded) {
				await opened.page.evaluate(() => {
					for (const details of document.querySelectorAll('details')) details.open = true;
				});
			}
			expect(await violations(opened)).toEqual([]);
			expect(await overflowOf(opened)).toEqual([]);
			expect(opened.problems).toEqual([]);
		},
	);

	browserTest(
		'fits the narrowest screen WCAG asks for (1.4.10), and text twice as large',
		async () => {
			site.world = { ...WORLD, health: UNWELL };
			for (const { query } of VIEWS) {
				const opened = await open(query, { scheme: 'light', width: 320 });
				await opened.page.evaluate(() => {
					for (const details of document.querySelectorAll('details')) details.open = true;
				});
				expect([query, await overflowOf(opened)]).toEqual([query, []]);
			}
			const enlarged = await open('?onglet=tous', { scheme: 'light', width: 640 });
			await enlarged.page.evaluate(() => {
				const sheet = new CSSStyleSheet();
				sheet.replaceSync('html { font-size: 200% }');
				document.adoptedStyleSheets = [sheet];
			});
			expect(await overflowOf(enlarged)).toEqual([]);
		},
	);

	browserTest('shows the next appointment on the first screen of a phone', async () => {
		site.world = { ...WORLD, health: WELL };
		const { page } = await open('', { scheme: 'light', width: 360 });
		const next = page.locator('.booking').first();
		expect(await next.locator('.who').textContent()).toBe('Léa Martin');
		const { y, height } = (await next.locator('.who').boundingBox())!;
		expect(y + height).toBeLessThanOrEqual(500);
		expect(await page.locator('.health dl').isVisible()).toBe(false);
		site.world = { ...WORLD, health: { ...WELL, refusedSettings: ['Réglage illisible.'] } };
		await page.reload();
		expect(await page.locator('.faults').innerText()).toBe('Réglage illisible.');
	});

	browserTest('says nothing of the health of the system that it was not told', async () => {
		site.world = { ...WORLD, health: NO_HEALTH };
		const { page } = await open('', { scheme: 'light', width: 360 });
		expect(await page.locator('.health').count()).toBe(0);
	});
});

describe('the mail', () => {
	browserTest.each(onScreens(MAIL_KINDS.map((kind) => ({ kind }))))(
		'$kind, $scheme, on $width px: nothing for axe, no scrolling to the side, no error, no request',
		async ({ kind, ...screen }) => {
			const opened = await open(`/${kind}`, screen);
			expect(await violations(opened, RULES_OF_PAGES)).toEqual([]);
			expect(await overflowOf(opened)).toEqual([]);
			expect(opened.problems).toEqual([]);
		},
	);
});

describe('the measures', () => {
	browserTest('tell a page that is not accessible and does not fit', async () => {
		site.documents.set(
			'/bad',
			'<!DOCTYPE html><title>x</title><body><p style="color:#bbb;width:900px">pale</p><img src="y">',
		);
		const opened = await open('/bad', { scheme: 'light', width: 360 });
		const found = (await violations(opened)).map((violation) => violation.split(':')[0]);
		expect(found).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang', 'image-alt']));
		expect(await overflowOf(opened)).toEqual(['P  pale']);
		expect(opened.problems).toEqual(
			expect.arrayContaining([expect.stringMatching(/^request: .*\/y$/)]),
		);
	});
});
