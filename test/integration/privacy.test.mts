/// <reference lib="dom.iterable" />
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { browserTest, useBrowser } from '../support/browser.mts';
import { Editor } from '../support/editor.mts';
import { Instance, freePort } from '../support/instance.mts';
import { payload } from '../support/payloads.mts';
import { until } from '../support/until.mts';

const RGPD = 'ArchiMeubleRgp01';
const PERSON = 'vera.partie@example.com';
const DAY_MS = 86_400_000;
const instance = new Instance();
const browser = useBrowser();
let editor: Editor;
jest.setTimeout(300_000);

beforeAll(async () => {
	await instance.start({
		N8N_PORT: String(await freePort()),
		MAILBOX_PORT: String(await freePort()),
		MAILBOX_SMTP_PORT: String(await freePort()),
		NOTIFICATION_EMAIL: 'menuisier@example.org',
	});
	editor = new Editor(instance.run);
	await editor.login();
});

afterAll(async () => {
	const code = await instance.stop();
	instance.remove();
	expect(code).toBe(0);
});

const appointments = () => instance.rows('archimeuble_rendezvous');
const journal = () => instance.rows('archimeuble_journal');
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

/** A booking as Calendly delivers it. */
function booking(slug: string, email: string, guests: string[] = []) {
	const raw = payload('01-created-google-meet');
	Object.assign(raw.payload, {
		...{ name: `Client ${slug}`, email },
		uri: `https://api.calendly.com/scheduled_events/e-${slug}/invitees/a-${slug}`,
	});
	raw.payload.scheduled_event.event_guests = guests.map((guest) => ({ email: guest }));
	return raw;
}

async function deliver(delivery: object): Promise<void> {
	const known = journal().length;
	expect((await instance.deliver(delivery)).status).toBe(200);
	await until('the delivery is handled', () => {
		const added = journal().slice(known);
		const isDone = ({ etat }: Record<string, any>) => ['termine', 'doublon'].includes(etat);
		return added.length > 0 && added.every(isDone);
	});
}

/** Everything that is stored anywhere a person could look, as text. */
const everything = () =>
	JSON.stringify([appointments(), journal()]) + instance.eventLog().join('\n');

async function openForm(): Promise<Page> {
	const { user: username, password } = instance.run.dashboardLogin;
	const page = await browser.newPage({ httpCredentials: { username, password } });
	await page.goto(instance.run.privacyForm);
	return page;
}

async function ask(page: Page, address: string, wish: 'copie' | 'Effacer'): Promise<void> {
	await page.fill('input[type=email]', address);
	await page.locator('label', { hasText: wish }).click();
	await page.click('#submit-btn');
}

const OTHER = 'autre@example.com';
const ERASED = booking('vera', PERSON);

describe('the form', () => {
	beforeAll(async () => {
		await deliver(ERASED);
		await deliver(booking('autre', OTHER, [PERSON, 'troisieme@example.com']));
		await deliver(booking('semblable', `x${PERSON}`));
	});

	test('asks for the login of the dashboard', async () => {
		expect((await fetch(instance.run.privacyForm)).status).toBe(401);
	});

	browserTest('gives a person a file with what is stored, and nothing of others', async () => {
		const page = await openForm();
		const download = page.waitForEvent('download');
		await ask(page, ` ${PERSON.toUpperCase()} `, 'copie');
		const file = await download;
		expect(file.suggestedFilename()).toMatch(
			/^donnees-vera\.partie@example\.com-\d{4}(-\d\d){2}\.json$/,
		);
		const text = readFileSync(await file.path(), 'utf8');
		const data = JSON.parse(text) as Record<string, any[]>;
		expect(data.rendez_vous.map(({ client }) => client)).toEqual(['Client vera']);
		expect(data.messages).toHaveLength(1);
		expect(data.mentions.map(({ mentionne_dans }) => mentionne_dans)).toContainEqual(['invites']);
		expect(text).toContain('Meuble TV en chêne & laiton');
		expect(text).not.toContain('Client autre');
		expect(text).not.toContain(OTHER);
	});

	browserTest('erases nothing without the word', async () => {
		const before = everything();
		const page = await openForm();
		await ask(page, PERSON, 'Effacer');
		await page.fill('input[type=text]', 'oui');
		await page.click('#submit-btn');
		await page.getByText('Rien n’est effacé').waitFor();
		expect(everything()).toBe(before);
	});

	browserTest.each([
		['nobody@example.com', 'Rien n’est enregistré pour nobody@example.com.'],
		['menuisier@example.org', 'est une adresse de l’atelier'],
	])('finds nothing for %s', async (address, sentence) => {
		const page = await openForm();
		await ask(page, address, 'Effacer');
		await page.getByText(sentence).waitFor();
	});

	browserTest('erases a person everywhere, and nobody else', async () => {
		const page = await openForm();
		await ask(page, PERSON, 'Effacer');
		await page
			.getByText(/1 rendez-vous \(.*\) au nom de .*, 1 message de Calendly au journal/)
			.waitFor();
		await page.fill('input[type=text]', 'effacer');
		await page.click('#submit-btn');
		await page.getByText(`Les données de ${PERSON} sont effacées.`).waitFor();
		await until('the log is rewritten', () => !instance.eventLog().join().includes(`"${PERSON}"`));
		const left = everything().replaceAll(`x${PERSON}`, '');
		expect(left).not.toContain(PERSON);
		expect(left).not.toContain('Client vera');
		expect(appointments().map(({ client }) => client)).toEqual([
			'Client autre',
			'Client semblable',
		]);
		expect(appointments()[0].invites).toBe('[effacé], troisieme@example.com');
		expect(instance.eventLog().join('\n')).toContain('Client autre');
		expect(journal().at(-1)).toMatchObject({
			evenement: 'rgpd',
			resultat: expect.stringContaining('rendez-vous effacés\u00a0: 1, messages vidés\u00a0: 1'),
		});
	});

	test('and a repetition of what was erased brings nobody back', async () => {
		await deliver(ERASED);
		expect(appointments().map(({ client }) => client)).toEqual([
			'Client autre',
			'Client semblable',
		]);
		expect(JSON.stringify(journal())).not.toContain('Client vera');
	});

	browserTest('keeps no execution that holds what it read', async () => {
		await until('no execution is left', () => instance.executions(RGPD).length === 0);
	});
});

/**
 * The rules n8n's own pages break and no workflow can mend: they have no landmark.
 * https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
 */
const OF_N8N = ['landmark-one-main', 'region'];
const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

describe.each(['light', 'dark'] as const)('the pages of the form, %s', (colorScheme) => {
	browserTest.each([360, 768, 1280])('can be used by everybody at %d px', async (width) => {
		const { user: username, password } = instance.run.dashboardLogin;
		const page = await browser.newPage({
			...{ bypassCSP: true, colorScheme, viewport: { width, height: 800 } },
			httpCredentials: { username, password },
		});
		const violations = async () => {
			await page.evaluate(AXE);
			const { violations: found } = (await page.evaluate(
				`axe.run({ rules: ${JSON.stringify(Object.fromEntries(OF_N8N.map((rule) => [rule, { enabled: false }])))} })`,
			)) as { violations: Array<{ id: string; nodes: Array<{ html: string }> }> };
			const isWide = await page.evaluate(
				'document.scrollingElement.scrollWidth > document.documentElement.clientWidth',
			);
			const broken = found.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
			return isWide ? [...broken, 'wider than the window'] : broken;
		};
		await page.goto(instance.run.privacyForm);
		expect(await violations()).toEqual([]);
		await ask(page, OTHER, 'Effacer');
		await page.locator('input[type=text]').waitFor();
		expect(await violations()).toEqual([]);
		await page.fill('input[type=text]', 'non');
		await page.click('#submit-btn');
		await page.getByText('Rien n’est effacé').waitFor();
		expect(await violations()).toEqual([]);
	});
});

describe('the purge', () => {
	const noted = () => journal().filter(({ evenement }) => evenement === 'purge');

	/** That no execution is left is true before it began, too: first it has to note what it took. */
	async function purge(): Promise<void> {
		const before = noted().length;
		await editor.execute(RGPD, 'Chaque nuit à 3 h 15');
		await until('the purge is noted', () => noted().length > before, 30_000);
		await until('the purge is over', () => instance.executions(RGPD).length === 0, 30_000);
	}

	test('takes what is too old by the settings, and nothing that is unfinished or younger', async () => {
		await deliver(booking('ancien', 'ancien@example.com'));
		await deliver(booking('bientot', 'bientot@example.com'));
		await deliver(booking('sansdate', 'sansdate@example.com'));
		await deliver(booking('attente', 'attente@example.com'));
		instance.damage('archimeuble_rendezvous', 'Client ancien', { debut: daysAgo(24 * 31) });
		instance.damage('archimeuble_rendezvous', 'Client bientot', { debut: daysAgo(23 * 30) });
		instance.damage('archimeuble_rendezvous', 'Client sansdate', {
			...{ debut: null, recu_le: daysAgo(24 * 31) },
		});
		instance.damage('archimeuble_journal', 'Client ancien', { recu_le: daysAgo(91) });
		instance.damage('archimeuble_journal', 'Client bientot', { recu_le: daysAgo(89) });
		instance.damage('archimeuble_journal', 'Client attente', {
			...{ recu_le: daysAgo(91), etat: 'a_reprendre', essai_le: new Date().toISOString() },
		});
		await purge();
		const clients = (found: Array<Record<string, any>>) =>
			found.map(({ client }) => client as string).filter((client) => client !== null);
		expect(clients(appointments())).not.toContain('Client ancien');
		expect(clients(appointments())).not.toContain('Client sansdate');
		expect(clients(appointments())).toEqual(
			expect.arrayContaining(['Client bientot', 'Client attente', 'Client autre']),
		);
		expect(clients(journal())).not.toContain('Client ancien');
		expect(clients(journal())).toEqual(
			expect.arrayContaining(['Client bientot', 'Client sansdate', 'Client attente']),
		);
		expect(noted()).toMatchObject([
			{
				resultat: expect.stringContaining(
					'rendez-vous effacés\u00a0: 2, messages effacés\u00a0: 1',
				),
			},
		]);
	});

	test('takes the lines of the log that are too old, and leaves the others as they are', async () => {
		const log = join(instance.userFolder, '.n8n-files/calendly.log');
		const kept = readFileSync(log, 'utf8');
		writeFileSync(log, `[2020-01-01 00:00:00] Event: invitee.created | Data: {}\n${kept}`);
		await purge();
		await until('the log is rewritten', () => readFileSync(log, 'utf8') === kept);
	});

	test('is noted when there was nothing to take, too: whoever asks sees that it works', async () => {
		await purge();
		expect(noted().at(-1)?.resultat).toContain(
			'rendez-vous effacés\u00a0: 0, messages effacés\u00a0: 0',
		);
	});
});
