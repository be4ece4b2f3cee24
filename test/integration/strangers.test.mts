import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { signHeader } from '../../nodes/shared/calendly/signature';
import { payload } from '../support/payloads.mts';
import { Instance, SIGNING_SECRET, freePort, startProgram } from '../support/instance.mts';
import { hasProgram, Proxy, type ProxyKind } from '../support/proxies.mts';
import { until } from '../support/until.mts';

const MIB = 1024 * 1024;
const instance = new Instance();
let settings: Record<string, string>;
jest.setTimeout(300_000);

const basic = (password: string) => ({
	Authorization: `Basic ${Buffer.from(`menuisier:${password}`).toString('base64')}`,
});
const PASSWORD = 'mot-de-passe-du-test';

beforeAll(async () => {
	settings = {
		N8N_PORT: String(await freePort()),
		MAILBOX_PORT: String(await freePort()),
		MAILBOX_SMTP_PORT: String(await freePort()),
		DASHBOARD_USER: 'menuisier',
		DASHBOARD_PASSWORD: PASSWORD,
	};
	await instance.start(settings);
});

afterAll(async () => {
	const code = await instance.stop();
	instance.remove();
	expect(code).toBe(0);
});

const page = async (password: string) =>
	await fetch(instance.run.dashboard, { headers: basic(password) });
const tokenOf = (html: string) => /<meta name="jeton" content="([^"]+)"/.exec(html)?.[1] ?? '';
const feedOf = (html: string) => /agenda\.ics\?jeton=[\w-]+/.exec(html)?.[0] ?? null;

/** As the script of the page asks. */
const again = async (token: string) =>
	await fetch(instance.run.dashboard, {
		method: 'POST',
		headers: { Origin: 'null', 'X-Auth-Token': token.split('.')[1] },
		body: new URLSearchParams({ jeton: token, requete: '?onglet=tous' }),
	});

/** A delivery by Calendly, with its own name so that it is new. */
const booking = (number: number) => {
	const made = payload('01-created-google-meet') as any;
	made.payload.uri = made.payload.uri.replace(/[^/]+$/, `stranger-${number}`);
	return made;
};

test('the files of npm start are their owner’s alone', () => {
	const open: string[] = [];
	for (const name of [
		'',
		...readdirSync(instance.userFolder, { recursive: true, encoding: 'utf8' }),
	]) {
		const path = join(instance.userFolder, name);
		if (name.includes('node_modules') || !existsSync(path)) continue;
		if ((statSync(path).mode & 0o077) !== 0) open.push(name);
	}
	expect(open).toEqual([]);
});

test('a second start in the same folder says that the first runs', async () => {
	const second = startProgram({ ...settings, N8N_USER_FOLDER: instance.userFolder });
	expect(await second.ended).toBe(1);
	expect(second.output()).toContain(`already runs in this folder (process ${instance.run.pid})`);
});

describe('bodies that are dear to parse', () => {
	/** Status, or why there was none: n8n does not wait for the rest of what it refuses. */
	const send = (path: string, headers: Record<string, string>, body: Buffer) =>
		new Promise<number | string>((resolve) => {
			const { port } = new URL(instance.run.webhook);
			const options = { host: '127.0.0.1', port, path, method: 'POST', headers, agent: false };
			const asked = request(options, (answer) => resolve(answer.resume().statusCode!));
			asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
			asked.end(body);
		});
	const { pathname } = new URL('http://x/webhook/calendly-archimeuble/webhook');
	const gzip = { 'Content-Encoding': 'gzip' };
	const xml = Buffer.alloc(15.5 * MIB, '<a>');

	test('end nothing, hold up nothing, and are refused', async () => {
		const pid = instance.n8nPid();
		const answers = new Set<number | string>();
		const slowest: number[] = [];
		for (let round = 0; round < 5; round += 1) {
			const bombs = [
				send(pathname, { 'Content-Type': 'text/xml' }, Buffer.from('{"a":1}')),
				send(pathname, { 'Content-Type': 'text/xml', ...gzip }, gzipSync(xml)),
				send('/rest/login', { 'Content-Type': 'application/xml', ...gzip }, gzipSync(xml)),
				send(
					pathname,
					{ 'Content-Type': 'application/json', ...gzip },
					gzipSync(Buffer.alloc(15.5 * MIB, '[')),
				),
				send(pathname, { 'Content-Type': 'application/json' }, Buffer.alloc(MIB, '[')),
			];
			const delivered = await instance.deliver(booking(round));
			expect(delivered.status).toBe(200);
			slowest.push(delivered.milliseconds);
			(await Promise.all(bombs)).forEach((answer) => answers.add(answer));
		}
		for (const answer of answers) expect([413, 415, 'ECONNRESET', 'EPIPE']).toContain(answer);
		expect(answers).toContain(415);
		expect(Math.max(...slowest)).toBeLessThan(5_000);
		expect(instance.n8nPid()).toBe(pid);
	});
});

const PROXIES: Array<[ProxyKind, string]> = [
	['nginx', 'nginx'],
	['nginx, n8n login', 'nginx'],
	['Caddy', 'caddy'],
];

describe.each(PROXIES)('behind %s', (kind, program) => {
	const here = hasProgram(program) ? test : test.skip;
	let proxy: Proxy;
	beforeAll(async () => {
		if (!hasProgram(program)) return;
		proxy = new Proxy(kind, Number(settings.N8N_PORT), basic(PASSWORD).Authorization);
		await proxy.start();
	});
	afterAll(async () => await proxy?.stop());

	here('Calendly is served, with the signature over the bytes it sent', async () => {
		const body = JSON.stringify(booking(PROXIES.findIndex(([name]) => name === kind) + 100));
		const timestamp = Math.floor(Date.now() / 1000);
		const signature = signHeader({ rawBody: body, signingKey: SIGNING_SECRET, timestamp });
		const headers = { 'Content-Type': 'application/json', 'Calendly-Webhook-Signature': signature };
		const answer = await proxy.ask('/webhook/calendly-archimeuble/webhook', {
			...{ method: 'POST', headers, body },
		});
		expect([answer.status, JSON.parse(answer.body).success]).toEqual([200, true]);
	});

	here('the dashboard is there for who logged in, its feed for who knows the token', async () => {
		const headers: Record<string, string> =
			kind === 'nginx, n8n login' ? { Cookie: await session() } : basic(PASSWORD);
		const { status, body } = await proxy.ask('/webhook/archimeuble/tableau-de-bord', { headers });
		expect(status).toBe(200);
		const token = tokenOf(body);
		const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'null' };
		const asked = await proxy.ask('/webhook/archimeuble/tableau-de-bord', {
			method: 'POST',
			headers: { ...form, 'X-Auth-Token': token.split('.')[1] },
			body: new URLSearchParams({ jeton: token, requete: '' }).toString(),
		});
		expect([asked.status, feedOf(asked.body)]).toEqual([200, null]);
		const feed = await proxy.ask(`/webhook/archimeuble/${feedOf(body)}`);
		expect(feed.body).toContain('BEGIN:VCALENDAR');
		expect((await proxy.ask('/webhook/archimeuble/agenda.ics?jeton=x')).status).toBe(404);
	});

	here('nobody else sees it, nor the form', async () => {
		for (const path of [
			'webhook/archimeuble/tableau-de-bord/',
			'WEBHOOK/archimeuble/rendez-vous.csv',
		]) {
			for (const headers of [{}, basic('deviné')]) {
				const { status, body } = await proxy.ask(`/${path}`, { headers });
				expect([401, 302]).toContain(status);
				expect(body).not.toContain('@example.com');
			}
		}
		expect((await proxy.ask('/form/archimeuble/rgpd')).status).toBe(401);
		expect((await proxy.ask('/form/archimeuble/rgpd', { headers: basic(PASSWORD) })).status).toBe(
			200,
		);
	});

	here('the editor is there', async () => {
		expect((await proxy.ask('/signin')).body).toContain('<!DOCTYPE html>');
	});
});

/** The cookie of the owner's session. */
async function session(): Promise<string> {
	const { email, password } = instance.run.owner;
	const answer = await fetch(`${instance.run.editor}/rest/login`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: email, password }),
	});
	return answer.headers.getSetCookie()[0].split(';')[0];
}

describe('a token of the page', () => {
	test('is good while the password is, and shows no address of the feed', async () => {
		const html = await (await page(PASSWORD)).text();
		expect(feedOf(html)).not.toBeNull();
		const asked = await again(tokenOf(html));
		expect(asked.status).toBe(200);
		const answer = await asked.text();
		expect([tokenOf(answer), feedOf(answer)]).toEqual([tokenOf(html), null]);
		expect(asked.headers.get('access-control-allow-origin')).toBe('null');
	});

	test('is not shown to another page: nobody’s origin may read the answers to a login', async () => {
		const { headers } = await fetch(instance.run.dashboard, {
			headers: { ...basic(PASSWORD), Origin: 'https://evil.example' },
		});
		expect(headers.get('access-control-allow-origin')).toBe('https://aucune.invalid');
	});

	test('ends when the password changes, though npm start was killed meanwhile', async () => {
		const token = tokenOf(await (await page(PASSWORD)).text());
		const n8n = instance.n8nPid();
		await instance.crashStarter();
		expect(process.kill(n8n, 0)).toBe(true);
		await instance.start({ ...settings, DASHBOARD_PASSWORD: 'un-autre-mot-de-passe' });
		expect(instance.output()).toContain(`Ending n8n (process ${n8n}), left behind`);
		expect(instance.output()).toContain('Ending the mailbox');
		expect(() => process.kill(n8n, 0)).toThrow('ESRCH');
		expect((await page(PASSWORD)).status).toBe(401);
		expect((await again(token)).status).toBe(403);
		const html = await (await page('un-autre-mot-de-passe')).text();
		expect((await again(tokenOf(html))).status).toBe(200);
	});
});

test('n8n that dies is started again, and it is said why', async () => {
	const pid = instance.n8nPid();
	process.kill(-pid, 'SIGKILL');
	await until('n8n to be said to have stopped', () =>
		instance.output().includes('n8n stopped: signal SIGKILL. It is started again in 1 s'),
	);
	const delivered = await until(
		'a delivery to be taken',
		async () => {
			const answer = await instance.deliver(booking(500)).catch(() => null);
			return answer?.status === 200 && answer;
		},
		120_000,
	);
	expect(delivered.body.success).toBe(true);
	expect(instance.n8nPid()).not.toBe(pid);
	const noted = JSON.parse(readFileSync(join(instance.userFolder, 'processes.json'), 'utf8'));
	expect(noted.map(({ name }: { name: string }) => name).sort()).toEqual([
		'n8n',
		'npm start',
		'the mailbox',
	]);
});
