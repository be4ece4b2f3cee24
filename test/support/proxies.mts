import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { freePort } from './instance.mts';
import { until } from './until.mts';

const SHIPPED = join(PROJECT_FOLDER, 'scripts/proxy');
const NAME = 'rdv.example.com';

/** The shipped proxies, in front of n8n or of something that stands for it. */
export type ProxyKind = 'nginx' | 'nginx, n8n login' | 'Caddy';

export interface Asked {
	method?: string;
	headers?: Record<string, string>;
	body?: string | Buffer;
	/** Address of this machine to come from. */
	localAddress?: string;
}

export interface Answered {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/** Whether a program is there; only a developer's machine may lack it. */
export function hasProgram(name: string): boolean {
	const isThere = spawnSync(name, [name === 'caddy' ? 'version' : '-v']).status === 0;
	if (!isThere && process.env.CI) throw new Error(`${name} is not installed`);
	if (!isThere) console.warn(`Skipped: ${name} is not installed (apt-get install ${name}).`);
	return isThere;
}

/** A real proxy that runs with the shipped file, of which addresses and certificate alone are changed. */
export class Proxy {
	readonly #folder = mkdtempSync(join(tmpdir(), 'archimeuble-proxy-'));
	readonly kind: ProxyKind;
	readonly n8nPort: number;
	readonly authorization: string;
	readonly webhooksPort: number | null;
	#child: ChildProcess | null = null;
	port = 0;

	/**
	 * @param authorization what nginx shows n8n for whoever is logged in to n8n
	 * @param webhooksPort a process that takes webhooks beside n8n, in its queue mode
	 */
	constructor(
		kind: ProxyKind,
		n8nPort: number,
		authorization = '',
		webhooksPort: number | null = null,
	) {
		this.kind = kind;
		this.n8nPort = n8nPort;
		this.authorization = authorization;
		this.webhooksPort = webhooksPort;
	}

	async start(): Promise<void> {
		this.port = await freePort();
		const [program, args] = this.kind === 'Caddy' ? await this.#caddy() : await this.#nginx();
		this.#child = spawn(program, args, {
			stdio: ['ignore', 'ignore', 'pipe'],
			env: { ...process.env, HOME: this.#folder, XDG_DATA_HOME: this.#folder },
		});
		let output = '';
		this.#child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		await until(`${this.kind} to answer`, async () => {
			if (this.#child?.exitCode !== null) throw new Error(`${this.kind} ended: ${output}`);
			return await this.ask('/_nothing_here').catch(() => null);
		});
	}

	async stop(): Promise<void> {
		const ended = new Promise((resolve) => this.#child?.once('exit', resolve));
		this.#child?.kill('SIGTERM');
		await ended;
		rmSync(this.#folder, { recursive: true, force: true });
	}

	/** @param path exactly as it goes over the wire */
	async ask(
		path: string,
		{ method = 'GET', headers = {}, body, localAddress }: Asked = {},
	): Promise<Answered> {
		return await new Promise((resolve, reject) => {
			const asked = httpsRequest(
				{
					host: '127.0.0.1',
					servername: this.#name,
					port: this.port,
					...{
						path,
						method,
						localAddress,
						agent: false,
						rejectUnauthorized: false,
						timeout: 60_000,
					},
					headers: {
						Host: this.#name,
						...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
						...headers,
					},
				},
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.once('error', reject);
					answer.once('end', () =>
						resolve({
							status: answer.statusCode!,
							headers: answer.headers,
							body: Buffer.concat(chunks).toString('utf8'),
						}),
					);
				},
			);
			asked.once('timeout', () => asked.destroy(new Error('timeout')));
			asked.once('error', reject).end(body);
		});
	}

	get #name(): string {
		return this.kind === 'Caddy' ? 'localhost' : NAME;
	}

	async #nginx(): Promise<[string, string[]]> {
		const file = (name: string) => join(this.#folder, name);
		execFileSync(
			'openssl',
			[
				...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
				...['-keyout', file('key.pem'), '-out', file('certificate.pem')],
				...['-days', '2', '-subj', `/CN=${NAME}`],
			],
			{ stdio: 'ignore' },
		);
		writeFileSync(file('login.conf'), `proxy_set_header Authorization '${this.authorization}';\n`);
		const site = readFileSync(join(SHIPPED, 'nginx.conf'), 'utf8')
			.replaceAll(this.kind === 'nginx' ? '\0' : '#n8n-login ', '')
			.replaceAll('127.0.0.1:5678', `127.0.0.1:${this.n8nPort}`)
			.replace(this.webhooksPort === null ? '\0' : '\t#scale ', '\t')
			.replace('127.0.0.1:5679', `127.0.0.1:${this.webhooksPort}`)
			.replace(/listen \[::\].*\n/g, '')
			.replace('listen 443', `listen 127.0.0.1:${this.port}`)
			.replace('listen 80', `listen 127.0.0.1:${await freePort()}`)
			.replace(`/etc/letsencrypt/live/${NAME}/fullchain.pem`, file('certificate.pem'))
			.replace(`/etc/letsencrypt/live/${NAME}/privkey.pem`, file('key.pem'))
			.replaceAll('/etc/nginx/archimeuble-login.conf', file('login.conf'));
		writeFileSync(file('site.conf'), site);
		const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
			(kind) => `${kind}_temp_path ${file(kind)};`,
		);
		// Started by root it works as somebody else, who may not look into this folder.
		const user = process.getuid?.() === 0 ? 'user root; ' : '';
		writeFileSync(
			file('nginx.conf'),
			`${user}daemon off; pid ${file('pid')}; error_log stderr; events {}
http { access_log off; ${temporary.join(' ')} include ${file('site.conf')}; }`,
		);
		return ['nginx', ['-e', 'stderr', '-c', file('nginx.conf')]];
	}

	/** Its own authority instead of Let's Encrypt, which the system is not to trust; no port 80. */
	async #caddy(): Promise<[string, string[]]> {
		const adapted = execFileSync(
			'caddy',
			['adapt', '--config', join(SHIPPED, 'Caddyfile'), '--adapter', 'caddyfile'],
			{
				env: {
					...process.env,
					DOMAIN: `localhost:${this.port}`,
					N8N: `127.0.0.1:${this.n8nPort}`,
					N8N_WEBHOOKS: this.webhooksPort === null ? '' : `127.0.0.1:${this.webhooksPort}`,
				},
				stdio: ['ignore', 'pipe', 'ignore'],
			},
		);
		const config = JSON.parse(adapted.toString('utf8'));
		config.admin = { disabled: true };
		config.apps.pki = { certificate_authorities: { local: { install_trust: false } } };
		for (const server of Object.values<any>(config.apps.http.servers)) {
			server.automatic_https = { disable_redirects: true };
		}
		mkdirSync(join(this.#folder, 'caddy'));
		const file = join(this.#folder, 'caddy.json');
		writeFileSync(file, JSON.stringify(config));
		return ['caddy', ['run', '--config', file]];
	}
}
