import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchN8n, untilReady } from '../../scripts/lib/n8n.mts';
import { freePort } from './instance.mts';

/**
 * An n8n as it comes, in a folder of its own: nothing of ours in it, no owner, n8n's own defaults, except
 * that it tells its makers nothing.
 */
export class PlainN8n {
	readonly folder: string;
	/** First on its path: what stands here runs instead of the machine's own programs. */
	readonly bin: string;
	base = '';
	#child: ChildProcess | null = null;

	/** @param folder an existing folder, a new temporary one when not given */
	constructor(folder = mkdtempSync(join(tmpdir(), 'archimeuble-plain-'))) {
		this.folder = folder;
		this.bin = join(folder, 'bin');
		mkdirSync(this.bin, { recursive: true });
	}

	async start(): Promise<void> {
		const port = await freePort();
		this.base = `http://localhost:${port}`;
		const environment = {
			HOME: this.folder,
			NODE_ENV: 'production',
			PATH: `${this.bin}:${process.env.PATH}`,
			N8N_USER_FOLDER: this.folder,
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		};
		this.#child = launchN8n(environment, join(this.folder, 'n8n.log'), () => {});
		await untilReady(this.#child, this.base);
	}

	async stop(): Promise<void> {
		const child = this.#child;
		if (child?.pid === undefined || child.exitCode !== null) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		process.kill(-child.pid, 'SIGTERM');
		await ended;
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
