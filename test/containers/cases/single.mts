import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { check, seconds, type ContainerCase } from '../lib/case.mts';
import { DOMAIN, FIND_N8N, type World } from '../lib/world.mts';

const build: ContainerCase = {
	name: 'build',
	isGround: true,
	mustShow: 'the image of docker-compose.yml is built from what .dockerignore lets through',
	async run({ compose, engine }) {
		const started = Date.now();
		await compose.build();
		const image = compose.file.services.n8n.image;
		const [made] = JSON.parse(await engine.run(['image', 'inspect', image]));
		return {
			done: `built in ${seconds((Date.now() - started) / 1000)}`,
			checks: [
				check('runs as node', made.Config.User === 'node', made.Config.User),
				check(
					'runs our entry',
					made.Config.Entrypoint.at(-1) === 'scripts/container.mts',
					made.Config.Entrypoint.join(' '),
				),
			],
		};
	},
};

/** What a container may do, as its kernel says. */
export async function confinement(world: World, container: string, limit: number) {
	const status = await world.compose.exec(container, 'cat', '/proc/1/status');
	const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
	const touched = await world.engine.try(['exec', container, 'touch', '/opt/x']);
	const { HostConfig } = await world.compose.inspect(container);
	return [
		check(
			`${container}: no capability`,
			Number.parseInt(field('CapEff'), 16) === 0,
			field('CapEff'),
		),
		check(`${container}: no new privileges`, field('NoNewPrivs') === '1', field('NoNewPrivs')),
		check(`${container}: not root`, field('Uid') !== '0', `uid ${field('Uid')}`),
		check(`${container}: read-only`, /Read-only/.test(touched.output), touched.output.trim()),
		check(
			`${container}: memory limit`,
			HostConfig.Memory === limit,
			`${HostConfig.Memory / 1024 ** 2} MiB`,
		),
		check(`${container}: process limit`, HostConfig.PidsLimit > 0, HostConfig.PidsLimit),
	];
}

const firstStart: ContainerCase = {
	name: 'first start',
	isGround: true,
	mustShow:
		'read-only, without capabilities, within its limits, healthy in the time the file gives',
	async run(world) {
		const started = Date.now();
		await world.compose.up();
		await world.untilServing();
		const took = (Date.now() - started) / 1000;
		const secret = await world.signingSecret();
		const said = await world.compose.logs('n8n');
		return {
			done: `ready ${seconds(took)} after « up »`,
			checks: [
				check('within start_period (300 s)', took < 300, seconds(took)),
				check('prints no secret', !said.includes(secret), 'looked for the signing secret'),
				...(await confinement(world, 'n8n', 2 * 1024 ** 3)),
			],
		};
	},
};

/** Some bookings, and a mail for each. */
async function book(world: World, count: number) {
	const key = await world.signingSecret();
	const before = await world.mails();
	const answers = await Promise.all(Array.from({ length: count }, () => world.deliver(key)));
	const mails = await world.newMails(before, count, 60);
	const accepted = answers.filter(({ status }) => status === 200).length;
	const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds));
	return { accepted, mails, slowest };
}

async function bookChecks(world: World, count = 5) {
	const { accepted, mails, slowest } = await book(world, count);
	return [
		check('deliveries are answered 200', accepted === count, `${accepted} of ${count}`),
		check('within 15 s', slowest < 15_000, `slowest ${slowest} ms`),
		check('a mail for each', mails === count, mails),
	];
}

const delivery: ContainerCase = {
	name: 'delivery',
	mustShow: 'signed deliveries are answered, stored and mailed; others are refused',
	async run(world) {
		const forged = await world.deliver('not-the-signing-secret');
		return {
			done: '10 signed deliveries at once, one forged',
			checks: [
				...(await bookChecks(world, 10)),
				check('a forged one is refused', forged.status === 401, forged.status),
			],
		};
	},
};

const restart: ContainerCase = {
	name: 'restart',
	mustShow: '« docker compose restart » ends n8n in peace, and what was there is there',
	async run(world) {
		const before = await appointments(world);
		const started = Date.now();
		await world.engine.run(['stop', '--time', '45', 'n8n']);
		const stopped = (Date.now() - started) / 1000;
		const { ExitCode } = (await world.compose.inspect('n8n')).State;
		await world.engine.run(['start', 'n8n']);
		const took = await world.untilServing();
		const after = await appointments(world);
		return {
			done: `stopped in ${seconds(stopped)}, ready ${seconds(took)} later`,
			checks: [
				check('n8n ends with code 0', ExitCode === 0, ExitCode),
				check('the appointments are there', after === before, `${before} → ${after}`),
				...(await bookChecks(world)),
			],
		};
	},
};

async function appointments(world: World): Promise<number> {
	const code = `const { DatabaseSync } = require('node:sqlite');
		const database = new DatabaseSync('/home/node/.n8n/database.sqlite', { readOnly: true });
		const { id } = database.prepare("SELECT id FROM data_table WHERE name = 'archimeuble_rendezvous'").get();
		console.log(database.prepare('SELECT count(*) AS n FROM data_table_user_' + id).get().n);`;
	return Number((await world.evaluate('n8n', code)).split('\n')[0]);
}

const killed: ContainerCase = {
	name: 'kill -9',
	mustShow: 'the engine starts it again, and what was answered is mailed, at most one mail twice',
	async run(world) {
		const key = await world.signingSecret();
		const before = await world.mails();
		const answers = Array.from({ length: 10 }, () => world.deliver(key));
		await sleep(700);
		await world.killN8n('n8n');
		const accepted = (await Promise.all(answers)).filter(({ status }) => status === 200).length;
		const took = await world.untilServing();
		const mails = await world.newMails(before, accepted, 150);
		const { RestartCount, State } = await world.compose.inspect('n8n');
		process.kill(State.Pid, 'SIGKILL');
		await sleep(2000);
		const again = await world.untilServing();
		return {
			done: `n8n killed under 10 deliveries (ready again ${seconds(took)} later), then the container’s first process (${seconds(again)})`,
			checks: [
				check('started again by the engine', RestartCount >= 1, `${RestartCount} times`),
				check('none of the answered is lost', mails >= accepted, `${mails} mails for ${accepted}`),
				// What was stored and not answered any more is mailed, too: Calendly would deliver it again.
				check('no more than were delivered, and one', mails <= 11, mails),
				...(await bookChecks(world)),
			],
		};
	},
};

const upgrade: ContainerCase = {
	name: 'upgrade',
	mustShow: 'a newer image on the same volumes brings its workflows up to date and keeps the rest',
	async run(world) {
		const before = await appointments(world);
		const file = join(world.folder, 'package.json');
		const manifest = JSON.parse(readFileSync(file, 'utf8'));
		const version = '0.1.99';
		writeFileSync(file, JSON.stringify({ ...manifest, version }, null, '\t'));
		await world.compose.build();
		const started = Date.now();
		await world.engine.run(['rm', '--force', '--time', '45', 'n8n']);
		await world.compose.up();
		await world.untilServing();
		const took = (Date.now() - started) / 1000;
		const file_ = '/home/node/.n8n/archimeuble/state.json';
		const state = JSON.parse(await world.compose.exec('n8n', 'cat', file_));
		const after = await appointments(world);
		return {
			done: `image of version ${version} built, container made anew in ${seconds(took)}`,
			checks: [
				check(
					'the volume knows the version',
					state.packageVersion === version,
					state.packageVersion,
				),
				check('the appointments are there', after === before, `${before} → ${after}`),
				...(await bookChecks(world)),
			],
		};
	},
};

const memory: ContainerCase = {
	name: 'out of memory',
	mustShow:
		'at the limit the kernel ends n8n, nothing else on the machine, and it comes back by itself',
	async run(world) {
		const { RestartCount: before } = await world.compose.inspect('n8n');
		const used = await world.engine.run([
			'stats',
			'--no-stream',
			'--format',
			'{{.MemUsage}}',
			'n8n',
		]);
		// Raising one's own score needs no right: the kernel then chooses n8n, not the one that takes it all.
		const hog = `${FIND_N8N} require('node:fs').writeFileSync('/proc/' + found + '/oom_score_adj', '1000');
			const all = []; setInterval(() => all.push(Buffer.alloc(64 * 1024 * 1024, 1)), 20);`;
		const started = Date.now();
		const eaten = await world.engine.try(['exec', 'n8n', 'node', '--eval', hog]);
		await sleep(2000);
		const took = await world.untilServing();
		const { RestartCount } = await world.compose.inspect('n8n');
		return {
			done: `a process ate the rest of 2 GiB (${used} before); ended after ${seconds((Date.now() - started) / 1000 - took)}, ready ${seconds(took)} later`,
			checks: [
				check('n8n was ended', RestartCount > before || eaten.code !== 0, `exit ${eaten.code}`),
				check('started again by the engine', RestartCount > before, `${before} → ${RestartCount}`),
				...(await bookChecks(world)),
			],
		};
	},
};

const rotation: ContainerCase = {
	name: 'log rotation',
	mustShow: 'logrotate on the host, with the shipped file, loses no line and stops nothing',
	async run(world) {
		const folder = await world.compose.volume('files');
		const log = join(folder, 'calendly.log');
		const lines = () =>
			readdirSync(folder)
				.filter((name) => /^calendly\.log(\.\d)?$/.test(name))
				.reduce(
					(sum, name) => sum + readFileSync(join(folder, name), 'utf8').split('\n').length - 1,
					0,
				);
		const before = lines();
		const shipped = readFileSync(
			join(world.folder, 'scripts/logrotate/archimeuble-calendly'),
			'utf8',
		);
		const conf = join(world.engine.folder, 'logrotate.conf');
		writeFileSync(conf, shipped.replace(/^\/\S+ \{$/m, `${log} {`), { mode: 0o644 });
		const state = join(world.engine.folder, 'logrotate.state');
		const said = execFileSync('/usr/sbin/logrotate', ['--force', '--state', state, conf], {
			encoding: 'utf8',
			stdio: 'pipe',
		});
		const checks = await bookChecks(world);
		const names = readdirSync(folder).sort();
		return {
			done: `rotated ${log}`,
			checks: [
				check('logrotate does not complain', said === '', said || 'nothing said'),
				check('a new file is begun', names.includes('calendly.log.1'), names.join(', ')),
				check('no line is lost', lines() > before, `${before} → ${lines()}`),
				...checks,
			],
		};
	},
};

const https: ContainerCase = {
	name: 'profile https',
	mustShow: 'Caddy ends TLS, lets Calendly in and strangers not',
	async run(world) {
		await toHttps(world, {});
		const key = await world.signingSecret();
		const before = await world.mails();
		const answer = await world.deliverByHttps(key);
		const mails = await world.newMails(before, 1, 60);
		const status = async (path: string, method?: string) => (await world.ask(path, method)).status;
		const [page, editor, misspelled, get] = [
			await status('/webhook/archimeuble/tableau-de-bord'),
			await status('/'),
			await status('/WEBHOOK/calendly-archimeuble/webhook/', 'POST'),
			await status('/webhook/calendly-archimeuble/webhook'),
		];
		return {
			done: 'restarted with DOMAIN and the profiles https and mailbox; certificate of an authority of its own',
			checks: [
				check('a signed delivery is answered 200', answer.status === 200, answer.status),
				check('and mailed', mails === 1, mails),
				check('the dashboard asks for a login', page === 401, page),
				check('the editor is there', editor === 200, editor),
				check('another spelling is closed', misspelled === 404, misspelled),
				check('another method is refused', get === 405, get),
			],
		};
	},
};

/** With what Let's Encrypt would do left to Caddy's own authority: nobody reaches this machine by its name. */
export async function toHttps(world: World, more: Record<string, string>): Promise<void> {
	await world.compose.down();
	const file = join(world.folder, 'scripts/proxy/Caddyfile');
	const text = readFileSync(file, 'utf8');
	const local = '{\n\tlocal_certs\n\tskip_install_trust\n}\n';
	if (!text.startsWith(local)) writeFileSync(file, local + text);
	world.configure({ COMPOSE_PROFILES: 'https,mailbox', DOMAIN, ...more });
	await world.compose.up();
	await world.untilServing();
	for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(300)) {
		if ((await world.ask('/')).status !== 0) return;
	}
	throw new Error(`The proxy does not answer:\n${await world.compose.logs('proxy')}`);
}

export const BUILD: readonly ContainerCase[] = [build];
export const SINGLE: readonly ContainerCase[] = [
	...[firstStart, delivery, restart, killed, memory, rotation],
];
export const UPGRADE: readonly ContainerCase[] = [upgrade, https];
