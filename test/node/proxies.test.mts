import { createServer, request as httpRequest, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { hasProgram, Proxy, type ProxyKind } from '../support/proxies.mts';

const PAGE = '/webhook/archimeuble/tableau-de-bord';
const CSV = '/webhook/archimeuble/rendez-vous.csv';
const FEED = '/webhook/archimeuble/agenda.ics';
const FORM = '/form/archimeuble/rgpd';
const WEBHOOK = '/webhook/calendly-archimeuble/webhook';
const JSON_TYPE = { 'Content-Type': 'application/json' };
/** Answers n8n gives to whoever it lets in. */
const SECRET = 'the clients';

/**
 * What stands for an n8n that asks for nothing: its own Express with its own routes
 * (`n8n/dist/abstract-server.js`), and the one change `live-webhooks.js` makes to a path.
 */
function openN8n(): Server {
	const require = createRequire(join(__dirname, '../../node_modules/n8n/package.json'));
	const express = require('express') as any;
	const app = express();
	const known = new Map(
		[PAGE, CSV, FEED, FORM, WEBHOOK].map((path) => [path.split('/').slice(2).join('/'), path]),
	);
	const webhook = (request: any, response: any) => {
		const path = [request.params.path].flat().join('/').replace(/\/$/, '');
		if (known.has(path)) response.send(`${SECRET} at ${known.get(path)}`);
		else response.status(404).send('not registered');
	};
	app.all('/form/*path', webhook);
	app.all('/webhook/*path', webhook);
	app.get('/metrics', (_request: any, response: any) => response.send(SECRET));
	app.get('/types/node-versions.json', (request: any, response: any) =>
		response.status(request.headers.cookie === 'n8n-auth=good' ? 200 : 401).send(''),
	);
	app.all('/:kind/:path', (request: any, response: any) => {
		if (!/-waiting$/i.test(request.params.kind)) return response.status(404).send('');
		response.send(`${SECRET} of a waiting form`);
	});
	app.use((_request: any, response: any) => response.send('the editor'));
	return createServer(app);
}

/** Every way to write an address that somebody might try. */
function spellings(path: string): string[] {
	const [, prefix, ...rest] = path.split('/');
	const tail = rest.join('/');
	const hex = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
	const encodedAt = (text: string, at: number) =>
		text.slice(0, at) + hex(text[at]) + text.slice(at + 1);
	const tails = [
		tail,
		`${tail}/`,
		`${tail}//`,
		`${tail}?x=1`,
		`${tail}/?x=1`,
		`${tail}%2F`,
		`${tail}%2f`,
		`${tail};x=1`,
		`${tail}%20`,
		`${tail}%00`,
		`${tail}#x`,
		`${tail}%3Fx`,
		tail.toUpperCase(),
		tail.replaceAll('/', '//'),
		tail.replaceAll('/', '%2F'),
		tail.replaceAll('/', '/./'),
		tail.replaceAll('/', '\\'),
		`x/../${tail}`,
		`x/%2e%2e/${tail}`,
		`agenda.ics/../${tail}`,
		`archimeuble/agenda.ics/..%2f../${tail}`,
		`${tail}/../agenda.ics`,
		`${tail}/..%2fagenda.ics`,
		`${tail}/agenda.ics`,
		...[...tail].map((_character, at) => encodedAt(tail, at)),
		[...tail].map(hex).join(''),
		[...tail].map((one) => hex(one).toUpperCase()).join(''),
		hex('%') + hex(tail[0]).slice(1) + tail.slice(1),
	];
	const prefixes = [
		prefix,
		prefix.toUpperCase(),
		prefix[0].toUpperCase() + prefix.slice(1),
		`/${prefix}`,
		`./${prefix}`,
		`x/../${prefix}`,
		`${prefix}/`,
		encodedAt(prefix, 0),
	];
	return [
		...tails.map((one) => `/${prefix}/${one}`),
		...prefixes.flatMap((one) => [tail, `${tail}/`, `${tail}?x=1`].map((end) => `/${one}/${end}`)),
		`http://rdv.example.com${path}`,
		`http://localhost${path}/`,
	];
}

let n8n: Server;
let n8nPort: number;

beforeAll(async () => {
	n8n = openN8n();
	await new Promise<void>((resolve) => n8n.listen(0, '127.0.0.1', resolve));
	({ port: n8nPort } = n8n.address() as AddressInfo);
});
afterAll(() => {
	n8n.close();
	n8n.closeAllConnections();
});

async function direct(path: string): Promise<string> {
	return await new Promise((resolve, reject) => {
		const asked = httpRequest({ port: n8nPort, path, agent: false }, (answer) => {
			let body = '';
			answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
			answer.once('end', () => resolve(body));
		});
		asked.once('error', reject).end();
	});
}

test('n8n takes more spellings of an address than one', async () => {
	const taken = [];
	for (const path of spellings(PAGE)) {
		if ((await direct(path)).endsWith(PAGE)) taken.push(path);
	}
	expect(taken).toContain('/WEBHOOK/archimeuble/tableau-de-bord/');
	expect(taken).toContain('/webhook/archimeuble%2Ftableau-de-bord');
	expect(taken.length).toBeGreaterThan(40);
});

const KINDS: Array<[ProxyKind, string]> = [
	['nginx', 'nginx'],
	['nginx, n8n login', 'nginx'],
	['Caddy', 'caddy'],
];

describe.each(KINDS)('%s, in front of an n8n that asks for nothing', (kind, program) => {
	const here = hasProgram(program) ? test : test.skip;
	let proxy: Proxy;
	beforeAll(async () => {
		if (!hasProgram(program)) return;
		proxy = new Proxy(kind, n8nPort, 'Basic YTpi');
		await proxy.start();
	}, 30_000);
	afterAll(async () => await proxy?.stop());

	/** A rate limit answers at last; then another look is taken. */
	const ask: Proxy['ask'] = async (path, asked) => {
		for (;;) {
			const answer = await proxy.ask(path, asked);
			if (answer.status !== 429) return answer;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	};

	here.each([PAGE, CSV, FORM])(
		'gives a stranger nothing of %s, however it is spelled',
		async (path) => {
			const given: string[] = [];
			for (const spelling of spellings(path)) {
				const { status, body } = await ask(spelling);
				if (body.includes(SECRET)) given.push(`${spelling}: ${status} ${body}`);
			}
			// The feed has a guard of its own, and is asked without its token here.
			expect(given).toEqual([]);
		},
		120_000,
	);

	here('asks a stranger to log in', async () => {
		const { status, headers } = await ask(PAGE);
		if (kind === 'nginx, n8n login') {
			expect([status, headers.location]).toEqual([302, expect.stringMatching(/\/signin$/)]);
		} else {
			expect([status, headers['www-authenticate']]).toEqual([401, expect.stringMatching(/^Basic/)]);
		}
	});

	here('lets in who shows what n8n will look at', async () => {
		const headers: Record<string, string> =
			kind === 'nginx, n8n login' ? { Cookie: 'n8n-auth=good' } : { Authorization: 'Basic YTpi' };
		for (const path of [PAGE, CSV]) {
			expect(await ask(path, { headers })).toMatchObject({
				status: 200,
				body: `${SECRET} at ${path}`,
			});
		}
		const login = { Authorization: 'Basic YTpi' };
		expect((await ask(FORM, { headers: login })).body).toBe(`${SECRET} at ${FORM}`);
	});

	here('lets an open page ask again by its token, after asking whether it may', async () => {
		const body = 'jeton=x';
		const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
		const headers = { ...form, 'X-Auth-Token': 'x', Origin: 'null' };
		expect((await ask(PAGE, { method: 'OPTIONS' })).status).toBe(200);
		expect((await ask(PAGE, { method: 'POST', headers, body })).body).toContain(SECRET);
	});

	here('gives the feed to whoever shows a token, by its one name', async () => {
		expect((await ask(`${FEED}?jeton=x`)).body).toBe(`${SECRET} at ${FEED}`);
		for (const path of [FEED, `${FEED}?x=1`, `${FEED}/?jeton=x`, FEED.toUpperCase()]) {
			expect((await ask(path)).body).not.toContain(SECRET);
		}
	});

	here('gives a waiting form to whoever has its address', async () => {
		expect((await ask('/form-waiting/12?signature=x')).body).toContain(SECRET);
		for (const path of ['/form-waiting/12', '/FORM-waiting/12/', '/webhook-waiting/12?x=1']) {
			expect((await ask(path)).status).toBe(401);
		}
	});

	here('passes a delivery by Calendly on, as it came', async () => {
		const answer = await ask(WEBHOOK, { method: 'POST', headers: JSON_TYPE, body: '{}' });
		expect(answer).toMatchObject({ status: 200, body: `${SECRET} at ${WEBHOOK}` });
		const charset = { 'Content-Type': 'application/json; charset=utf-8' };
		expect((await ask(WEBHOOK, { method: 'POST', headers: charset, body: '{}' })).status).toBe(200);
	});

	here.each<[string, number, string, string, Record<string, string>, number]>([
		['another method', 405, 'GET', WEBHOOK, JSON_TYPE, 0],
		['another content', 415, 'POST', WEBHOOK, { 'Content-Type': 'text/plain' }, 2],
		['what only begins as JSON', 415, 'POST', WEBHOOK, { 'Content-Type': 'application/jsonp' }, 2],
		['a packed body', 415, 'POST', WEBHOOK, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, 2],
		['a large body', 413, 'POST', WEBHOOK, JSON_TYPE, 300_000],
		['XML for any address', 415, 'POST', '/rest/x', { 'Content-Type': 'text/xml' }, 2],
		['a packed body for any address', 415, 'POST', '/x', { 'Content-Encoding': 'deflate' }, 2],
		['another spelling of the webhook', 404, 'POST', WEBHOOK.replace('w', 'W'), JSON_TYPE, 2],
		['a large form', 413, 'POST', FORM, { Authorization: 'Basic YTpi' }, 300_000],
	])('refuses %s: %s', async (_name, status, method, path, headers, bytes) => {
		const body = bytes === 0 ? undefined : 'x'.repeat(bytes);
		expect((await ask(path, { method, headers, body })).status).toBe(status);
	});

	here.each([
		...[
			'/metrics',
			'/metrics/',
			'/METRICS',
			'//metrics',
			'/%6detrics',
			'/metrics?x=1',
			'/x/../metrics',
		],
		...['http://rdv.example.com/metrics', 'http://localhost/Metrics/', '/./metrics', '/metrics%20'],
	])('gives n8n’s figures to nobody who asks for %s, not even with a token', async (path) => {
		const { body } = await ask(path, { headers: { Authorization: 'Bearer x' } });
		expect(body).not.toContain(SECRET);
	});

	here('knows nothing of /metrics', async () => {
		expect((await ask('/metrics')).status).toBe(404);
	});

	here('lets the editor through', async () => {
		expect((await ask('/home')).body).toBe('the editor');
	});

	if (kind !== 'Caddy') {
		here(
			'answers 429 to who asks too often, and takes a burst of Calendly',
			async () => {
				const delivery = { method: 'POST', headers: JSON_TYPE, body: '{}' };
				const burst = await Promise.all(
					Array.from({ length: 200 }, () => proxy.ask(WEBHOOK, delivery)),
				);
				expect(burst.filter(({ status }) => status !== 200)).toEqual([]);
				const pages = await Promise.all(
					Array.from({ length: 80 }, () =>
						proxy.ask(PAGE, { headers: { Authorization: 'Basic YTpi' } }),
					),
				);
				expect(pages.some(({ status }) => status === 429)).toBe(true);
			},
			30_000,
		);
	}
});

describe.each(KINDS.filter(([kind]) => kind !== 'nginx, n8n login'))(
	'%s, in front of two processes of n8n',
	(kind, program) => {
		const here = hasProgram(program) ? test : test.skip;
		const names = ['main', 'webhook'];
		let servers: Server[] = [];
		let proxy: Proxy;

		beforeAll(async () => {
			if (!hasProgram(program)) return;
			servers = names.map((name) => createServer((_request, response) => response.end(name)));
			for (const server of servers) {
				await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			}
			const [main, webhook] = servers.map((server) => (server.address() as AddressInfo).port);
			proxy = new Proxy(kind, main, '', webhook);
			await proxy.start();
		}, 30_000);
		afterAll(async () => {
			await proxy?.stop();
			servers.forEach(stop);
		});

		const stop = (server: Server) => {
			server.close();
			server.closeAllConnections();
		};
		const deliver = async () =>
			(await proxy.ask(WEBHOOK, { method: 'POST', headers: JSON_TYPE, body: '{}' })).body;
		const served = async (count: number, ask: () => Promise<string>) => [
			...new Set(await Promise.all(Array.from({ length: count }, ask))),
		];

		here('deliveries, pages and waiting forms go to both', async () => {
			expect((await served(10, deliver)).sort()).toEqual(names);
			const headers = { Authorization: 'Basic YTpi' };
			for (const path of [PAGE, FORM, `${FEED}?jeton=x`, '/form-waiting/12?signature=x']) {
				const page = async () => (await proxy.ask(path, { headers })).body;
				expect((await served(4, page)).sort()).toEqual(names);
			}
			const other = async () => (await proxy.ask('/webhook/another')).body;
			expect((await served(10, other)).sort()).toEqual(names);
		});

		here('everything else goes to the main process', async () => {
			for (const path of ['/', '/rest/login', '/webhook-test/x', '/form-test/x', '/api/v1/x']) {
				expect(await served(6, async () => (await proxy.ask(path)).body)).toEqual(['main']);
			}
		});

		here('with one of them away, the other gets all', async () => {
			stop(servers[0]);
			// What finds it out may be lost; Calendly delivers it again.
			await served(10, deliver);
			expect(await served(10, deliver)).toEqual(['webhook']);
		});
	},
);
