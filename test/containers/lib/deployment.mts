import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import {
	readComposeFile,
	servicesOf,
	type ComposeFile,
	type ComposeService,
	type Variables,
} from '../../support/composeFile.mts';
import type { Engine } from './engine.mts';
import { N8N_MODULES, needsModules } from './standIns.mts';

const NETWORK = 'archimeuble';
const HUB = 'docker.io/';

/** What `docker compose up -d` would start in a folder with docker-compose.yml and .env. */
export class Deployment {
	readonly #engine: Engine;
	readonly #folder: string;
	readonly #modules: string;
	readonly #say: (line: string) => void;

	/** @param modules the node_modules that stand for those of the images */
	constructor(engine: Engine, folder: string, modules: string, say: (line: string) => void) {
		this.#engine = engine;
		this.#folder = folder;
		this.#modules = modules;
		this.#say = say;
	}

	/** Writes .env; what is given here is all it holds. */
	configure(settings: Variables): void {
		const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'`);
		writeFileSync(join(this.#folder, '.env'), `${lines.join('\n')}\n`);
	}

	get settings(): Variables {
		return parseEnv(readFileSync(join(this.#folder, '.env'), 'utf8')) as Variables;
	}

	get file(): ComposeFile {
		return readComposeFile(join(this.#folder, 'docker-compose.yml'), this.settings);
	}

	async build(): Promise<void> {
		const { image, build } = this.file.services.n8n;
		const file = join(dirname(this.#folder), 'Dockerfile');
		// Docker's official images are those of its hub; here the network is that of this machine.
		const text = (build?.dockerfile_inline ?? '')
			.replace(/^FROM node:/m, `FROM ${HUB}library/node:`)
			.replace(/^FROM n8nio/m, `FROM ${HUB}n8nio`)
			.replace('RUN npm install', 'RUN NODE_EXTRA_CA_CERTS=/etc/ssl/extra-ca.crt npm install');
		writeFileSync(file, text);
		const args = ['build', '--network', 'host', '--no-cache', '--tag', image, '--file', file];
		await this.#engine.run([...args, this.#folder]);
	}

	/** Starts what is not there, in order, waiting where the file waits. */
	async up(): Promise<void> {
		if ((await this.#engine.try(['network', 'exists', NETWORK])).code !== 0) {
			await this.#engine.run(['network', 'create', NETWORK]);
		}
		const profiles = (this.settings.COMPOSE_PROFILES ?? '').split(',');
		for (const [name, service] of servicesOf(this.file, profiles)) {
			for (const other of Object.keys(service.depends_on ?? {})) {
				if (await this.exists(other)) await this.untilHealthy(other);
			}
			for (const one of containersOf(name, service)) {
				if (!(await this.exists(one))) await this.#start(one, name, service);
			}
		}
	}

	/** Removes the containers; volumes stay. */
	async down(): Promise<void> {
		const names = (await this.#engine.run(['ps', '--all', '--format', '{{.Names}}'])).split('\n');
		// As Compose does: first what waits for others.
		const order = ['proxy', 'worker', 'webhook', 'n8n'];
		const rank = (name: string) => (order.findIndex((one) => name.startsWith(one)) + 9) % 9;
		for (const name of names.filter(Boolean).sort((one, other) => rank(one) - rank(other))) {
			await this.#engine.run(['rm', '--force', '--time', '50', name]);
		}
	}

	async exists(name: string): Promise<boolean> {
		return (await this.#engine.try(['container', 'exists', name])).code === 0;
	}

	/** @throws Error with the container's last words when it is not in time */
	async untilHealthy(name: string, seconds = 300): Promise<number> {
		const started = Date.now();
		const [kind, ...test] = this.#serviceOf(name).healthcheck?.test ?? [];
		const command = kind === 'CMD-SHELL' ? ['sh', '-c', ...test] : test;
		while (Date.now() - started < seconds * 1000) {
			const { code } = await this.#engine.try(['exec', name, ...command]);
			if (code === 0) return (Date.now() - started) / 1000;
			await sleep(1000);
		}
		throw new Error(`${name} is not healthy after ${seconds} s:\n${await this.logs(name)}`);
	}

	#serviceOf(container: string): ComposeService {
		return this.file.services[container.replace(/-\d+$/, '')];
	}

	async logs(name: string): Promise<string> {
		return (await this.#engine.try(['logs', '--tail', '60', name])).output;
	}

	async inspect(name: string): Promise<any> {
		return JSON.parse(await this.#engine.run(['container', 'inspect', name]))[0];
	}

	async exec(name: string, ...command: string[]): Promise<string> {
		return await this.#engine.run(['exec', name, ...command]);
	}

	/** Folder of a volume on this machine. */
	async volume(name: string): Promise<string> {
		const format = ['--format', '{{ .Mountpoint }}'];
		return await this.#engine.run(['volume', 'inspect', ...format, this.file.volumes[name].name]);
	}

	async #start(container: string, name: string, service: ComposeService): Promise<void> {
		this.#say(`starting ${container}`);
		const image = HUB + (service.image.includes('/') ? '' : 'library/') + service.image;
		const isOurs = service.build !== undefined || service.image.startsWith('archimeuble');
		await this.#engine.run([
			...['run', '--detach', '--name', container, '--hostname', container],
			...['--network', NETWORK, '--network-alias', name, ...this.#confinement(service)],
			...this.#environment(service),
			...this.#mounts(service),
			...(service.ports ?? []).flatMap((port) => ['--publish', loopbackOnly(port)]),
			isOurs ? service.image : image,
			...(service.command ?? []),
		]);
	}

	#confinement(service: ComposeService): string[] {
		const { logging } = service;
		return [
			...['--restart', service.restart, '--ulimit', 'nofile=16384:16384'],
			...['--ulimit', 'nproc=4096:4096', '--log-driver', 'k8s-file'],
			...['--log-opt', `max-size=${logging.options['max-size']}`],
			...(service.init ? ['--init', '--init-path', '/usr/bin/catatonit'] : []),
			...(service.user ? ['--user', service.user] : []),
			...(service.read_only ? ['--read-only', '--read-only-tmpfs=false'] : []),
			...(service.cap_drop ?? []).flatMap((one) => ['--cap-drop', one]),
			...(service.cap_add ?? []).flatMap((one) => ['--cap-add', one]),
			...(service.security_opt ?? []).flatMap((one) => ['--security-opt', one.split(':')[0]]),
			...(service.mem_limit
				? ['--memory', service.mem_limit, '--memory-swap', service.mem_limit]
				: []),
			...(service.pids_limit ? ['--pids-limit', String(service.pids_limit)] : []),
			...(service.shm_size ? ['--shm-size', service.shm_size] : []),
			...(service.stop_grace_period
				? ['--stop-timeout', String(Number.parseInt(service.stop_grace_period, 10))]
				: []),
		];
	}

	#environment({ env_file, environment = {} }: ComposeService): string[] {
		const all = { ...(env_file === undefined ? {} : this.settings), ...environment };
		return Object.entries(all).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
	}

	#mounts(service: ComposeService): string[] {
		const { volumes, secrets } = this.file;
		const source = (path: string) =>
			path.startsWith('.') ? resolve(this.#folder, path) : volumes[path].name;
		return [
			...(service.volumes ?? []).flatMap((one) => {
				const [from, ...rest] = one.split(':');
				return ['--volume', [source(from), ...rest].join(':')];
			}),
			...(service.secrets ?? []).flatMap((name) => [
				'--volume',
				`${resolve(this.#folder, secrets[name].file)}:/run/secrets/${name}:ro`,
			]),
			...(needsModules(service.image) ? ['--volume', `${this.#modules}:${N8N_MODULES}:ro`] : []),
			// Podman's tmpfs knows no owner.
			...(service.tmpfs ?? []).flatMap((one) => ['--tmpfs', `${one.split(':')[0]}:mode=1777`]),
		];
	}
}

/** As Compose names them, but for the project. */
export function containersOf(name: string, { deploy }: ComposeService): string[] {
	if (deploy === undefined) return [name];
	return Array.from({ length: deploy.replicas }, (_one, at) => `${name}-${at + 1}`);
}

/** The proxy's ports, too: this machine is not to be reached. */
function loopbackOnly(port: string): string {
	return port.startsWith('127.0.0.1:') ? port : `127.0.0.1:${port}`;
}
