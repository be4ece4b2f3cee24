import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail extends ParsedMail {
	/** Recipients of the envelope, whatever the headers say. */
	recipients: string[];
}

/** A real SMTP server that keeps what it receives; it can be stopped and started on its port. */
export class Postbox {
	readonly mails: ReceivedMail[] = [];
	#server: SMTPServer | null = null;
	port = 0;

	async start(): Promise<void> {
		const server = new SMTPServer({
			authOptional: true,
			disabledCommands: ['STARTTLS'],
			onData: (stream, session, done) => {
				simpleParser(stream).then((mail) => {
					const recipients = session.envelope.rcptTo.map(({ address }) => address);
					this.mails.push(Object.assign(mail, { recipients }));
					done();
				}, done);
			},
		});
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
}
