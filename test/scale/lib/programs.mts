import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian keeps the programs of each version of PostgreSQL, which are in nobody's path. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** Who runs PostgreSQL, which refuses to be run by root; the second is on every system. */
const UNPRIVILEGED = ['postgres', 'nobody'];

/** Folder of the newest PostgreSQL's programs; null where there is none. */
export function postgresFolder(): string | null {
	const versions = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES) : [];
	const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
	const folder = newest === undefined ? null : join(DEBIAN_POSTGRES, newest, 'bin');
	return folder !== null && existsSync(join(folder, 'initdb')) ? folder : null;
}

/** What is missing on this machine, each with how to get it; empty where all is there. */
export function missingPrograms(): string[] {
	const debian = (name: string, isThere: boolean) =>
		isThere ? [] : [`${name} is not installed (Debian: apt-get install ${name})`];
	return [
		...debian('postgresql', postgresFolder() !== null),
		...debian('redis-server', runs('redis-server', '--version')),
		...debian('nginx', runs('nginx', '-v')),
		...(runs('unshare', ...NAMESPACES, 'true')
			? []
			: ['mount namespaces are not permitted here (unshare; root has them everywhere)']),
	];
}

/** A view of the folders and a host name of its own, as a container has; who is not root needs a user namespace. */
export const NAMESPACES: readonly string[] =
	process.getuid?.() === 0 ? ['--mount', '--uts'] : ['--mount', '--uts', '--map-root-user'];

/** Versions of what is on this machine, for the report. */
export function programVersions(): Record<string, string> {
	const postgres = join(postgresFolder() ?? '', 'postgres');
	return {
		PostgreSQL: firstNumber(execFileSync(postgres, ['--version'])),
		Redis: firstNumber(execFileSync('redis-server', ['--version'])),
		nginx: firstNumber(spawnSync('nginx', ['-v']).stderr),
		Node: process.versions.node,
	};
}

/** Whom to run PostgreSQL as; ourselves where we are not root. */
export function unprivileged(): { uid: number; gid: number } | null {
	if (process.getuid?.() !== 0) return null;
	for (const name of UNPRIVILEGED) {
		const uid = spawnSync('id', ['-u', name]);
		const gid = spawnSync('id', ['-g', name]);
		if (uid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
	}
	throw new Error(`There is no user ${UNPRIVILEGED.join(' or ')} to run PostgreSQL as`);
}

function runs(name: string, ...args: string[]): boolean {
	return spawnSync(name, args, { stdio: 'ignore' }).status === 0;
}

function firstNumber(output: Buffer): string {
	return /\d+(\.\d+)+/.exec(output.toString())?.[0] ?? 'unknown';
}
