import { createServer } from 'node:net';
import { Failure } from './failure.mts';

/** @throws Failure naming the setting to change when something else listens on the port */
export async function assertPortFree(port: number, host: string, setting: string): Promise<void> {
	const code = await listenOnce(port, host);
	if (code === null) return;
	if (code === 'EADDRINUSE') {
		throw new Failure(
			`Port ${port} is already in use. Stop the program that uses it, or choose another port with ${setting} in .env.`,
		);
	}
	throw new Failure(
		`Port ${port} on ${host} cannot be used (${code}). Choose another with ${setting} in .env.`,
	);
}

/** The wanted port where nobody uses it and nobody of ours will, otherwise any free one. */
export async function portLike(wanted: number, ours: readonly number[]): Promise<number> {
	const isFree = !ours.includes(wanted) && (await listenOnce(wanted, '127.0.0.1')) === null;
	return isFree ? wanted : await freePort();
}

/** A port nobody uses now. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

async function listenOnce(port: number, host: string): Promise<string | null> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
		server.listen(port, host, () => server.close(() => resolve(null)));
	});
}
