import { Instance, freePort } from '../../support/instance.mts';
import { Postbox } from '../../support/smtp.mts';
import { Facts } from './facts.mts';
import { Inspector } from '../../support/inspector.mts';
import { HASTENED, setPace } from './policy.mts';

/** The real n8n with its SMTP server: started on the first use, again after a crash, on the same folder. */
export class World {
	readonly postbox = new Postbox();
	readonly instance: Instance;
	readonly facts: Facts;
	starts = 0;
	/** Whether the relance of this n8n has its time scaled down. */
	hastened = false;
	#environment: Record<string, string> | null = null;
	#running: string | null = null;
	#pid = 0;
	#inspectPort = 0;

	/** @param userFolder an existing folder; a new temporary one when not given */
	constructor(userFolder?: string) {
		this.instance = new Instance(userFolder);
		this.facts = new Facts(this.instance, this.postbox);
	}

	/** Runs n8n with these settings beside the usual ones, restarting it where they changed. */
	async up(extra: Record<string, string> = {}): Promise<void> {
		const wanted = JSON.stringify(extra);
		if (this.#running === wanted) return;
		if (this.#running !== null) await this.down();
		const environment = { ...(await this.#usual()), ...extra };
		await this.instance.start(environment);
		this.starts += 1;
		this.#running = wanted;
		this.#pid = this.instance.n8nPid();
	}

	/** Looks into the n8n that runs. */
	async inspect(): Promise<Inspector> {
		return await Inspector.attach(this.instance.n8nPid(), this.#inspectPort);
	}

	/** Scales the relance's time down from the next start on; may be asked for again. */
	hasten(): void {
		if (this.#running !== null) throw new Error('n8n must be stopped for this');
		if (!this.hastened) setPace(this.instance, HASTENED);
		this.hastened = true;
	}

	/** Ctrl-C; gives the exit code. */
	async down(): Promise<number | null> {
		if (this.#running === null) return null;
		this.#running = null;
		const code = await this.instance.stop();
		if (code === 0) this.#pid = 0;
		return code;
	}

	/** A power cut of n8n. */
	async crash(): Promise<void> {
		this.#running = null;
		await this.instance.crash();
		this.#pid = 0;
	}

	/** Whether this n8n runs, and the program that started it is still there to watch over it. */
	runs(pid: number): boolean {
		try {
			return this.instance.n8nPid() === pid;
		} catch {
			return false;
		}
	}

	/** @param keep whether the folder stays, to be looked into */
	async end(keep = false): Promise<void> {
		await this.down();
		this.kill();
		await this.postbox.stop();
		if (keep) console.log(`Kept: ${this.instance.userFolder}`);
		else this.instance.remove();
	}

	/** Last resort: an n8n that has lost the program that started it is left by nobody else. */
	kill(): void {
		if (this.#pid === 0) return;
		try {
			process.kill(-this.#pid, 'SIGKILL');
		} catch {
			// Already gone: nothing to kill.
		}
	}

	async #usual(): Promise<Record<string, string>> {
		if (this.#environment !== null) return this.#environment;
		await this.postbox.start();
		this.#inspectPort = await freePort();
		this.#environment = {
			// Opens nothing by itself: only who asks a process for it.
			NODE_OPTIONS: `--inspect-port=${this.#inspectPort}`,
			// What is counted must not go away meanwhile, minutes.
			EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL: '1440',
			N8N_PORT: String(await freePort()),
			SMTP_HOST: '127.0.0.1',
			SMTP_PORT: String(this.postbox.port),
			SMTP_SECURE: 'false',
			NOTIFICATION_EMAIL: 'menuisier@example.com',
			SENDER_EMAIL: 'rdv@example.com',
		};
		return this.#environment;
	}
}
