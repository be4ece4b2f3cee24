import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

export interface ReceivedMail extends ParsedMail {
	/** Recipients of the envelope, whatever the headers say. */
	recipients: string[];
}

/** How a sick server treats a mail it was given: an answer such as 451 or 550, or worse. */
export interface MailFault {
	/** Answer instead of 250. */
	code?: number;
	/** The mail is kept, but the connection breaks before the answer. */
	drop?: boolean;
	/** The answer comes this late. */
	delayMs?: number;
}

class SMTPError extends Error {
	readonly responseCode: number;

	constructor(responseCode: number, message: string) {
		super(message);
		this.responseCode = responseCode;
	}
}

/** A real SMTP server that keeps what it receives; it can be stopped and started on its port. */
export class Postbox {
	readonly mails: ReceivedMail[] = [];
	/** Says what is wrong with the server for a mail; null where nothing is. */
	fault: (mail: ParsedMail, sender: SMTPServerSession) => MailFault | null = () => null;
	/** Addresses the server knows nobody by: it takes the mail for the others only. */
	unknown: readonly string[] = [];
	/** What a mail waits for before it is taken; one whose sender has gone meanwhile is not taken. */
	turn: (mail: ParsedMail) => Promise<void> | null = () => null;
	#server: SMTPServer | null = null;
	port = 0;

	async start(): Promise<void> {
		const server = new SMTPServer({
			authOptional: true,
			allowInsecureAuth: true,
			onAuth: ({ username }, _session, done) => done(null, { user: username }),
			// Asking DNS who 127.0.0.1 is takes longer than the whole conversation.
			disableReverseLookup: true,
			disabledCommands: ['STARTTLS'],
			onRcptTo: ({ address }, _session, done) => {
				const isUnknown = this.unknown.includes(address);
				done(isUnknown ? new SMTPError(550, '5.1.1 User unknown') : undefined);
			},
			onData: (stream, session, done) => {
				simpleParser(stream).then((mail) => this.#inTurn(mail, session, done), done);
			},
		});
		// A client that breaks the connection is no failure of the server.
		server.on('error', () => {});
		await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
		this.port = (server.server.address() as AddressInfo).port;
		this.#server = server;
	}

	async stop(): Promise<void> {
		const server = this.#server;
		this.#server = null;
		if (server !== null) await new Promise<void>((resolve) => server.close(() => resolve()));
	}

	/** Mails whose HTML or text mention this, in the order they came. */
	about(text: string): ReceivedMail[] {
		return this.mails.filter((mail) => `${mail.html} ${mail.text}`.includes(text));
	}

	#inTurn(mail: ParsedMail, session: SMTPServerSession, done: (error?: Error) => void): void {
		const turn = this.turn(mail);
		if (turn === null) {
			this.#receive(mail, session, done);
			return;
		}
		turn.then(() => {
			if (this.#connectionOf(session) !== undefined) this.#receive(mail, session, done);
		}, done);
	}

	#receive(mail: ParsedMail, session: SMTPServerSession, done: (error?: Error) => void): void {
		const { code, drop, delayMs = 0 } = this.fault(mail, session) ?? {};
		if (code !== undefined) {
			done(Object.assign(new Error('The test server is sick'), { responseCode: code }));
			return;
		}
		const recipients = session.envelope.rcptTo.map(({ address }) => address);
		this.mails.push(Object.assign(mail, { recipients }));
		if (drop) this.#breakConnection(session);
		else setTimeout(done, delayMs);
	}

	#breakConnection(session: SMTPServerSession): void {
		this.#connectionOf(session)?._socket.destroy();
	}

	#connectionOf({ id: session }: SMTPServerSession) {
		const connections = (this.#server?.connections ?? new Set()) as Set<{
			id: string;
			_socket: { destroy(): void };
		}>;
		return [...connections].find(({ id }) => id === session);
	}
}
