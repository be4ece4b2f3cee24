/**
 * The mail server of the benchmark: a process of its own that takes every mail, looks for the booking it
 * is about and tells the parent process; nothing is parsed or kept.
 */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { MARKER } from './bookings.mts';

/** What the parent process is told. */
export type MailServerMessage =
	| { port: number }
	| { booking: string; recipient: string; at: number };

const tell = (message: MailServerMessage) => process.send?.(message);

const server = new SMTPServer({
	authOptional: true,
	disabledCommands: ['STARTTLS'],
	onData: (stream, session, done) => {
		const chunks: Buffer[] = [];
		stream.on('data', (chunk: Buffer) => chunks.push(chunk));
		stream.once('end', () => {
			const at = performance.timeOrigin + performance.now();
			// A line of quoted-printable text may be broken inside the address (RFC 2045, 6.7).
			const text = Buffer.concat(chunks).toString('latin1').replaceAll('=\r\n', '');
			const booking = MARKER.exec(text)?.[0] ?? '';
			for (const { address } of session.envelope.rcptTo) {
				tell({ booking, recipient: address, at });
			}
			// Forgets the envelope.
			done();
		});
	},
});
// A client that breaks the connection is no failure of the server.
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => tell({ port: (server.server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());
