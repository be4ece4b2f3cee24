import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { check, seconds, type ContainerCase } from '../lib/case.mts';
import type { World } from '../lib/world.mts';
import { confinement, toHttps } from './single.mts';

const QUEUE = {
	COMPOSE_PROFILES: 'scale,mailbox',
	EXECUTIONS_MODE: 'queue',
	SCALE_POSTGRES_PASSWORD: './secrets/postgres_password',
	SCALE_REDIS_PASSWORD: './secrets/redis_password',
	SCALE_ENCRYPTION_KEY: './secrets/n8n_encryption_key',
};
const BESIDE = ['webhook', 'worker-1', 'worker-2'];
const MIB = 1024 ** 2;

async function sql(world: World, query: string): Promise<string> {
	const psql = ['psql', '--host=/tmp', '--username=n8n', '--dbname=n8n', '-At', '-c', query];
	return await world.compose.exec('postgres', ...psql);
}

const WORKFLOWS = 'SELECT id, name, active, "versionId" FROM workflow_entity ORDER BY id';
const CREDENTIALS = 'SELECT id, data FROM credentials_entity ORDER BY id';

const start: ContainerCase = {
	name: 'profile scale',
	isGround: true,
	mustShow:
		'PostgreSQL, Redis, main, webhook, two workers and the proxy start in order, as closely held',
	async run(world) {
		const key = await encryptionKey(world);
		world.write('secrets/postgres_password', 'a-password-of-postgres\n');
		world.write('secrets/redis_password', 'a-password-of-redis\n');
		world.write('secrets/n8n_encryption_key', `${key}\n`);
		const started = Date.now();
		await toHttps(world, QUEUE);
		for (const name of BESIDE) await world.compose.untilHealthy(name);
		const took = (Date.now() - started) / 1000;
		const count = (await sql(world, WORKFLOWS)).split('\n').length;
		const used = await world.engine.run([
			'stats',
			'--no-stream',
			'--format',
			'{{.Name}} {{.MemUsage}}',
		]);
		const held = [];
		for (const name of BESIDE) held.push(...(await confinement(world, name, 1024 * MIB)));
		held.push(...(await confinement(world, 'postgres', 1024 * MIB)));
		held.push(...(await confinement(world, 'redis', 256 * MIB)));
		return {
			done: `all healthy ${seconds(took)} after the single one was stopped; memory: ${used.replaceAll('\n', ', ')}`,
			checks: [check('the workflows are in PostgreSQL', count === 11, count), ...held],
		};
	},
};

/** That of the n8n that ran alone in the same volume, if one did: it refuses another. */
async function encryptionKey(world: World): Promise<string> {
	if (!(await world.compose.exists('n8n'))) return randomBytes(32).toString('hex');
	const file = await world.compose.exec('n8n', 'cat', '/home/node/.n8n/config');
	return (JSON.parse(file) as { encryptionKey: string }).encryptionKey;
}

/** Deliveries through the proxy, and a mail for each. */
async function book(world: World, key: string, count: number, during = async () => {}) {
	const before = await world.mails();
	const answers = Array.from({ length: count }, () => world.deliverByHttps(key));
	await during();
	const done = await Promise.all(answers);
	const accepted = done.filter(({ status }) => status === 200).length;
	const mails = await world.newMails(before, accepted, 240);
	const slowest = Math.max(...done.map(({ milliseconds }) => milliseconds));
	return { accepted, mails, slowest };
}

const delivery: ContainerCase = {
	name: 'scale: delivery',
	mustShow: 'main and webhook process answer, the workers mail, each booking once',
	async run(world) {
		const key = await world.signingSecret();
		const direct = await world.deliver(key, world.ports.webhook);
		const { accepted, mails, slowest } = await book(world, key, 20);
		const forged = await world.deliver('not-the-signing-secret', world.ports.webhook);
		const rows = await sql(
			world,
			`SELECT id FROM data_table WHERE name = 'archimeuble_rendezvous'`,
		);
		const stored = await sql(world, `SELECT count(*) FROM "data_table_user_${rows}"`);
		return {
			done: '20 deliveries at once through the proxy, one straight to the webhook process',
			checks: [
				check('the webhook process has the key', direct.status === 200, direct.status),
				check('and refuses what is forged', forged.status === 401, forged.status),
				check('deliveries are answered 200', accepted === 20, `${accepted} of 20`),
				check('within 15 s', slowest < 15_000, `slowest ${slowest} ms`),
				check(
					'a mail for each',
					mails === 20 || mails === 21,
					`${mails} (one may be the direct one)`,
				),
				check('a row for each', stored === '21', stored),
			],
		};
	},
};

const killed: ContainerCase = {
	name: 'scale: a worker killed',
	mustShow: 'it is back by itself, nothing is lost, at most one mail twice',
	async run(world) {
		const key = await world.signingSecret();
		const { accepted, mails } = await book(world, key, 20, async () => {
			await sleep(1500);
			await world.killN8n('worker-1');
		});
		const took = await world.compose.untilHealthy('worker-1');
		const { RestartCount } = await world.compose.inspect('worker-1');
		return {
			done: `worker-1 killed under 20 deliveries, healthy again ${seconds(took)} after the last mail`,
			checks: [
				check('started again by the engine', RestartCount >= 1, RestartCount),
				check('none of the answered is lost', mails >= accepted, `${mails} mails for ${accepted}`),
				check('at most one twice', mails <= Math.max(accepted, 20) + 1, mails),
			],
		};
	},
};

const keys: ContainerCase = {
	name: 'scale: a new key',
	mustShow:
		'a new signing secret in .env and a new main process are enough; the others go on answering',
	async run(world) {
		const [old, next] = [await world.signingSecret(), 'the-next-signing-secret-of-ours'];
		world.configure({ ...world.compose.settings, CALENDLY_SIGNING_SECRET: next });
		await world.engine.run(['rm', '--force', '--time', '45', 'n8n']);
		let answered = 0;
		for (let count = 0; count < 10; count += 1) {
			if ((await world.deliverByHttps(old)).status === 200) answered += 1;
		}
		await world.compose.up();
		await world.untilServing();
		const { status: now } = await world.deliver(next, world.ports.webhook);
		const { status: before } = await world.deliver(old, world.ports.webhook);
		return {
			done: 'main process made anew, webhook process untouched',
			checks: [
				// The one that finds the main process gone is lost; Calendly delivers it again.
				check('meanwhile the webhook process answers', answered >= 8, `${answered} of 10`),
				check('the new key opens', now === 200, now),
				check('the old one does not', before === 401, before),
			],
		};
	},
};

const emptyVolume: ContainerCase = {
	name: 'scale: an empty volume',
	mustShow:
		'a lost volume of the main process changes nothing in the database that the team has made',
	async run(world) {
		await sql(world, `UPDATE workflow_entity SET name = 'Changé' WHERE id = 'ArchiMeubleRel01'`);
		const before = [await sql(world, WORKFLOWS), await sql(world, CREDENTIALS)];
		await world.engine.run(['rm', '--force', '--time', '45', 'n8n']);
		await world.engine.run(['volume', 'rm', '--force', world.compose.file.volumes.data.name]);
		await world.compose.up();
		await world.untilServing();
		const after = [await sql(world, WORKFLOWS), await sql(world, CREDENTIALS)];
		const { status } = await world.deliver('the-next-signing-secret-of-ours', world.ports.webhook);
		return {
			done: 'volume of the main process removed, container made anew',
			checks: [
				check('workflows as they were', after[0] === before[0], 'ids, names, versions compared'),
				check('credentials as they were', after[1] === before[1], 'encrypted contents compared'),
				check('deliveries go on', status === 200, status),
			],
		};
	},
};

const servers: ContainerCase = {
	name: 'scale: Redis and PostgreSQL restarted',
	mustShow: 'everything reconnects by itself',
	async run(world) {
		for (const name of ['redis', 'postgres']) await world.engine.run(['restart', name]);
		for (const name of ['redis', 'postgres', 'n8n', ...BESIDE]) {
			await world.compose.untilHealthy(name);
		}
		await sleep(10_000);
		const { accepted, mails } = await book(world, await world.signingSecret(), 10);
		return {
			done: 'both restarted one after the other, then 10 deliveries',
			checks: [
				check('deliveries are answered 200', accepted === 10, `${accepted} of 10`),
				check('a mail for each', mails >= 10, mails),
			],
		};
	},
};

export const SCALE: readonly ContainerCase[] = [
	...[start, delivery, killed, keys, emptyVolume, servers],
];
