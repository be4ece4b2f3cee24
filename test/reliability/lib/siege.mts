import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { signHeader } from '../../../nodes/shared/calendly/signature.ts';
import { DASHBOARD_PATH, PRIVACY_FORM_PATH, WEBHOOK_PATH } from '../../../scripts/lib/project.mts';
import { SIGNING_SECRET } from '../../support/instance.mts';
import { hasProgram, Proxy, type Asked } from '../../support/proxies.mts';
import { bookingOf, created } from './bookings.mts';
import type { Context } from './case.mts';
import { inParallel } from './sender.mts';

const MIB = 1024 * 1024;
/** Just under what n8n takes by itself, 16 MiB: oversized bodies cost nothing. */
const BOMB_MIB = 15.5;
/** A stranger's connections. */
const WIDTH = 32;
/** Between two deliveries. */
const PAUSE_MS = 700;
/** Address of this machine that strangers come from, so that a proxy can tell them from Calendly. */
const STRANGER = '127.0.0.2';

/** What was seen at one door. */
export interface SiegeFacts {
	door: string;
	/** Of what a stranger sent: kind → status, or cause of a broken connection → times. */
	answers: ReadonlyMap<string, ReadonlyMap<string, number>>;
	/** Authentic deliveries meanwhile. */
	legitimate: ReadonlyArray<{ status: string; milliseconds: number }>;
}

/** Where a stranger and Calendly come in. */
interface Door {
	name: string;
	ask(path: string, asked: Asked): Promise<number>;
	close(): Promise<void>;
}

/** Bodies that are dear to parse, and floods of every open path, at each door after the other. */
export async function besiege(context: Context, prefix: string): Promise<SiegeFacts[]> {
	const facts: SiegeFacts[] = [];
	for (const door of await doors(context)) {
		context.say(`bombs and floods, ${door.name}`);
		facts.push(await atDoor(context, door, `${prefix}${facts.length}`));
		await door.close();
	}
	return facts;
}

async function atDoor({ quick }: Context, door: Door, prefix: string): Promise<SiegeFacts> {
	const answers = new Map<string, Map<string, number>>();
	const shoot = async (kind: string, path: string, asked: Asked) => {
		const status = await door.ask(path, { ...asked, localAddress: STRANGER }).then(String, causeOf);
		const counts = answers.get(kind) ?? new Map<string, number>();
		answers.set(kind, counts.set(status, (counts.get(status) ?? 0) + 1));
	};
	const calendly = new Deliveries(door, prefix);
	for (const [kind, asked] of Object.entries(bombs())) {
		const numbers = Array.from({ length: quick ? 6 : 40 }, (_, number) => number);
		await inParallel(numbers, 3, () => shoot(kind, WEBHOOK_PATH, asked));
	}
	for (const [kind, [path, asked]] of Object.entries(floods())) {
		const end = Date.now() + (quick ? 2_000 : 8_000);
		const sender = async () => {
			while (Date.now() < end) await shoot(kind, path, asked);
		};
		await Promise.all(Array.from({ length: WIDTH }, sender));
	}
	return { door: door.name, answers, legitimate: await calendly.stop() };
}

function bombs(): Record<string, Asked> {
	const post = { method: 'POST' };
	const json = { 'Content-Type': 'application/json' };
	const gzip = { 'Content-Encoding': 'gzip' };
	const xml = { 'Content-Type': 'text/xml' };
	return {
		// n8n's one XML parser keeps what it is given after this.
		'broken XML': { ...post, headers: xml, body: '{"a":1}' },
		'XML, packed': {
			...{ ...post, headers: { ...xml, ...gzip } },
			body: gzipSync(Buffer.alloc(BOMB_MIB * MIB, '<a>')),
		},
		'JSON, packed': {
			...{ ...post, headers: { ...json, ...gzip } },
			body: gzipSync(Buffer.alloc(BOMB_MIB * MIB, '[')),
		},
		'JSON of 1 MB': { ...post, headers: json, body: Buffer.alloc(1_000_000, '[') },
		'JSON of 240 kB': { ...post, headers: json, body: Buffer.alloc(240_000, '[') },
		'XML of 240 kB': { ...post, headers: xml, body: Buffer.alloc(240_000, '<a>') },
	};
}

function floods(): Record<string, [string, Asked]> {
	const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Auth-Token': '0' };
	const login = { Authorization: 'Basic YXRlbGllcjpkZXZpbmU=' };
	const signed = {
		'Content-Type': 'application/json',
		'Calendly-Webhook-Signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
	};
	return {
		'form without a login': [PRIVACY_FORM_PATH, {}],
		'form with a guessed login': [PRIVACY_FORM_PATH, { headers: login }],
		'page with a guessed login': [DASHBOARD_PATH, { headers: login }],
		'page with a guessed token': [
			DASHBOARD_PATH,
			{ method: 'POST', headers: form, body: 'jeton=1' },
		],
		'feed with a guessed token': ['/webhook/archimeuble/agenda.ics?jeton=x', {}],
		'waiting form': ['/form-waiting/1?signature=x', {}],
		'delivery with a wrong signature': [
			WEBHOOK_PATH,
			{ method: 'POST', headers: signed, body: '{}' },
		],
	};
}

/** What Calendly sends meanwhile, each once. */
class Deliveries {
	readonly #answers: Array<{ status: string; milliseconds: number }> = [];
	readonly #ended: Promise<void>;
	#stopped = false;

	constructor(door: Door, prefix: string) {
		this.#ended = (async () => {
			while (!this.#stopped) {
				const started = performance.now();
				const body = JSON.stringify(created(bookingOf(prefix, this.#answers.length)));
				const timestamp = Math.floor(Date.now() / 1000);
				const signature = signHeader({ rawBody: body, signingKey: SIGNING_SECRET, timestamp });
				const headers = {
					'Content-Type': 'application/json',
					'Calendly-Webhook-Signature': signature,
				};
				const status = await door
					.ask(WEBHOOK_PATH, { method: 'POST', headers, body })
					.then(String, causeOf);
				this.#answers.push({ status, milliseconds: performance.now() - started });
				await sleep(PAUSE_MS);
			}
		})();
	}

	async stop(): Promise<Array<{ status: string; milliseconds: number }>> {
		this.#stopped = true;
		await this.#ended;
		return this.#answers;
	}
}

function causeOf(error: NodeJS.ErrnoException): string {
	return error.code ?? error.message;
}

/** n8n itself, and the shipped proxies where they are installed. */
async function doors({ world }: Context): Promise<Door[]> {
	const port = Number(new URL(world.instance.run.webhook).port);
	const found = [direct(port)];
	for (const [kind, program] of [
		['nginx', 'nginx'],
		['Caddy', 'caddy'],
	] as const) {
		if (!hasProgram(program)) continue;
		const proxy = new Proxy(kind, port);
		await proxy.start();
		found.push({
			name: `behind ${kind}`,
			ask: async (path, asked) => (await proxy.ask(path, asked)).status,
			close: () => proxy.stop(),
		});
	}
	return found;
}

function direct(port: number): Door {
	const agent = new Agent({ keepAlive: true, maxSockets: 64 });
	return {
		name: 'without a proxy',
		ask: (path, { method = 'GET', headers, body, localAddress }) =>
			new Promise((resolve, reject) => {
				const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
				const asked = request(
					{
						...{ host: '127.0.0.1', port, path, method, agent, timeout: 60_000, localAddress },
						headers: { ...length, ...headers },
					},
					(answer) => {
						answer.resume();
						answer.once('close', () => resolve(answer.statusCode!));
					},
				);
				asked.once('timeout', () => asked.destroy(new Error('timeout')));
				asked.once('error', reject).end(body);
			}),
		close: async () => agent.destroy(),
	};
}
