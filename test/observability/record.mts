/**
 * Writes down which figures n8n really shows (test/fixtures/metrics): as one process, and as main, webhook
 * process and worker with Redis, each after a booking, a refusal, a mail server and a table that were out
 * of order, and a subscription that was gone. Rules and dashboard may stand on nothing else.
 *
 *   npm run build && node test/observability/record.mts    about four minutes; wants redis-server
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../scripts/lib/config.mts';
import { n8nEnvironment } from '../../scripts/lib/n8n.mts';
import { pathsIn } from '../../scripts/lib/paths.mts';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { resolveSecrets } from '../../scripts/lib/secrets.mts';
import { CalendlyStandIn, seedWorkshop, type Workshop } from '../../standin/index.mts';
import { Editor } from '../support/editor.mts';
import { freePort, Instance } from '../support/instance.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';
import { scrape, seriesIn } from './scrape.mts';

const METRICS_TOKEN = 'metrics-token-of-the-recording';
const CALENDLY_TOKEN = 'calendly-token-of-the-recording-0123456789';
const ERREURS = 'ArchiMeubleErr01';
const RELANCE = 'ArchiMeubleRel01';
const RATTRAPAGE = 'ArchiMeubleRat01';
const GUIDE = join(PROJECT_FOLDER, 'test/fixtures/payloads/guide-created.json');
const MINUTES = 60_000;

const instance = new Instance();
const postbox = new Postbox();
const standIn = new CalendlyStandIn();
let workshop: Workshop;
let settings: Record<string, string>;

async function record(name: string, base: string): Promise<void> {
	const series = seriesIn(await scrape(base, METRICS_TOKEN));
	writeFileSync(
		join(PROJECT_FOLDER, 'test/fixtures/metrics', `${name}.txt`),
		`${series.join('\n')}\n`,
	);
	const { status } = await fetch(new URL('/metrics', base));
	console.log(`${name}: ${series.length} series; to a stranger it answers ${status}`);
}

function book(name: string): void {
	standIn.book({
		eventType: workshop.eventTypes.phone,
		start: new Date(Date.now() + 240 * 60 * MINUTES).toISOString(),
		invitee: {
			name,
			email: `${name.length}${name[0].toLowerCase()}@example.com`,
			timezone: 'Europe/Paris',
		},
		location: '+33 6 12 34 56 78',
	});
}

/** All that rules and dashboard count. */
async function somethingOfEach(first: string, second: string): Promise<void> {
	postbox.mails.length = 0;
	const mailsAbout = (client: string) => postbox.about(client).length > 0;
	book(first);
	await until('the first mail', () => mailsAbout(first), MINUTES);
	await instance.deliver({}, { signingKey: 'not-the-signing-key' });
	await postbox.stop();
	book(second);
	const waits = () =>
		instance
			.rows('archimeuble_journal')
			.some(({ client, etat }) => client === second && etat === 'a_reprendre');
	await until('a mail that does not leave', waits, 2 * MINUTES);
	await postbox.start();
	await until('the relance', () => mailsAbout(second), 3 * MINUTES);
	await repairSubscription();
}

/** « Relance » fails, too, at its next minute, and no alert leaves. */
async function whileNothingCanBeStored(): Promise<void> {
	const rename = (from: string, to: string) =>
		instance.write('UPDATE data_table_column SET name = ? WHERE name = ?', to, from);
	const failed = (workflow: string) =>
		instance.executions(workflow).filter(({ status }) => status === 'error').length;
	const before = [ERREURS, RELANCE].map(failed);
	await postbox.stop();
	rename('etat', 'etat_absent');
	await instance.deliver(readFileSync(GUIDE, 'utf8'));
	await until(
		'failures of « Relance » and « Erreurs »',
		() => [ERREURS, RELANCE].every((workflow, at) => failed(workflow) > before[at]),
		3 * MINUTES,
	);
	rename('etat_absent', 'etat');
	await postbox.start();
}

async function repairSubscription(): Promise<void> {
	for (const { uri } of standIn.subscriptions) {
		const path = new URL(uri).pathname;
		const headers = { Authorization: `Bearer ${CALENDLY_TOKEN}` };
		await fetch(`${standIn.url}${path}`, { method: 'DELETE', headers });
	}
	const editor = new Editor(instance.run);
	await editor.login();
	await editor.execute(RATTRAPAGE, 'Toutes les 6 heures');
	const told = () =>
		postbox.mails.some(({ subject }) => subject === 'Liaison avec Calendly rétablie');
	await until('the mail about the subscription', told, MINUTES);
}

async function oneProcess(): Promise<void> {
	await instance.start(settings);
	await somethingOfEach('Alice', 'Bruno');
	await whileNothingCanBeStored();
	await record('one-process', instance.run.editor);
	await instance.stop();
}

async function queueMode(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'archimeuble-redis-'));
	const redisPort = String(await freePort());
	const redis = spawn('redis-server', ['--port', redisPort, '--bind', '127.0.0.1', '--save', ''], {
		cwd: folder,
		stdio: 'ignore',
	});
	const others: ChildProcess[] = [];
	const queue = { EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_PORT: redisPort };
	try {
		await instance.start({ ...settings, ...queue });
		const worker = await command(others, ['worker'], queue);
		const webhook = await command(others, ['webhook'], queue);
		await somethingOfEach('Chloé', 'Denis');
		const hook = new URL(instance.run.webhook).pathname;
		await fetch(`${webhook}${hook}`, { method: 'POST', body: '{}' });
		await record('main', instance.run.editor);
		await record('webhook', webhook);
		await record('worker', worker);
	} finally {
		for (const child of others) child.kill('SIGTERM');
		await instance.stop();
		redis.kill('SIGTERM');
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Another process of the same n8n; gives its address. */
async function command(
	others: ChildProcess[],
	args: string[],
	queue: Record<string, string>,
): Promise<string> {
	const port = String(await freePort());
	const config = readConfig(PROJECT_FOLDER, {
		...settings,
		N8N_USER_FOLDER: instance.userFolder,
		N8N_PORT: port,
	});
	const { secrets } = resolveSecrets(config);
	const environment = await n8nEnvironment(
		{ ...config, metricsToken: secrets.metricsToken },
		pathsIn(config.userFolder),
		{ email: config.ownerEmail, password: secrets.ownerPassword },
		await freePort(),
	);
	const child = spawn(
		process.execPath,
		[join(PROJECT_FOLDER, 'node_modules/n8n/bin/n8n'), ...args],
		{
			env: {
				...environment,
				...queue,
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: port,
			},
			stdio: 'ignore',
		},
	);
	others.push(child);
	const base = `http://127.0.0.1:${port}`;
	const answers = async () => (await fetch(`${base}/healthz/readiness`).catch(() => null))?.ok;
	await until(`n8n ${args.join(' ')}`, answers, 2 * MINUTES);
	return base;
}

await postbox.start();
await standIn.start();
workshop = seedWorkshop(standIn, CALENDLY_TOKEN);
settings = {
	N8N_PORT: String(await freePort()),
	SMTP_HOST: '127.0.0.1',
	SMTP_PORT: String(postbox.port),
	SMTP_SECURE: 'false',
	NOTIFICATION_EMAIL: 'menuisier@example.com',
	ALERT_EMAIL: 'secours@example.net',
	SENDER_EMAIL: 'rdv@example.com',
	CALENDLY_ACCESS_TOKEN: CALENDLY_TOKEN,
	CALENDLY_API_URL: standIn.url,
	METRICS_TOKEN,
};
try {
	await oneProcess();
	await queueMode();
} finally {
	await instance.stop();
	await standIn.stop();
	await postbox.stop();
	instance.remove();
}
