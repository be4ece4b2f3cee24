/**
 * Images with the names docker-compose.yml asks Docker Hub for, which nobody can be asked here: made of
 * Debian's packages and of the n8n and Node that this project is developed with. They are stand-ins: what
 * they leave unproven is in `DIFFERENCES`.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Engine } from './engine.mts';

/** Where n8n's image has its packages; this project's are mounted there. */
export const N8N_MODULES = '/usr/local/lib/node_modules';

export const DIFFERENCES = [
	'n8nio/n8n:2.41.1 is Alpine Linux (musl) with its own build of n8n; here Debian 12 (glibc), n8n from npm, mounted instead of being in the image',
	'node:24.21.0-alpine (build stage) is Alpine; here the same Debian',
	'postgres:17 is PostgreSQL 17 (user id 999); here 15 of Debian with a short entry that reads the same variables',
	'redis:7 is its newest 7.x; here 7.0 of Debian',
	'caddy:2.10.0 is 2.10 with the capability on its file; here 2.6 of Debian, and a certificate of its own authority (local_certs) instead of Let’s Encrypt',
	'maildev/maildev:2.2.1: here 3.0.0 from npm',
	'the engine is podman 4.3 with runc instead of Docker: no uid on tmpfs (mode 1777 instead), health checks asked for by this program instead of the engine, one log file a container (max-file is Docker’s), file limits given by hand',
	'Compose itself does not run: test/support/composeFile.mts puts the variables in, and this program starts what the file describes in its order',
];

const MIRROR = 'http://deb.debian.org/debian';
const PACKAGES = 'ca-certificates,postgresql-15,redis-server,redis-tools,caddy';
const BASE = 'localhost/archimeuble-stand-in:base';

/** The entry of the official image, as far as the file uses it. */
const POSTGRES_ENTRY = `#!/bin/sh
set -e
export PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data/pgdata
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	initdb --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
	pg_ctl --wait start --options="-c listen_addresses='' -c unix_socket_directories=/tmp"
	[ "$POSTGRES_DB" = postgres ] || createdb --host=/tmp --username="$POSTGRES_USER" "$POSTGRES_DB"
	pg_ctl --wait --mode=fast stop
	echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp
`;

/** What each image adds to the base. */
const IMAGES: Readonly<Record<string, string>> = {
	'docker.io/library/node:24.21.0-alpine': '',
	// At a restart runc gives a tmpfs the mode of what lies below it.
	'docker.io/n8nio/n8n:2.41.1':
		'RUN install -d -o node -m 1777 /home/node/.n8n /home/node/.cache\nUSER node\nWORKDIR /home/node\n',
	'docker.io/library/postgres:17':
		'RUN mkdir -p /var/lib/postgresql/data && chown postgres /var/lib/postgresql/data\nSTOPSIGNAL SIGINT\nENTRYPOINT ["/usr/local/bin/postgres-entry"]\n',
	'docker.io/library/redis:7': 'RUN mkdir -p /data && chown redis /data\nWORKDIR /data\n',
	'docker.io/library/caddy:2.10.0':
		'ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data\nRUN mkdir -p /config /data\nCMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]\n',
	'docker.io/maildev/maildev:2.2.1': `USER node\nCMD ["node", "${N8N_MODULES}/maildev/dist/bin/maildev.js", "--ip", "0.0.0.0", "--web-ip", "0.0.0.0", "--mail-directory", "/tmp/mails"]\n`,
};

/** Those that have packages of npm mounted. */
export function needsModules(image: string): boolean {
	return /n8n|maildev/.test(image);
}

/** Makes the stand-ins that are missing. */
export async function makeStandIns(engine: Engine, say: (line: string) => void): Promise<void> {
	if (!(await engine.hasImage(BASE))) await makeBase(engine, say);
	for (const [name, more] of Object.entries(IMAGES)) {
		if (await engine.hasImage(name)) continue;
		say(`stand-in ${name}`);
		await engine.run(['build', '--tag', name, '-'], `FROM ${BASE}\n${more}`);
	}
}

async function makeBase(engine: Engine, say: (line: string) => void): Promise<void> {
	const base = join(engine.folder, 'base');
	say('debootstrap (a minute or two)');
	rmSync(base, { recursive: true, force: true });
	const args = ['--variant=minbase', `--include=${PACKAGES}`, 'bookworm', base, MIRROR];
	execFileSync('debootstrap', args, { stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 });
	rmSync(join(base, 'var/cache/apt/archives'), { recursive: true, force: true });
	addNode(base);
	writeFileSync(join(base, 'usr/local/bin/postgres-entry'), POSTGRES_ENTRY, { mode: 0o755 });
	execFileSync('chroot', [base, 'useradd', '--create-home', '--uid', '1000', 'node']);
	say('importing it');
	const archive = `${base}.tar`;
	execFileSync('tar', ['--create', '--file', archive, '--directory', base, '.']);
	await engine.run(['import', archive, BASE]);
	rmSync(archive);
	rmSync(base, { recursive: true, force: true });
}

/** This Node, the npm of this machine, and whom this machine trusts. */
function addNode(base: string): void {
	copyFileSync(process.execPath, join(base, 'usr/local/bin/node'));
	const npm = [
		'/usr/lib/node_modules/npm',
		join(dirname(process.execPath), '../lib/node_modules/npm'),
	];
	const found = npm.find((folder) => existsSync(folder));
	if (found === undefined) throw new Error('npm is not found: the build stage needs it.');
	mkdirSync(join(base, 'opt'), { recursive: true });
	cpSync(found, join(base, 'opt/npm'), { recursive: true });
	const entry = '#!/bin/sh\nexec node /opt/npm/bin/npm-cli.js "$@"\n';
	writeFileSync(join(base, 'usr/local/bin/npm'), entry, { mode: 0o755 });
	const authorities = process.env.NODE_EXTRA_CA_CERTS;
	if (authorities !== undefined) copyFileSync(authorities, join(base, 'etc/ssl/extra-ca.crt'));
}
