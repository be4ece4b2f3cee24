/**
 * `npm run picture`: the pictures of the README and the guide, made by the code the workflows run and
 * photographed in Chromium (Debian's, or the one CHROMIUM names). Everything has fixed dates, so that
 * a picture changes only when what it shows does.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './lib/chromium.mts';
import { endWith, Failure } from './lib/failure.mts';
import { DASHBOARD_PATH, PROJECT_FOLDER, requireBuilt } from './lib/project.mts';
import { season } from './lib/season.mts';

const TIMEZONE = 'Europe/Paris';
const DASHBOARD_URL = `https://n8n.archimeuble.example${DASHBOARD_PATH}`;
const NOW = new Date('2026-11-26T07:30:00.000Z');

interface Picture {
	/** Below docs/, without `.png`. */
	name: string;
	html: string;
	width: number;
	/** Of the window; the whole page where it is left out. */
	height?: number;
	scheme?: 'light' | 'dark';
	/** What of the page is shown; all of it when left out. */
	part?: string;
}

/** The event of the sample booking by telephone, by the way the workflow takes. */
function sampleEvent(): unknown {
	const { normalizeWebhook } = requireBuilt<{
		normalizeWebhook(webhook: unknown, options: object): unknown;
	}>('nodes/shared/appointment/normalize.js');
	const file = join(PROJECT_FOLDER, 'test/fixtures/payloads/08-phone-outbound-call.json');
	const webhook: unknown = JSON.parse(readFileSync(file, 'utf8'));
	return normalizeWebhook(webhook, { receivedAt: NOW, timezone: TIMEZONE });
}

function request(kind: string, wording: object, fields: string[]): object {
	const mail = { kind, event: sampleEvent(), previous: null, wording, fields };
	return {
		...mail,
		timezone: TIMEZONE,
		dashboardUrl: DASHBOARD_URL,
		attachCalendar: false,
		now: NOW,
	};
}

function workshopMail(): string {
	const { composeMail } = requireBuilt<{ composeMail(request: object): { html: string } }>(
		'nodes/shared/email/workshopMail.js',
	);
	const { defaultWording, defaultFields } = requireBuilt<{
		defaultWording(kind: string): object;
		defaultFields(kind: string): string[];
	}>('nodes/shared/email/wording.js');
	return composeMail(request('created', defaultWording('created'), defaultFields('created'))).html;
}

function clientMail(): string {
	const { composeClientMail } = requireBuilt<{
		composeClientMail(request: object): { html: string };
	}>('nodes/shared/email/clientMail.js');
	const { defaultClientWording, defaultClientFields, PREPARATION } = requireBuilt<{
		defaultClientWording(kind: string): object;
		defaultClientFields(kind: string): string[];
		PREPARATION: string;
	}>('nodes/shared/email/clientWording.js');
	const kind = 'confirmation';
	return composeClientMail({
		...request(kind, defaultClientWording(kind), defaultClientFields(kind)),
		preparation: PREPARATION,
		workshopPhone: '+33320112233',
		replyTo: 'atelier@archimeuble.example',
	}).html;
}

function agendaMail(): string {
	const { composeAgenda } = requireBuilt<{ composeAgenda(request: object): { html: string } }>(
		'nodes/shared/email/agendaMail.js',
	);
	const { defaultAgendaWording } = requireBuilt<{ defaultAgendaWording(): object }>(
		'nodes/shared/email/agendaWording.js',
	);
	const { agendaFrom } = requireBuilt<{
		agendaFrom(rows: object[], task: object, timezone: string): object;
	}>('nodes/shared/reminders/agenda.js');
	const task = { day: '2026-11-26', since: '2026-11-25T06:30:00.000Z' };
	return composeAgenda({
		agenda: agendaFrom(rows(), task, TIMEZONE),
		wording: defaultAgendaWording(),
		timezone: TIMEZONE,
		dashboardUrl: DASHBOARD_URL,
	}).html;
}

/** A year as busy as that of a small workshop. */
const rows = () => season({ bookings: 700, now: NOW, seed: 4 });

function dashboard(query: object): string {
	const { renderPage } = requireBuilt<{ renderPage(request: object): { body: string } }>(
		'nodes/shared/dashboard/page/page.js',
	);
	const { readQuery } = requireBuilt<{ readQuery(raw: object): object }>(
		'nodes/shared/dashboard/request/query.js',
	);
	const delivery = { evenement: 'invitee.created', etat: 'termine', identifiant: 's1' };
	return renderPage({
		rows: rows(),
		query: readQuery(query),
		health: {
			deliveries: [{ ...delivery, recu_le: '2026-11-26T06:12:00.000Z' }],
			refusals: [],
			subscription: { state: 'active', needsRepair: false, message: 'Actif.' },
		},
		timezone: TIMEZONE,
		now: NOW,
		csvPath: 'rendez-vous.csv',
	}).body;
}

function pictures(): Picture[] {
	return [
		{ name: 'mail-nouveau-rendez-vous', html: workshopMail(), width: 680 },
		{ name: 'mail-client-confirmation', html: clientMail(), width: 680 },
		{ name: 'mail-agenda', html: agendaMail(), width: 680 },
		{ name: 'tableau-de-bord', html: dashboard({}), width: 1100, height: 900 },
		{
			name: 'tableau-de-bord-chiffres',
			html: dashboard({}),
			width: 1100,
			part: '.kpis, .charts',
		},
		{
			name: 'tableau-de-bord-telephone',
			html: dashboard({}),
			width: 360,
			height: 780,
			scheme: 'dark',
		},
	];
}

async function take(browser: Browser, picture: Picture): Promise<void> {
	const { name, html, width, height, scheme = 'light', part } = picture;
	const page = await browser.newPage({
		viewport: { width, height: height ?? 400 },
		colorScheme: scheme,
		deviceScaleFactor: 1.5,
		// For the style that shows a part alone.
		bypassCSP: true,
	});
	await page.setContent(html);
	if (part !== undefined) {
		const content = `main > :not(${part}), header, footer { display: none !important; }`;
		await page.addStyleTag({ content });
	}
	const path = join(PROJECT_FOLDER, 'docs', `${name}.png`);
	await page.screenshot({ path, fullPage: height === undefined });
	await page.close();
	console.log(path);
}

async function main(): Promise<void> {
	const executablePath = chromiumPath();
	if (executablePath === undefined) {
		throw new Failure('No Chromium was found. Install it, or name it with CHROMIUM.');
	}
	const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
	try {
		for (const picture of pictures()) await take(browser, picture);
	} finally {
		await browser.close();
	}
}

try {
	await main();
} catch (error) {
	endWith(error);
}
