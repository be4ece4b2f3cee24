/**
 * `npm run picture`: the mail of the README, composed by the code the workflow runs and
 * photographed in Chromium (Debian's, or the one CHROMIUM names).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { endWith, Failure } from './lib/failure.mts';
import { PROJECT_FOLDER, requireBuilt } from './lib/project.mts';

const PICTURE = join(PROJECT_FOLDER, 'docs/mail-nouveau-rendez-vous.png');
const CANDIDATES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The mail about the sample booking by telephone, by the way the workflow takes. */
function mailHtml(): string {
	const { normalizeWebhook } = requireBuilt<{
		normalizeWebhook(webhook: unknown, options: object): unknown;
	}>('nodes/shared/appointment/normalize.js');
	const { composeMail } = requireBuilt<{ composeMail(request: object): { html: string } }>(
		'nodes/shared/email/compose.js',
	);
	const { defaultWording, defaultFields } = requireBuilt<{
		defaultWording(kind: string): object;
		defaultFields(kind: string): string[];
	}>('nodes/shared/email/wording.js');
	const file = join(PROJECT_FOLDER, 'test/fixtures/payloads/08-phone-outbound-call.json');
	const webhook: unknown = JSON.parse(readFileSync(file, 'utf8'));
	const now = new Date();
	return composeMail({
		kind: 'created',
		event: normalizeWebhook(webhook, { receivedAt: now, timezone: 'Europe/Paris' }),
		previous: null,
		wording: defaultWording('created'),
		fields: defaultFields('created'),
		timezone: 'Europe/Paris',
		attachCalendar: false,
		now,
	}).html;
}

async function main(): Promise<void> {
	const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));
	if (executablePath === undefined) {
		throw new Failure('No Chromium was found. Install it, or name it with CHROMIUM.');
	}
	const browser = await chromium.launch({
		executablePath,
		args: ['--no-sandbox', '--disable-gpu'],
	});
	try {
		const page = await browser.newPage({
			viewport: { width: 680, height: 400 },
			deviceScaleFactor: 1.5,
		});
		await page.setContent(mailHtml());
		await page.screenshot({ path: PICTURE, fullPage: true });
	} finally {
		await browser.close();
	}
	console.log(PICTURE);
}

try {
	await main();
} catch (error) {
	endWith(error);
}
