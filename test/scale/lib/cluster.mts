import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PRIVACY_FORM_PATH, WEBHOOK_PATH, DASHBOARD_PATH } from '../../../scripts/lib/project.mts';
import { Editor } from '../../support/editor.mts';
import {
	freePort,
	postDelivery,
	SIGNING_SECRET,
	type DeliveryAnswer,
	type DeliveryChanges,
} from '../../support/instance.mts';
import { Postbox } from '../../support/smtp.mts';
import { HASTENED, pacedNodes } from '../../reliability/lib/policy.mts';
import type { Receiver } from '../../reliability/lib/sender.mts';
import { Balancer } from './balancer.mts';
import { Facts } from './facts.mts';
import { Member, type Common } from './member.mts';
import { Postgres } from './postgres.mts';
import { Redis } from './redis.mts';

const RELANCE = 'ArchiMeubleRel01';

const OWNER = { email: 'atelier@archimeuble.example', password: 'Scale-test-owner-1' };

/** Who logs in to the dashboard and the privacy form. */
export const LOGIN = { user: 'atelier', password: 'scale-test-dashboard-1' };

/** Two inserts of one worker at once must not wait for each other's connection (n8n's own: 2). */
const POOL_SIZE = 10;

/**
 * n8n's queue mode on this machine: PostgreSQL, Redis, main, a webhook process, two workers, nginx in
 * front. Started on the first use; what a case has left stopped is started for the next.
 */
export class Cluster implements Receiver {
	/** The balancer is. */
	readonly isAlwaysThere = true;
	readonly postbox = new Postbox();
	readonly postgres: Postgres;
	readonly redis: Redis;
	readonly balancer: Balancer;
	readonly main: Member;
	readonly webhook: Member;
	readonly workers: readonly Member[];
	readonly facts: Facts;
	/** Settings beside the usual ones; they hold from the next start of a process on. */
	settings: Record<string, string> = {};
	readonly #folder: string;
	#editor: Editor | null = null;
	#shippedRelance: any[] | null = null;

	static async prepare(): Promise<Cluster> {
		const ports: number[] = [];
		while (ports.length < 11) ports.push(await freePort());
		return new Cluster(ports);
	}

	private constructor(ports: number[]) {
		const port = () => ports.pop()!;
		this.#folder = mkdtempSync(join(tmpdir(), 'archimeuble-scale-'));
		// PostgreSQL is another user, who must reach its own folder in this one.
		chmodSync(this.#folder, 0o711);
		const inside = (name: string) => join(this.#folder, name);
		this.postgres = new Postgres(inside('postgres'), port());
		this.redis = new Redis(inside('redis'), port());
		const common: Common = {
			folder: this.#folder,
			environment: (member) => this.#environment(member),
		};
		this.main = new Member('main', 'start', [port(), port()], common);
		this.webhook = new Member('webhook', 'webhook', [port(), port()], common);
		this.workers = ['worker1', 'worker2'].map(
			(name) => new Member(name, 'worker', [port(), port()], common),
		);
		this.balancer = new Balancer(inside('nginx'), port(), {
			main: this.main.port,
			webhook: this.webhook.port,
		});
		this.facts = new Facts(this.postgres, this.postbox, inside('files'));
	}

	/** Where a process would write a log of its own, were the folder of the files not shared. */
	get ownLogs(): string[] {
		return this.members.map(({ name }) =>
			join(this.#folder, 'volumes', name, '.n8n-files/calendly.log'),
		);
	}

	get members(): readonly Member[] {
		return [this.main, this.webhook, ...this.workers];
	}

	/** Main first: it prepares the database the others need. */
	async up(): Promise<void> {
		if (this.postbox.port === 0) await this.postbox.start();
		this.postbox.fault = () => null;
		this.postbox.turn = () => null;
		await Promise.all([this.postgres.start(), this.redis.server.start()]);
		await this.main.launch();
		await Promise.all(this.members.map((member) => member.start()));
		await this.balancer.server.start();
	}

	/** All of n8n; database and queue go on. */
	async down(): Promise<void> {
		await Promise.all(this.members.map((member) => member.stop()));
	}

	/** @param keep whether the folder stays, to be looked into */
	async end(keep = false): Promise<void> {
		await this.down();
		await this.balancer.server.stop();
		await this.redis.server.stop();
		await this.postgres.stop();
		await this.postbox.stop();
		this.kill();
		if (keep) console.log(`Kept: ${this.#folder}`);
		else this.remove();
	}

	/** Last resort. */
	kill(): void {
		for (const member of this.members) member.kill();
		for (const { server } of [this.balancer, this.redis, this.postgres]) server.kill();
	}

	remove(): void {
		rmSync(this.#folder, { recursive: true, force: true });
	}

	/** A delivery to the public address. */
	async deliver(delivery: object | string, changes: DeliveryChanges = {}): Promise<DeliveryAnswer> {
		return await postDelivery(this.balancer.url + WEBHOOK_PATH, delivery, changes);
	}

	/** The address of one process. */
	at(member: Member): Receiver {
		return {
			deliver: (delivery, changes) => postDelivery(member.url + WEBHOOK_PATH, delivery, changes),
		};
	}

	/** The editor, logged in as seldom as may be: n8n takes five logins in five minutes. */
	async editor(): Promise<Editor> {
		// A main process that starts again hashes the owner's password anew, which ends every login.
		if (this.#editor === null || !(await isLoggedIn(this.#editor))) {
			const editor = new Editor({ editor: this.main.url, owner: OWNER });
			await editor.login();
			this.#editor = editor;
		}
		return this.#editor;
	}

	/** Scales the relance's time down from now on, as a team would in the editor; may be asked for again. */
	async hasten(): Promise<void> {
		if (this.#shippedRelance !== null) return;
		await this.#saveRelance((nodes) => {
			this.#shippedRelance = structuredClone(nodes);
			pacedNodes(nodes, HASTENED);
		});
	}

	/** The relance as it is shipped. */
	async slowDown(): Promise<void> {
		const shipped = this.#shippedRelance;
		if (shipped === null) return;
		await this.#saveRelance((nodes) => nodes.splice(0, nodes.length, ...shipped));
		this.#shippedRelance = null;
	}

	async #saveRelance(change: (nodes: any[]) => void): Promise<void> {
		const editor = await this.editor();
		await editor.saveNodes(RELANCE, change);
		await editor.publishAndWait(RELANCE);
	}

	get dashboard(): string {
		return this.balancer.url + DASHBOARD_PATH;
	}

	get privacyForm(): string {
		return this.balancer.url + PRIVACY_FORM_PATH;
	}

	#environment({ role, home, port, brokerPort }: Member): Record<string, string> {
		return {
			...this.postgres.environment,
			DB_POSTGRESDB_POOL_SIZE: String(POOL_SIZE),
			...this.redis.environment,
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			N8N_ENCRYPTION_KEY: 'scale-test-encryption-key',
			N8N_USER_FOLDER: home,
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			...(role === 'worker' ? { QUEUE_HEALTH_CHECK_PORT: String(port) } : {}),
			N8N_WEBHOOK_URL: `${this.balancer.url}/`,
			N8N_PROXY_HOPS: '1',
			// What is counted must not go away meanwhile, minutes.
			EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL: '1440',
			CALENDLY_SIGNING_SECRET: SIGNING_SECRET,
			N8N_OWNER_EMAIL: OWNER.email,
			N8N_OWNER_PASSWORD: OWNER.password,
			DASHBOARD_USER: LOGIN.user,
			DASHBOARD_PASSWORD: LOGIN.password,
			SMTP_HOST: '127.0.0.1',
			SMTP_PORT: String(this.postbox.port),
			SMTP_SECURE: 'false',
			NOTIFICATION_EMAIL: 'menuisier@example.com',
			SENDER_EMAIL: 'rdv@example.com',
			...this.settings,
		};
	}
}

async function isLoggedIn(editor: Editor): Promise<boolean> {
	try {
		await editor.api.ask('GET', '/rest/login');
		return true;
	} catch {
		return false;
	}
}
