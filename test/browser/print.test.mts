/** What comes out of the printer: the list with its details, nothing to click, dark on white. */
import type { Page } from 'playwright-core';
import { browserTest, useBrowser, useSite } from '../support/browser.mts';
import { aWorld, UNWELL } from './world.mts';

const site = useSite(aWorld(300, { health: UNWELL }));
const browser = useBrowser({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });

/** A4 in points, as PDFs measure. */
const A4 = { width: 595, height: 842 };

async function openForPrint(query: string): Promise<Page> {
	const { page } = await browser.watchedPage(() => true);
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await page.goto(site.at(query));
	return page;
}

const SCREEN_ONLY = [
	...['.skip', '.jump', '.tabs', '.filters', '.pages', '.health', '.kpis', '.charts', 'footer'],
	...['a[download]', '.reach', '.facts .screen', 'button'],
];

browserTest('the list is printed with its details, what is for the screen is not', async () => {
	const page = await openForPrint('?onglet=tous');
	for (const name of SCREEN_ONLY) {
		const all = await page.locator(name).all();
		expect([name, all.length]).not.toEqual([name, 0]);
		for (const element of all.slice(0, 3)) {
			expect([name, await element.isVisible()]).toEqual([name, false]);
		}
	}
	const printed = await page.evaluate(() => ({
		bookings: document.querySelectorAll('.booking').length,
		open: document.querySelectorAll('.booking details[open]').length,
		withDetails: [...document.querySelectorAll('.booking .facts')].filter(
			(facts) => facts.checkVisibility() && facts.getBoundingClientRect().height > 10,
		).length,
	}));
	expect(printed).toEqual({ bookings: 50, open: 0, withDetails: 50 });
	expect(await page.locator('#compte').isVisible()).toBe(true);
});

browserTest('in the dark it is printed dark on white', async () => {
	const page = await openForPrint('');
	const colours = await page.evaluate(() => {
		const light = (colour: string) => {
			const [red, green, blue] = colour.match(/[\d.]+/g)!.map(Number);
			return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
		};
		const shown = [...document.querySelectorAll('body *')].filter((element) =>
			element.checkVisibility(),
		);
		const grounds = [document.documentElement, document.body, ...shown].map(
			(element) => getComputedStyle(element).backgroundColor,
		);
		return {
			lightestText: Math.max(...shown.map((element) => light(getComputedStyle(element).color))),
			darkestGround: Math.min(
				...grounds.filter((ground) => !/, 0\)$/.test(ground)).map((ground) => light(ground)),
			),
			canvas: getComputedStyle(document.documentElement).colorScheme,
		};
	});
	expect(colours.lightestText).toBeLessThan(0.45);
	expect(colours.darkestGround).toBeGreaterThan(0.9);
	expect(colours.canvas).toBe('light');
});

/** Where the named elements stand in a PDF: links to an element leave its page and height there. */
function destinationsIn(pdf: string): Map<string, { page: string; y: number }> {
	const found = pdf.matchAll(/\/(cut-[\w-]+) \[(\d+) 0 R \/XYZ [\d.]+ ([\d.]+)/g);
	return new Map([...found].map(([, name, page, y]) => [name, { page, y: Number(y) }] as const));
}

browserTest('on A4, several bookings a page and none cut in two', async () => {
	const page = await openForPrint('?onglet=tous');
	const bookings = await page.evaluate(() => {
		const all = [...document.querySelectorAll('.booking')];
		const links = all.flatMap((booking, index) => {
			const ends = {
				[`cut-${index}-top`]: booking.querySelector('.when')!,
				[`cut-${index}-end`]: [
					...booking.querySelectorAll('.history li, .facts > div:not(.screen)'),
				].at(-1)!,
			};
			return Object.entries(ends).map(([id, element]) => {
				element.id = id;
				return `<a href="#${id}">.</a>`;
			});
		});
		document.querySelector('main')!.insertAdjacentHTML('beforeend', `<p>${links.join(' ')}</p>`);
		return all.length;
	});
	const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
	const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
	expect(boxes.length).toBeGreaterThan(0);
	for (const [, width, height] of boxes) {
		expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([A4.width, A4.height]);
	}
	// Five on a page where most have a heading of their own: not a sheet for each.
	expect(boxes.length).toBeLessThan(bookings / 2.5);

	const places = destinationsIn(pdf);
	expect(places.size).toBe(bookings * 2);
	const cut = Array.from({ length: bookings }, (_, index) => index).filter(
		(index) => places.get(`cut-${index}-top`)!.page !== places.get(`cut-${index}-end`)!.page,
	);
	expect(cut).toEqual([]);
});

browserTest('one booking fits one sheet', async () => {
	const page = await openForPrint('?rdv=t3');
	const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
	expect(pdf.match(/\/MediaBox/g)).toHaveLength(1);
	expect(await page.locator('.booking .facts dd').first().isVisible()).toBe(true);
	expect(await page.locator('.back').isVisible()).toBe(false);
});
