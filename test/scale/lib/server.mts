import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { until } from '../../support/until.mts';

/** A program that listens on a port of this machine until it is told to end; it can be started again. */
export class Server {
	readonly name: string;
	readonly port: number;
	readonly #command: readonly [program: string, args: readonly string[]];
	readonly #user: { uid: number; gid: number } | null;
	#child: ChildProcess | null = null;
	#output = '';

	/** @param user whom to run it as; null for ourselves */
	constructor(
		name: string,
		port: number,
		command: readonly [program: string, args: readonly string[]],
		user: { uid: number; gid: number } | null = null,
	) {
		this.name = name;
		this.port = port;
		this.#command = command;
		this.#user = user;
	}

	get runs(): boolean {
		return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
	}

	/** Comes back when it listens. */
	async start(): Promise<void> {
		if (this.runs) return;
		const [program, args] = this.#command;
		// In a process group of its own: Ctrl-C is ours to pass on, when n8n has ended.
		const child = spawn(program, args, {
			...{ stdio: ['ignore', 'pipe', 'pipe'], detached: true },
			...this.#user,
		});
		this.#output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
		}
		this.#child = child;
		await until(`${this.name} to listen`, async () => {
			if (!this.runs) throw new Error(`${this.name} ended:\n${this.#output.slice(-2000)}`);
			return await listens(this.port);
		});
	}

	/** @param signal the one that means what is wanted to this program */
	async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		const child = this.#child;
		if (child === null || !this.runs) return;
		const ended = once(child, 'exit');
		child.kill(signal);
		await ended;
	}

	/** Last resort, when this program ends. */
	kill(): void {
		this.#child?.kill('SIGKILL');
	}
}

async function listens(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('close', () => resolve(false)).once('connect', () => socket.destroy());
	});
}
