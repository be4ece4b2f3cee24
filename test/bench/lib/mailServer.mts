/**
 * The mail server of the benchmark: a process of its own that takes every mail, looks for the booking it
 * is about and tells the parent process; nothing is parsed or kept. It speaks just the part of RFC 5321
 * that a client needs to hand over a mail, and at once: the `smtp-server` of the tests keeps each
 * client waiting 100 ms before it greets, which would hide what is measured.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { MARKER } from './bookings.mts';

/** What the parent process is told. */
export type MailServerMessage =
	| { port: number }
	| { booking: string; recipient: string; at: number };

const END_OF_DATA = '\r\n.\r\n';

const tell = (message: MailServerMessage) => process.send?.(message);

/** One client: lines of commands, and after DATA the mail up to the line with the dot. */
class Conversation {
	readonly #socket: Socket;
	#received = '';
	#isMail = false;
	#recipients: string[] = [];

	constructor(socket: Socket) {
		this.#socket = socket;
		socket.setEncoding('latin1');
		socket.on('data', (chunk) => this.#take(String(chunk)));
		// A client that breaks the connection is no failure of the server.
		socket.on('error', () => {});
		this.#say('220 bench ESMTP');
	}

	#take(chunk: string): void {
		this.#received += chunk;
		for (;;) {
			const mark = this.#isMail ? END_OF_DATA : '\r\n';
			const end = this.#received.indexOf(mark);
			if (end === -1) return;
			const text = this.#received.slice(0, end);
			this.#received = this.#received.slice(end + mark.length);
			if (this.#isMail) this.#mail(text);
			else this.#command(text);
		}
	}

	#command(line: string): void {
		const [verb] = line.toUpperCase().split(/[ :]/);
		if (verb === 'RCPT') this.#recipients.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
		if (verb === 'DATA') {
			this.#isMail = true;
			this.#say('354 go on');
		} else if (verb === 'QUIT') {
			this.#socket.end('221 bye\r\n');
		} else {
			this.#say('250 ok');
		}
	}

	#mail(content: string): void {
		const at = performance.timeOrigin + performance.now();
		// A line of quoted-printable text may be broken inside the address (RFC 2045, 6.7).
		const booking = MARKER.exec(content.replaceAll('=\r\n', ''))?.[0] ?? '';
		for (const recipient of this.#recipients) tell({ booking, recipient, at });
		this.#isMail = false;
		this.#recipients = [];
		this.#say('250 taken');
	}

	#say(line: string): void {
		this.#socket.write(`${line}\r\n`);
	}
}

const server = createServer({ noDelay: true }, (socket) => new Conversation(socket));
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());
