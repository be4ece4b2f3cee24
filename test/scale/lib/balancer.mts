import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from './server.mts';

/** Addresses that every process serves which answers webhooks; all others are the editor's. */
const SHARED = ['webhook', 'webhook-waiting', 'form', 'form-waiting'];

/** nginx in front: what comes for workflows goes to all that answer webhooks, the rest to main. */
export class Balancer {
	readonly server: Server;
	readonly url: string;

	constructor(folder: string, port: number, ports: { main: number; webhook: number }) {
		mkdirSync(folder, { mode: 0o755 });
		this.url = `http://127.0.0.1:${port}`;
		const file = join(folder, 'nginx.conf');
		writeFileSync(file, configuration(folder, port, ports));
		this.server = new Server('nginx', port, ['nginx', ['-e', 'stderr', '-c', file]]);
	}
}

/**
 * `max_fails=0`: with nginx's default one slow answer takes a process out for ten seconds, and then
 * there may be none left. A delivery may be sent to the other process only while it has reached none.
 */
function configuration(
	folder: string,
	port: number,
	{ main, webhook }: { main: number; webhook: number },
): string {
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
		(kind) => `${kind}_temp_path ${join(folder, kind)};`,
	);
	// Started by root it works as somebody else, who may not look into this folder.
	const user = process.getuid?.() === 0 ? 'user root;' : '';
	return `${user} daemon off; pid ${join(folder, 'pid')}; error_log stderr crit; worker_processes 1;
events { worker_connections 2048; }
http {
	access_log off; ${temporary.join(' ')}
	proxy_http_version 1.1;
	proxy_set_header Host $http_host;
	proxy_set_header X-Forwarded-For $remote_addr;
	proxy_set_header X-Forwarded-Proto $scheme;
	proxy_read_timeout 120s;
	proxy_connect_timeout 5s;
	upstream all { server 127.0.0.1:${main} max_fails=0; server 127.0.0.1:${webhook} max_fails=0; }
	upstream main { server 127.0.0.1:${main} max_fails=0; }
	server {
		listen 127.0.0.1:${port} backlog=1024;
		location ~ ^/(${SHARED.join('|')})/ { proxy_pass http://all; }
		location / { proxy_pass http://main; }
	}
}
`;
}
