import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import type { RunFile } from '../../scripts/lib/runFile.mts';
import type { StandInState } from '../../scripts/lib/standinControl.mts';
import { freePort, startProgram } from '../support/instance.mts';
import { until } from '../support/until.mts';

jest.setTimeout(300_000);

interface Mail {
	subject: string;
	text: string;
}

const userFolder = mkdtempSync(join(tmpdir(), 'archimeuble-demo-'));
const REAL_WEBHOOK = 'https://n8n.example.com/';
let environment: Record<string, string>;
let program: ReturnType<typeof startProgram>;
let run: RunFile & { calendly: string; mailboxApi: string };

/** As `npm run start:demo`, with the `.env` of a real instance that must not be reached. */
async function start(): Promise<void> {
	program = startProgram(environment, ['--demo']);
	const file = join(userFolder, 'run.json');
	await until(
		'run.json',
		() => {
			if (program.child.exitCode !== null) throw new Error(`It ended:\n${program.output()}`);
			return existsSync(file);
		},
		240_000,
	);
	run = JSON.parse(readFileSync(file, 'utf8')) as typeof run;
}

async function stop(): Promise<number | null> {
	program.child.kill('SIGINT');
	return await program.ended;
}

beforeAll(async () => {
	environment = {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(await freePort()),
		MAILBOX_PORT: String(await freePort()),
		MAILBOX_SMTP_PORT: String(await freePort()),
		N8N_WEBHOOK_URL: REAL_WEBHOOK,
		SMTP_HOST: 'smtp.example.com',
	};
	await start();
});

afterAll(async () => {
	await stop();
	rmSync(userFolder, { recursive: true, force: true });
});

async function standIn(): Promise<StandInState> {
	const response = await fetch(run.calendly, { headers: { Accept: 'application/json' } });
	return (await response.json()) as StandInState;
}

async function act(action: string, fields: object): Promise<{ invitee: string }> {
	const response = await fetch(`${run.calendly}/${action}`, {
		method: 'POST',
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		body: JSON.stringify(fields),
	});
	expect(response.status).toBe(200);
	return (await response.json()) as { invitee: string };
}

async function mails(): Promise<Mail[]> {
	return (await (await fetch(run.mailboxApi)).json()) as Mail[];
}

const mailAbout = async (client: string, subject: RegExp) =>
	await until(
		`the mail about ${client}`,
		async () =>
			(await mails()).find((mail) => subject.test(mail.subject) && mail.text.includes(client)),
		30_000,
	);

/** `npm run simulate -- <what>`, as a program of its own. */
async function simulate(what: string): Promise<{ code: number | null; output: string }> {
	const child = spawn(process.execPath, [join(PROJECT_FOLDER, 'scripts/simulate.mts'), what], {
		cwd: PROJECT_FOLDER,
		env: { PATH: process.env.PATH, ...environment },
	});
	const chunks: string[] = [];
	child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { code, output: chunks.join('') };
}

const inTenDays = () => new Date(Date.now() + 10 * 86_400_000).toISOString();
const booking = (name: string) => ({
	name,
	email: 'client@example.com',
	phone: '+33 6 39 98 45 67',
	start: inTenDays(),
});

function isAnswering(url: string): Promise<boolean> {
	return fetch(url).then(
		() => true,
		() => false,
	);
}

test('the stand-in is in the list of addresses, and n8n has subscribed to it on this machine', async () => {
	expect(program.output()).toContain(`Calendly (demo) ${run.calendly}`);
	const { subscriptions } = await standIn();
	expect(subscriptions).toHaveLength(1);
	expect(subscriptions[0].state).toBe('active');
	expect(subscriptions[0].callback_url).toMatch(
		new RegExp(
			`^http://127\\.0\\.0\\.1:${environment.N8N_PORT}/webhook/calendly-archimeuble/webhook\\?`,
		),
	);
});

test('a booking in the stand-in is announced in the local mailbox, signed by the stand-in', async () => {
	await act('book', booking('Claire Démo'));
	const mail = await mailAbout('Claire Démo', /^Nouveau RDV/);
	expect(mail.text).toContain('Consultation téléphonique');
	const { deliveries } = await standIn();
	expect(deliveries.at(-1)).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] });
});

test('npm run simulate acts through it, and says where to look', async () => {
	const { code, output } = await simulate('canceled');
	expect(output).toMatch(/✓ invitee\.canceled: 200 in \d+ ms/);
	expect(output).toContain(run.calendly);
	expect(code).toBe(0);
	await mailAbout('Claire Démo', /^RDV annulé/);
	const { bookings } = await standIn();
	expect(bookings.map(({ invitee }) => invitee.status)).toEqual(['canceled']);
});

test('what the stand-in cannot send comes from npm run simulate itself: a forgery is refused', async () => {
	const before = (await standIn()).deliveries.length;
	const { code, output } = await simulate('forged');
	expect(output).toContain('✓ a forged booking: 401');
	expect(code).toBe(0);
	expect((await standIn()).deliveries).toHaveLength(before);
});

test('Ctrl-C ends everything', async () => {
	const { calendly, mailbox, editor } = run;
	expect(await stop()).toBe(0);
	expect(existsSync(join(userFolder, 'run.json'))).toBe(false);
	for (const url of [calendly, String(mailbox), editor]) {
		expect([url, await isAnswering(url)]).toEqual([url, false]);
	}
});

test('at the next start n8n subscribes again to the stand-in, which has forgotten everything', async () => {
	await start();
	const { bookings, subscriptions } = await standIn();
	expect(bookings).toEqual([]);
	expect(subscriptions.map(({ state }) => state)).toEqual(['active']);
	await act('book', booking('Denis Redémarré'));
	await mailAbout('Denis Redémarré', /^Nouveau RDV/);
});
