import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, chromiumPath } from '../../../scripts/lib/chromium.mts';
import { bookingOf, created, emailOf, newPrefix } from '../../reliability/lib/bookings.mts';
import { inParallel, Sender } from '../../reliability/lib/sender.mts';
import { until } from '../../support/until.mts';
import { all, none, type Check, type Context, type ScaleCase } from '../lib/case.mts';
import { LOGIN, type Cluster } from '../lib/cluster.mts';

const WORKFLOW = 'ArchiMeubleRgp01';
const SCHEDULE = 'Chaque nuit à 3 h 15';
const DAY_MS = 86_400_000;
const OLD_LINE = '[2020-01-01 00:00:00] Event: invitee.created | Data: {"scale":true}';

/** What is left of people, in the tables and in the log. */
export interface ErasureFacts {
	/** Who was written down before, of everybody: rows, journal, log. */
	before: number;
	people: number;
	/** Where the erased person still is. */
	erasedIn: readonly string[];
	/** Where somebody else is missing. */
	othersMissing: readonly string[];
	/** Of what was too old: where it still is. */
	oldIn: readonly string[];
	/** Logs beside the one. */
	otherLogs: readonly string[];
}

export function verdict(facts: ErasureFacts): Check[] {
	return [
		all('people written down in both tables and the log', facts.before, facts.people),
		none('erased, and still in', facts.erasedIn),
		none('too old, and still in', facts.oldIn),
		none('others that are missing', facts.othersMissing),
		none('logs beside the one', facts.otherLogs),
	];
}

const TABLES = ['archimeuble_rendezvous', 'archimeuble_journal'];

/** Where an address is written down. */
async function placesOf({ facts }: Cluster, address: string): Promise<string[]> {
	const tables = await Promise.all(
		TABLES.map(async (table) => [table, JSON.stringify(await facts.rows(table))] as const),
	);
	const places = [...tables, ['calendly.log', facts.log().join('\n')] as const];
	return places.filter(([, text]) => text.includes(address)).map(([place]) => place);
}

/** By the form, as a person at the workshop does. */
async function erase(world: Cluster, browser: Browser, address: string): Promise<void> {
	const { user: username, password } = LOGIN;
	const page = await browser.newPage({ locale: 'fr-FR', httpCredentials: { username, password } });
	page.setDefaultTimeout(20_000);
	await page.goto(world.privacyForm);
	await page.fill('input[type=email]', address);
	await page.locator('label', { hasText: 'Effacer' }).click();
	await page.click('#submit-btn');
	await page.fill('input[type=text]', 'effacer');
	await page.click('#submit-btn');
	await page.getByText(`Les données de ${address} sont effacées.`).waitFor();
	await page.close();
}

/** A booking, a message and a line of long ago. */
async function makeOld({ facts, postgres }: Cluster, invitee: string): Promise<void> {
	const long = new Date(Date.now() - 24 * 31 * DAY_MS).toISOString();
	const [appointments, journal] = await Promise.all(TABLES.map((table) => facts.tableName(table)));
	await postgres.query(
		`UPDATE ${appointments} SET debut = $1 WHERE identifiant = $2`,
		long,
		invitee,
	);
	await postgres.query(`UPDATE ${journal} SET recu_le = $1 WHERE identifiant = $2`, long, invitee);
	writeFileSync(facts.logFile, `${OLD_LINE}\n${readFileSync(facts.logFile, 'utf8')}`);
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, random, say } = context;
	const executablePath = chromiumPath();
	if (executablePath === undefined)
		throw new Error('Chromium is not installed (apt-get install chromium)');
	const prefix = newPrefix('personne');
	const sender = new Sender(world, random);
	const bookings = Array.from({ length: 8 }, (_, number) => bookingOf(prefix, number));
	await inParallel(bookings, 4, (booking) => sender.send(created(booking)));
	await world.facts.settled(prefix, 60, bookings.length);
	const [erased, old, ...others] = bookings.map(({ invitee }) => invitee);
	const isEverywhere = async (invitee: string) =>
		(await placesOf(world, emailOf(invitee))).length === TABLES.length + 1;
	const whole = await Promise.all([erased, old, ...others].map(isEverywhere));
	say('erasing by the form');
	const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
	try {
		await erase(world, browser, emailOf(erased));
	} finally {
		await browser.close();
	}
	await until(
		'the log to be rewritten',
		async () => (await placesOf(world, emailOf(erased))).length === 0,
		20_000,
	).catch(() => false);
	say('purging');
	await makeOld(world, old);
	const editor = await world.editor();
	await editor.execute(WORKFLOW, SCHEDULE);
	const oldPlaces = async () => [
		...(await placesOf(world, emailOf(old))).filter((place) => place !== 'calendly.log'),
		...(world.facts.log().includes(OLD_LINE) ? ['calendly.log'] : []),
	];
	await until('the purge', async () => (await oldPlaces()).length === 0, 40_000).catch(() => false);
	const othersMissing = await Promise.all(
		others.map(async (invitee) => ((await isEverywhere(invitee)) ? [] : [invitee])),
	);
	const checks = verdict({
		...{ before: whole.filter(Boolean).length, people: bookings.length },
		erasedIn: await placesOf(world, emailOf(erased)),
		othersMissing: othersMissing.flat(),
		oldIn: await oldPlaces(),
		otherLogs: world.ownLogs.filter((file) => existsSync(file)),
	});
	return {
		done: `${bookings.length} people through both workers; one erased by the form, one too old`,
		checks,
	};
}

export default {
	name: 'erasure',
	mustShow: 'erased and purged in the tables and in the one log',
	deadlineSeconds: () => 200,
	run,
} satisfies ScaleCase;
