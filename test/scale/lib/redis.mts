import { mkdirSync } from 'node:fs';
import { Server } from './server.mts';

/** A Redis of our own that keeps every write (AOF), as the compose file's does. */
export class Redis {
	readonly server: Server;

	constructor(folder: string, port: number) {
		mkdirSync(folder, { mode: 0o700 });
		const settings = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', save: '' };
		const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
		this.server = new Server('Redis', port, ['redis-server', args]);
	}

	/** Settings of n8n that lead here. */
	get environment(): Record<string, string> {
		return {
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.server.port),
		};
	}
}
