import type { Config } from './config.mts';
import { mailboxUrls } from './mailbox.mts';
import type { Paths } from './paths.mts';
import { DASHBOARD_PATH, PRIVACY_FORM_PATH, WEBHOOK_PATH } from './project.mts';
import type { RunFile } from './runFile.mts';
import type { Secrets } from './secrets.mts';
import { standInPage } from './standin.mts';

/** Where what `npm start` runs can be reached on this machine. */
export function runOf(config: Config, secrets: Secrets): RunFile {
	const editor = `http://localhost:${config.port}`;
	const { mailbox, mailboxApi } = mailboxUrls(config);
	const local = config.smtp === null;
	const smtp = config.smtp ?? { host: '127.0.0.1', port: config.mailboxSmtpPort };
	return {
		editor,
		webhook: `${editor}${WEBHOOK_PATH}`,
		calendly: config.demo ? standInPage(config) : null,
		mailbox: local ? mailbox : null,
		mailboxApi: local ? mailboxApi : null,
		smtp: `smtp://${smtp.host}:${smtp.port}`,
		pid: process.pid,
		owner: { email: config.ownerEmail, password: secrets.ownerPassword },
		dashboard: `${editor}${DASHBOARD_PATH}`,
		privacyForm: `${editor}${PRIVACY_FORM_PATH}`,
		dashboardLogin: { user: config.dashboardUser, password: secrets.dashboardPassword },
	};
}

type Line = [name: string, value: string];

/** What is said at the terminal once all runs; secrets only at the start that made them. */
export function announcement(
	config: Config,
	paths: Paths,
	run: RunFile,
	generated: Partial<Secrets>,
): string {
	const lines: Line[] = [
		['Editor', run.editor],
		['Log in as', config.ownerEmail],
		...once('Password', generated.ownerPassword, 'shown once'),
		['Dashboard', `${run.dashboard}  (log in as ${config.dashboardUser})`],
		...once('Password', generated.dashboardPassword, 'of the dashboard, shown once'),
		['Privacy form', `${run.privacyForm}  (the same login)`],
		['Webhook', publicWebhook(config, run)],
		...once('Signing secret', generated.signingSecret, 'shown once'),
		...(run.calendly === null ? [] : [['Calendly (demo)', run.calendly] as Line]),
		['Mails', run.mailbox ?? `sent through ${run.smtp.replace('smtp://', '')}`],
		['Metrics', `${run.editor}/metrics  (docs/observability.md)`],
		['Event log', paths.eventLog],
		['n8n log', paths.n8nLog],
		['Data', `${config.userFolder}  (secrets: ${paths.secrets})`],
	];
	const list = lines.map(([name, value]) => `  ${name.padEnd(15)} ${value}`).join('\n');
	return `\nReady.\n${list}\n\nTry it in another terminal: npm run simulate -- created\nCtrl-C stops everything.\n`;
}

function once(name: string, secret: string | undefined, note: string): Line[] {
	return secret === undefined ? [] : [[name, `${secret}  (${note})`]];
}

function publicWebhook({ webhookUrl }: Config, { webhook }: RunFile): string {
	if (webhookUrl !== null) return new URL(WEBHOOK_PATH, webhookUrl).href;
	return `${webhook}  (Calendly needs a public https address: N8N_WEBHOOK_URL)`;
}
