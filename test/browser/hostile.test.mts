/**
 * What an enemy writes into a booking, the journal or the address, in a real browser under the very
 * policies the page has in n8n, and in mails without any: nothing runs, nothing is asked for, no
 * element appears that the templates do not have, and the text is there to read.
 */
import type { Page } from 'playwright-core';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from '../../nodes/shared/appointment/row';
import type { HealthSource } from '../../nodes/shared/dashboard/page/health';
import type { AnyMailKind } from '../../nodes/shared/email/mail';
import { browserTest, SANDBOX, useBrowser, useSite } from '../support/browser.mts';
import { agendaMail, aRow, CLIENT_KINDS, fullClientMail } from '../unit/email/clientFixtures.mts';
import { anEvent, fullMail, KINDS } from '../unit/email/fixtures.mts';
import { everyMail } from './mails.mts';
import { aWorld, NOW, PARIS, UNWELL } from './world.mts';
import { refusalRow } from '../support/refusals.mts';

/** What is written, and what of it is shown where that differs. */
const ATTACKS: Array<{ name: string; text: string; shown?: string }> = [
	{ name: 'a script', text: '<script>pwned=1</script>' },
	{ name: 'a script from elsewhere', text: '<script src="//evil.example/x.js"></script>' },
	{ name: 'an image', text: '"><img src=x onerror=pwned=1>' },
	{ name: 'a picture that tells', text: '<img src="https://evil.example/p.gif?c=1">' },
	{ name: 'a way out of single quotes', text: "' autofocus onfocus='pwned=1" },
	{ name: 'a way out of double quotes', text: '" autofocus onfocus="pwned=1" x="' },
	{ name: 'a way out without quotes', text: 'x onmouseover=pwned=1 y=/>' },
	{ name: 'an SVG', text: '<svg/onload=pwned=1><foreignObject><iframe></foreignObject>' },
	{ name: 'an SVG that animates', text: '<svg><animate onbegin=pwned=1 attributeName=x dur=1s>' },
	{ name: 'MathML', text: '<math><mtext><table><mglyph><style><img src=x onerror=pwned=1>' },
	{ name: 'a frame', text: '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>' },
	{ name: 'an object', text: '<object data="data:text/html,<script>parent.pwned=1</script>">' },
	{ name: 'a form', text: '<form action=//evil.example><button autofocus>OK</button></form>' },
	{ name: 'a refresh', text: '<meta http-equiv=refresh content="0;url=https://evil.example">' },
	{ name: 'a base', text: '<base href="https://evil.example/">' },
	{ name: 'a style sheet', text: '<link rel=stylesheet href="https://evil.example/x.css">' },
	{ name: 'the end of the title', text: '</title></head><body onload=pwned=1>' },
	{ name: 'the end of the style', text: '</style><script>pwned=1</script><style>' },
	{ name: 'the end of the script', text: '</script><script>pwned=1</script>' },
	{ name: 'the end of fields', text: '</textarea></select></option><img src=x onerror=pwned=1>' },
	{ name: 'the beginning of a comment', text: '<!-- <img src=x onerror=pwned=1>' },
	{ name: 'the end of a comment', text: '--!><img src=x onerror=pwned=1><!--' },
	{ name: 'CDATA', text: ']]><![CDATA[<script>pwned=1</script>]]>' },
	{ name: 'entities', text: '&lt;script&gt;pwned=1&#60;/script&#x3e;&amp;lt;' },
	{ name: 'a javascript link', text: 'javascript:pwned=1//https://archimeuble.example/' },
	{ name: 'a javascript link in disguise', text: 'java&Tab;script&colon;pwned=1' },
	{ name: 'a data link', text: 'data:text/html,<script>pwned=1</script>' },
	{ name: 'a link that breaks out', text: 'https://evil.example/"onmouseover="pwned=1' },
	{ name: 'braces of templates', text: '{{constructor.constructor("pwned=1")()}} ${pwned=1} #{1}' },
	{ name: 'an expression of n8n', text: '={{ $json.email }} {client} $& $1 $`' },
	{
		name: 'a right-to-left override',
		text: 'Zoé \u202egpj.exe\u2066\u2069 fin',
		shown: 'Zoé gpj.exe fin',
	},
	{ name: 'NULs', text: 'Zo\u0000é <scr\u0000ipt>pwned=1', shown: 'Zoé <script>pwned=1' },
	{ name: 'line separators', text: 'a\u2028b\u2029c', shown: 'a b c' },
	{ name: 'half a character', text: 'a\ud83db', shown: 'a\ufffdb' },
	{ name: 'a very long word', text: 'W'.repeat(3_000), shown: 'W'.repeat(200) },
	{ name: 'a very long address', text: `https://evil.example/${'a/'.repeat(700)}`, shown: 'a/a/' },
	{ name: 'accents without end', text: `Z${'\u0301'.repeat(400)}o`, shown: 'Z\u0301\u0301' },
	{ name: 'emoji', text: '👩🏽‍🔧🪚🏳️‍🌈'.repeat(60), shown: '👩🏽‍🔧🪚🏳️‍🌈' },
	{ name: 'names of the prototype', text: '__proto__ constructor toString' },
];

const WORLD = aWorld(20);
const site = useSite(WORLD);
const browser = useBrowser({ viewport: { width: 360, height: 800 } });

/** Rows in which every column is the attack: with it as times and states too, and with real ones. */
function hostileRows(attack: string): AppointmentRow[] {
	const columns = Object.fromEntries(APPOINTMENT_COLUMNS.map((column) => [column, attack]));
	const known = {
		debut: '2026-11-24T09:00:00.000Z',
		fin: '2026-11-24T10:00:00.000Z',
		recu_le: '2026-11-20T09:00:00.000Z',
		annule_le: '2026-11-21T09:00:00.000Z',
		reponses: JSON.stringify([{ question: attack, answer: attack, position: 0 }]),
	};
	return [
		{ ...columns, identifiant: attack },
		{ ...columns, ...known, identifiant: 'h1', etat: 'confirme', deplace_depuis: 'h2' },
		{ ...columns, ...known, identifiant: 'h2', etat: 'deplace', deplace_vers: attack },
		{ ...columns, ...known, identifiant: 'h3', etat: 'annule' },
	];
}

function hostileHealth(attack: string): HealthSource {
	const delivery = { evenement: attack, action: attack, client: attack, erreur: attack };
	return {
		deliveries: [
			{ ...delivery, identifiant: 'h1', etat: 'echec', recu_le: attack, resultat: attack },
			{ ...delivery, identifiant: 'h1', etat: 'a_reprendre', recu_le: '2026-11-22T09:00:00Z' },
			refusalRow(attack, 2, '2026-11-22T08:00:00.000Z'),
		],
		subscription: { message: attack, needsRepair: true },
	};
}

/** Every parameter of the address at once; an address of more than 16 kB no server reads. */
function hostileQuery(attack: string): string {
	const value = beginning(attack, 100);
	const names = ['q', 'type', 'mode', 'etat', 'du', 'au', 'periode', 'tri', 'page', 'jeton'];
	return `?onglet=tous&${new URLSearchParams(names.map((name) => [name, value])).toString()}`;
}

function beginning(text: string, length: number): string {
	return [...text].slice(0, length).join('');
}

/** Names of the elements a page is made of, and everything of it that could do harm. */
function inspect(page: Page) {
	return page.evaluate(() => {
		const elements = [...document.querySelectorAll('*')];
		const isSafe = (href: string) => /^(https?:|mailto:|tel:)/.test(href);
		return {
			names: [...new Set(elements.map(({ localName }) => localName))],
			scripts: document.scripts.length,
			handlers: elements.flatMap((element) =>
				element
					.getAttributeNames()
					.filter((name) => /^(on|src|srcdoc|action|formaction)/.test(name)),
			),
			links: [...document.links].map(({ href }) => href).filter((href) => !isSafe(href)),
			isPwned: 'pwned' in globalThis,
			isWide: document.scrollingElement!.scrollWidth > innerWidth,
		};
	});
}

/** Names of the elements of pages that hold nothing but harmless texts. */
let harmless: Promise<Set<string>> | null = null;

async function harmlessNames(paths: string[]): Promise<Set<string>> {
	const names = new Set<string>();
	const { page } = await browser.watchedPage(() => true);
	for (const path of paths) {
		await page.goto(site.at(path));
		for (const name of (await inspect(page)).names) names.add(name);
	}
	return names;
}

function dashboardNames(): Promise<Set<string>> {
	site.world = { ...WORLD, health: UNWELL };
	harmless ??= harmlessNames(['?onglet=tous', '?rdv=t3', '?onglet=tous&q=e&type=x&page=2']);
	return harmless;
}

/** Opens a page, unfolds everything, moves over everything, and tells what is wrong with it. */
async function faultsOf(path: string, names: Set<string>, prepare?: (page: Page) => Promise<void>) {
	const origin = new URL(site.at('/')).origin;
	const { page, problems } = await browser.watchedPage((address) => address.startsWith(origin));
	await page.goto(site.at(path));
	await prepare?.(page);
	await page.evaluate(() => {
		for (const details of document.querySelectorAll('details')) details.open = true;
		for (const element of document.querySelectorAll('a, input, td, dd')) {
			element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
			if (element instanceof HTMLElement) element.focus();
		}
	});
	const { names: found, scripts, ...rest } = await inspect(page);
	return {
		page,
		faults: {
			...rest,
			problems,
			foreign: found.filter((name) => !names.has(name)),
			scripts,
		},
	};
}

const NO_FAULTS = {
	...{ handlers: [], links: [], isPwned: false, isWide: false, problems: [], foreign: [] },
	scripts: 1,
};

/** The text of every part a reader sees, runs of white space as one space. */
function said(page: Page, parts: string[]): Promise<string[]> {
	return page.evaluate(
		(selectors) =>
			selectors.map((selector) =>
				[...document.querySelectorAll(selector)]
					.map(({ textContent }) => textContent)
					.join(' ')
					.replace(/\s+/g, ' '),
			),
		parts,
	);
}

describe('the dashboard', () => {
	afterEach(() => (site.policy = SANDBOX));

	browserTest.each(ATTACKS)('$name does no harm in rows and journal', async ({ text, shown }) => {
		const names = await dashboardNames();
		site.world = {
			rows: hostileRows(text),
			health: hostileHealth(text),
			now: NOW,
			timezone: PARIS,
		};
		const expected = shown ?? text;
		const { page, faults } = await faultsOf('?onglet=tous', names);
		expect(faults).toEqual(NO_FAULTS);
		const parts = ['.who', '.what', '.facts', '.history', '.health'];
		for (const told of await said(page, parts)) expect(told).toContain(expected);
	});

	browserTest.each(ATTACKS)('$name does no harm in the address', async ({ text, shown }) => {
		const names = await dashboardNames();
		site.world = { ...WORLD, rows: hostileRows(text) };
		const list = await faultsOf(hostileQuery(text), names);
		expect(list.faults).toEqual(NO_FAULTS);
		expect(await list.page.locator('#q').inputValue()).toContain(beginning(shown ?? text, 100));
		const single = await faultsOf(
			`?${new URLSearchParams({ rdv: beginning(text, 1_000) }).toString()}`,
			names,
		);
		expect(single.faults).toEqual(NO_FAULTS);
	});

	browserTest.each(ATTACKS)('$name does no harm where the script shows it', async ({ text }) => {
		// With the policy the page asks for it has an origin, and its script changes the content.
		site.policy = null;
		const names = await dashboardNames();
		site.world = {
			rows: hostileRows(text),
			health: hostileHealth(text),
			now: NOW,
			timezone: PARIS,
		};
		const { faults } = await faultsOf('', names, async (page) => {
			await page.evaluate(() => ((globalThis as { isOld?: boolean }).isOld = true));
			await page.locator('.tabs a', { hasText: 'Tous' }).click();
			await page.locator('.tabs a[aria-current]', { hasText: 'Tous' }).waitFor();
			expect(await page.evaluate(() => 'isOld' in globalThis)).toBe(true);
		});
		expect(faults).toEqual(NO_FAULTS);
	});
});

/** Every place of an event that a guest, or a forged payload, can write to. */
function hostileEvent(attack: string) {
	const texts = { id: attack, type: attack, location: attack, joinUrl: attack };
	return anEvent({
		appointment: {
			...{ ...texts, cancelUrl: attack, rescheduleUrl: attack, guests: [attack, attack] },
			hosts: [{ name: attack, email: attack, uri: attack }],
			call: { by: 'host', number: attack, instructions: attack },
		},
		client: { name: attack, email: attack, phone: attack, timezone: attack },
		answers: [{ question: attack, answer: attack, position: 0 }],
		configurationUrl: attack,
		notes: attack,
		cancellation: { by: attack, byType: 'host', reason: attack, at: attack },
	});
}

function hostileMails(attack: string): Array<[AnyMailKind, string]> {
	const columns = Object.fromEntries(APPOINTMENT_COLUMNS.map((column) => [column, attack]));
	const row = aRow({ ...columns, debut: '2026-11-23T08:00:00.000Z', fin: null });
	return [
		...KINDS.map((kind): [AnyMailKind, string] => [
			kind,
			fullMail(kind, hostileEvent(attack)).html,
		]),
		...CLIENT_KINDS.map((kind): [AnyMailKind, string] => [
			kind,
			fullClientMail(kind, hostileEvent(attack)).html,
		]),
		[
			'agenda',
			agendaMail({
				appointments: [row],
				changes: { created: [row], moved: [row], canceled: [row] },
			}).html,
		],
	];
}

let harmlessInMails: Promise<Set<string>> | null = null;

function mailNames(): Promise<Set<string>> {
	const mails = everyMail();
	for (const [kind, html] of mails) site.documents.set(`/${kind}`, html);
	harmlessInMails ??= harmlessNames([...mails.keys()].map((kind) => `/${kind}`));
	return harmlessInMails;
}

describe('the mails', () => {
	browserTest.each(ATTACKS)('$name does no harm in any of them', async ({ text, shown }) => {
		const names = await mailNames();
		for (const [kind, html] of hostileMails(text)) {
			site.documents.set(`/hostile-${kind}`, html);
			const { page, faults } = await faultsOf(`/hostile-${kind}`, names);
			expect([kind, faults]).toEqual([kind, { ...NO_FAULTS, scripts: 0 }]);
			// To clients nothing is repeated that a stranger wrote; to the workshop everything is.
			if (!['created', 'rescheduled', 'canceled', 'agenda'].includes(kind)) continue;
			const [told] = await said(page, ['body']);
			expect([kind, told]).toEqual([kind, expect.stringContaining(beginning(shown ?? text, 150))]);
		}
	});
});

describe('the measure', () => {
	browserTest('tells a page on which something runs', async () => {
		site.documents.set(
			'/bad',
			'<!DOCTYPE html><title>x</title><p style="width:999px">x<img src="https://evil.example/x" onerror="pwned=1; alert(1)"><a href="javascript:1">x</a>',
		);
		const { page, faults } = await faultsOf(
			'/bad',
			new Set(['html', 'head', 'body', 'title', 'p', 'a']),
		);
		await page.waitForFunction(() => 'pwned' in globalThis);
		expect(faults).toMatchObject({
			foreign: ['img'],
			handlers: ['src', 'onerror'],
			links: ['javascript:1'],
			isWide: true,
		});
		expect(await inspect(page)).toMatchObject({ isPwned: true });
		expect(faults.problems).toEqual(
			expect.arrayContaining(['request: https://evil.example/x', 'dialog: 1']),
		);
	});
});
