import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { n8n } from '../../scripts/hooks.mts';
import { digestOf } from '../../scripts/lib/metrics.mts';
import {
	MAX_BODY_BYTES,
	MAX_PAGES_AT_ONCE,
	refusalOf,
	shielded,
} from '../../scripts/lib/shield.mts';
import { until } from '../support/until.mts';

const WEBHOOK = '/webhook/calendly-archimeuble/webhook';
const PAGE = '/webhook/archimeuble/tableau-de-bord';

describe('what must not reach n8n', () => {
	test.each<[string, string, IncomingHttpHeaders]>([
		['packed', WEBHOOK, { 'content-encoding': 'gzip' }],
		['packed in another way', WEBHOOK, { 'content-encoding': 'Deflate' }],
		['packed twice', WEBHOOK, { 'content-encoding': 'identity, gzip' }],
		['packed, wherever it goes', '/rest/login', { 'content-encoding': 'br' }],
		['XML', WEBHOOK, { 'content-type': 'text/xml' }],
		['XML of a kind', WEBHOOK, { 'content-type': 'application/atom+XML; charset=utf-8' }],
		['XML, wherever it goes', '/anything', { 'content-type': ' application/xml ' }],
	])('is %s: 415', (_name, url, headers) => {
		expect(refusalOf({ url, headers })?.status).toBe(415);
	});

	const large = { 'content-length': String(MAX_BODY_BYTES + 1) };
	test.each([
		WEBHOOK,
		`${WEBHOOK}/`,
		WEBHOOK.replace('webhook', 'WebHook'),
		WEBHOOK.replace('-', '%2D'),
		`/${WEBHOOK}?a=1`,
		PAGE,
		'/FORM/archimeuble/rgpd',
		'http://n8n.example/form-waiting/12?signature=x',
	])('is a large body for %s: 413', (url) => {
		expect(refusalOf({ url, headers: large })?.status).toBe(413);
		expect(refusalOf({ url, headers: { 'content-length': '262144' } })).toBeNull();
	});

	test('is nothing else', () => {
		expect(refusalOf({ url: '/rest/workflows', headers: large })).toBeNull();
		expect(refusalOf({ url: '/webhook/another', headers: large })).toBeNull();
		expect(refusalOf({ url: '/%', headers: {} })).toBeNull();
		for (const type of [
			'application/json',
			'text/plain',
			'multipart/form-data',
			'text/xmlish',
			'',
		]) {
			expect(refusalOf({ url: WEBHOOK, headers: { 'content-type': type } })).toBeNull();
		}
		expect(refusalOf({ url: WEBHOOK, headers: { 'content-encoding': 'identity' } })).toBeNull();
	});
});

describe('in front of a server', () => {
	let server: Server;
	let held: Array<() => void> = [];
	beforeAll(async () => {
		server = createServer((asked, answer) => {
			if (asked.url === PAGE) held.push(() => answer.end('page'));
			else answer.end('n8n');
		});
		n8n.ready[0]({ server });
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => {
		server.close();
		server.closeAllConnections();
	});

	const ask = (path: string, headers: Record<string, string> = {}) =>
		new Promise<number>((resolve, reject) => {
			const { port } = server.address() as AddressInfo;
			const options = { port, path, method: 'POST', headers, agent: false };
			const asked = request(options, (answer) => resolve(answer.resume().statusCode!));
			asked.once('error', reject).end();
		});

	test('it answers instead of n8n', async () => {
		expect(await ask(WEBHOOK)).toBe(200);
		expect(await ask(WEBHOOK, { 'Content-Encoding': 'gzip' })).toBe(415);
	});

	test('it lets a few pages at once in, and deliveries always', async () => {
		const pages = Array.from({ length: MAX_PAGES_AT_ONCE }, () => ask(PAGE));
		await until('the pages to be asked for', () => held.length === MAX_PAGES_AT_ONCE);
		expect(await ask(PAGE)).toBe(503);
		expect(await ask(WEBHOOK)).toBe(200);
		held.forEach((answer) => answer());
		expect(new Set(await Promise.all(pages))).toEqual(new Set([200]));
		held = [];
		const next = ask(PAGE);
		await until('the next page', () => held.length === 1);
		held[0]();
		expect(await next).toBe(200);
	});
});

describe('n8n’s figures', () => {
	const SECRET = 'how many clients come';
	const TOKEN = 'token-of-prometheus';
	let server: Server;
	const before = process.env.ARCHIMEUBLE_METRICS_TOKEN_SHA256;

	/** With n8n’s own Express and route (`prometheus.service.js`). */
	beforeAll(async () => {
		process.env.ARCHIMEUBLE_METRICS_TOKEN_SHA256 = digestOf(TOKEN);
		const express = createRequire(join(__dirname, '../../node_modules/n8n/package.json'))(
			'express',
		);
		const app = express();
		app.get('/metrics', (_request: any, response: any) => response.send(SECRET));
		server = createServer(shielded(app));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => {
		server.close();
		if (before === undefined) delete process.env.ARCHIMEUBLE_METRICS_TOKEN_SHA256;
		else process.env.ARCHIMEUBLE_METRICS_TOKEN_SHA256 = before;
	});

	/** @param target exactly as it goes over the wire, which no HTTP client would send */
	const answerTo = async (target: string, authorization = '') =>
		await new Promise<string>((resolve, reject) => {
			let answer = '';
			const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
			socket.on('data', (chunk) => (answer += chunk.toString()));
			socket.once('error', reject).once('close', () => resolve(answer));
			socket.write(
				`GET ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
			);
		});
	const TARGETS = [
		...[
			'/metrics',
			'/metrics/',
			'/METRICS',
			'/Metrics/',
			'/metrics?x',
			'/metrics#x',
			'/metrics/?x',
		],
		...['//metrics', '/%6detrics', '/metrics//', '/metrics%2f', '/./metrics', '/x/../metrics'],
		...['http://x/metrics', 'HTTP://x:80/metrics?y', 'ftp://x/metrics', 'x+y.z-1://x/METRICS/'],
		...['http:///metrics', 'http://x@y/metrics', 'http://x?/metrics', 'http:/metrics', 'metrics'],
	];

	test.each(TARGETS)('are not given to a stranger who asks for %s', async (target) => {
		expect(await answerTo(target)).not.toContain(SECRET);
	});

	test('are given to whoever shows the token, and to nobody else', async () => {
		expect(await answerTo('/metrics', `Bearer ${TOKEN}`)).toContain(SECRET);
		expect(await answerTo('/metrics/', `bearer  ${TOKEN}`)).toContain(SECRET);
		for (const shown of ['', TOKEN, `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, 'Bearer', 'Bearer ']) {
			expect(await answerTo('/metrics', shown)).toMatch(
				/^HTTP\/1.1 401 (.|\r\n)*WWW-Authenticate: Bearer/,
			);
		}
	});

	test.each(['', 'no-digest'])('are given to nobody where n8n was told no token (%p)', (digest) => {
		process.env.ARCHIMEUBLE_METRICS_TOKEN_SHA256 = digest;
		for (const authorization of ['', 'Bearer ', `Bearer ${TOKEN}`]) {
			expect(refusalOf({ url: '/metrics', headers: { authorization } })?.status).toBe(401);
		}
		process.env.ARCHIMEUBLE_METRICS_TOKEN_SHA256 = digestOf(TOKEN);
	});
});
