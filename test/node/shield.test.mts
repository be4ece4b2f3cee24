import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { n8n } from '../../scripts/hooks.mts';
import { MAX_BODY_BYTES, MAX_PAGES_AT_ONCE, refusalOf } from '../../scripts/lib/shield.mts';
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
