import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface Timeouts {
	connectMs: number;
	readMs: number;
}

/** https://developer.calendly.com/api-docs/overview/webhooks/webhook-timeouts */
export const CALENDLY_TIMEOUTS: Timeouts = { connectMs: 10_000, readMs: 15_000 };

export interface PostOptions {
	url: string;
	headers: Record<string, string>;
	body: Buffer;
	timeouts: Timeouts;
	signal: AbortSignal;
}

/** What came of one request: a status, or why there is none. Redirects are answers like others. */
export type Outcome = ({ status: number } | { error: string }) & { ms: number };

export function post({ url, headers, body, timeouts, signal }: PostOptions): Promise<Outcome> {
	const started = performance.now();
	const secure = url.startsWith('https:');
	return new Promise((resolve) => {
		const send = secure ? requestHttps : requestHttp;
		const request = send(url, { method: 'POST', headers, agent: false, signal });
		const finish = (outcome: { status: number } | { error: string }) => {
			clearTimeout(timer);
			request.destroy();
			resolve({ ...outcome, ms: Math.round(performance.now() - started) });
		};
		const giveUpAfter = (milliseconds: number, error: string) =>
			setTimeout(() => finish({ error }), milliseconds);
		let timer = giveUpAfter(timeouts.connectMs, 'connect timeout');
		request.on('socket', (socket) => {
			socket.once(secure ? 'secureConnect' : 'connect', () => {
				clearTimeout(timer);
				timer = giveUpAfter(timeouts.readMs, 'read timeout');
			});
		});
		request.on('response', (response) => {
			response.on('end', () => finish({ status: response.statusCode ?? 0 }));
			response.on('error', (error: NodeJS.ErrnoException) => finish({ error: codeOf(error) }));
			response.resume();
		});
		request.on('error', (error: NodeJS.ErrnoException) => finish({ error: codeOf(error) }));
		request.end(body);
	});
}

/** Only the code: a message may contain the address, which is a secret of its own. */
function codeOf({ code, name }: NodeJS.ErrnoException): string {
	return code ?? name;
}
