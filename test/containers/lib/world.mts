import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signHeader } from '../../../nodes/shared/calendly/signature.ts';
import { createdDelivery, newBooking } from '../../../scripts/lib/delivery.mts';
import { freePort } from '../../../scripts/lib/ports.mts';
import { PROJECT_FOLDER, WEBHOOK_PATH } from '../../../scripts/lib/project.mts';
import type { Variables } from '../../support/composeFile.mts';
import { Deployment } from './deployment.mts';
import type { Engine } from './engine.mts';

export const DOMAIN = 'rdv.example.com';

export interface Answer {
	status: number;
	milliseconds: number;
}

/** A checkout beside an .env, as on somebody's server, and what runs of it. */
export class World {
	readonly engine: Engine;
	readonly folder: string;
	readonly compose: Deployment;
	readonly say: (line: string) => void;
	readonly ports = { n8n: 0, webhook: 0, mailbox: 0 };

	constructor(engine: Engine, say: (line: string) => void) {
		this.engine = engine;
		this.say = say;
		this.folder = join(engine.folder, 'project');
		const modules = join(PROJECT_FOLDER, 'node_modules');
		this.compose = new Deployment(engine, this.folder, modules, say);
	}

	/** The checkout: what .dockerignore lets through, docker-compose.yml and the proxy's file. */
	async lay(): Promise<void> {
		for (const name of ['n8n', 'webhook', 'mailbox'] as const) this.ports[name] = await freePort();
		rmSync(this.folder, { recursive: true, force: true });
		mkdirSync(this.folder, { recursive: true });
		const ignore = readFileSync(join(PROJECT_FOLDER, '.dockerignore'), 'utf8');
		const seen = ignore.match(/(?<=^!).+$/gm) ?? [];
		for (const name of [...seen, '.dockerignore', 'docker-compose.yml']) {
			cpSync(join(PROJECT_FOLDER, name), join(this.folder, name), { recursive: true });
		}
		this.configure({});
	}

	/** .env of somebody who tries it with the mailbox, and what else is given here. */
	configure(more: Variables): void {
		this.compose.configure({
			COMPOSE_PROFILES: 'mailbox',
			...{ SMTP_HOST: 'mailbox', SMTP_PORT: '1025', SMTP_SECURE: 'false' },
			...{ NOTIFICATION_EMAIL: 'menuisier@example.com', SENDER_EMAIL: 'rdv@example.com' },
			N8N_PORT: String(this.ports.n8n),
			WEBHOOK_PORT: String(this.ports.webhook),
			MAILBOX_PORT: String(this.ports.mailbox),
			...more,
		});
	}

	/** Until n8n is healthy and says that bookings can be stored; in seconds. */
	async untilServing(): Promise<number> {
		const started = Date.now();
		await this.compose.untilHealthy('n8n');
		for (const deadline = Date.now() + 300_000; Date.now() < deadline; await sleep(500)) {
			const { StartedAt } = (await this.compose.inspect('n8n')).State;
			const since = ['--since', String(StartedAt)];
			const { output } = await this.engine.try(['logs', ...since, 'n8n']);
			if (output.includes('Ready: bookings can be stored.')) return (Date.now() - started) / 1000;
		}
		throw new Error(`n8n does not store bookings:\n${await this.compose.logs('n8n')}`);
	}

	/** The key that signs, as the first start says to read it. */
	async signingSecret(): Promise<string> {
		const file = '/home/node/.n8n/archimeuble/secrets.json';
		const kept = JSON.parse(await this.compose.exec('n8n', 'cat', file)) as Variables;
		return this.compose.settings.CALENDLY_SIGNING_SECRET ?? kept.signingSecret;
	}

	/** A new booking, signed; status 0 where nothing answers. */
	async deliver(key: string, port = this.ports.n8n): Promise<Answer> {
		const { body, headers } = signed(key);
		const started = Date.now();
		const status = await fetch(`http://127.0.0.1:${port}${WEBHOOK_PATH}`, {
			method: 'POST',
			...{ body, headers, signal: AbortSignal.timeout(60_000) },
		}).then(
			(answer) => answer.status,
			() => 0,
		);
		return { status, milliseconds: Date.now() - started };
	}

	/** The same through the proxy. */
	async deliverByHttps(key: string): Promise<Answer> {
		const { body, headers } = signed(key);
		return await this.ask(WEBHOOK_PATH, 'POST', headers, body);
	}

	/** What the proxy answers, whose certificate is of an authority of its own. */
	async ask(path: string, method = 'GET', headers: Variables = {}, body?: string): Promise<Answer> {
		const started = Date.now();
		const status = await new Promise<number>((resolve) => {
			const asked = request(
				{
					...{ host: '127.0.0.1', port: 443, servername: DOMAIN, path, method, agent: false },
					...{ rejectUnauthorized: false, timeout: 60_000 },
					headers: {
						Host: DOMAIN,
						'Content-Length': String(Buffer.byteLength(body ?? '')),
						...headers,
					},
				},
				(answer) => {
					answer.resume();
					resolve(answer.statusCode ?? 0);
				},
			);
			asked.once('timeout', () => asked.destroy());
			asked.once('error', () => resolve(0));
			asked.end(body);
		});
		return { status, milliseconds: Date.now() - started };
	}

	/** Those of new bookings: after a kill there may be an alert beside them. */
	async mails(): Promise<number> {
		const answer = await fetch(`http://127.0.0.1:${this.ports.mailbox}/api/email`);
		const all = (await answer.json()) as Array<{ subject: string }>;
		return all.filter(({ subject }) => subject.startsWith('Nouveau RDV')).length;
	}

	/** How many mails came beyond `before`, once there are as many as wanted or it takes too long. */
	async newMails(before: number, wanted: number, seconds: number): Promise<number> {
		for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(500)) {
			if ((await this.mails()) >= before + wanted) break;
		}
		// A double mail comes behind the others.
		await sleep(3000);
		return (await this.mails()) - before;
	}

	/** Runs JavaScript in a container, which surely has Node. */
	async evaluate(container: string, code: string): Promise<string> {
		return await this.compose.exec(container, 'node', '--eval', code);
	}

	/** SIGKILL to n8n itself, whose parent is our entry. */
	async killN8n(container: string): Promise<void> {
		await this.evaluate(container, `${FIND_N8N} process.kill(found, 'SIGKILL');`);
	}

	write(file: string, text: string): void {
		mkdirSync(join(this.folder, file, '..'), { recursive: true });
		writeFileSync(join(this.folder, file), text, { mode: 0o444 });
	}
}

/** Sets `found` to the process number of n8n in a container. */
export const FIND_N8N = `const { readdirSync, readFileSync } = require('node:fs');
const found = Number(readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).find((pid) => {
	try { return readFileSync('/proc/' + pid + '/cmdline', 'utf8').split('\\0')[1]?.endsWith('bin/n8n'); }
	catch { return false; }
}));`;

function signed(key: string): { body: string; headers: Variables } {
	const now = new Date();
	const body = JSON.stringify(createdDelivery(newBooking(now), now));
	const timestamp = Math.floor(now.getTime() / 1000);
	const signature = signHeader({ rawBody: body, signingKey: key, timestamp });
	return {
		body,
		headers: { 'Content-Type': 'application/json', 'Calendly-Webhook-Signature': signature },
	};
}
