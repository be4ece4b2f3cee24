import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { MailServerMessage } from './mailServer.mts';

/** Knows when the first mail about a booking reached a recipient; the mails go to a server process. */
export class Mailbox {
	readonly port: number;
	readonly #server: ChildProcess;
	/** When a mail came, by recipient and booking. */
	readonly #arrivals = new Map<string, number>();
	#onMail: () => void = () => {};

	private constructor(server: ChildProcess, port: number) {
		this.#server = server;
		this.port = port;
		server.on('message', (message: MailServerMessage) => {
			if ('port' in message) return;
			const key = keyOf(message.recipient, message.booking);
			if (!this.#arrivals.has(key)) this.#arrivals.set(key, message.at);
			this.#onMail();
		});
	}

	static async start(): Promise<Mailbox> {
		const server = fork(join(import.meta.dirname, 'mailServer.mts'));
		const { port } = await new Promise<{ port: number }>((resolve, reject) => {
			server.once('message', (message) => resolve(message as { port: number }));
			server.once('exit', () => reject(new Error('The mail server ended.')));
		});
		return new Mailbox(server, port);
	}

	stop(): void {
		this.#server.disconnect();
	}

	/** @returns milliseconds since the epoch; null while there is no such mail */
	arrival(recipient: string, booking: string): number | null {
		return this.#arrivals.get(keyOf(recipient, booking)) ?? null;
	}

	/**
	 * Waits until the recipient has a mail about each booking, or the time is over.
	 * @returns when each came, null for those that did not, in the order of the bookings
	 */
	async untilArrived(
		recipient: string,
		bookings: readonly string[],
		timeoutMs: number,
	): Promise<Array<number | null>> {
		const arrivals = () => bookings.map((booking) => this.arrival(recipient, booking));
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, timeoutMs);
			this.#onMail = () => {
				if (arrivals().includes(null)) return;
				clearTimeout(timer);
				resolve();
			};
			this.#onMail();
		});
		this.#onMail = () => {};
		return arrivals();
	}
}

function keyOf(recipient: string, booking: string): string {
	return `${recipient} ${booking}`;
}
